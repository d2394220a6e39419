"""Computes minimum, median and maximum of a few runs, and ratios of two series of runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """A summary of some values. count: how many there are."""

    minimum: float
    median: float
    maximum: float
    count: int


def spread(values: Iterable[float]) -> Spread | None:
    """Summarise values; None if there are none."""
    ordered = sorted(values)
    return Spread(ordered[0], median(ordered), ordered[-1], len(ordered)) if ordered else None


def ratios(upper: Mapping[int, float], lower: Mapping[int, float]) -> Spread | None:
    """Return the spread of upper / lower by round; rounds that only one of them has are ignored.

    >>> ratios({1: 6.0, 2: 8.0, 3: 9.0}, {1: 2.0, 2: 2.0})
    Spread(minimum=3.0, median=3.5, maximum=4.0, count=2)
    """
    return spread(upper[number] / lower[number] for number in upper.keys() & lower.keys())
