"""Find answers whose values the engine cannot order.

Oxigraph orders numbers, durations and dates by value, and literals that it cannot compare by their text. In a column that mixes both,
that can be a circle, such as 9 < 10 < "1a" < 9. Its sort may then end the whole process, which cannot be caught.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.tokens import tokens

_NUMBERS: Final = frozenset(
    f"{XSD}{name}"
    for name in (
        *("integer", "decimal", "double", "float", "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt"),
        *("unsignedLong", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    )
)
_DURATIONS: Final = frozenset(f"{XSD}{name}" for name in ("duration", "dayTimeDuration", "yearMonthDuration"))
_DURATION: Final = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
_AFTER: Final = frozenset({"LIMIT", "OFFSET", "VALUES"})
"""Words that can follow ORDER BY."""

_MANY: Final = 400
"""Different values that are compared with each other. Of more, numbers are not mixed with texts."""

_DIGITS: Final = 1_000
"""Digits of an exponent that is not computed: such a number is compared by its text."""


@dataclass(frozen=True)
class _Value:
    """A literal as the engine compares it. measure: of a number or a duration; None if it is compared by its text."""

    text: str
    kind: str
    measure: Decimal | None

    def is_less(self, other: _Value) -> bool:
        """Return whether it comes before another one."""
        if self.kind == other.kind and self.measure is not None and other.measure is not None and self.measure != other.measure:
            return self.measure < other.measure
        return self.text < other.text


def are_orderable(terms: Iterable[Term | None]) -> bool:
    """Return whether the engine can order terms. None: no term."""
    values = {(value.kind, value.measure or value.text): value for term in terms if isinstance(term, Literal) and (value := _value(term))}
    kinds = {value.kind for value in values.values()}
    if len(kinds) < 2 and all(value.measure is not None or value.kind == "text" for value in values.values()):
        return True
    if len(values) > _MANY:
        return False
    found = list(values.values())
    return len({sum(one.is_less(other) for other in found) for one in found}) == len(found)


def _value(literal: Literal) -> _Value:
    datatype = literal.datatype.value
    if datatype in _NUMBERS:
        return _Value(literal.value, "number", _number(literal.value))
    if datatype in _DURATIONS:
        return _Value(literal.value, "duration", _seconds(literal.value))
    return _Value(literal.value, "text", None)  # the order of usual dates is that of their texts


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < _DIGITS else None


def _seconds(text: str) -> Decimal | None:
    """Return the length of a duration, with months of 30 days."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    length = (((years * 12 + months) * 30 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    return -length if found[1] else length


def without_order(sparql: str) -> tuple[str, tuple[str, ...]]:
    """Return a SELECT query without the ORDER BY at its end, and the variables in that, in order; none if it has none there."""
    depth, start, end = 0, None, len(sparql)
    variables: dict[str, None] = {}
    for token in tokens(sparql):
        if token.kind == "sign":
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        elif token.kind == "word" and not depth:
            word = token.text.upper()
            if word == "ORDER":
                start, end = token.start, len(sparql)
            elif word in _AFTER and start is not None:
                end = min(end, token.start)
        elif token.kind == "variable" and start is not None and token.start < end:
            variables[token.text[1:]] = None
    return (sparql if start is None else f"{sparql[:start]}{sparql[end:]}"), tuple(variables)
