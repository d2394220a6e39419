"""The tally: rows of dots under their names, to compare numbers that can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures.dots import Dot
from kzit_graph.publish.pictures.marks import dot
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.svg import group, text
from kzit_graph.publish.pictures.widths import wrapped

_STEP: Final = 14.0
_RADIUS: Final = 5.0
_LINE: Final = 16.0
_GAP: Final = 15.0


@dataclass(frozen=True)
class Count:
    """A row of dots and what they are."""

    name: str
    dots: Sequence[Dot]


def tally(counts: Sequence[Count], title: str, description: str, identity: str, *, width: float = 330, form: Width = "") -> Markup:
    """Return rows of dots, each under its name and followed by its number. A long row goes on in the next line."""
    per_line = int((width - 26) / _STEP)
    content, top = [], 0.0
    for count in counts:
        for line in wrapped(count.name, width, lines=2):
            content.append(text(0, top + 13, line, "s"))
            top += _LINE
        top += 11
        for index, one in enumerate(count.dots):
            x, y = _RADIUS + 1 + index % per_line * _STEP, top + index // per_line * _STEP
            content.append(group(dot(x, y, one.form, _RADIUS), class_=one.voice))
        last = len(count.dots) - 1
        top += last // per_line * _STEP
        content.append(text((last % per_line + 1) * _STEP + 6, top + 4.5, str(len(count.dots)), "b xs"))
        top += _GAP
    return picture(width, top, title, description, *content, identity=identity, form=form, links=False)
