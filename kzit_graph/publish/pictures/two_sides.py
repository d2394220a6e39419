"""Draws a two-sided ladder: things of two sides, one below another, and ties between them whose width is a number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures.lane import Text
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.svg import circle, full_name, link, path, rect, text
from kzit_graph.publish.pictures.svg import number as n
from kzit_graph.publish.pictures.widths import text_width, wrapped

WIDE: Final = 1080
MIDDLE: Final = 700
NARROW: Final = 350

_SIDES: Final[Mapping[int, tuple[int, int, int]]] = {WIDE: (350, 730, 290), MIDDLE: (272, 428, 232)}
"""Where the things of the two sides stand in a width, and the greatest width of a line of a label."""

_TOP: Final = 44
_ROW: Final = 38
_LINE: Final = 15
"""Height of a line of a label that has two."""
_BAR: Final = 84
"""Width of the longest bar of the narrow form."""


@dataclass(frozen=True)
class Node:
    """A thing. voice: the class of its colour. number: of all its ties in the picture."""

    label: str
    number: int
    voice: str
    href: str
    lang: str | None = None


@dataclass(frozen=True)
class Edge:
    """A tie between a thing of the left and one of the right, by their places. name: for screen readers."""

    left: int
    right: int
    number: int
    dashed: bool
    href: str
    name: str


@dataclass(frozen=True)
class Side:
    """The things of a side, from top to bottom."""

    name: str
    nodes: tuple[Node, ...]


def thickness(number: int) -> float:
    """Return the width of a tie."""
    return min(1 + 1.5 * math.pow(number, 0.62), 16)


def wide(left: Side, right: Side, edges: Sequence[Edge], words: Text, identity: str) -> Markup:
    """Return the picture for wide screens."""
    return _facing(left, right, edges, words, f"{identity}w", WIDE, "wid")


def middle(left: Side, right: Side, edges: Sequence[Edge], words: Text, identity: str) -> Markup:
    """Return the picture for tablets and paper."""
    return _facing(left, right, edges, words, f"{identity}m", MIDDLE, "mid")


def _facing(left: Side, right: Side, edges: Sequence[Edge], words: Text, identity: str, width: int, form: Width) -> Markup:
    """Return the picture with the two sides facing one another."""
    start, end, longest = _SIDES[width]
    rows = max(len(left.nodes), len(right.nodes))
    height = _TOP + _ROW * rows
    places = [
        [_TOP + _ROW * (rows - len(side.nodes)) / 2 + _ROW * (index + 0.5) for index in range(len(side.nodes))] for side in (left, right)
    ]
    content: list[str] = [text(start, 16, left.name, "h e"), text(end, 16, right.name, "h")]
    for edge in sorted(edges, key=lambda edge: -edge.number):
        y1, y2 = places[0][edge.left], places[1][edge.right]
        bend = (end - start) * 0.45
        curve = f"M{start + 8} {n(y1)}C{n(start + bend)} {n(y1)} {n(end - bend)} {n(y2)} {end - 8} {n(y2)}"
        dash = "6 4" if edge.dashed else None
        line = path(curve, "l edge", stroke_width=thickness(edge.number), stroke_dasharray=dash, stroke_opacity=".5")
        content.append(link(edge.href, edge.name, line, class_="o"))
    content += [_node(node, start, y, -1, longest) for node, y in zip(left.nodes, places[0], strict=True)]
    content += [_node(node, end, y, 1, longest) for node, y in zip(right.nodes, places[1], strict=True)]
    return picture(width, height, words.title, words.description, *content, identity=identity, form=form)


def _node(node: Node, x: float, y: float, side: int, longest: int) -> Markup:
    """Return a thing with its label and its number. side: -1 with them to the left, 1 to the right. longest: width of a line."""
    lines, end = wrapped(node.label, longest, 13, "bold", lines=2), "e " if side < 0 else ""
    first, last = y + 5 - _LINE * (len(lines) - 1) / 2, y + 5 + _LINE * (len(lines) - 1) / 2
    label = _lines(lines, x + 14 * side, first, f"{end}b halo", node.lang)
    number = text(x + (20 + text_width(lines[-1], 13, "bold")) * side, last, str(node.number), f"{end}s xs halo")
    shown = " ".join(lines)
    return link(
        node.href,
        full_name(f"{shown} {node.number}", f"{node.label} {node.number}"),
        circle(x, y, 6, "f"),
        label,
        " ",
        number,
        class_=node.voice,
        lang=node.lang,
    )


def _lines(lines: Sequence[str], x: float, y: float, class_: str | None, lang: str | None) -> Markup:
    """Return the lines of a label, read as one text. y: the base line of the first."""
    return Markup(" ").join(text(x, y + _LINE * index, line, class_, lang) for index, line in enumerate(lines))


def narrow(left: Side, right: Side, edges: Sequence[Edge], words: Text, identity: str) -> Markup:
    """Return the picture for narrow screens: below each thing of the left those that it is tied to, with a bar for the number."""
    most = max(edge.number for edge in edges)
    own: Mapping[int, list[Edge]] = {index: [edge for edge in edges if edge.left == index] for index in range(len(left.nodes))}
    y, content = 8.0, list[str]()
    for index, node in enumerate(left.nodes):
        lines = wrapped(node.label, NARROW - 20, 13, "bold", lines=2)
        head = circle(6, y + 8, 5, "f") + _lines(lines, 18, y + 13, "b", node.lang)
        content.append(link(node.href, full_name(" ".join(lines), node.label), head, class_=node.voice, lang=node.lang))
        y += 22 + _LINE * (len(lines) - 1)
        for edge in sorted(own[index], key=lambda edge: (-edge.number, edge.right)):
            other = right.nodes[edge.right]
            width = max(_BAR * math.sqrt(edge.number / most), 3)
            bar = rect(18 + _BAR - width, y + 4, width, 8, "hol" if edge.dashed else "f")
            number = text(18 + _BAR + 8, y + 12.5, str(edge.number), "s xs")
            content.append(link(edge.href, full_name(str(edge.number), edge.name), bar, number, class_="o"))
            start = 18 + _BAR + 16 + text_width(str(edge.number), 12)
            lines = wrapped(other.label, NARROW - start, 13, lines=2)
            label = _lines(lines, start, y + 12.5, None, other.lang)
            content.append(link(other.href, full_name(" ".join(lines), other.label), label, class_=other.voice, lang=other.lang))
            y += 21 + _LINE * (len(lines) - 1)
        y += 8
    return picture(NARROW, y, words.title, words.description, *content, identity=f"{identity}n", form="nar")
