"""S22: each picture has a title, a description, and its numbers in a table; it is legible in print and in grey."""

from __future__ import annotations

import re
from html import unescape
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import View, opened
from tests.site.builds import BuiltSite

PICTURES: Final = ("figures.html", "timeline.html", "map.html", "network.html")
"""Pages whose content is a picture."""
PRINTED: Final = ("question/trade.html", "id/italy.html")

_SVG: Final = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)
_LABEL: Final = re.compile(r'<text class="([^"]*)"[^>]*>(.*?)</text>')
_AXES: Final = frozenset({"s e xs", "m s xs", "s xs", "s xs halo m"})
"""Classes of the texts of axes, and of years without a figure."""
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_A4_PORTRAIT: Final = 680
_A4_LANDSCAPE: Final = 1062
"""Width in pixels between margins of 8 mm."""

_CONTRAST: Final = """() => {
    const grey = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number); return 0.299 * r + 0.587 * g + 0.114 * b }
    const found = []
    for (const text of document.querySelectorAll("svg.pic text")) {
        const style = getComputedStyle(text), box = text.getBoundingClientRect()
        if (!box.width || style.visibility === "hidden") continue
        if (grey(style.fill) > 130) found.push(text.textContent.slice(0, 40) + " " + style.fill)
    }
    return found
}"""

_SMALLEST: Final = 8
"""Pixels, which are 6 points."""
_SMALLEST_ON_SCREENS: Final = 10.9
_TURNED: Final = """() => [...document.querySelectorAll("svg.pic text")].filter(one => {
    const drawn = one.getScreenCTM()
    return one.checkVisibility() && Math.abs(drawn.b) > 0.01
}).map(one => one.textContent)"""
_LETTERS: Final = """() => [...document.querySelectorAll("svg.pic:not(.kk)")].flatMap(svg => {
    const drawn = svg.getBoundingClientRect().width, scale = drawn / svg.viewBox.baseVal.width
    return drawn ? [...svg.querySelectorAll("text")].map(one => [parseFloat(getComputedStyle(one).fontSize) * scale, one.textContent]) : []
})"""


_GREYS: Final = """() => ["--first", "--second", "--paper"].map(name => {
    const digits = getComputedStyle(document.documentElement).getPropertyValue(name).trim().slice(1)
    const full = digits.length === 3 ? [...digits].map(one => one + one).join("") : digits
    const [red, green, blue] = [0, 2, 4].map(at => parseInt(full.slice(at, at + 2), 16))
    return 0.299 * red + 0.587 * green + 0.114 * blue
})"""


def pictures(text: str) -> list[str]:
    return [found for found in _SVG.findall(text) if re.search(r'class="[^"]*\bpic\b', found.partition(">")[0])]


@pytest.mark.parametrize("path", PICTURES)
def test_s22_each_picture_has_a_title_a_description_and_a_table(path: str, bundled: BuiltSite) -> None:
    for language in bundled.languages:
        text = (bundled.folder / (bundled.prefix(language) + path)).read_text("utf-8")
        found = [picture for picture in pictures(text) if 'aria-hidden="true"' not in picture.partition(">")[0]]
        assert found
        for picture in found:
            head = picture.partition(">")[0]
            assert re.search(r' role="(img|group)"', head), head
            assert re.search(r"<title\b[^>]*>[^<]+</title>", picture) or "aria-label=" in head, head
            assert re.search(r"<desc\b[^>]*>[^<]+</desc>", picture) or "aria-label=" in head, head
        assert "<table" in text


@pytest.mark.parametrize("path", PICTURES)
def test_s22_what_a_picture_leads_to_is_also_beside_it(path: str, bundled: BuiltSite) -> None:
    """Each mark leads to a fact, a place or a row; so does the table or the list of the same page. Brackets lead to disagreements."""
    for language in bundled.languages:
        text = (bundled.folder / (bundled.prefix(language) + path)).read_text("utf-8")
        drawn = {href for picture in pictures(text) for href in re.findall(r'<a [^>]*?\bhref="([^"]*)"', picture)}
        drawn = {href for href in drawn if not href.startswith("disagreements.html#")}
        beside = _SVG.sub("", text)
        missing = {href for href in drawn if f'href="{href}"' not in beside and f'id="{href.removeprefix("#")}"' not in beside}
        assert drawn
        assert not missing, (language, sorted(missing)[:5])


@pytest.mark.parametrize("path", ["figures.html", "map.html", "timeline.html"])
def test_s22_the_numbers_of_a_picture_stand_in_its_table(path: str, bundled: BuiltSite) -> None:
    """Those of marks; not those of axes, and not how far claims are apart (xt)."""
    for language in bundled.languages:
        text = (bundled.folder / (bundled.prefix(language) + path)).read_text("utf-8")
        labels = [label for picture in pictures(text) for label in _LABEL.findall(picture)]
        shown = [label for names, label in labels if names not in _AXES and "xt" not in names.split()]
        drawn = {number for label in shown for number in _NUMBER.findall(unescape(_TAG.sub(" ", label)))}
        beside = set(_NUMBER.findall(unescape(_TAG.sub(" ", "".join(_TABLE.findall(_SVG.sub("", text)))))))
        assert drawn
        assert drawn <= beside, (language, sorted(drawn - beside))


_LABELS_APART: Final = """() => [...document.querySelectorAll("dl.kv > dt")].filter(label => {
    const value = label.nextElementSibling
    return value.offsetLeft <= label.offsetLeft || value.offsetTop > label.offsetTop + label.offsetHeight
}).map(label => label.textContent)"""
"""Labels of values that do not stand to their left on paper."""


@pytest.mark.slow
@pytest.mark.parametrize("path", PRINTED)
def test_s22_a_print_cuts_no_query_and_repeats_no_citation(path: str, bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, path, View(_A4_PORTRAIT)) as (page, _):
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        cut = "pre => pre.scrollHeight > pre.clientHeight + 1 || pre.scrollWidth > pre.clientWidth + 1"
        assert page.locator("pre").count()
        assert page.evaluate(f"[...document.querySelectorAll('pre')].filter({cut}).map(pre => pre.textContent.slice(0, 40))") == []
        assert sum(one.is_visible() for one in page.locator(".ways .cited").all()) <= 1
        assert page.evaluate(_LABELS_APART) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", PICTURES)
def test_s22_a_print_is_dark_on_white_and_no_wider_than_a4(path: str, bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, path, View(_A4_LANDSCAPE, "dark")) as (page, _):
        page.emulate_media(media="print")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= _A4_LANDSCAPE
        assert page.evaluate(_CONTRAST) == []
        assert page.locator("nav.nav").is_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PICTURES, "index.html", "id/kazinform-2017-08-21.html"])
def test_s22_letters_are_legible_on_paper_and_on_tablets(path: str, bundled: BuiltSite, browser: Browser) -> None:
    paper = _A4_LANDSCAPE if path == "figures.html" else _A4_PORTRAIT
    looks: tuple[tuple[int, Literal["print", "screen"]], ...] = ((paper, "print"), (768, "screen"), (1280, "screen"))
    for width, media in looks:
        with opened(browser, bundled, path, View(width)) as (page, _):
            page.emulate_media(media=media)
            found = page.evaluate(_LETTERS)
        assert len(found) > 2
        assert [(size, text) for size, text in found if size < _SMALLEST] == [], (media, width)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PICTURES, "index.html"])
def test_s22_letters_on_screens_are_level_and_large_enough(path: str, bundled: BuiltSite, browser: Browser) -> None:
    for width in (390, 1280) if path == "index.html" else (390, 1000, 1280):
        with opened(browser, bundled, path, View(width)) as (page, _):
            found, turned = page.evaluate(_LETTERS), page.evaluate(_TURNED)
        assert [(size, text) for size, text in found if size < _SMALLEST_ON_SCREENS] == [], width
        assert turned == [], width


@pytest.mark.slow
def test_s22_a_caption_speaks_of_the_form_that_is_shown(bundled: BuiltSite, browser: Browser) -> None:
    words = {
        "figures.html": ("Each bar is one claim", "Each row is one claim"),
        "timeline.html": ("Each mark leads", "In the list below, each"),
    }
    for path, (wide, narrow) in words.items():
        for width, shown, hidden in ((1280, wide, narrow), (390, narrow, wide)):
            with opened(browser, bundled, path, View(width)) as (page, _):
                captions = page.locator("figcaption").all_inner_texts()
            assert any(shown in caption for caption in captions), (path, width)
            assert not any(hidden in caption for caption in captions), (path, width)


@pytest.mark.slow
def test_s22_the_two_voices_are_two_greys_in_print(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "map.html", View(_A4_PORTRAIT, "dark")) as (page, _):
        page.emulate_media(media="print")
        first, second, paper = page.evaluate(_GREYS)
    assert second - first > 40
    assert paper - second > 100
