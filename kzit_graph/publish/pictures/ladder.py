"""The narrow and the middle picture of amounts: one claim a row on one level scale, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.amounts import Claimed, Clash, Gap
from kzit_graph.publish.pictures.brackets import STEP, bracket_lanes
from kzit_graph.publish.pictures.labels import Box
from kzit_graph.publish.pictures.picture import picture
from kzit_graph.publish.pictures.scales import Linear
from kzit_graph.publish.pictures.svg import element, joined, link, number, path, text
from kzit_graph.publish.pictures.widths import shortened, text_width, wrapped

NARROW: Final = 350.0
MIDDLE: Final = 700.0
_LEFT: Final = 6.0
_HEAD: Final = 42.0
_ROW: Final = 15.0
"""Height of a line of what stands below a figure."""
_MAX_LINES: Final = 2
"""Lines of one note below a figure, and of the words of a bracket."""
_BESIDE: Final = 10.0
"""Between words of a claim and those of a bracket."""


class Ladder:
    """Draws the narrow form of a chart, or the middle one. ends: of the scale. ticks: values, and how they are written."""

    def __init__(
        self,
        claims: Sequence[Claimed],
        clashes: Sequence[Clash],
        gaps: Sequence[Gap],
        ends: tuple[float, float],
        ticks: Mapping[Decimal, str],
        unit: str,
        width: float = NARROW,
    ) -> None:
        self._claims, self._clashes, self._gaps, self._ticks, self._unit = claims, clashes, gaps, ticks, unit
        self._ends, self._width = ends, width
        self._order = sorted(range(len(claims)), key=lambda index: (-claims[index].year, -claims[index].value, index))
        self._brackets = self._bracket_places()
        self._end = min(self._brackets) - marks.FOOT - 4 if self._brackets else width
        self._edge = min(self._end, width - _LEFT)
        self._x = Linear(*ends, _LEFT, self._edge)

    def _bracket_places(self) -> list[float]:
        """Return where each bracket stands."""
        rows = {index: row for row, index in enumerate(self._order)}
        found = ([rows[index] for index in clash.claims] for clash in self._clashes)
        return [self._width - 3 - STEP * lane for lane in bracket_lanes([(min(those), max(those)) for those in found])]

    def picture(self, title: str, description: str, identity: str, *, by_year: bool) -> Markup:
        """Return the picture. by_year: with a heading for each year."""
        rows, places, words, y = self._rows(identity, by_year)
        lines = [
            path(f"M{number(self._x(value))} {_HEAD - 8:g}V{number(y - 4)}", "grid")
            + text(self._x(value), 28, written, "m s xs" if value else "s xs")
            for value, written in self._ticks.items()
        ]
        unit = wrapped(self._unit, self._width, 12, lines=1)[0]
        content = [
            text(0, 11, unit, "s xs"),
            *lines,
            *rows,
            *(self._bracket(number, places, words[number]) for number in range(len(self._clashes))),
        ]
        used = sorted({(claim.voice, claim.bound) for claim in self._claims if claim.bound in ("more", "less")})
        defined = [
            marks.gradient(f"{identity}-{voice}{bound[0]}", voice, *((0, 0, 1, 0) if bound == "more" else (1, 0, 0, 0)))
            for voice, bound in used
        ]
        if self._gaps:
            defined.append(marks.hatch(f"{identity}-h"))
        return picture(
            self._width,
            y + 4,
            title,
            description,
            *content,
            identity=identity,
            form="nar" if self._width == NARROW else "mid",
            definitions=defined,
        )

    def _rows(self, identity: str, by_year: bool) -> tuple[list[Markup], dict[int, float], dict[int, list[Markup]], float]:
        """Return the rows, the height of each mark, the words of each bracket, and where the next row would begin."""
        found: list[Markup] = []
        places: dict[int, float] = {}
        words: dict[int, list[Markup]] = {}
        y, last = _HEAD, 9999
        for index in self._order:
            claim = self._claims[index]
            for gap in self._gaps:
                if claim.year < gap.first <= last - 1 < 9998:
                    drawn, y = self._void(gap, y, identity)
                    found.append(drawn)
            if by_year and claim.year != last:
                y += 14
                found.append(path(f"M0 {number(y - 8)}H{number(self._edge)}", "grid") + text(0, y + 9, str(claim.year), "h"))
                y += 16
            last = claim.year
            y += 17
            drawn, end, y = self._texts(claim, y)
            found.append(drawn)
            for clash in self._starting(index, places):
                words[clash], end, y = self._words(clash, end, y)
            y += 14
            found.append(path(f"M{number(_LEFT)} {number(y)}H{number(self._edge)}", "grid") + self._mark(claim, y, identity))
            places[index] = y
            y += 9
        return found, places, words, y

    def _starting(self, index: int, places: Mapping[int, float]) -> list[int]:
        """Return the brackets whose first claim this is, the outer ones first. places: of the claims above it."""
        found = [
            number
            for number, clash in enumerate(self._clashes)
            if index in clash.claims and not any(other in places for other in clash.claims)
        ]
        return sorted(found, key=lambda number: -self._brackets[number])

    def _texts(self, claim: Claimed, y: float) -> tuple[Markup, float, float]:
        """Return the words of a row, where the last of their lines ends, and its base line.

        What does not fit beside the figure stands below it.
        """
        heading = shortened(claim.heading, self._edge - _LEFT, 13, "bold")
        parts, room = [element("tspan", heading, class_="b")], self._edge - _LEFT - text_width(heading, 13, "bold") - 7
        below: list[Markup] = []
        first, end = y, 0.0
        for note, lang in ((claim.note, None), (claim.source, claim.lang)):
            width = text_width(note, 12)
            if note and width <= room and not below:
                parts.append(element("tspan", note, class_="s xs", dx=7, lang=lang))
                room -= width + 7
            elif note:
                for line in wrapped(note, self._edge - _LEFT, 12, lines=_MAX_LINES):
                    y, end = y + _ROW, _LEFT + text_width(line, 12)
                    below.append(element("text", line, x=_LEFT, y=y, class_="s xs halo", lang=lang))
        return joined([element("text", *parts, x=_LEFT, y=first, class_="halo"), *below]), end or self._edge - room - 7, y

    def _mark(self, claim: Claimed, y: float, identity: str) -> Markup:
        x, shapes = self._x(claim.value), []
        fade = f"{identity}-{claim.voice}{claim.bound[:1]}"
        if claim.bound == "about":
            shapes.append(marks.soft_sides(x - 15, x + 15, y, 7.5, round_ends=True))
        elif claim.bound == "more":
            shapes.append(marks.onwards(x, y, fade, min(40, self._end - x)))
        elif claim.bound == "less":
            shapes.append(marks.backwards(x, y, fade, min(26, x)))
        elif claim.bound == "range" and claim.lower is not None and claim.upper is not None:
            left, right = self._x(claim.lower), self._x(claim.upper)
            shapes.append(
                path(
                    f"M{number(left)} {number(y)}H{number(right)}M{number(left)} {number(y - 5)}v10M{number(right)} {number(y - 5)}v10",
                    "l",
                    stroke_width=1.5,
                )
            )
        if claim.stated is not None:
            shapes.append(marks.level_stem(y, x, self._x(claim.stated)))
        shapes.append(marks.dot(x, y, claim.form, 5.5))
        return link(claim.href, claim.name, *shapes, class_=claim.voice)

    def _void(self, gap: Gap, y: float, identity: str) -> tuple[Markup, float]:
        lines = wrapped(gap.label, self._edge - _LEFT, 12, lines=2)
        words = [text(_LEFT, y + 18 + 15 * row, line, "s xs") for row, line in enumerate(lines)]
        top = y + 10 + 15 * len(lines)
        box = Box(_LEFT, top, self._edge, top + 14)
        return Markup().join([*words, marks.void(box, f"{identity}-h")]), top + 20

    def _words(self, number: int, end: float, y: float) -> tuple[list[Markup], float, float]:
        """Return the words of a bracket, which end over it: beside those of its first claim, or below them; and where they end.

        end, y: where the line before ends, and its base line.
        """
        clash, right, found = self._clashes[number], self._brackets[number], []
        class_ = "xt e xs halo" if clash.is_real else "s e xs halo"
        for line in wrapped(clash.label, right - _LEFT, 12, "bold", lines=_MAX_LINES):
            if right - text_width(line, 12, "bold") < end + _BESIDE:
                y += _ROW
            found.append(text(right, y, f"{line} ", class_))  # the space parts words for screen readers
            end = right
        return found, end, y

    def _bracket(self, number: int, places: Mapping[int, float], words: Sequence[Markup]) -> Markup:
        clash, heights = self._clashes[number], [places[index] for index in self._clashes[number].claims]
        line = marks.upright_bracket(self._brackets[number], min(heights), max(heights), clash=clash.is_real)
        return link(clash.href, clash.name or clash.label, line, *words)
