"""The narrow and the middle picture of amounts: one claim a row on one level scale, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.amounts import Claimed, Clash, Gap
from kzit_graph.publish.pictures.labels import Box
from kzit_graph.publish.pictures.picture import picture
from kzit_graph.publish.pictures.scales import Linear
from kzit_graph.publish.pictures.svg import element, joined, link, number, path, text
from kzit_graph.publish.pictures.widths import shortened, text_width, wrapped

NARROW: Final = 350.0
MIDDLE: Final = 700.0
_LEFT: Final = 6.0
_HEAD: Final = 42.0
_LINE: Final = 13.0
"""Height of a line of the words of a bracket."""
_ROW: Final = 15.0
"""Height of a line of what stands below a figure."""
_MAX_LINES: Final = 2
"""Lines of one note below a figure."""


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
        self._right = width - _LEFT
        self._set_edge(self._right)

    def _set_edge(self, edge: float) -> None:
        """Set where rows end: before the words of brackets."""
        self._edge, self._x = edge, Linear(*self._ends, _LEFT, edge)

    def picture(self, title: str, description: str, identity: str, *, by_year: bool) -> Markup:
        """Return the picture. by_year: with a heading for each year."""
        _, places, y = self._rows(identity, by_year)
        words = [self._words(clash, places) for clash in self._clashes]
        if words:
            self._set_edge(self._right - 5 - _LINE * max(len(lines) for lines in words))
        rows, places, y = self._rows(identity, by_year)
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
            *(self._bracket(clash, lines, places) for clash, lines in zip(self._clashes, words, strict=True)),
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

    def _rows(self, identity: str, by_year: bool) -> tuple[list[Markup], dict[int, float], float]:
        order = sorted(range(len(self._claims)), key=lambda index: (-self._claims[index].year, -self._claims[index].value, index))
        found: list[Markup] = []
        places: dict[int, float] = {}
        y, last = _HEAD, 9999
        for index in order:
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
            drawn, y = self._texts(claim, y)
            found.append(drawn)
            y += 14
            found.append(path(f"M{number(_LEFT)} {number(y)}H{number(self._edge)}", "grid") + self._mark(claim, y, identity))
            places[index] = y
            y += 9
        return found, places, y

    def _texts(self, claim: Claimed, y: float) -> tuple[Markup, float]:
        """Return the words of a row, and the base line of the last of their lines: what does not fit beside the figure stands below it."""
        heading = shortened(claim.heading, self._edge - _LEFT, 13, "bold")
        parts, room = [element("tspan", heading, class_="b")], self._edge - _LEFT - text_width(heading, 13, "bold") - 7
        below: list[Markup] = []
        first = y
        for note, lang in ((claim.note, None), (claim.source, claim.lang)):
            width = text_width(note, 12)
            if note and width <= room and not below:
                parts.append(element("tspan", note, class_="s xs", dx=7, lang=lang))
                room -= width + 7
            elif note:
                for line in wrapped(note, self._edge - _LEFT, 12, lines=_MAX_LINES):
                    y += _ROW
                    below.append(element("text", line, x=_LEFT, y=y, class_="s xs halo", lang=lang))
        return joined([element("text", *parts, x=_LEFT, y=first, class_="halo"), *below]), y

    def _mark(self, claim: Claimed, y: float, identity: str) -> Markup:
        x, shapes = self._x(claim.value), []
        fade = f"{identity}-{claim.voice}{claim.bound[:1]}"
        if claim.bound == "about":
            shapes.append(marks.soft_sides(x - 15, x + 15, y, 7.5, round_ends=True))
        elif claim.bound == "more":
            shapes.append(marks.onwards(x, y, fade, min(40, self._width - x)))
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

    @staticmethod
    def _words(clash: Clash, places: Mapping[int, float]) -> list[str]:
        """Return the words of a bracket in lines as long as it, or a little longer."""
        heights = [places[index] for index in clash.claims]
        return wrapped(clash.label, max(heights) - min(heights) + 30, 12, "bold", lines=3)

    def _bracket(self, clash: Clash, lines: Sequence[str], places: Mapping[int, float]) -> Markup:
        heights = [places[index] for index in clash.claims]
        top, bottom = min(heights), max(heights)
        class_ = "xt m xs halo" if clash.is_real else "s m xs halo"
        labels = []
        for row, line in enumerate(lines):
            x = self._width - 12 - _LINE * (len(lines) - 1 - row)
            turned = f"translate({number(x)} {number((top + bottom) / 2)}) rotate(-90)"
            labels.append(element("text", f"{line} ", class_=class_, transform=turned))
        return link(
            clash.href, clash.name or clash.label, marks.upright_bracket(self._width - 3, top, bottom, clash=clash.is_real), *labels
        )
