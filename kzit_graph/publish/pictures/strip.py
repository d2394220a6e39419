"""The strip: answers that clash on one line, under a bracket; or on a line for each of their scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.labels import Box, Label, Part
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.scales import Linear
from kzit_graph.publish.pictures.svg import link, number, path, text
from kzit_graph.publish.pictures.widths import shortened, text_width

_EDGE: Final = 9.0
_LINE: Final = 30.0
_RADIUS: Final = 6.0
_ROW: Final = 15.0
_SMALL: Final = 12
_ROOM: Final = 8.0
_BRACKET: Final = 14.0
"""The room at the end of lines for the bracket around them."""


@dataclass(frozen=True)
class Claimed:
    """A claim that gives an answer. voice: the class of its voice. name: what it says and who says it, for screen readers."""

    voice: str
    form: marks.Form = "reported"
    name: str = ""
    href: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer on a strip. place: where it stands on the scale of its line. claims: those that give it."""

    place: float
    label: str
    claims: Sequence[Claimed]


@dataclass(frozen=True)
class Line:
    """Answers on one scale.

    name: of the scale, needed where a strip has several. is_scale: whether places are more than an order.
    """

    answers: Sequence[Answer]
    name: str = ""
    is_scale: bool = True


def strip(
    lines: Sequence[Line], title: str, description: str, identity: str, *, width: float = 330, form: Width = "", clash: bool = True
) -> Markup:
    """Return a strip: dots on a line, their labels below, and a bracket above. clash: whether they clash, or only differ.

    Answers that have no scale in common stand on lines of their own, under the name of each, with a bracket at their ends.
    """
    if len(lines) == 1:
        content, height = _line(lines[0], width, clash, bracket=True)
    else:
        content, height = _lines(lines, width, clash=clash)
    has_links = any(claim.href for line in lines for answer in line.answers for claim in answer.claims)
    return picture(width, height, title, description, *content, identity=identity, form=form, links=has_links)


def _line(line: Line, width: float, clash: bool, *, top: float = 0, bracket: bool = False) -> tuple[list[Markup], float]:
    """Return a line with its answers, and the height of its lower edge. bracket: above the answers."""
    places = [answer.place for answer in line.answers]
    low, high = min(places), max(places)
    # labels at the ends are centred on their dots where there is room
    scale = Linear(low, high, 0.09 * width + _EDGE, width - 0.09 * width - _EDGE)
    y = top + _LINE
    content = [path(f"M0 {number(y)}H{number(width)}", "ax")] if line.is_scale else []
    if bracket and high > low:
        content.append(marks.level_bracket(scale(low), scale(high), 7, clash=clash))
    rows, depth = _rows(line.answers, scale, width)
    for answer, (label, x, row) in zip(line.answers, rows, strict=True):
        start = scale(answer.place) - _RADIUS * (len(answer.claims) - 1)
        for index, claim in enumerate(answer.claims):
            drawn = marks.dot(start + 2 * _RADIUS * index, y, claim.form, _RADIUS)
            content.append(link(claim.href, claim.name or answer.label, drawn, class_=claim.voice))
        content.append(label.at(x, y + 23 + row * _ROW))
    return content, y + 28 + _ROW * depth


def _lines(lines: Sequence[Line], width: float, *, clash: bool) -> tuple[list[Markup], float]:
    """Return lines below each other, and their height."""
    content: list[Markup] = []
    height, room = 0.0, width - _BRACKET
    middles = []
    for line in lines:
        content.append(text(0, height + 14, shortened(line.name, room, _SMALL), "s xs"))
        middles.append(height + _LINE)
        drawn, height = _line(line, room, clash, top=height)
        content += drawn
    content.append(marks.upright_bracket(width - 2, middles[0], middles[-1], clash=clash))
    return content, height


def _rows(answers: Sequence[Answer], scale: Linear, width: float) -> tuple[list[tuple[Label, float, int]], int]:
    """Return each label, its place and its row, so that labels of a row do not touch; and the last row."""
    taken: list[list[Box]] = []
    found: list[tuple[Label, float, int]] = []
    for answer in answers:
        name = shortened(answer.label, width, _SMALL)
        half = text_width(name, _SMALL) / 2
        x = min(max(scale(answer.place), half), width - half)
        box = Box(x - half - _ROOM / 2, 0, x + half + _ROOM / 2, 1)
        row = next((row for row, boxes in enumerate(taken) if not any(box.overlaps(other) for other in boxes)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append(box)
        found.append((Label(((Part(name, small=True, soft=True),),), "middle", class_=""), x, row))
    return found, max(row for _, _, row in found)
