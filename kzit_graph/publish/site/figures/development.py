"""How the figures of a series develop, if that can be said in a heading: the first and the last one, or how much the years matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kzit_graph.publish.site.claims.model import Hold, Stance
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.figures.series import Point, Series
from kzit_graph.publish.site.phrases.amounts import Amounts

_COUNTS: frozenset[Hold] = frozenset({Hold.WITHIN, Hold.AS_OF})


def development(edition: Edition, series: Series) -> tuple[str, dict[str, str]] | None:
    """Return the name of a word for a heading and its values, or None if the figures show nothing so simple.

    Figures are compared only if they are reported, in one unit and not converted.
    """
    points = _comparable(series)
    at_times = [point for point in points if point.hold in _COUNTS or (point.is_in_a_year and not point.is_part_of_a_year)]
    if len(at_times) == len(points):
        return _change(edition, points)
    over_years = [point for point in points if not point.is_in_a_year and point.hold not in _COUNTS]
    return _spread(edition, points) if len(over_years) == len(points) else None


def _comparable(series: Series) -> list[Point]:
    """Return the reported figures in the unit that most have, if that is one."""
    reported = [point for point in series.stated if point.claim.stance is Stance.REPORTED and point.rate is None]
    units = Counter(point.amount.unit for point in reported).most_common(2)
    if not units or (len(units) == 2 and units[0][1] == units[1][1]):
        return []
    return [point for point in reported if point.amount.unit == units[0][0]]


def _change(edition: Edition, points: Sequence[Point]) -> tuple[str, dict[str, str]] | None:
    """Return the figures of the first and the last year, if these have one each."""
    years = Counter(point.last_year for point in points)
    if len(years) < 2 or years[min(years)] > 1 or years[max(years)] > 1:
        return None
    first, last = (next(point for point in points if point.last_year == year) for year in (min(years), max(years)))
    if not (figures := _figures(edition, first, last)):
        return None
    return "fig_heading_change", {"first": figures[0], "last": figures[1], "start": str(first.last_year), "end": str(last.last_year)}


def _spread(edition: Edition, points: Sequence[Point]) -> tuple[str, dict[str, str]] | None:
    """Return the smallest and the largest figure, if they are for different years."""
    low, high = min(points, key=lambda point: point.value), max(points, key=lambda point: point.value)
    if low.value == high.value or (low.start, low.end) == (high.start, high.end) or not (figures := _figures(edition, low, high)):
        return None
    return "fig_heading_spans", {"low": figures[0], "high": figures[1]}


def _figures(edition: Edition, *points: Point) -> list[str]:
    """Return figures as they are stated; none if one has a unit that is not written behind its number."""
    amounts = Amounts(edition)
    if any(point.amount.unit is not None and not amounts.follows(point.amount.value, point.amount.unit) for point in points):
        return []
    return [amounts.hedged(amounts.full(point.amount.value, point.amount.unit), point.amount, point.claim.hedges) for point in points]
