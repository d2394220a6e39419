"""The types of cells: which values fit them, and what the formats of tables call them.

| holds     | values                                                                                            |
|-----------|---------------------------------------------------------------------------------------------------|
| "date"    | days of the years 1 to 9999 without a time zone                                                   |
| "number"  | decimal numbers with at most 29 digits before the point and 9 after it, as Parquet's decimal128   |
| "integer" | whole numbers of 64 bits                                                                          |
| "float"   | numbers with an exponent, INF, -INF and NaN                                                       |
| "boolean" | true and false, but not 1 and 0, which readers would take for numbers                             |
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.publish.tables.columns import Content
from kzit_graph.rdf.namespaces import STRING_IRI, XSD
from kzit_graph.rdf.values import to_python
from kzit_graph.rdf.xsd_datatypes import INTEGER_RANGES

PRECISION: Final = 38
SCALE: Final = 9
_UNIT: Final = Decimal(1).scaleb(-SCALE)
_FLOAT: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|-?INF|NaN")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,19}")
_MIN_INTEGER: Final = -(1 << 63)
_MAX_INTEGER: Final = (1 << 63) - 1
_IRI: Final = re.compile(r"[^\x00-\x20<>\"{}|\\^`:]+:[^\x00-\x20<>\"{}|\\^`]*")


@dataclass(frozen=True)
class CellType:
    """A type of cells. noun: a value of it. csvw, data_package, croissant: its names there."""

    noun: str
    csvw: str | Mapping[str, str] = "string"
    data_package: str = "string"
    croissant: str = "sc:Text"


CELL_TYPES: Final[Mapping[Content, CellType]] = {
    "thing": CellType("an IRI", "anyURI", "string", "sc:URL"),  # the format "uri" of data packages excludes characters outside ASCII
    "name": CellType("a name"),
    "class": CellType("the name of a class"),
    "code": CellType("a code"),
    "text": CellType("a text"),
    "wording": CellType("a text"),
    "date": CellType("a date", "date", "date", "sc:Date"),
    "number": CellType("a decimal number", "decimal", "number", "sc:Float"),
    "integer": CellType("a whole number", "integer", "integer", "sc:Integer"),
    "float": CellType("a number", "double", "number", "sc:Float"),
    "boolean": CellType("true or false", {"base": "boolean", "format": "true|false"}, "boolean", "sc:Boolean"),
}

_BY_DATATYPE: Final[Mapping[str, Content]] = {
    STRING_IRI: "text",
    f"{XSD}date": "date",
    f"{XSD}decimal": "number",
    **{f"{XSD}{name}": "integer" for name in INTEGER_RANGES},
    f"{XSD}double": "float",
    f"{XSD}float": "float",
    f"{XSD}boolean": "boolean",
}


def content_of(literal: Literal) -> Content:
    """Return the type of cells for a literal without a language: that of its datatype; "wording" for others and if it does not fit."""
    content = _BY_DATATYPE.get(literal.datatype.value, "wording")
    return content if fits(content, literal.value) else "wording"


def is_typed(content: Content) -> bool:
    """Return whether not every text fits a type."""
    return content in _FITS


def fits(content: Content, text: str) -> bool:
    """Return whether a text is a value of a type."""
    return content not in _FITS or _fits(content, text)


@lru_cache(1 << 14)
def _fits(content: Content, text: str) -> bool:
    return _FITS[content](text)


def as_date(text: str) -> dt.date | None:
    """Return a day, or None for any other text."""
    value = to_python(Literal(text, datatype=NamedNode(f"{XSD}date")))
    return value if isinstance(value, dt.date) else None


def as_decimal(text: str) -> Decimal | None:
    """Return a decimal number with `SCALE` digits after the point, or None for any other text, or too many digits."""
    value = to_python(Literal(text, datatype=NamedNode(f"{XSD}decimal")))
    try:
        if isinstance(value, Decimal) and (held := value.quantize(_UNIT, context=Context(prec=PRECISION))) == value:
            return held
    except InvalidOperation:  # more digits than the precision
        pass
    return None


def as_integer(text: str) -> int | None:
    """Return a whole number of 64 bits, or None for any other text."""
    value = int(text) if _INTEGER.fullmatch(text) else None
    return value if value is not None and _MIN_INTEGER <= value <= _MAX_INTEGER else None


def as_float(text: str) -> float | None:
    """Return a floating-point number, or None for any other text."""
    return float(text) if _FLOAT.fullmatch(text) else None


def as_boolean(text: str) -> bool | None:
    """Return true or false, or None if the text is neither."""
    return {"true": True, "false": False}.get(text)


_FITS: Final[Mapping[Content, Callable[[str], bool]]] = {
    "thing": lambda text: _IRI.fullmatch(text) is not None,
    "date": lambda text: as_date(text) is not None,
    "number": lambda text: as_decimal(text) is not None,
    "integer": lambda text: as_integer(text) is not None,
    "float": lambda text: as_float(text) is not None,
    "boolean": lambda text: as_boolean(text) is not None,
}
"""How to find out whether a text fits, for types that not every text fits."""
