"""The strip: answers that clash on one line, under a bracket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.labels import Box, Label, Part
from kzit_graph.publish.pictures.picture import picture
from kzit_graph.publish.pictures.scales import Linear
from kzit_graph.publish.pictures.svg import link, number, path
from kzit_graph.publish.pictures.widths import shortened, text_width

_EDGE: Final = 9.0
_LINE: Final = 30.0
_RADIUS: Final = 6.0
_ROW: Final = 15.0
_SMALL: Final = 12
_ROOM: Final = 8.0


@dataclass(frozen=True)
class Claimed:
    """A claim that gives an answer. voice: the class of its voice. name: what it says and who says it, for screen readers."""

    voice: str
    form: marks.Form = "reported"
    name: str = ""
    href: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer on a strip. place: where it stands on the scale of the answers. claims: those that give it."""

    place: float
    label: str
    claims: Sequence[Claimed]


def strip(answers: Sequence[Answer], title: str, description: str, identity: str, *, width: float = 330, clash: bool = True) -> Markup:
    """Return a strip: dots on a line, their labels below, and a bracket above. clash: whether they clash, or only differ."""
    places = [answer.place for answer in answers]
    low, high = min(places), max(places)
    # labels at the ends are centred on their dots where there is room
    scale = Linear(low, high, 0.09 * width + _EDGE, width - 0.09 * width - _EDGE)
    content = [path(f"M0 {number(_LINE)}H{number(width)}", "ax")]
    if high > low:
        content.append(marks.level_bracket(scale(low), scale(high), 7, clash))
    rows, depth = _rows(answers, scale, width)
    for answer, (label, x, row) in zip(answers, rows, strict=True):
        start = scale(answer.place) - _RADIUS * (len(answer.claims) - 1)
        for index, claim in enumerate(answer.claims):
            drawn = marks.dot(start + 2 * _RADIUS * index, _LINE, claim.form, _RADIUS)
            content.append(link(claim.href, claim.name or answer.label, drawn, class_=claim.voice))
        content.append(label.at(x, _LINE + 23 + row * _ROW))
    height = _LINE + 28 + _ROW * depth
    return picture(
        width,
        height,
        title,
        description,
        *content,
        identity=identity,
        links=any(claim.href for answer in answers for claim in answer.claims),
    )


def _rows(answers: Sequence[Answer], scale: Linear, width: float) -> tuple[list[tuple[Label, float, int]], int]:
    """Return each label, its place and its row, so that labels of a row do not touch; and the last row."""
    taken: list[list[Box]] = []
    found: list[tuple[Label, float, int]] = []
    for answer in answers:
        text = shortened(answer.label, width, _SMALL)
        half = text_width(text, _SMALL) / 2
        x = min(max(scale(answer.place), half), width - half)
        box = Box(x - half - _ROOM / 2, 0, x + half + _ROOM / 2, 1)
        row = next((row for row, boxes in enumerate(taken) if not any(box.overlaps(other) for other in boxes)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append(box)
        found.append((Label(((Part(text, small=True, soft=True),),), "middle", class_=""), x, row))
    return found, max(row for _, _, row in found)
