"""Every fact a dot, in a row for each document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.svg import full_name, group, joined, link, text
from kzit_graph.publish.pictures.widths import text_width, wrapped

WIDE: Final = 1080.0
MIDDLE: Final = 700.0
NARROW: Final = 350.0
_LONGEST_NAMES: Final[Mapping[float, float]] = {WIDE: 250.0, MIDDLE: 170.0}
_ROW: Final = 22.0
_RADIUS: Final = 4.6


@dataclass(frozen=True)
class Dot:
    """A fact. voice: the class of its voice."""

    form: marks.Form
    voice: str
    is_contested: bool = False


@dataclass(frozen=True)
class Row:
    """A document: its date, its name and its facts. count: in words, for screen readers. lang: of the name, if it differs."""

    date: str
    name: str
    dots: Sequence[Dot]
    href: str = ""
    count: str = ""
    lang: str | None = None


def dots(rows: Sequence[Row], title: str, description: str, identity: str) -> Markup:
    """Return the picture in its wide, its middle and its narrow form."""
    forms: tuple[tuple[float, Width], ...] = ((WIDE, "wid"), (MIDDLE, "mid"))
    drawn = [_in_columns(rows, title, description, f"{identity}{form[0]}", width, form) for width, form in forms]
    return joined([*drawn, _narrow(rows, title, description, f"{identity}n")])


def _in_columns(rows: Sequence[Row], title: str, description: str, identity: str, width: float, form: Width) -> Markup:
    """Return the picture with the dates, the names and the dots of all rows in columns."""
    longest = _LONGEST_NAMES[width]
    names = round(max(text_width(row.date, 12) for row in rows) + 16)
    start = names + round(min(max(text_width(row.name) for row in rows), longest) + 16)
    most = max(len(row.dots) for row in rows)
    room = width - start - 36
    step = min(14.0, max(room / most, 11.6))
    per = max(int(room / step), 1)
    content, y = [], 16.0
    for row in rows:
        written = wrapped(row.name, longest, lines=3)
        content.append(text(0, y + 4.5, row.date, "s xs"))
        shown = [text(names, y + 4.5 + 15 * index, line, lang=row.lang) for index, line in enumerate(written)]
        content.append(_link(row, written, shown))
        content.append(_dots(row.dots, start, y, step, per))
        last = (len(row.dots) - 1) % per + 1 if row.dots else 0
        lines = (len(row.dots) - 1) // per if row.dots else 0
        content.append(text(start + last * step + 5, y + 4.5 + lines * 16, str(len(row.dots)), "s xs"))
        y += max(lines, len(written) - 1) * 16 + _ROW
    return picture(width, y - 4, title, description, *content, identity=identity, form=form)


def _narrow(rows: Sequence[Row], title: str, description: str, identity: str) -> Markup:
    step, per = 14.5, 24
    content, y = [], 15.0
    for row in rows:
        lines = wrapped(row.name, NARROW - text_width(row.date, 12) - 12, 13, "bold", lines=3)
        content.append(text(NARROW, y + 3, row.date, "s xs e"))
        content.append(_link(row, lines, [text(0, y + 3 + 15 * index, line, "b", row.lang) for index, line in enumerate(lines)]))
        y += 15 * (len(lines) - 1) + 17
        content.append(_dots(row.dots, 0, y, step, per))
        y += 16 * ((len(row.dots) - 1) // per if row.dots else 0) + 25
    return picture(NARROW, y - 8, title, description, *content, identity=identity, form="nar")


def _link(row: Row, lines: Sequence[str], names: Sequence[Markup]) -> Markup:
    name = f"{', '.join(part for part in (row.name, row.date) if part)}: {row.count}"
    return link(
        row.href, full_name(" ".join(lines), name), names[0], *(part for line in names[1:] for part in (" ", line))
    )  # lines are words of one name


def _dots(found: Sequence[Dot], left: float, top: float, step: float, per: int) -> Markup:
    """Return dots in lines; those of one voice in a row share a group."""
    groups: list[tuple[str, list[Markup]]] = []
    for index, one in enumerate(found):
        x, y = left + index % per * step + 6, top + index // per * 16
        drawn = marks.dot(x, y, one.form, _RADIUS)
        if one.is_contested:
            drawn = marks.contested(x, y, _RADIUS) + drawn
        if not groups or groups[-1][0] != one.voice:
            groups.append((one.voice, []))
        groups[-1][1].append(drawn)
    return joined([group(*drawn, class_=voice) for voice, drawn in groups])
