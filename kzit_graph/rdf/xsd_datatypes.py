"""Check the lexical form of a literal against its XSD datatype, exactly.

Follows XML Schema 1.1 Part 2: Datatypes. RDF takes lexical forms as they are (RDF 1.1 Concepts, 3.3), so white space around a
number is an error. Engines differ here: Python reads "1_000" and "inf", and others stop at 18 digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from kzit_graph.rdf.namespaces import XSD

_ZONE: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR: Final = r"-?(?:[1-9]\d{3,}|0\d{3})"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DAY_TIME: Final = r"(?:\d+D(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)"
_YEAR_MONTH: Final = r"(?:\d+Y(?:\d+M)?|\d+M)"
_INTEGER: Final = r"[+-]?\d+"
_DOUBLE: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
NAME_START_CHARACTERS: Final = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
"""Characters that start a name in XML 1.0, fifth edition, without the colon, for the inside of a character class."""

NAME_CHARACTERS: Final = rf"{NAME_START_CHARACTERS}\-.0-9\u00B7\u0300-\u036F\u203F\u2040"
"""Characters of a name, without the colon."""

_PATTERNS: Final[Mapping[str, str]] = {
    "boolean": "true|false|0|1",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": _DOUBLE,
    "float": _DOUBLE,
    "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}(?!$){_ZONE}",
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": rf"--{_MONTH}{_ZONE}",
    "gDay": rf"---{_DAY}{_ZONE}",
    "gMonthDay": rf"--(?:(?:0[13578]|1[02])-{_DAY}|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d)){_ZONE}",
    "duration": rf"-?P(?:{_YEAR_MONTH}{_DAY_TIME}?|{_DAY_TIME})",
    "yearMonthDuration": rf"-?P{_YEAR_MONTH}",
    "dayTimeDuration": rf"-?P{_DAY_TIME}",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|"
    r"[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\r\n]*",
    "token": r"(?:[^\t\r\n ]+(?: [^\t\r\n ]+)*)?",
    "Name": rf"[:{NAME_START_CHARACTERS}][:{NAME_CHARACTERS}]*",
    "NCName": rf"[{NAME_START_CHARACTERS}][{NAME_CHARACTERS}]*",
    "NMTOKEN": rf"[:{NAME_CHARACTERS}]+",
}
"""The lexical space of each datatype. Integers are in `INTEGER_RANGES`. All other datatypes allow any text, or are unknown."""

INTEGER_RANGES: Final[Mapping[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""The least and the greatest value of xsd:integer and the types derived from it."""

INTEGERS: Final = frozenset(XSD + name for name in INTEGER_RANGES)
CHECKED: Final = frozenset(XSD + name for name in (*_PATTERNS, *INTEGER_RANGES))
"""Datatypes with forms that are errors."""

_MAX_BOUND_DIGITS: Final = 20
"""Digits of the longest bound of `INTEGER_RANGES`. Python refuses to convert texts of thousands of digits."""

_WITH_DAYS: Final = re.compile(r"(-?\d+)-(\d\d)-(\d\d)")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_well_formed(lexical: str, datatype: str) -> bool:
    """Whether a lexical form is in the lexical space of a datatype, given by its IRI. True for unknown datatypes."""
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    if name in INTEGER_RANGES:
        return _matcher(_INTEGER)(lexical) is not None and _in_range(lexical, *INTEGER_RANGES[name])
    if name not in _PATTERNS:
        return True
    return _matcher(_PATTERNS[name])(lexical) is not None and (name not in ("date", "dateTime", "dateTimeStamp") or _day_exists(lexical))


@cache
def _matcher(pattern: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(pattern, re.ASCII).fullmatch


def _in_range(lexical: str, least: int | None, greatest: int | None) -> bool:
    negative, digits = lexical.startswith("-"), lexical.lstrip("+-").lstrip("0") or "0"
    if len(digits) > _MAX_BOUND_DIGITS:
        return (least if negative else greatest) is None
    value = -int(digits) if negative else int(digits)
    return (least is None or value >= least) and (greatest is None or value <= greatest)


def _day_exists(lexical: str) -> bool:
    found = _WITH_DAYS.match(lexical)
    assert found is not None, "called for well-formed dates only"
    year, month, day = found.groups()
    if month == "02" and day == "29":
        return is_leap_year(int(year[-4:]))
    return int(day) <= _DAYS[int(month) - 1]


def is_leap_year(year: int) -> bool:
    """Whether a year has 366 days, in the proleptic Gregorian calendar. The last four digits of a year are enough."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
