"""Scales: where a value or a day stands on a picture."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

_STEPS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_DAYS_BEFORE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Linear:
    """A scale on which equal steps are equally long. low, high: values; start, end: where they stand."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        """Return where a value stands."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[Decimal]:
        """Return round values in the range of the scale, roughly so many."""
        step = round_step(Decimal(str(self.high)) - Decimal(str(self.low)), about)
        if not step:
            return [Decimal(str(self.low))]
        first = (Decimal(str(self.low)) / step).to_integral_value(ROUND_FLOOR) * step
        found = [first + step * index for index in range(3 * about + 3)]
        return [value for value in found if self.low <= value <= self.high]


def round_step(span: Decimal, about: int) -> Decimal:
    """Return a round step (1, 2 or 5 times a power of ten) that divides a span into roughly so many parts."""
    if span <= 0:
        return Decimal(0)
    rough = span / about
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in _STEPS if step * power >= rough)


def round_top(value: Decimal, about: int = 5) -> Decimal:
    """Return a round value at or above the largest value, for the end of an axis that begins at 0."""
    step = round_step(value, about)
    return (value / step).to_integral_value(ROUND_CEILING) * step if step else Decimal(1)


def year_of(day: str) -> float:
    """Return a day (2017-08-21), month (2017-08) or year (2017) as a point in years, at its beginning."""
    sign = -1 if day.startswith("-") else 1
    parts = [int(part) for part in day.lstrip("-").split("-")]
    year = sign * parts[0]
    month = parts[1] if len(parts) > 1 else 1
    number = _DAYS_BEFORE[month - 1] + (isleap(year) and month > 2) + (parts[2] - 1 if len(parts) > 2 else 0)
    return year + number / (366 if isleap(year) else 365)


def end_of(day: str) -> float:
    """Return the end of a day as a point in years."""
    return year_of(day) + 1 / (366 if isleap(int(year_of(day) // 1)) else 365)


@dataclass(frozen=True)
class Years:
    """A scale of time. first, last: the first year and the one after the last; start, end: where they stand."""

    first: float
    last: float
    start: float
    end: float

    def at(self, year: float) -> float:
        """Return where a point in years stands."""
        return self.start + (year - self.first) / ((self.last - self.first) or 1) * (self.end - self.start)

    def day(self, day: str) -> float:
        """Return where a day, a month or a year begins."""
        return self.at(year_of(day))

    def day_end(self, day: str) -> float:
        """Return where a day ends."""
        return self.at(end_of(day))

    @property
    def per_year(self) -> float:
        """Pixels for a year."""
        return (self.end - self.start) / ((self.last - self.first) or 1)

    def ticks(self, label: float = 44) -> list[int]:
        """Return round years, so far apart that labels of a width do not touch."""
        steps = [step for step in _YEAR_STEPS if step * self.per_year >= label]
        step = steps[0] if steps else _YEAR_STEPS[-1]
        first = -(-int(self.first) // step) * step
        return [year for year in range(first, int(self.last) + 1, step) if self.first <= year <= self.last]
