"""Fonts that are late move nothing on a page, and the texts of its pictures get them nevertheless."""

from __future__ import annotations

import time
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.site.browsing import View, window
from tests.site.builds import BuiltSite

pytestmark = pytest.mark.slow

WATCH: Final = """
window.moved = 0
new PerformanceObserver(list => { for (const one of list.getEntries()) window.moved += one.value })
    .observe({type: "layout-shift", buffered: true})
"""
_PAINTED: Final = "performance.getEntriesByName('first-contentful-paint').length > 0"
_DRAWN: Final = """() => {
    const faces = [...document.fonts].filter(face => face.family.includes("Drawn"))
    return faces.some(face => face.status === "loaded") && faces.every(face => face.status !== "loading")
}"""


_CROWDED: Final = """() => {
    document.documentElement.style.letterSpacing = "0.06em"
    const parts = [".brand-text", ".nav", ".find", ".langs"].map(name => document.querySelector(".top " + name))
    const shown = parts.flatMap(part => part.matches(".nav, .langs") ? [...part.children] : [part])
    const boxes = shown.map(part => part.getBoundingClientRect())
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
    return boxes.flatMap((box, one) => boxes.slice(0, one).filter(other => meet(box, other)).map(() => shown[one].textContent))
}"""


_HEAD: Final = """() => {
    const lines = name => new Set([...document.querySelectorAll(name)].map(one => one.getBoundingClientRect().top)).size
    return [lines(".top .nav > *"), lines(".top .langs > *"), document.querySelector(".top").offsetHeight]
}"""
"""The lines of the menu and of the languages, and the height of the head in pixels."""

_CUT: Final = """() => [...document.querySelectorAll("svg.pic text")].filter(text => {
    const box = text.getBoundingClientRect()
    return box.width && (box.left < 0 || box.right > innerWidth)
}).map(text => text.textContent)"""
"""The labels of pictures that the edge of the page cuts."""

_PICTURES: Final = (
    ("en", "figures.html", 390),
    ("ru", "figures.html", 390),
    ("kk", "network.html", 390),
    ("kk", "timeline.html", 768),
    ("it", "timeline.html", 768),
)
_PAGES: Final = (("ru", "disagreements.html"), ("kk", "question/trade.html"), ("ru", "id/italy.html"), ("en", "index.html"))
_WITH_LABELS: Final = ("id/italy.html", "index.html")


class _Held:
    """Holds requests back until they are released."""

    def __init__(self) -> None:
        self.waiting: list[Route] = []
        self._is_released = False

    def answer(self, route: Route) -> None:
        if self._is_released:
            route.fallback()
        else:
            self.waiting.append(route)

    def release(self) -> None:
        self._is_released = True
        for route in self.waiting:
            route.fallback()


def wait_until(page: Page, condition: str) -> None:
    """Wait for a condition. `wait_for_function` evaluates text in the page, which its policy forbids."""
    end = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


@pytest.mark.parametrize("width", [390, 1280])
def test_late_fonts_move_nothing(browser: Browser, bundled: BuiltSite, width: int) -> None:
    moved = {}
    for language, path in _PAGES:
        name = bundled.prefix(language) + path
        with window(browser, bundled, View(width, waits_for_fonts=False)) as (context, _):
            fonts = _Held()
            context.route("**/*.woff2", fonts.answer)
            page = context.new_page()
            page.add_init_script(WATCH)
            page.goto(bundled.public_url + name, wait_until="domcontentloaded")
            wait_until(page, _PAINTED)
            page.wait_for_timeout(1000)  # a browser waits some 100 ms for a font that is optional
            assert fonts.waiting
            fonts.release()
            if path in _WITH_LABELS:
                wait_until(page, _DRAWN)
            page.wait_for_timeout(200)
            moved[name] = page.evaluate("window.moved")
    assert {name: round(shift, 3) for name, shift in moved.items() if shift >= 0.02} == {}


def test_labels_of_pictures_are_not_cut_without_fonts(browser: Browser, bundled: BuiltSite) -> None:
    cut = {}
    with window(browser, bundled, View(waits_for_fonts=False)) as (context, _):
        context.route("**/*.woff2", lambda route: route.abort())
        page = context.new_page()
        for language, path, width in _PICTURES:
            name = bundled.prefix(language) + path
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(bundled.public_url + name)
            cut[name, width] = page.evaluate(_CUT)
    assert {place: labels for place, labels in cut.items() if labels} == {}


@pytest.mark.parametrize("width", [1280, 1000, 768])
def test_the_head_has_room_for_wider_fonts(browser: Browser, bundled: BuiltSite, width: int) -> None:
    crowded = {}
    for language in bundled.languages:
        with window(browser, bundled, View(width, waits_for_fonts=False)) as (context, _):
            context.route("**/*.woff2", lambda route: route.abort())
            page = context.new_page()
            page.goto(f"{bundled.public_url}{bundled.prefix(language)}index.html")
            crowded[language] = page.evaluate(_CROWDED)
    assert {language: found for language, found in crowded.items() if found} == {}


@pytest.mark.parametrize("has_fonts", [True, False])
def test_the_head_is_as_high_in_any_font(browser: Browser, bundled: BuiltSite, has_fonts: bool) -> None:
    """The menu is one line, and so are the languages, beside it or above it. The title gives way to them."""
    heights = {}
    with window(browser, bundled, View(1280, waits_for_fonts=has_fonts)) as (context, _):
        if not has_fonts:
            context.route("**/*.woff2", lambda route: route.abort())
        page = context.new_page()
        for language in bundled.languages:
            page.goto(f"{bundled.public_url}{bundled.prefix(language)}sources.html")
            page.evaluate("document.fonts.ready.then(() => null)")
            for width in (721, 820, 1000, 1180, 1181, 1280):
                page.set_viewport_size({"width": width, "height": 600})
                heights[language, width] = page.evaluate(_HEAD)
    assert {place: lines for place, (*lines, _) in heights.items() if lines != [1, 1]} == {}
    assert {height for (_, width), (_, _, height) in heights.items() if width <= 1180} == {90}
    assert {height for (_, width), (_, _, height) in heights.items() if width > 1180} == {61}
