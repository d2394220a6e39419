"""S12: pages work with a keyboard alone, at 320 px, at double size, and without motion."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.site.browsing import View, opened, tab
from tests.site.builds import BuiltSite

pytestmark = pytest.mark.slow

_MAX_STOPS: Final = 45
"""Stops of the keyboard that are looked at on a page."""

_FOCUS: Final = """() => {
    const one = document.activeElement
    if (!one || one === document.body) return null
    const style = getComputedStyle(one), box = one.getBoundingClientRect()
    const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none"
    const inside = [...one.querySelectorAll("*")].some(part => getComputedStyle(part).outlineStyle !== "none")
    return { what: one.outerHTML.slice(0, 120), seen: drawn || inside, inView: box.bottom > 0 && box.top < innerHeight }
}"""
_WIDE: Final = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
_MOVING: Final = """() => [...document.querySelectorAll("*")].filter(one => {
    const style = getComputedStyle(one)
    const longest = text => Math.max(...text.split(",").map(parseFloat))
    return longest(style.transitionDuration) > 0.02 || (style.animationName !== "none" && longest(style.animationDuration) > 0.02)
}).length"""


def stops(page: Page) -> list[dict[str, object]]:
    """Return the elements that the Tab key reaches, in order."""
    found = []
    for _ in range(_MAX_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None:
            break
        found.append(stop)
    return found


@pytest.mark.parametrize("path", ["index.html", "facts.html", "search.html", "id/kazakhstan.html", "timeline.html"])
def test_s12_each_stop_of_the_keyboard_is_seen(path: str, bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, path) as (page, _):
        found = stops(page)
    assert len(found) >= 15
    if path != "search.html":  # its field has the focus from the start
        assert 'class="skip"' in str(found[0]["what"])
    hidden = [stop["what"] for stop in found if not (stop["seen"] and stop["inView"])]
    assert not hidden, hidden


def test_s12_the_first_link_skips_to_the_content(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "id/kazakhstan.html") as (page, _):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_s12_no_page_scrolls_sideways(site: BuiltSite, browser: Browser) -> None:
    """At 320 px, which is also 1280 px at 400 %, and at 640 px, which is 1280 px at 200 %."""
    wide = []
    with tab(browser, site, View(320)) as (page, _):
        for number, (kind, path) in enumerate(site.different):
            language = site.languages[number % len(site.languages)] if kind != "404" else site.languages[0]
            page.goto(site.public_url + site.prefix(language) + path)
            for width in (640, 320):  # the next page is opened as narrow as this one ends
                page.set_viewport_size({"width": width, "height": 800})
                if (over := page.evaluate(_WIDE)) > 0:
                    wide.append(f"{site.prefix(language) + path} at {width} px: {over} px too wide")
    assert not wide, "\n".join(wide)


def test_s12_nothing_moves_if_that_is_not_wanted(bundled: BuiltSite, browser: Browser) -> None:
    for path in ("index.html", "facts.html", "timeline.html", "id/kazakhstan.html"):
        with opened(browser, bundled, path, View(reduced_motion=True)) as (page, _):
            assert page.evaluate(_MOVING) == 0, path
