"""A scale on which each year is a column, and years without a claim are one narrow gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kzit_graph.publish.pictures.amounts import Gap

_WIDEST: Final = 150.0
"""Width of a column at most."""

GAP_WIDTH: Final = 62.0


@dataclass(frozen=True)
class YearColumns:
    """Columns from left to right. years: those with a column. gaps: those without. width: of a column."""

    years: Sequence[int]
    gaps: Sequence[Gap]
    start: float
    width: float

    def left(self, year: int) -> float:
        """Return where the column of a year begins; of a year in a gap, where the gap begins."""
        before = sum(other < year for other in self.years)
        return self.start + before * self.width + GAP_WIDTH * sum(gap.last < year for gap in self.gaps)

    def at(self, point: float) -> float:
        """Return where a point in years stands."""
        year = int(point // 1)
        if year in self.years:
            return self.left(year) + (point - year) * self.width
        if year - 1 in self.years and point == year:
            return self.left(year - 1) + self.width
        gap = next((gap for gap in self.gaps if gap.first <= year <= gap.last), None)
        if gap is None:
            return self.left(year)
        return self.left(gap.first) + GAP_WIDTH * (point - gap.first) / (gap.last + 1 - gap.first)

    def end_at(self, point: float) -> float:
        """Return where a point stands as the end of a period: the end of a year is that of its own column."""
        year = int(point // 1)
        return self.left(year - 1) + self.width if point == year and year - 1 in self.years else self.at(point)

    @property
    def end(self) -> float:
        """Where the last column ends."""
        return self.left(max(self.years)) + self.width


def fitted(years: Sequence[int], gaps: Sequence[Gap], start: float, end: float) -> YearColumns:
    """Return columns that fill a width, or less of it if they would be wider than a limit."""
    width = (end - start - GAP_WIDTH * len(gaps)) / len(years)
    return YearColumns(years, gaps, start, min(width, _WIDEST))
