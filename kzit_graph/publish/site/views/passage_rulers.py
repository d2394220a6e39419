"""Draw where passages stand in a document: one passage large, or all of them with the number of facts that rest on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from kzit_graph.publish.pictures.picture import Width
from kzit_graph.publish.pictures.svg import element, rect, text
from kzit_graph.publish.pictures.widths import text_width
from kzit_graph.publish.site.claims.model import Place

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_WIDE: Final = 1080
_MIDDLE: Final = 700
_NARROW: Final = 350
_TALLEST: Final = 24
_PER_FACT: Final = 4
_GAP: Final = 14
"""Room between two numbers below a ruler."""


@dataclass(frozen=True)
class Bar:
    """A passage on the ruler of its document. height: the number of facts that rest on it. href: where it leads."""

    start: int
    end: int
    height: int
    voice: str
    href: str
    label: str


def place_rulers(edition: Edition, places: Iterable[Place], voice: str) -> list[tuple[Markup, str, str]]:
    """Return a ruler for each passage whose characters are known, these in words, and its address. voice: the class of the colour."""
    found = []
    for place in places:
        if place.has_range:
            title = edition.words.wit_range.format(start=place.start, end=place.end, length=place.length)
            href = edition.href(place.passage) if place.passage is not None else ""
            found.append((_place_ruler(place, voice, title), title, href))
    return found


def _place_ruler(place: Place, voice: str, title: str) -> Markup:
    width, length = 300, place.length
    left = width * place.start / length
    right = max(width * place.end / length, left + 3)
    marks = [(0.0, "0", "s xs"), (float(width), str(length), "s xs e")]
    start, end = (left, str(place.start), "s xs m"), (right, str(place.end), "s xs m")
    rooms = [_room(mark) for mark in marks]
    for mark in (start, end):
        if all(_room(mark)[0] > other[1] + _GAP or _room(mark)[1] < other[0] - _GAP for other in rooms):
            marks.append(mark)
            rooms.append(_room(mark))
    return element(
        "svg",
        rect(0, 18, width, 3, "b"),
        rect(left, 7, right - left, 25, f"f {voice}"),
        *(text(x, 48, string, class_) for x, string, class_ in marks),
        class_="pic bigruler",
        width=width,
        height=56,
        viewBox=f"0 0 {width} 56",
        role="img",
        aria_label=title,
    )


def _room(mark: tuple[float, str, str]) -> tuple[float, float]:
    x, string, class_ = mark
    wide = text_width(string, 12)
    start = x - wide if class_.endswith(" e") else x - wide / 2 if class_.endswith(" m") else x
    return start, start + wide


def document_ruler(edition: Edition, bars: Sequence[Bar], length: int) -> Markup:
    """Return the passages of a document along its text, in three widths: the more facts rest on one, the taller it is.

    Those of the narrower forms are too small for fingers, and so no links.
    """
    forms: tuple[tuple[int, Width], ...] = ((_WIDE, "wid"), (_MIDDLE, "mid"), (_NARROW, "nar"))
    return Markup().join(_along(edition, bars, length, width, form) for width, form in forms)


def _along(edition: Edition, bars: Sequence[Bar], length: int, width: int, form: Width) -> Markup:
    scale = width / length
    tallest = max(bar.height for bar in bars)
    step = min(_PER_FACT, _TALLEST / max(tallest, 1))
    shown = []
    for bar in bars:
        left, right = bar.start * scale, max(bar.end * scale - 1.5, bar.start * scale + 1.5)
        height = max(bar.height * step, 2)
        box = rect(left, 26 - height, right - left, height, f"f {bar.voice}" if bar.height else "b")
        shown.append(element("a", box, href=bar.href, aria_label=bar.label) if form == "wid" else box)
    return element(
        "svg",
        *shown,
        rect(0, 28, width, 3, "b"),
        text(0, 46, edition.words.character_zero, "s xs"),
        text(width, 46, str(length), "s xs e"),
        class_=f"pic bigruler {form}",
        viewBox=f"0 0 {width} 50",
        role="group" if form == "wid" else "img",
        aria_label=edition.words.ruler_label,
    )
