"""Convert RDF terms to Python values: numbers, booleans, dates and times (W3C XML Schema Part 2: Datatypes, 1.1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.xsd_datatypes import INTEGER_RANGES

_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE_TIME: Final = rf"{_DATE}T(?:[01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_END_OF_DAY: Final = r"T24:00:00(?:\.0+)?"


def _integer(minimum: int | None, maximum: int | None) -> Callable[[str], int]:
    def convert(text: str) -> int:
        value = int(text)
        if (minimum is not None and value < minimum) or (maximum is not None and value > maximum):
            raise ValueError(text)
        return value

    return convert


def _date_time(text: str) -> dt.datetime:
    """Convert a time. 24:00:00 is the start of the next day. Digits after microseconds are dropped."""
    if re.search(_END_OF_DAY, text):
        return dt.datetime.fromisoformat(re.sub(_END_OF_DAY, "T00:00:00", text)) + dt.timedelta(days=1)
    return dt.datetime.fromisoformat(text)


# Python also accepts "1_000", digits of any script and "20170821", so each datatype has a pattern.
_DATATYPES: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    **{name: (r"[+-]?[0-9]+", _integer(*bounds)) for name, bounds in INTEGER_RANGES.items()},
    "decimal": (_DECIMAL, Decimal),
    **dict.fromkeys(("double", "float"), (rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN", float)),
    "boolean": ("true|false|1|0", lambda text: text in ("true", "1")),
    "date": (_DATE, dt.date.fromisoformat),
    "dateTime": (rf"{_DATE_TIME}{_ZONE}?", _date_time),
    "dateTimeStamp": (rf"{_DATE_TIME}{_ZONE}", _date_time),
}
_CONVERTERS: Final = {f"{XSD}{name}": found for name, found in _DATATYPES.items()}


def to_python(term: Term | None) -> Any:
    """Return a number, boolean, date or time as a Python value, any other term as its text, and None for None.

    Values without a Python type are text: "2009"^^xsd:gYear, a date with a time zone or outside of the years 1 to 9999, an
    integer of thousands of digits, and a literal that is not valid for its datatype. Digits of times after microseconds are
    dropped.
    """
    if term is None:
        return None
    pattern, convert = _CONVERTERS.get(term.datatype.value, (None, None)) if isinstance(term, Literal) else (None, None)
    text = as_text(term)
    if pattern is None or convert is None or not re.fullmatch(pattern, text):
        return text
    try:
        return convert(text)
    except (ValueError, OverflowError):
        return text


def as_text(term: Term) -> str:
    """Return the text of a literal, an IRI without brackets, or a blank node or triple term in N-Triples (RDF 1.2)."""
    if isinstance(term, (Literal, NamedNode)):
        return term.value
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def is_number(value: object) -> bool:
    """Return whether a Python value is a number. Booleans are not, although bool is a subclass of int."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
