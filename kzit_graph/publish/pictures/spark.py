"""Spark bars: how many facts speak of each year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.scales import Years
from kzit_graph.publish.pictures.svg import number, path, rect, text
from kzit_graph.publish.pictures.widths import text_width

_HEIGHT: Final = 54.0
_BASE: Final = 38.0
_TALLEST: Final = 34.0
_MOST_BARS: Final = 160
"""With more years, a bar is for several of them."""


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
    content += _labels(scale, step, width)
    return picture(
        width, _HEIGHT, title, description, *content, _most(grouped, scale, bar, width), identity=identity, form=form, links=False
    )


def _labels(scale: Years, step: int, width: float) -> list[Markup]:
    found, half = [], scale.per_year * step / 2
    for year in scale.ticks(46):
        x, reach = scale.at(year) + half, text_width(str(year), 12) / 2
        if reach <= x <= width - reach:
            found.append(text(x, _HEIGHT - 2, str(year), "m s xs"))
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
