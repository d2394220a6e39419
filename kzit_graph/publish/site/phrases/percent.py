"""Write percentages in the language of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from kzit_graph.publish.site.wording.words import Words


def percent_text(words: Words, percent: Decimal) -> str:
    """Return a percentage of `percent_of` without its sign, such as "94", or "94.0" if it is not a whole number."""
    from babel.numbers import format_decimal

    return format_decimal(percent, format="0.0" if percent.as_tuple().exponent == -1 else "0", locale=words.locale)
