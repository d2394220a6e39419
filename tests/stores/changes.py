"""How the tested versions of stores change literals. All other literals come back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode

from tests.stores.fuseki import FUSEKI
from tests.stores.oxigraph import OXIGRAPH
from tests.stores.rdf4j import RDF4J
from tests.stores.virtuoso import VIRTUOSO

T = TypeVar("T")

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"

CHANGES: Final[Mapping[str, Mapping[str, str]]] = {
    # Keeps values, in their canonical forms; all kinds of integers as xsd:integer.
    OXIGRAPH.name: {
        "integer 007": "integer 7",
        "integer +7": "integer 7",
        "integer -0": "integer 0",
        "int 7": "integer 7",
        "long 7": "integer 7",
        "nonNegativeInteger 7": "integer 7",
        "decimal 1.50": "decimal 1.5",
        "decimal .5": "decimal 0.5",
        "decimal -0.0": "decimal 0",
        "decimal 1.": "decimal 1",
        "double 1e3": "double 1000",
        "double 1.0E3": "double 1000",
        "float 1.10": "float 1.1",
        "boolean 1": "boolean true",
        "dateTime 2020-01-01T12:00:00.120": "dateTime 2020-01-01T12:00:00.12",
        "dateTime 2020-01-01T24:00:00": "dateTime 2020-01-02T00:00:00",
        "duration P12M": "duration P1Y",
    },
    # Keeps values, except integers of more than 64 bits.
    FUSEKI.name: {
        "integer 007": "integer 7",
        "integer +7": "integer 7",
        "integer -0": "integer 0",
        "integer 123456789012345678901234567890": "integer -4362896299872285998",
        "decimal 1.50": "decimal 1.5",
        "decimal .5": "decimal 0.5",
        "decimal -0.0": "decimal 0.0",
        "decimal 1.": "decimal 1.0",
        "double 1e3": "double 1000.0e0",
        "double 1.0E3": "double 1000.0e0",
        "double 1000": "double 1000.0e0",
        "float 1.10": "float 1.1",
        "boolean 1": "boolean true",
        "dateTime 2020-01-01T12:00:00.120": "dateTime 2020-01-01T12:00:00.12",
    },
    RDF4J.name: {},
    # Keeps most values; durations become numbers of months or seconds, and malformed integers become 0.
    VIRTUOSO.name: {
        "integer 007": "integer 7",
        "integer +7": "integer 7",
        "integer -0": "integer 0",
        "integer x": "integer 0",
        "decimal 1.50": "decimal 1.5",
        "decimal .5": "decimal 0.5",
        "decimal -0.0": "decimal 0",
        "decimal 1.": "decimal 1",
        "double 1e3": "double 1000.0",
        "double 1.0E3": "double 1000.0",
        "double 1000": "double 1000.0",
        "float 1.10": "float 1.1",
        "date -0044-03-15": "date -044-03-15",
        "dayTimeDuration PT1H": "dayTimeDuration 3600.0",
        "yearMonthDuration P1Y": "yearMonthDuration 12",
    },
}
"""By name of the store: the datatype and text of a literal as loaded, and as returned."""


def kept(store: str, term: T) -> T | Literal:
    """Return a term as a store returns it."""
    if not isinstance(term, Literal):
        return term
    key = written(term)
    change = CHANGES[store].get(key) or _by_rule(store, *key.split(" ", 1))
    if change is None:
        return term
    datatype, _, text = change.partition(" ")
    return Literal(text, datatype=NamedNode(_XSD + datatype))


def written(literal: Literal) -> str:
    """Return a literal in the notation of `CHANGES`."""
    return f"{literal.datatype.value.removeprefix(_XSD)} {literal.value}"


def _by_rule(store: str, datatype: str, text: str) -> str | None:
    """Return the changed literal, for changes that apply to a whole datatype."""
    if store == FUSEKI.name and datatype == "decimal" and re.fullmatch(r"-?\d+", text):
        return f"decimal {text}.0"
    if store != VIRTUOSO.name:
        return None
    if datatype == "integer" and re.fullmatch(r"-?\d+", text) and not -(2**31) < int(text) < 2**31:
        return f"decimal {text}"
    if datatype == "boolean":
        return f"boolean {int(text in ('true', '1'))}"
    if datatype == "duration" and (span := re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", text)):
        return f"duration {12 * int(span[1] or 0) + int(span[2] or 0)}"
    return None
