"""Draws a timeline: lanes one below another, each mark with its label beside it, on one scale of years."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.lane import Block, Lane, Mark, Row, Text
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.scales import Years, end_of, year_of
from kzit_graph.publish.pictures.svg import full_name, joined, link, path, text
from kzit_graph.publish.pictures.svg import number as n
from kzit_graph.publish.pictures.widths import shortened, text_width, wrapped

WIDE: Final = 1080
MIDDLE: Final = 700
NARROW: Final = 350

_NAMES: Final = 138
"""Width of the names of the lanes."""
_ROW: Final = 21
_SMALL_ROW: Final = 14
_GAP: Final = 8
_LABEL: Final = 90
"""Least room beside a mark for a label that is cut. With less, the label stands on the mark."""
_LEAST: Final = 12
"""Least width of a pill, so that a week can be seen."""
_LABEL_SIZE: Final = 12
_FEW_YEARS: Final = 3
"""Years up to which an axis shows months."""

_MONTH: Final = 104
"""Width of the name of a month with its year."""


@dataclass
class _Pack:
    """Rows of intervals that do not overlap."""

    rows: list[list[tuple[float, float]]] = field(default_factory=list)

    def first_free(self, ways: Sequence[tuple[float, float]], number: int = 1) -> tuple[int, int]:
        """Return the first row in which one of several intervals is free in so many rows, and which of them."""
        for row in range(len(self.rows) + 1):
            for way, (left, right) in enumerate(ways):
                if all(self._is_free(row + more, left, right) for more in range(number)):
                    return row, way
        raise AssertionError

    def _is_free(self, row: int, left: float, right: float) -> bool:
        return row >= len(self.rows) or all(right <= start or end <= left for start, end in self.rows[row])

    def take(self, row: int, left: float, right: float) -> None:
        """Occupy an interval."""
        while len(self.rows) <= row:
            self.rows.append([])
        self.rows[row].append((left, right))


def scale(lanes: Iterable[Lane], left: float, right: float) -> Years:
    """Return the scale of years of all marks."""
    shown = [mark for lane in lanes for block in lane.blocks for row in block.rows for mark in row.marks]
    days = [day for mark in shown for day in (_start(mark), mark.end) if day]
    first, last = min(map(year_of, days)), max(map(end_of, days))
    if last - first > _FEW_YEARS:
        first = first // 1
    return Years(first - (last - first) / 90, last + (last - first) / 60, left, right)


def _start(mark: Mark) -> str:
    """Return the day from which a mark is drawn; empty for an arrow back from an end."""
    return "" if mark.hold == "until" and mark.end else mark.start


def wide(lanes: Sequence[Lane], words: Text, identity: str) -> Markup:
    """Return the picture for wide screens."""
    years = scale(lanes, _NAMES, WIDE - 12)
    top, content = 34.0, list[str]()
    for lane in lanes:
        drawn, height = (_turns if lane.in_turn else _lane)(lane, years, top)
        names = wrapped(lane.name, _NAMES - 14, 13, "bold")
        titles = [text(0, top + 17 + 15 * index, name, "b") for index, name in enumerate(names)]
        content += [path(f"M0 {n(top - 5)}H{WIDE}", "grid"), *titles, drawn]
        top += max(height, 15 * len(names) + 8) + 10
    return picture(
        WIDE, top, words.title, words.description, *_axis(years, 24, top - 4, words), *content, identity=f"{identity}w", form="wid"
    )


def middle(lanes: Sequence[Lane], words: Text, identity: str) -> Markup:
    """Return the picture for tablets and paper: one for each lane, so that pages break between them."""
    years, found = scale(lanes, 8, MIDDLE - 12), list[str]()
    for number, lane in enumerate(lanes, 1):
        names = wrapped(lane.name, MIDDLE, 13, "bold") if lane.name else []
        top = 28.0 + 15 * len(names)
        drawn, height = (_turns if lane.in_turn else _lane)(lane, years, top)
        titles = [text(0, 37 + 15 * index, name, "b halo") for index, name in enumerate(names)]
        axis = _axis(years, 22, top + height, words)
        title, identity_ = lane.name or words.title, f"{identity}m{number}"
        found.append(picture(MIDDLE, top + height + 6, title, words.description, *axis, *titles, drawn, identity=identity_, form="mid"))
    return joined(found)


def narrow(lanes: Sequence[Lane], words: Text, identity: str) -> Markup:
    """Return the picture for narrow screens: the marks alone, too small for fingers; the list below names them and links to their facts."""
    years = scale(lanes, 4, NARROW - 12)
    top, content = 40.0, list[str]()
    for lane in lanes:
        names = wrapped(lane.name, NARROW, 13, "bold")
        content += [text(0, top + 13 + 15 * index, name, "b halo") for index, name in enumerate(names)]
        top += 15 * len(names) + 6
        drawn, height = (_small_turns if lane.in_turn else _small_lane)(_without_links(lane), years, top)
        content.append(drawn)
        top += height + 12
    axis = _axis(years, 24, top - 4, words)
    return picture(NARROW, top, words.title, words.description, *axis, *content, identity=f"{identity}n", form="nar", links=False)


def _without_links(lane: Lane) -> Lane:
    def plain(row: Row) -> Row:
        return replace(row, marks=tuple(replace(mark, href="") for mark in row.marks))

    return replace(lane, blocks=tuple(replace(block, rows=tuple(map(plain, block.rows))) for block in lane.blocks))


def line(rows: Sequence[Row], words: Text, identity: str, width: float, form: Width = "", *, in_turn: bool = False) -> Markup:
    """Return the picture of a few rows of marks without labels, as low as they allow. in_turn: as for a lane."""
    lanes = [Lane("", (Block(tuple(rows)),), in_turn)]
    years, top = scale(lanes, 4, width - 12), 28.0
    drawn, height = (_small_turns if in_turn else _small_lane)(lanes[0], years, top)
    foot = top + height
    content = [*_axis(years, 22, foot, words), path(f"M0 {n(foot)}H{n(width)}", "ax"), drawn]
    return picture(width, foot + 2, words.title, words.description, *content, identity=identity, form=form)


def count_rows(rows: Sequence[Row], width: float) -> int:
    """Return how many lines the marks of a picture by `line` take."""
    years, pack = scale([Lane("", (Block(tuple(rows)),))], 4, width - 12), _Pack()
    for row in rows:
        left, right = _reach(row, years)
        pack.take(pack.first_free([(left, right)])[0], left, right)
    return len(pack.rows)


def _small_lane(lane: Lane, years: Years, top: float) -> tuple[Markup, float]:
    """Return the marks of a lane without labels, and its height."""
    pack, drawn = _Pack(), list[str]()
    for row in (row for block in lane.blocks for row in block.rows):
        left, right = _reach(row, years)
        place, _ = pack.first_free([(left, right)])
        pack.take(place, left, right)
        drawn.append(_marks(row, years, top + 7 + place * _SMALL_ROW, small=True))
    return joined(drawn), len(pack.rows) * _SMALL_ROW


def _small_turns(lane: Lane, years: Years, top: float) -> tuple[Markup, float]:
    """Return the band of a lane in which each row lasts until the next, without labels."""
    drawn = [link(mark.href, mark.name, shape, class_=mark.voice) for _, mark, shape, _ in _turn_shapes(lane, years, top + 9)]
    return joined(list[str](drawn)), 18


def _axis(years: Years, top: float, bottom: float, words: Text) -> Iterator[Markup]:
    is_short, free = years.last - years.first <= _FEW_YEARS, -math.inf
    for x, label in _months(years, words.month) if is_short else ((years.at(one), str(one)) for one in years.ticks(44)):
        yield path(f"M{n(x)} {n(top)}V{n(bottom)}", "grid")
        half = max(text_width(label, _LABEL_SIZE), words.month_width if is_short else 0) / 2
        middle = max(x, half)
        if years.start - half <= x <= years.end + 12 - half and middle - half >= free:
            free = middle + half
            yield text(middle, 15, label, "m s xs")


def _months(years: Years, month: Callable[[str], str]) -> Iterator[tuple[float, str]]:
    """Yield where months begin, and their names, so far apart that the names do not touch."""
    step = next((step for step in (1, 2, 3, 6) if step * years.per_year / 12 >= _MONTH), 12)
    for number in range(math.ceil(years.first * 12), int(years.last * 12) + 1):
        if number % step == 0:
            day = f"{number // 12:04}-{number % 12 + 1:02}-01"
            yield years.day(day), month(day)


def _lane(lane: Lane, years: Years, top: float) -> tuple[Markup, float]:
    """Return the marks of a lane with their labels, and its height."""
    pack, drawn = _Pack(), list[str]()
    blocks = [
        Block(rows, block.clashes) for block in lane.blocks for rows in ([block.rows] if block.clashes else [(row,) for row in block.rows])
    ]
    for block in blocks:
        reaches = [_reach(row, years) for row in block.rows]
        ways = _ways(block, reaches, years)
        place, way = pack.first_free([(left, right) for left, right, _ in ways], len(block.rows))
        left, right, to_right = ways[way]
        for index, row in enumerate(block.rows):
            pack.take(place + index, left, right)
            drawn.append(_labelled(row, years, top + 13 + (place + index) * _ROW, reaches[index], to_right=to_right))
        if block.clashes:
            first, last = top + 7 + place * _ROW, top + 19 + (place + len(block.rows) - 1) * _ROW
            x, foot = (left + 5, 5) if to_right else (right - 5, -5)
            drawn.append(path(f"M{n(x + foot)} {n(first)}h{-foot}V{n(last)}h{foot}", "xl"))
    return joined(drawn), len(pack.rows) * _ROW + 8


def _ways(block: Block, reaches: Sequence[tuple[float, float]], years: Years) -> list[tuple[float, float, bool]]:
    """Return from where to where the rows of a block may reach, with their labels to the right or to the left.

    If the labels fit on neither side, they are on the side with more room, where they are cut.
    """
    widths = [6 + text_width(row.label, _LABEL_SIZE) for row in block.rows]
    margin = 14 if block.clashes else 4
    rights = max(right + width for (_, right), width in zip(reaches, widths, strict=True))
    lefts = min(left - width for (left, _), width in zip(reaches, widths, strict=True))
    found = []
    if rights <= years.end + 12:
        found.append((min(left for left, _ in reaches) - margin, rights + _GAP, True))
    if lefts >= years.start - 6:
        found.append((lefts - _GAP, max(right for _, right in reaches) + margin, False))
    free_right = years.end - max(right for _, right in reaches)
    free_left = min(left for left, _ in reaches) - years.start
    return found or [(years.start - 6, years.end + 12, free_right >= free_left)]


def _labelled(row: Row, years: Years, y: float, reach: tuple[float, float], *, to_right: bool) -> Markup:
    """Return the marks of a row and its label."""
    x = reach[1] + 6 if to_right else reach[0] - 6
    room, width = years.end + 12 - x if to_right else x - (years.start - 6), text_width(row.label, _LABEL_SIZE)
    on_mark = years.end + 12 - (reach[0] + 6)
    is_long = reach[1] - reach[0] > width / 2
    if room < min(width, _LABEL) or (is_long and room < width <= on_mark):
        x, to_right, room = reach[0] + 6, True, on_mark
    words = shortened(row.label, room, _LABEL_SIZE)
    return _marks(row, years, y, text(x, y + 4.5, words, "xs halo" if to_right else "xs halo e", row.lang), words)


def _marks(row: Row, years: Years, y: float, label: str = "", words: str = "", *, small: bool = False) -> Markup:
    """Return the marks of a row, each a link; the label with these words belongs to the last one."""
    last = len(row.marks) - 1
    drawn = list[str]()
    for index, mark in enumerate(row.marks):
        height = 8 if small else 12 if index == last or _is_short(mark, years) else 20
        shape = _shape(mark, years, y, height)
        name = full_name(words, mark.name) if index == last else mark.name
        drawn.append(link(mark.href, name, shape, label if index == last else "", class_=mark.voice))
    return joined(drawn)


def _is_short(mark: Mark, years: Years) -> bool:
    """Tell whether a mark is too short for a higher pill, in which another lies."""
    left, right = _ends(mark, years)
    return right - left < 20


def _reach(row: Row, years: Years) -> tuple[float, float]:
    found = [_ends(mark, years) for mark in row.marks]
    return min(left for left, _ in found), max(right for _, right in found)


def _ends(mark: Mark, years: Years) -> tuple[float, float]:
    """Return from where to where a mark reaches."""
    if mark.start and mark.start == mark.end and mark.hold in ("within", "lasted"):
        x = years.day(mark.start)
        return x - 5, x + 5
    left = years.day(mark.start) if mark.start else years.start
    right = years.day_end(mark.end) if mark.end else years.end
    if mark.hold == "since":
        return left, years.end
    if mark.hold == "until" or not mark.start:
        return max(years.start, right - 26), right
    if right - left < _LEAST:
        middle = (left + right) / 2
        return middle - _LEAST / 2, middle + _LEAST / 2
    return left, right


def _shape(mark: Mark, years: Years, y: float, height: float) -> Markup:
    left, right = _ends(mark, years)
    if mark.hold == "since" or (mark.hold == "lasted" and not mark.end):
        return marks.arrow(left, right, y, mark.form, min(height, 12))
    if mark.hold == "until" or not mark.start:
        return marks.until(left, right, y, mark.form, min(height, 12))
    if mark.start == mark.end:
        return marks.dot((left + right) / 2, y, mark.form, 5 if height > 8 else 4)
    if mark.hold == "lasted":
        return marks.bar(left, right, y, mark.form, min(height - 2, 10))
    if mark.form == "reported":
        return marks.pill(left, right, y, height, month=year_of(mark.end) - year_of(mark.start) < 0.5)
    if mark.form == "judged":
        return marks.pill(left, right, y, height) + marks.ring_pill(left, right, y, "planned", height)
    return marks.ring_pill(left, right, y, mark.form, height)


def _turn_shapes(lane: Lane, years: Years, y: float) -> Iterator[tuple[Row, Mark, Markup, tuple[float, float]]]:
    """Yield the rows of a lane as parts of a band, each until the next begins, and from where to where a part reaches."""
    rows = [row for block in lane.blocks for row in block.rows]
    starts = [years.day(min(mark.start or mark.end for mark in row.marks)) for row in rows]
    for row, left, right in zip(rows, starts, [*starts[1:], years.end], strict=True):
        mark = row.marks[0]
        line = path(f"M{n(left)} {n(y - 9)}v18", "l", stroke_width=2)
        if row is rows[-1]:
            line += path(f"M{n(right - 6)} {n(y - 5)}l6 5-6 5", "l", stroke_width=2)
        band = _band(left, right, y) if mark.form == "reported" else marks.bar(left, right, y, mark.form, 18)
        yield row, mark, band + line, (left, right)


def _turns(lane: Lane, years: Years, top: float) -> tuple[Markup, float]:
    """Return a lane as a band with the names in it, or below it where they do not fit, and its height."""
    pack, drawn, y = _Pack(), list[str](), top + 13
    for row, mark, shape, (left, right) in _turn_shapes(lane, years, y):
        words, width = row.label, text_width(row.label, _LABEL_SIZE)
        if left + 6 + width + 12 <= right:
            label = text(left + 6, y + 4.5, words, "xs", row.lang)
        else:
            start = min(left, years.end + 12 - width)
            place, _ = pack.first_free([(start - 4, start + width + _GAP)])
            pack.take(place, start - 4, start + width + _GAP)
            label = text(start, y + 24 + place * 17, words, "xs halo", row.lang)
        drawn.append(link(mark.href, full_name(words, mark.name), shape, label, class_=mark.voice))
    return joined(drawn), 30 + len(pack.rows) * 17


def _band(left: float, right: float, y: float) -> Markup:
    return path(f"M{n(left)} {n(y - 9)}H{n(right)}v18H{n(left)}z", "tint")
