"""Compare two graphs: the same, the same except for the forms of values, or different.

A store may keep a literal's value but not its form: "01"^^xsd:integer comes back as "1". That is a normalisation. A value
that comes back as another one, or not at all, is a loss.
"""

from __future__ import annotations

import hashlib
import math
import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple, serialize

from kzit_graph.rdf.blank_nodes import canonically_labelled, components, has_blank_node
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.values import is_number, to_python

_FLOAT: Final = f"{XSD}float"
_FINER: Final = re.compile(r"\.\d{6}(\d+)")
"""The digits of a time beyond Python's microseconds."""

_DAY_TIME: Final = f"{XSD}dayTimeDuration"
_DURATIONS: Final = frozenset({f"{XSD}duration", f"{XSD}yearMonthDuration", _DAY_TIME})
_DURATION: Final = re.compile(
    r"(?P<sign>-?)(?:P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?|(?P<bare>\d+(?:\.\d+)?))"
)


@dataclass(frozen=True)
class GraphDifference:
    """How a graph differs from the expected one.

    missing: triples that are expected and not found. surplus: triples that are found and not expected. normalised: how many
    triples were found with the same value in another form, by its kind ("boolean", "duration", "number", "text", "time").
    """

    missing: tuple[Triple, ...] = ()
    surplus: tuple[Triple, ...] = ()
    normalised: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_loss(self) -> bool:
        """Whether values differ, and not only their forms."""
        return bool(self.missing or self.surplus)


def canonical_digest(triples: Iterable[Triple]) -> str:
    """Return the SHA-256, in hexadecimal, of a graph's canonical N-Quads (RDF Dataset Canonicalization, RDFC-1.0).

    Raises `InvalidInput` if its blank nodes are so similar that distinguishing them could take for ever.
    """
    lines = serialize(_canonical(triples), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    return hashlib.sha256(b"".join(sorted(lines.splitlines(keepends=True)))).hexdigest()


def difference(expected: Iterable[Triple], found: Iterable[Triple]) -> GraphDifference:
    """Return how a graph differs from the expected one. Labels of blank nodes do not count.

    Raises `InvalidInput` if the blank nodes of either are so similar that distinguishing them could take for ever.
    """
    wanted, there = set(expected), set(found)
    if has_blank_nodes(wanted):  # else every triple found with one is surplus, however it is labelled
        wanted, there = _canonical(wanted), _canonical(there)
    missing, surplus = wanted - there, there - wanted
    if not missing and not surplus:
        return GraphDifference()
    if not there:
        return GraphDifference(missing=tuple(sorted(missing, key=str)))
    # Two forms of one value may have become one, so what stands for a triple need not be surplus.
    places = {(triple.subject, triple.predicate) for triple in missing | surplus}
    found_values = {_value(triple) for triple in there if (triple.subject, triple.predicate) in places}
    wanted_values = {_value(triple) for triple in wanted if (triple.subject, triple.predicate) in places}
    normalised = Counter(_form(triple.object) for triple in missing if _value(triple) in found_values)
    return GraphDifference(
        missing=tuple(sorted((triple for triple in missing if _value(triple) not in found_values), key=str)),
        surplus=tuple(sorted((triple for triple in surplus if _value(triple) not in wanted_values), key=str)),
        normalised=dict(sorted(normalised.items())),
    )


def has_blank_nodes(triples: Iterable[Triple]) -> bool:
    """Whether a graph has blank nodes, whose labels mean nothing outside of it."""
    return any(_is_blank(term) for triple in triples for term in (triple.subject, triple.object))


def _is_blank(term: Term) -> bool:
    return isinstance(term, BlankNode) or (isinstance(term, Triple) and has_blank_nodes([term]))


def _canonical(triples: Iterable[Triple]) -> set[Triple]:
    """Return the triples with canonical labels. The slow algorithm is skipped if there are no blank nodes."""
    triples = set(triples)
    if not has_blank_nodes(triples):
        return triples
    quads = [Quad(*triple) for triple in triples]
    components(quad for quad in quads if has_blank_node(quad))  # refuses what could take for ever
    return {quad.triple for quad in canonically_labelled(quads)}


def _value(triple: Triple) -> tuple[object, ...]:
    """Return what a triple states, regardless of the form of its literal."""
    term = triple.object
    return triple.subject, triple.predicate, _literal_value(term) if isinstance(term, Literal) else term


def _literal_value(literal: Literal) -> tuple[object, ...]:
    text = unicodedata.normalize("NFC", literal.value)
    if literal.language:
        return text, literal.language, literal.direction
    value = to_python(literal)
    if isinstance(value, str):
        return _duration(text, literal.datatype.value) or (text, literal.datatype)
    if isinstance(value, float):
        return _float_value(value, text, literal.datatype.value)
    if isinstance(value, int | Decimal) and is_number(value):
        return "number", Decimal(value)
    finer = _FINER.search(text)
    return type(value), value, finer[1].rstrip("0") if finer else ""


def _float_value(value: float, text: str, datatype: str) -> tuple[object, ...]:
    """Return the value of an xsd:double, or of an xsd:float, which has 32 bits; for a number that is too large, its text."""
    if math.isinf(value) and not text.endswith("INF"):
        return text, datatype
    if datatype == _FLOAT:
        try:
            (value,) = struct.unpack("f", struct.pack("f", value))
        except OverflowError:
            return text, datatype
    return datatype, "NaN" if math.isnan(value) else value


def _duration(text: str, datatype: str) -> tuple[object, ...] | None:
    """Return a duration's months and seconds. Virtuoso 7 writes them as bare numbers."""
    if datatype not in _DURATIONS or not (found := _DURATION.fullmatch(text)):
        return None
    parts = {unit: Decimal(number or 0) for unit, number in found.groupdict().items() if unit != "sign"}
    months = 12 * parts["years"] + parts["months"] + parts["bare"] * (datatype != _DAY_TIME)
    days = parts["days"] * 86_400 + parts["hours"] * 3_600 + parts["minutes"] * 60 + parts["seconds"]
    sign = -1 if found["sign"] else 1
    return "duration", sign * months, sign * (days + parts["bare"] * (datatype == _DAY_TIME))


def _form(term: Term) -> str:
    """Return the kind of a value that came back in another form."""
    value = to_python(term)
    if isinstance(value, str):
        return "duration" if isinstance(term, Literal) and term.datatype.value in _DURATIONS else "text"
    return "number" if is_number(value) else "boolean" if isinstance(value, bool) else "time"
