"""The wide picture of amounts: every claim at the height of its value, as long as the period that it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.amounts import Claimed, Clash
from kzit_graph.publish.pictures.board import WAYS, Board, Placed, Way
from kzit_graph.publish.pictures.chart_brackets import Bracket, chart_brackets
from kzit_graph.publish.pictures.labels import Box, Label, Part
from kzit_graph.publish.pictures.picture import picture
from kzit_graph.publish.pictures.scales import Linear, Years
from kzit_graph.publish.pictures.svg import link, number, path, text
from kzit_graph.publish.pictures.widths import text_width, wrapped
from kzit_graph.publish.pictures.year_columns import GAP_WIDTH, YearColumns

_TOP: Final = 44.0
_THICK: Final = 5.0
_FADE: Final = 20.0
_RADIUS: Final = 4.5
_MOST_LABELLED: Final = 40
"""Claims whose labels may have leaders."""
_INSET: Final = 4.0
"""Between a bar and the edge of its column."""


@dataclass(frozen=True)
class Axes:
    """The frame of a chart. heads: title and note below each column. ticks: values and how they are written. unit: over the axis.

    is_rank: whether the smallest value is on top.
    """

    x: YearColumns | Years
    ticks: Mapping[Decimal, str]
    top: float
    unit: str
    heads: Mapping[int, tuple[str, str]]
    is_rank: bool = False
    bottom: float = 0


class AmountChart:
    """Draws one chart. width: of the picture. height: of its area. identity: begins its ids."""

    def __init__(self, claims: Sequence[Claimed], clashes: Sequence[Clash], axes: Axes, identity: str, width: float, height: float) -> None:
        self._claims, self._clashes, self._axes, self._identity = claims, clashes, axes, identity
        self._width, self._height = width, height
        low, high = (axes.top, axes.bottom) if axes.is_rank else (axes.bottom, axes.top)
        self._y = Linear(low, high, _TOP + height, _TOP)
        self._right = axes.x.end
        self._board = Board(Box(axes.x.start - 2, 16, width, _TOP + height - 2))
        self._nudges: dict[int, float] = {}
        self._set_apart()
        self._marks = [self._mark(claim) for claim in claims]

    def picture(self, title: str, description: str) -> Markup:
        """Return the chart as a picture."""
        frame = self._frame()
        brackets = self._brackets()
        voids = self._voids()
        for claim, mark in zip(self._claims, self._marks, strict=True):
            self._board.block(mark)
            if claim.stated is not None:
                x, ends = self._foot(claim), (self._y(claim.value), self._y(claim.stated))
                self._board.block(Box(x - 5, min(ends) - 1, x + 5, max(ends) + 1))
        ways: tuple[Way, ...] = WAYS if isinstance(self._axes.x, YearColumns) else ("above", "below", "right", "left")
        inner = [one.words(self._board) if one.is_inner else None for one in brackets]
        labels = self._labels(ways)
        named = [one.drawn(words or one.words(self._board)) for one, words in zip(brackets, inner, strict=True)]
        drawn = [self._drawn(*parts) for parts in zip(self._claims, self._marks, labels, strict=True)]
        height = _TOP + self._height + self._foot_height
        defined = [*self._gradients(), marks.hatch(self._hatch) if voids else ""]
        content = [*frame, *voids, *drawn, *named]
        return picture(self._width, height, title, description, *content, identity=self._identity, form="wid", definitions=defined)

    def _labels(self, ways: Sequence[Way]) -> list[Placed | None]:
        """Find room for the labels; those of years with more claims first, since they have less.

        A picture of very many claims has only the values that have room beside their marks.
        """
        if len(self._claims) > _MOST_LABELLED:
            return [self._board.beside(claim.brief, mark, ways) for claim, mark in zip(self._claims, self._marks, strict=True)]
        years = Counter(claim.year for claim in self._claims)
        order = sorted(range(len(self._claims)), key=lambda index: (-years[self._claims[index].year], index))
        wanted = [(self._claims[index].labels, self._marks[index]) for index in order]
        placed = self._board.place_all(wanted, ways, [self._claims[index].brief for index in order])
        found = dict(zip(order, placed, strict=True))
        return [found[index] for index in range(len(self._claims))]

    @property
    def _foot_height(self) -> float:
        """The room for what stands below the axis."""
        x = self._axes.x
        if not isinstance(x, YearColumns):
            return 28
        return 42 + 14 * max(len(wrapped(note, x.width - 10, 12, lines=2)) for _, note in self._axes.heads.values())

    @property
    def _hatch(self) -> str:
        return f"{self._identity}-h"

    def _frame(self) -> list[Markup]:
        x, base = self._axes.x, _TOP + self._height
        found = [text(0, 12, self._axes.unit, "s xs")]
        for value, written in self._axes.ticks.items():
            y = self._y(value)
            class_ = "ax" if not value and not self._axes.is_rank else "grid"
            found.append(path(f"M{number(x.start)} {number(y)}H{number(self._right)}", class_))
            found.append(text(x.start - 7, y + 4, written, "s e xs"))
        if self._axes.is_rank:
            found.append(path(f"M{number(x.start)} {number(base)}H{number(self._right)}", "ax"))
        if isinstance(x, YearColumns):
            for year, (head, note) in self._axes.heads.items():
                middle = x.left(year) + x.width / 2
                found.append(text(middle, base + 20, head, "m b"))
                found += [
                    text(middle, base + 36 + 14 * row, line, "m s xs") for row, line in enumerate(wrapped(note, x.width - 10, 12, lines=2))
                ]
                found.append(path(f"M{number(x.left(year))} {number(base)}v6", "grid"))
        else:
            for year in x.ticks():
                if text_width(str(year), 12) / 2 <= min(x.at(year), self._width - x.at(year)):
                    found.append(text(x.at(year), base + 18, str(year), "m s xs"))
                    found.append(path(f"M{number(x.at(year))} {number(base)}v4", "ax"))
        return found

    def _voids(self) -> list[Markup]:
        """Return the gaps, with what they say."""
        x = self._axes.x
        found: list[Markup] = []
        if not isinstance(x, YearColumns):
            return found
        for gap in x.gaps:
            left = x.left(gap.first)
            box = Box(left + 4, _TOP, left + GAP_WIDTH - 4, _TOP + self._height)
            lines = wrapped(gap.label, GAP_WIDTH - 4, 12)
            label = Label(tuple((Part(line, small=True, soft=True),) for line in lines), "middle", 16)
            y = _TOP + self._height / 2 - 8 * len(lines)
            self._board.block_all(box)
            found += [marks.void(box, self._hatch), label.at(left + GAP_WIDTH / 2, y)]
        return found

    def _mark(self, claim: Claimed) -> Box:
        """Return the area of the mark of a claim, without its stem."""
        y, (left, right) = self._y(claim.value), self._ends(claim)
        if claim.is_day:
            reach = _RADIUS + 4 if claim.bound == "about" else _RADIUS
            return Box(
                left - reach, y - (_FADE if claim.bound == "more" else reach), left + reach, y + (_FADE if claim.bound == "less" else reach)
            )
        above = _FADE if claim.bound == "more" else 7 if claim.bound == "about" else 3
        below = _FADE if claim.bound == "less" else 7 if claim.bound == "about" else 3
        if claim.bound == "range" and claim.lower is not None and claim.upper is not None:
            return Box(left, self._y(claim.upper), right, self._y(claim.lower))
        return Box(left, y - above, right, y + below)

    def _ends(self, claim: Claimed) -> tuple[float, float]:
        x = self._axes.x
        if isinstance(x, Years):
            left, right = x.at(claim.start), x.at(claim.end)
        elif claim.is_day:
            left, right = x.at(claim.start), x.end_at(claim.end)
        else:
            left, right = x.at(claim.start) + _INSET, x.end_at(claim.end) - _INSET
        if claim.is_day:
            middle = (left + right) / 2 + self._nudges.get(id(claim), 0)
            return middle, middle
        return left, max(right, left + 6)

    def _foot(self, claim: Claimed) -> float:
        """Return where the stem of a converted amount stands."""
        left, right = self._ends(claim)
        return left + min(9, (right - left) / 2)

    def _set_apart(self) -> None:
        """Move dots aside that would cover one another."""
        taken: list[tuple[float, float]] = []
        for claim in self._claims:
            if claim.is_day:
                x, y = self._ends(claim)[0], self._y(claim.value)
                moved = 0.0
                while any(abs(x + moved - other) < 2 * _RADIUS and abs(y - height) < 2 * _RADIUS for other, height in taken):
                    moved += 2 * _RADIUS
                self._nudges[id(claim)] = moved
                taken.append((x + moved, y))

    def _drawn(self, claim: Claimed, mark: Box, label: Placed | None) -> Markup:
        y, (left, _) = self._y(claim.value), self._ends(claim)
        shapes = self._dot(claim, left, y) if claim.is_day else self._bar(claim, mark, y)
        if claim.is_count and self._axes.x.at(claim.end) - self._axes.x.at(claim.start) > 4 * _RADIUS:
            shapes.insert(0, marks.pill(self._axes.x.at(claim.start) + 1, self._axes.x.at(claim.end) - 1, y, 4 * _RADIUS))
        if claim.stated is not None:
            shapes.insert(0, marks.stem(self._foot(claim), y, self._y(claim.stated)))
        drawn = link(claim.href, claim.name, *shapes, class_=claim.voice)
        return drawn + label.markup if label else drawn

    def _dot(self, claim: Claimed, x: float, y: float) -> list[Markup]:
        found = [marks.dot(x, y, claim.form, _RADIUS)]
        if claim.bound == "about":
            found.insert(0, marks.soft_sides(x - 9, x + 9, y, 9, round_ends=True))
        if claim.bound in ("more", "less"):
            sign = -1 if (claim.bound == "more") != self._axes.is_rank else 1
            found.append(
                path(
                    f"M{number(x)} {number(y)}v{number(sign * 18)}m-4 {number(-5 * sign)}l4 {number(5 * sign)} 4 {number(-5 * sign)}",
                    "l",
                    stroke_width=1.5,
                )
            )
        if claim.bound == "range" and claim.lower is not None and claim.upper is not None:
            top, bottom = self._y(claim.upper), self._y(claim.lower)
            found.append(
                path(
                    f"M{number(x)} {number(top)}V{number(bottom)}M{number(x - 4)} {number(top)}h8M{number(x - 4)} {number(bottom)}h8",
                    "l",
                    stroke_width=1.3,
                )
            )
        return found

    def _bar(self, claim: Claimed, mark: Box, y: float) -> list[Markup]:
        left, right, fade = mark.left, mark.right, self._fade(claim)
        if claim.bound == "more" and claim.form == "reported":
            found = [marks.rising(left, right, y, fade, _FADE)]
        elif claim.bound == "less" and claim.form == "reported":
            found = [marks.falling(left, right, y, fade, _FADE)]
        else:
            found = [marks.bar(left, right, y, claim.form, _THICK if claim.form == "reported" else _THICK + 1)]
        if claim.bound == "about":
            found.insert(0, marks.soft_sides(left, right, y))
        if claim.bound == "range":
            found.insert(0, marks.limits(left, right, mark.top, mark.bottom))
        if claim.is_part and claim.bound != "more":
            found.append(marks.part_end(right, y))
        if claim.is_open:
            found.append(path(f"M{number(left + 7)} {number(y - 5)}l-6 5 6 5", "l", stroke_width=2))
        return found

    def _fade(self, claim: Claimed) -> str:
        return f"{self._identity}-{claim.voice}{'u' if claim.bound == 'more' else 'd'}"

    def _gradients(self) -> list[Markup]:
        used = sorted({(claim.voice, claim.bound) for claim in self._claims if claim.bound in ("more", "less") and not claim.is_day})
        return [
            marks.gradient(
                f"{self._identity}-{voice}{'u' if bound == 'more' else 'd'}", voice, *((0, 1, 0, 0) if bound == "more" else (0, 0, 0, 1))
            )
            for voice, bound in used
        ]

    def _brackets(self) -> list[Bracket]:
        """Return the brackets. Labels keep off them."""
        reach = _INSET - 1 if isinstance(self._axes.x, YearColumns) else 8
        heights = [[self._y(self._claims[index].value) for index in clash.claims] for clash in self._clashes]
        starts = [max(self._marks[index].right for index in clash.claims) + reach for clash in self._clashes]
        found = chart_brackets(self._clashes, [(min(own), max(own)) for own in heights], starts, self._marks)
        for one in found:
            self._board.block_all(marks.bracket_box(one.x, one.top, one.bottom).grown(1))
        return found
