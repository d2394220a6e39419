"""Percentages of a whole, which never round to nothing or to all of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_STEP: Final = Decimal("0.1")


def percent_of(part: int, whole: int) -> Decimal:
    """Return a part of a whole in per cent, with one decimal unless it is a whole number. 0 and 100 mean none and all.

    Raises ZeroDivisionError if the whole is 0.
    """
    exact = Decimal(100) * part / whole
    if exact == exact.to_integral_value():
        return exact.to_integral_value()
    return min(max(exact.quantize(_STEP), _STEP), 100 - _STEP)
