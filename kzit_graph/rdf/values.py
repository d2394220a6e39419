"""RDF terms as Python values: numbers, truth values, days and points in time of XML Schema (W3C XML Schema Part 2: Datatypes, 1.1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD

_INTEGERS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))},
    **{name: (0, 2**bits - 1) for name, bits in (("unsignedLong", 64), ("unsignedInt", 32), ("unsignedShort", 16), ("unsignedByte", 8))},
}
"""The integer datatypes, each with its least and greatest value."""

_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_POINT: Final = rf"{_DAY}T(?:[01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_LAST_MIDNIGHT: Final = re.compile(r"T24:00:00(?:\.0+)?")


def _integer(least: int | None, greatest: int | None) -> Callable[[str], int]:
    def convert(text: str) -> int:
        value = int(text)
        if (least is not None and value < least) or (greatest is not None and value > greatest):
            raise ValueError(text)
        return value

    return convert


def _point_in_time(text: str) -> dt.datetime:
    """24:00:00 is the first moment of the next day; digits beyond microseconds are cut off."""
    if _LAST_MIDNIGHT.search(text):
        return dt.datetime.fromisoformat(_LAST_MIDNIGHT.sub("T00:00:00", text)) + dt.timedelta(days=1)
    return dt.datetime.fromisoformat(text)


# Python reads more than XML Schema writes ("1_000", digits of any script, "20170821"): so each datatype has its pattern.
_DATATYPES: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    **{name: (r"[+-]?[0-9]+", _integer(*bounds)) for name, bounds in _INTEGERS.items()},
    "decimal": (_DECIMAL, Decimal),
    **dict.fromkeys(("double", "float"), (rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN", float)),
    "boolean": ("true|false|1|0", lambda text: text in ("true", "1")),
    "date": (_DAY, dt.date.fromisoformat),
    "dateTime": (rf"{_POINT}{_ZONE}?", _point_in_time),
    "dateTimeStamp": (rf"{_POINT}{_ZONE}", _point_in_time),
}
_CONVERTERS: Final = {f"{XSD}{name}": (re.compile(pattern), convert) for name, (pattern, convert) in _DATATYPES.items()}


def to_python(term: Term | None) -> Any:
    """A number, truth value, date or time as Python's own; an IRI or any other literal as its text; None for None.

    What Python's type cannot hold stays text: "2009"^^xsd:gYear, a date with a time zone or of a year before 1 or after
    9999, an integer of thousands of digits, a literal that does not match its datatype. Of a point in time, digits
    beyond microseconds are cut off.
    """
    if term is None:
        return None
    pattern, convert = _CONVERTERS.get(term.datatype.value, (None, None)) if isinstance(term, Literal) else (None, None)
    text = as_text(term)
    if pattern is None or convert is None or not pattern.fullmatch(text):
        return text
    try:
        return convert(text)
    except (ValueError, OverflowError):
        return text


def as_text(term: Term) -> str:
    """A literal's text, an IRI without brackets; a blank node or triple term as N-Triples (RDF 1.2) writes it."""
    if isinstance(term, (Literal, NamedNode)):
        return term.value
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def is_number(value: object) -> bool:
    """Whether a Python value counts as a number: truth values do not, though Python says so."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
