"""S11: HTML_CodeSniffer, which pa11y runs, finds no error by WCAG 2 AA on any kind of page."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from tests.site.browsing import View, tab
from tests.site.builds import BuiltSite
from tests.site.components import module_file

pytestmark = pytest.mark.slow

_ARGUED: Final = (
    (".NoSuchID", 'a[href^="#question="]'),  # the console reads which question is asked for
    (".H32.2", "#facets, #c-form"),  # filters act at once, and the console puts its button into the form with the fields
    (".H43.HeadersRequired", "#facts"),  # rows with the name of a document head a group of rows, which scope says
    (".H91.Button.Name", "[hidden]"),  # scripts show and name it
)
"""Ends of codes, and the elements for which they are no errors."""

_RUN: Final = """argued => new Promise(done => HTMLCS.process("WCAG2AA", document, () => done(HTMLCS.getMessages()
    .filter(one => one.type === HTMLCS.ERROR)
    .filter(one => !argued.some(([code, selector]) => one.code.endsWith(code) && one.element.matches(selector)))
    .map(one => `${one.code}: ${one.msg} ${one.element.outerHTML?.slice(0, 160)}`))))"""


def errors(page: Page) -> list[str]:
    """Return the errors that HTML_CodeSniffer finds in a page."""
    page.evaluate(module_file("@pa11y/html_codesniffer/build/HTMLCS.js").read_text("utf-8"))
    found: list[Any] = page.evaluate(_RUN, [list(pair) for pair in _ARGUED])
    return [str(error) for error in found]


def test_s11_the_codesniffer_finds_no_error_on_any_kind_of_page(bundled: BuiltSite, browser: Browser) -> None:
    problems: list[str] = []
    with tab(browser, bundled, View(scripts=False)) as (page, _):
        for number, (kind, path) in enumerate(bundled.different):
            language = bundled.languages[number % len(bundled.languages)] if kind != "404" else bundled.languages[0]
            page.goto(bundled.public_url + bundled.prefix(language) + path)
            problems += [f"{bundled.prefix(language)}{path}: {error}" for error in errors(page)]
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:40])


def test_s11_the_codesniffer_finds_an_error_that_is_there(bundled: BuiltSite, browser: Browser) -> None:
    with tab(browser, bundled, View(scripts=False)) as (page, _):
        page.goto(f"{bundled.public_url}index.html")
        page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"x.png\">')")
        (error,) = errors(page)
    assert "H37" in error
