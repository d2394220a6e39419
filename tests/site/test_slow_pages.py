"""A page that comes in small parts, as over a slow connection, moves nothing that is already painted."""

from __future__ import annotations

import time
from itertools import cycle
from typing import IO, Final

import pytest
from playwright.sync_api import Browser, expect

from tests.publish.tables.validators import Quiet, served
from tests.site.builds import BuiltSite
from tests.site.test_late_fonts import WATCH

pytestmark = pytest.mark.slow

_PARTS: Final = (*[400] * 60, *[3000] * 100)
"""Bytes: small ones for the head and what is seen first."""

_PAUSE: Final = 0.03
"""Seconds after each part of a page."""

_PAGES: Final = (
    ("ru", "disagreements.html"),
    ("kk", "question/trade.html"),
    ("ru", "id/italy.html"),
    ("it", "figures.html"),
    ("en", "index.html"),
    ("en", "facts.html"),
    ("en", "facts.html#stance=planned"),
    ("ru", "facts.html#sort=-0"),
    ("kk", "map.html"),
    ("ru", "sources.html"),
    ("ru", "quality.html"),
)


_SEARCHES: Final = ("milan", "Эни", "милян", "Eni Zzyzx", "xqzwvk")

_LATE: Final = 0.3
"""Seconds before a script is sent."""


class _Slow(Quiet):
    """Sends pages in parts, scripts late, and all other files at once."""

    def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
        path = self.path.partition("?")[0]
        if path.endswith(".js"):
            time.sleep(_LATE)
        if not path.endswith(".html"):
            outputfile.write(source.read())
            return
        for size in _PARTS:
            if part := source.read(size):
                outputfile.write(part)
                outputfile.flush()
                time.sleep(_PAUSE)
        outputfile.write(source.read())


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_that_come_in_parts_move_nothing(browser: Browser, bundled: BuiltSite, width: int) -> None:
    moved = {}
    with served(bundled.folder, _Slow) as address:
        for language, path in _PAGES:
            name = bundled.prefix(language) + path
            with browser.new_context(viewport={"width": width, "height": 900}) as context:
                page = context.new_page()
                page.add_init_script(WATCH)
                page.goto(f"{address}/{name}")
                page.wait_for_load_state("networkidle")
                moved[name] = page.evaluate("window.moved")
                assert page.locator("header.top").is_visible()
    assert {name: round(shift, 3) for name, shift in moved.items() if shift >= 0.02} == {}


def test_an_answer_is_shown_when_all_of_it_is_there(browser: Browser, bundled: BuiltSite) -> None:
    with served(bundled.folder, _Slow) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/question/trade.html", wait_until="commit")
        page.wait_for_selector("#answer tbody tr", state="attached")
        assert page.locator("header.top").is_visible()
        assert not page.locator("#answer table").is_visible()
        page.wait_for_load_state()
        assert page.locator("#answer table").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_results_that_come_late_move_nothing(browser: Browser, bundled: BuiltSite, width: int) -> None:
    moved = {}
    with served(bundled.folder, _Slow) as address:
        for language, text in zip(cycle(bundled.languages), _SEARCHES, strict=False):
            name = f"{bundled.prefix(language)}search.html?q={text}"
            with browser.new_context(viewport={"width": width, "height": 900}) as context:
                page = context.new_page()
                page.add_init_script(WATCH)
                page.goto(f"{address}/{name}", wait_until="commit")
                page.wait_for_selector("#found")
                assert not page.locator(".browse-lists").is_visible()
                page.wait_for_selector("#results[data-ready]", state="attached")
                page.wait_for_timeout(200)
                moved[name] = page.evaluate("window.moved")
                assert page.locator(".browse-lists").is_visible()
    assert {name: round(shift, 3) for name, shift in moved.items() if shift >= 0.005} == {}


def test_facts_are_shown_if_the_script_that_chooses_them_does_not_come(browser: Browser, bundled: BuiltSite) -> None:
    with served(bundled.folder) as address, browser.new_context() as context:
        context.route("**/facets.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{address}/facts.html#stance=planned")
        expect(page.locator("#facts tbody tr").first).to_be_visible()


def test_lists_are_shown_if_the_scripts_of_the_search_do_not_come(browser: Browser, bundled: BuiltSite) -> None:
    with served(bundled.folder) as address, browser.new_context() as context:
        context.route("**/search-index.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{address}/search.html?q=milan")
        expect(page.locator(".browse-lists")).to_be_visible()
        expect(page.locator("#found")).to_be_hidden()
