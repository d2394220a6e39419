"""What a timeline shows: lanes of rows of marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kzit_graph.publish.pictures.marks import Form

Hold = Literal["within", "lasted", "since", "until"]
"""Somewhere within a span, all through it, from it on, or up to it."""


@dataclass(frozen=True)
class Mark:
    """A mark. start, end: days, or empty if open. voice: the class of its colour. name: for screen readers."""

    start: str
    end: str
    hold: Hold
    form: Form
    voice: str
    href: str
    name: str


@dataclass(frozen=True)
class Row:
    """Marks that agree, the widest first, with one label."""

    marks: tuple[Mark, ...]
    label: str
    lang: str | None = None


@dataclass(frozen=True)
class Block:
    """Rows one below another. clashes: whether they contradict one another."""

    rows: tuple[Row, ...]
    clashes: bool = False


@dataclass(frozen=True)
class Lane:
    """A lane with its name. in_turn: whether each of its rows lasts until the next begins."""

    name: str
    blocks: tuple[Block, ...]
    in_turn: bool = False


@dataclass(frozen=True)
class Text:
    """The title and the description of a picture.

    month: puts the first day of a month into words, for an axis of months. month_width: the least room for them, if they are put into the
    picture later.
    """

    title: str
    description: str
    month: Callable[[str], str] = lambda day: day[:-3]
    month_width: float = 0
