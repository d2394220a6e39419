"""Compare literals by their values, exactly.

Follows the operator "<" of SPARQL 1.1 (section 17.3) and, as most engines do, the order of dates, times and durations in XML
Schema 1.1 Part 2. Years, decimals and fractions of a second have no limit.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pyoxigraph import Literal

from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.xsd_datatypes import INTEGERS, is_leap_year, is_well_formed

_MAX_DIGITS: Final = 4000
"""Digits of a number that Python converts. Longer numbers are not compared."""

_MOMENT: Final = re.compile(r"(?:(-?\d+)-(\d\d)-(\d\d))?T?(?:(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?")
_DURATION: Final = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_ZONE_SPAN: Final = 14 * 3600
"""Seconds by which a time without time zone can lie before or after the same time in UTC."""

_REFERENCES: Final = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""Months after which durations are compared (XML Schema 1.1, 3.3.6.2)."""

_MONTH_STARTS: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DURATIONS: Final = tuple(XSD + name for name in ("duration", "yearMonthDuration", "dayTimeDuration"))
_DATE_TIMES: Final = (f"{XSD}dateTime", f"{XSD}dateTimeStamp")
_PARTS_OF_DATES: Final = tuple(XSD + name for name in ("gYear", "gYearMonth", "gMonth", "gDay", "gMonthDay"))
_UTC_OFFSET: Final = re.compile(r"[+-]00:00$")


@dataclass(frozen=True)
class _Moment:
    """Seconds since the year 0, and whether the time zone is known."""

    seconds: Fraction
    zoned: bool


_Value = int | Fraction | float | str | bool | _Moment | tuple[Fraction, ...]


def compare(left: Literal, right: Literal) -> int | None:
    """Return -1, 0 or 1 if the left value is less than, equal to or greater than the right, and None if they have no order.

    Values have no order if a literal is ill-typed, if their datatypes do not fit, for NaN, if only one time has a time zone and
    the two are less than 14 hours apart, and for durations such as one month and 30 days.
    """
    kinds = _kind(left), _kind(right)
    if None in kinds or kinds[0] != kinds[1] or not all(is_well_formed(term.value, term.datatype.value) for term in (left, right)):
        return None
    if max(len(left.value), len(right.value)) > _MAX_DIGITS and kinds[0] != "string":
        return None
    if kinds[0] == "number":
        return _compare_numbers(left, right)
    return _compare_values(_value(left), _value(right))


def moment(term: Literal) -> tuple[str, Fraction | str, bool] | None:
    """Return the value of a date or a time in a form that is equal for equal values, and None for other and ill-typed literals.

    It has the kind, the seconds since the year 0 in UTC (for parts of dates such as xsd:gYear, which no store computes with, the
    text), and whether the time zone is known.
    """
    kind, text, datatype = _kind(term), term.value, term.datatype.value
    is_part = datatype in _PARTS_OF_DATES
    if not (is_part or kind in ("date", "dateTime", "time")) or len(text) > _MAX_DIGITS or not is_well_formed(text, datatype):
        return None
    if is_part:
        return datatype, _UTC_OFFSET.sub("Z", text), text.endswith("Z") or text[-3:-2] == ":"
    found = _moment(text)
    return str(kind), found.seconds, found.zoned


def _kind(term: Literal) -> str | None:
    """Return what a literal can be compared with."""
    if term.language is not None:
        return None
    datatype = term.datatype.value
    if datatype in INTEGERS or datatype in (f"{XSD}decimal", f"{XSD}double", f"{XSD}float"):
        return "number"
    if datatype in _DATE_TIMES:
        return "dateTime"
    if datatype in _DURATIONS:
        return "duration"
    name = datatype.removeprefix(XSD)
    return name if datatype.startswith(XSD) and name in ("string", "boolean", "date", "time") else None


def _compare_numbers(left: Literal, right: Literal) -> int | None:
    types = {left.datatype.value, right.datatype.value}
    for name, convert in (("double", float), ("float", _single)):
        if XSD + name in types:
            return _compare_values(convert(left.value), convert(right.value))
    return _compare_values(Fraction(left.value.rstrip(".")), Fraction(right.value.rstrip(".")))


def _single(lexical: str) -> float:
    """Return the nearest number of 32 bits."""
    value = float(lexical)
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def _value(term: Literal) -> _Value:
    kind = _kind(term)
    if kind == "string":
        return term.value
    if kind == "boolean":
        return term.value in ("true", "1")
    return _duration(term.value) if kind == "duration" else _moment(term.value)


def _compare_values(left: _Value, right: _Value) -> int | None:
    if isinstance(left, _Moment) and isinstance(right, _Moment):
        return _compare_moments(left, right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        signs = {_sign(one, other) for one, other in zip(left, right, strict=True)}
        return signs.pop() if len(signs) == 1 else None
    return _sign(left, right)


def _sign(left: _Value, right: _Value) -> int | None:
    if left == right:
        return 0
    return -1 if left < right else 1 if left > right else None  # type: ignore[operator]


def _compare_moments(left: _Moment, right: _Moment) -> int | None:
    difference = left.seconds - right.seconds
    if left.zoned == right.zoned:
        return (difference > 0) - (difference < 0)
    return None if abs(difference) <= _ZONE_SPAN else 1 if difference > 0 else -1


def _moment(lexical: str) -> _Moment:
    found = _MOMENT.fullmatch(lexical)
    assert found is not None, "called for well-formed dates and times only"
    year, month, day, hour, minute, second, zone = found.groups()
    days = _days(int(year), int(month)) + int(day) if year else 0
    seconds = Fraction(second or 0) + 60 * int(minute or 0) + 3600 * (int(hour or 0) if year or hour != "24" else 0) + 86400 * days
    if zone and zone != "Z":
        offset = 3600 * int(zone[1:3]) + 60 * int(zone[4:])
        seconds += offset if zone[0] == "-" else -offset
    return _Moment(seconds, zoned=zone is not None)


def _days(year: int, month: int) -> int:
    """Return the days before a month, since the first of January of the year 0."""
    before = year - 1
    leap_days = before // 4 - before // 100 + before // 400
    return 365 * year + leap_days + _MONTH_STARTS[month - 1] + (month > 2 and is_leap_year(year))


def _duration(lexical: str) -> tuple[Fraction, ...]:
    """Return the seconds of a duration after each of the reference months."""
    found = _DURATION.fullmatch(lexical)
    assert found is not None, "called for well-formed durations only"
    sign = -1 if found[1] else 1
    years, months, days, hours, minutes = (sign * int(number or 0) for number in found.groups()[1:6])
    rest = Fraction(found[7] or 0) * sign + 60 * minutes + 3600 * hours + 86400 * days
    ends = []
    for year, month in _REFERENCES:
        count = 12 * (year + years) + month - 1 + months
        ends.append(rest + 86400 * (_days(count // 12, count % 12 + 1) - _days(year, month)))
    return tuple(ends)
