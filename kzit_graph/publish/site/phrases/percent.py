"""Percentages of a whole, which never round to nothing or to all of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kzit_graph.publish.site.wording.words import Words

_STEP: Final = Decimal("0.1")


def percent_of(part: int, whole: int) -> Decimal:
    """Return a part of a whole in per cent, with one decimal unless it is a whole number. 0 and 100 mean none and all.

    Raises ZeroDivisionError if the whole is 0.
    """
    exact = Decimal(100) * part / whole
    if exact == exact.to_integral_value():
        return exact.to_integral_value()
    return min(max(exact.quantize(_STEP), _STEP), 100 - _STEP)


def percent_text(words: Words, percent: Decimal) -> str:
    """Return a percentage of `percent_of` without its sign, such as "94", or "94.0" if it is not a whole number."""
    from babel.numbers import format_decimal

    return format_decimal(percent, format="0.0" if percent.as_tuple().exponent == -1 else "0", locale=words.locale)
