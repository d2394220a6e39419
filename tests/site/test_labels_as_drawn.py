"""The labels of pictures, as a browser draws them: as wide as was measured, and without overlap in any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import pytest
from playwright.sync_api import Browser

from kzit_graph.publish.pictures.labels import Box
from tests.site.browsing import View, opened
from tests.site.builds import BuiltSite

pytestmark = pytest.mark.slow

_TEXTS: Final = """async () => {
    await document.fonts.ready
    const shown = [...document.querySelectorAll("svg.pic:not(.kk)")].filter(svg => getComputedStyle(svg).display !== "none")
    return shown.map(svg => [...svg.querySelectorAll("text")].filter(text => !text.hasAttribute("transform")).map(text => {
        const box = text.getBBox()
        return [text.textContent, box.x, box.y, box.width, box.height]
    }))
}"""
_PAGES: Final = (
    "figures.html",
    "index.html",
    "timeline.html",
    "disagreements.html",
    "network.html",
    "map.html",
    "id/astana.html",
    "id/expo-2017.html",
)


@dataclass(frozen=True)
class Drawn:
    """A text of a picture, with the part of its area that has ink for certain."""

    text: str
    box: Box


def _drawn(texts: list[tuple[str, float, float, float, float]]) -> Iterator[Drawn]:
    for text, x, y, width, height in texts:
        if width:
            yield Drawn(text, Box(x + 1, y + 0.25 * height, x + width - 1, y + 0.75 * height))


@pytest.mark.parametrize("path", _PAGES)
def test_no_labels_overlap_in_a_browser(browser: Browser, bundled: BuiltSite, path: str) -> None:
    found = []
    for number, language in enumerate(bundled.languages):
        name = bundled.prefix(language) + path
        with opened(browser, bundled, name, View(390 if number % 2 else 1280)) as (page, _):
            for texts in page.evaluate(_TEXTS):
                found += [(name, a.text, b.text) for a, b in combinations(_drawn(texts), 2) if a.box.overlaps(b.box)]
    assert found == []
