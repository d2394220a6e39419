"""S11: pages are accessible (WCAG 2.2 AA), as axe sees them: in every language, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from tests.site.browsing import View, tab
from tests.site.builds import BuiltSite
from tests.site.components import module_file

pytestmark = pytest.mark.slow

_STANDARDS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN: Final = """async standards => {
    const found = await axe.run(document, { runOnly: standards, resultTypes: ["violations"] })
    const described = node => node.html.slice(0, 200) + " | " + node.failureSummary
    return found.violations.map(rule => ({ rule: rule.id, nodes: rule.nodes.map(described) }))
}"""
_VIEWS: Final = (View(1280, "light"), View(390, "dark", scripts=False), View(390, "light"), View(1280, "dark", scripts=False))


@dataclass(frozen=True)
class Visit:
    """A page to look at, in one view."""

    kind: str
    path: str
    view: View


def visits(site: BuiltSite) -> Iterator[Visit]:
    """Yield a visit of each kind of page, in languages and views by turns."""
    languages = site.languages
    for number, (kind, path) in enumerate(site.different):
        language = languages[number % len(languages)] if kind != "404" else languages[0]
        yield Visit(kind, site.prefix(language) + path, _VIEWS[(number + number // len(languages)) % len(_VIEWS)])


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds in a page."""
    page.evaluate(module_file("axe-core/axe.min.js").read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN, list(_STANDARDS))
    return found


@pytest.mark.parametrize("view", _VIEWS, ids=str)
def test_s11_axe_finds_nothing_on_any_kind_of_page(view: View, site: BuiltSite, browser: Browser) -> None:
    problems: list[str] = []
    with tab(browser, site, view) as (page, seen):
        for visit in visits(site):
            if visit.view != view:
                continue
            seen.forget()
            page.goto(site.public_url + visit.path)
            for violation in violations(page):
                problems += [f"{visit.path}: {violation['rule']}: {node}" for node in violation["nodes"][:3]]
            problems += [f"{visit.path}: {problem}" for problem in seen.problems if "404" not in visit.path]
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)


def test_s11_the_visits_see_each_language_in_each_view(site: BuiltSite) -> None:
    languages = {language: site.prefix(language) for language in site.languages}
    seen = {
        (next(language for language in reversed(languages) if visit.path.startswith(languages[language])), visit.view)
        for visit in visits(site)
    }
    assert {kind for kind, _ in site.different} == {visit.kind for visit in visits(site)}
    if len(site.different) >= len(_VIEWS) * len(languages):
        assert len(seen) == len(_VIEWS) * len(languages)
