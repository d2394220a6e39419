"""Answers with many columns fit into their page: as tables, or as records with the names of columns above their values."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import View, tab
from tests.site.builds import BuiltSite

pytestmark = pytest.mark.slow

_WIDEST: Final = ("disagreements", "evidence", "investments", "measurements", "posts", "sources", "trade", "visits")
_TOO_WIDE: Final = """() => [document.documentElement, ...document.querySelectorAll(".scroll")]
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => `${one.tagName} ${one.scrollWidth}`)"""


@pytest.mark.parametrize("width", [768, 1280])
def test_no_answer_scrolls_sideways(browser: Browser, bundled: BuiltSite, width: int) -> None:
    found = {}
    with tab(browser, bundled, View(width)) as (page, _):
        for language in ("kk", "ru"):
            for name in _WIDEST:
                path = f"{bundled.prefix(language)}question/{name}.html"
                page.goto(bundled.public_url + path)
                found[path] = page.evaluate(_TOO_WIDE)
    assert {path: wide for path, wide in found.items() if wide} == {}
