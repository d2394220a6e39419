"""The forms of the label of a figure, from which a picture takes the best one that has room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kzit_graph.publish.pictures.labels import Label, Part
from kzit_graph.publish.pictures.widths import text_width, wrapped

_ROW: Final = 14.5
_NARROWEST: Final = 72.0
_SMALL: Final = 12
_LONGEST: Final = 190.0
_LONGEST_ROW: Final = 260.0
_GAP: Final = 6.0
_JOIN: Final = " · "
_ELLIPSIS: Final = "…"


def label_forms(figure: str, months: str, notes: Sequence[tuple[str, str]], column: float) -> tuple[Label, ...]:
    """Return the forms of a label, the best first: figure and notes below each other, in the width of a column and wider; in a row.

    Forms in which a text is cut come after the others. months: of the figure, if it is for a part of a year. notes: what it counts and
    who says so, each with its language if that is not the page's; empty ones are left out.
    """
    notes = [note for note in notes if note[0]]
    width_of_column = max(column - 8, _NARROWEST)
    whole: list[Label] = []
    cut: list[Label] = []
    for width, lines in (
        (width_of_column, 3),
        (100.0, 3),
        (130.0, 3),
        (_LONGEST, 2),
        (100.0, 4),
        (width_of_column, 5),
        (width_of_column, 1),
    ):
        below = [(line, language) for note, language in notes for line in wrapped(note, width, _SMALL, lines=lines)]
        heads = _heads(figure, months, width)
        is_cut = any(line.endswith(_ELLIPSIS) for line in (*heads, *(line for line, _ in below)))
        (cut if is_cut else whole).append(_stacked(heads, below, is_cut=is_cut))
    room = _LONGEST_ROW - sum(text_width(note, _SMALL) + _GAP for note, _ in notes[:-1])
    last = [(wrapped(note, room, _SMALL, lines=1)[0], language) for note, language in notes[-1:]]
    parts = (Part(_JOIN.join(filter(None, (figure, months))), "bold"), *(_part(*note) for note in (*notes[:-1], *last)))
    row = Label((parts,), is_cut=any(line.endswith(_ELLIPSIS) for line, _ in last))
    return (*dict.fromkeys((*whole, *cut)), row)


def brief_label(figure: str, months: str, column: float) -> Label:
    """Return the label of a figure alone."""
    return _stacked(_heads(figure, months, column), (), is_cut=False)


def _part(line: str, language: str) -> Part:
    return Part(line, small=True, soft=True, lang=language or None)


def _stacked(heads: Sequence[str], below: Sequence[tuple[str, str]], *, is_cut: bool) -> Label:
    rows = [(Part(line, "bold"),) for line in heads] + [(_part(*line),) for line in below]
    return Label(tuple(rows), row=_ROW, is_cut=is_cut)


def _heads(figure: str, months: str, width: float) -> list[str]:
    """Return a figure and its months in a row if they fit, else below each other."""
    parts = [part for part in (figure, months) if part]
    head = _JOIN.join(parts)
    if text_width(head, face="bold") <= width:
        return [head]
    return [line for part in parts for line in wrapped(part, max(width, _NARROWEST), face="bold", lines=3)]
