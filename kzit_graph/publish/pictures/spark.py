"""How many facts speak of each year: each fact a dot in the column of its year, or bars where there are too many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.dots import Dot
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.scales import Years
from kzit_graph.publish.pictures.svg import group, number, path, rect, text
from kzit_graph.publish.pictures.widths import text_width

_HEIGHT: Final = 54.0
_BASE: Final = 38.0
_TALLEST: Final = 34.0
_MOST_BARS: Final = 160
"""With more years, a bar is for several of them."""

_STEPS: Final = (10.0, 8.0, 6.0)
"""Distances of dots, of which the largest is used that keeps the columns low."""


_PLAIN, _RINGS = ("reported",), ("judged", "planned")
"""Forms of dots that are points of a line, and those that are rings."""


def dotted(
    dots: Mapping[int, Sequence[Dot]], title: str, description: str, identity: str, *, width: float = 520, tallest: float, form: Width = ""
) -> Markup:
    """Return the dots of each year in its column, in their order from below; bars if a column would be higher than tallest."""
    years = sorted(dots)
    scale = Years(years[0], years[-1] + 1, 0, width)
    for step in _STEPS:
        per = max(int((scale.per_year - 2) / step), 1)
        height = max(-(-len(found) // per) for found in dots.values()) * step
        if step <= scale.per_year and height <= tallest:
            break
    else:
        return spark({year: len(found) for year, found in dots.items()}, title, description, identity, width=width, form=form)
    base = height + 4
    content = [path(f"M0 {number(base)}H{number(width)}", "ax")]
    columns: dict[float, list[tuple[float, Dot]]] = {}
    for year, found in sorted(dots.items()):
        middle = scale.at(year) + scale.per_year / 2 - (min(per, len(found)) - 1) / 2 * step
        for index, dot in enumerate(found):
            columns.setdefault(middle + index % per * step, []).append((base - (index // per + 0.5) * step, dot))
    voices = sorted({dot.voice for found in dots.values() for dot in found})
    content += [group(*_of_voice(columns, voice, step), class_=voice) for voice in voices]
    content += _labels(scale, 1, width, base + 14)
    return picture(width, base + 16, title, description, *content, identity=identity, form=form, links=False)


def _of_voice(columns: Mapping[float, Sequence[tuple[float, Dot]]], voice: str, step: float) -> list[Markup]:
    """Return the dots of a voice. Dots above one another are points of a dotted line, and frames around them are one."""
    plain, rings, halves, frames, others = list[str](), list[str](), list[str](), list[str](), list[Markup]()
    radius, side = (step - 1.8) / 2, number(step)
    for x, column in columns.items():
        own = [(y, dot) for y, dot in column if dot.voice == voice]
        for lines, forms in ((plain, _PLAIN), (rings, _RINGS)):
            places = [y for y, dot in own if dot.form in forms]
            lines += [f"M{number(x)} {number(low)}V{number(high - 0.1)}" for low, high in _runs(places, step)]
        half = f"a{number(radius)} {number(radius)} 0 0 0 0 {number(2 * radius)}z"
        halves += [f"M{number(x)} {number(y - radius)}{half}" for y, dot in own if dot.form == "judged"]
        others += [marks.dot(x, y, dot.form, radius) for y, dot in own if dot.form not in _PLAIN + _RINGS]
        for low, high in _runs([y for y, dot in own if dot.is_contested], step):
            frames.append(f"M{number(x - step / 2)} {number(low + step / 2)}V{number(high - step / 2)}h{side}V{number(low + step / 2)}z")
    found = [("".join(plain + rings), "dots", 2 * radius), ("".join(rings), "dots hole", 2 * radius - 2.6)]
    drawn = [path(d, class_, stroke_width=width, stroke_dasharray=f"0 {side}") for d, class_, width in found if d]
    return [*drawn, *(path("".join(parts), class_) for parts, class_ in ((halves, "f"), (frames, "xd")) if parts), *others]


def _runs(heights: Sequence[float], step: float) -> Iterator[tuple[float, float]]:
    """Yield the lowest and the highest of places that follow one another upwards without a gap."""
    start = 0
    for index in range(1, len(heights) + 1):
        if index == len(heights) or heights[index - 1] - heights[index] > step + 0.01:
            yield heights[start], heights[index - 1]
            start = index


def spark(counts: Mapping[int, int], title: str, description: str, identity: str, *, width: float = 520, form: Width = "") -> Markup:
    """Return bars by year. counts: of each year; years between them without any are empty."""
    years = sorted(counts)
    step = 1
    while (years[-1] - years[0] + 1) / step > _MOST_BARS:
        step *= 5 if str(step)[0] == "2" else 2  # 1, 2, 10, 20, 100
    grouped: dict[int, int] = {}
    for year, count in counts.items():
        first = year // step * step
        grouped[first] = grouped.get(first, 0) + count
    first, last = min(grouped), max(grouped) + step
    most = max(grouped.values())
    scale = Years(first, last, 0, width)
    bar = scale.per_year * step
    gap = min(3.0, bar / 4)
    content = [path(f"M0 {number(_BASE)}H{number(width)}", "ax")]
    for year, count in sorted(grouped.items()):
        height = max(_TALLEST * count / most, 1.5)
        content.append(rect(scale.at(year) + gap / 2, _BASE - height, bar - gap, height, "f o"))
    content += _labels(scale, step, width, _HEIGHT - 2)
    return picture(
        width, _HEIGHT, title, description, *content, _most(grouped, scale, bar, width), identity=identity, form=form, links=False
    )


def _labels(scale: Years, step: int, width: float, y: float) -> list[Markup]:
    found, half = [], scale.per_year * step / 2
    for year in scale.ticks(46):
        x, reach = scale.at(year) + half, text_width(str(year), 12) / 2
        if reach <= x <= width - reach:
            found.append(text(x, y, str(year), "m s xs"))
    return found


def _most(grouped: Mapping[int, int], scale: Years, bar: float, width: float) -> Markup:
    """Return the number of the highest bar, beside it."""
    year = min(grouped, key=lambda year: (-grouped[year], year))
    left, written = scale.at(year), str(grouped[year])
    if left < text_width(written, 12) + 4 or not _is_low(grouped, year, scale, bar, written):
        x = left + bar + 3
        return text(x, 14, written, "xs halo") if x + text_width(written, 12) <= width else Markup()
    return text(left - 3, 14, written, "xs e halo")


def _is_low(grouped: Mapping[int, int], year: int, scale: Years, bar: float, written: str) -> bool:
    """Tell whether the bars to the left leave room for the number."""
    reach = scale.at(year) - text_width(written, 12) - 4
    most = grouped[year]
    return all(
        count < 0.6 * most or not reach < scale.at(other) + bar <= scale.at(year) + 0.1 for other, count in grouped.items() if other != year
    )
