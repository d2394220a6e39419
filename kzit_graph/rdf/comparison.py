"""Compare two graphs: equal, equal except for the forms of literals, or different.

A store may normalise a literal, for example "01"^^xsd:integer to "1". A missing or different value is a loss.
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

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from kzit_graph.rdf.blank_nodes import blank_nodes, components, renamed, stably_labelled
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.values import is_number, to_python
from kzit_graph.rdf.xsd_order import moment

_FLOAT: Final = f"{XSD}float"
_DAY_TIME: Final = f"{XSD}dayTimeDuration"
_DURATIONS: Final = frozenset({f"{XSD}duration", f"{XSD}yearMonthDuration", _DAY_TIME})
_DURATION: Final = re.compile(
    r"(?P<sign>-?)(?:P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?|(?P<bare>\d+(?:\.\d+)?))"
)


@dataclass(frozen=True)
class GraphDifference:
    """The differences between a graph and the expected one.

    missing: expected triples that were not found. surplus: unexpected triples. normalised: the numbers of triples whose literal
    has another form, by its kind ("boolean", "duration", "number", "text", "time").
    """

    missing: tuple[Triple, ...] = ()
    surplus: tuple[Triple, ...] = ()
    normalised: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_loss(self) -> bool:
        """Whether values differ, and not only their forms."""
        return bool(self.missing or self.surplus)


def canonical_digest(triples: Iterable[Triple]) -> str:
    """Return the SHA-256, in hexadecimal, of a graph's sorted N-Triples, in which blank nodes have stable labels.

    For a graph without blank nodes it is the digest of RDF Dataset Canonicalization (RDFC-1.0). Raises `InvalidInput` if too many
    of its blank nodes are similar.
    """
    lines = serialize(_canonical(triples), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    return hashlib.sha256(b"".join(sorted(lines.splitlines(keepends=True)))).hexdigest()


def compare_graphs(expected: Iterable[Triple], found: Iterable[Triple]) -> GraphDifference:
    """Return the differences between a graph and the expected one. Labels of blank nodes, and forms of literals beside them, are ignored.

    Raises `InvalidInput` if too many blank nodes of a graph are similar.
    """
    wanted, actual = set(expected), set(found)
    if has_blank_nodes(wanted):  # else every blank node found is surplus, with any label
        stated, stored = wanted, actual
        wanted, actual = _canonical(stated), _canonical(stored)
        if wanted != actual:
            values: dict[object, Literal] = {}
            wanted, actual = _labelled_by_values(stated, values), _labelled_by_values(stored, values)
    missing, surplus = wanted - actual, actual - wanted
    if not missing and not surplus:
        return GraphDifference()
    if not actual:
        return GraphDifference(missing=tuple(sorted(missing, key=str)))
    # Several forms of a value may have been merged, so the triple found for a missing one need not be surplus.
    places = {(triple.subject, triple.predicate) for triple in missing | surplus}
    found_values = {_value(triple) for triple in actual if (triple.subject, triple.predicate) in places}
    wanted_values = {_value(triple) for triple in wanted if (triple.subject, triple.predicate) in places}
    normalised = Counter(_form(triple.object) for triple in missing if _value(triple) in found_values)
    return GraphDifference(
        missing=tuple(sorted((triple for triple in missing if _value(triple) not in found_values), key=str)),
        surplus=tuple(sorted((triple for triple in surplus if _value(triple) not in wanted_values), key=str)),
        normalised=dict(sorted(normalised.items())),
    )


def has_blank_nodes(triples: Iterable[Triple]) -> bool:
    """Whether any triple has a blank node."""
    return any(any(blank_nodes(triple)) for triple in triples)


def _canonical(triples: Iterable[Triple]) -> set[Triple]:
    """Return the triples with stable labels of blank nodes."""
    return {quad.triple for quad in stably_labelled(Quad(*triple) for triple in triples)}


def _labelled_by_values(triples: Iterable[Triple], values: dict[object, Literal]) -> set[Triple]:
    """Return the triples with labels of blank nodes that do not depend on the forms of literals.

    values: gets a literal for each value, so that graphs with the same values have the same labels.
    """

    def without_form(term: Term) -> Term:
        return values.setdefault(_literal_value(term), Literal(len(values))) if isinstance(term, Literal) else term

    found = list(triples)
    blank = [Quad(triple.subject, triple.predicate, without_form(triple.object)) for triple in found if has_blank_nodes([triple])]
    labels = {node: label for component in components(blank) for node, label in component.labels.items()}
    return {renamed(Quad(*triple), labels.__getitem__).triple for triple in found}


def _value(triple: Triple) -> tuple[object, ...]:
    """Return a triple with its value instead of the form of its literal."""
    term = triple.object
    return triple.subject, triple.predicate, _literal_value(term) if isinstance(term, Literal) else term


def _literal_value(literal: Literal) -> tuple[object, ...]:
    text = unicodedata.normalize("NFC", literal.value)
    if literal.language:
        return text, literal.language, literal.direction
    if (instant := moment(literal)) is not None:
        return instant
    value = to_python(literal)
    if isinstance(value, str):
        return _duration(text, literal.datatype.value) or (text, literal.datatype)
    if isinstance(value, float):
        return _float_value(value, text, literal.datatype.value)
    if isinstance(value, int | Decimal) and is_number(value):
        return "number", Decimal(value)
    return type(value), value


def _float_value(value: float, text: str, datatype: str) -> tuple[object, ...]:
    """Return the value of an xsd:double, or of an xsd:float (32 bits); the text if the number is too large."""
    if math.isinf(value) and not text.endswith("INF"):
        return text, datatype
    if datatype == _FLOAT:
        try:
            (value,) = struct.unpack("<f", struct.pack("<f", value))
        except OverflowError:
            return text, datatype
    return datatype, "NaN" if math.isnan(value) else value


def _duration(text: str, datatype: str) -> tuple[object, ...] | None:
    """Return the months and seconds of a duration. Virtuoso 7 writes them as bare numbers."""
    if datatype not in _DURATIONS or not (found := _DURATION.fullmatch(text)):
        return None
    parts = {unit: Decimal(number or 0) for unit, number in found.groupdict().items() if unit != "sign"}
    months = 12 * parts["years"] + parts["months"] + parts["bare"] * (datatype != _DAY_TIME)
    days = parts["days"] * 86_400 + parts["hours"] * 3_600 + parts["minutes"] * 60 + parts["seconds"]
    sign = -1 if found["sign"] else 1
    return "duration", sign * months, sign * (days + parts["bare"] * (datatype == _DAY_TIME))


def _form(term: Term) -> str:
    """Return the kind of a normalised value."""
    if isinstance(term, Literal) and moment(term) is not None:
        return "time"
    value = to_python(term)
    if isinstance(value, str):
        return "duration" if isinstance(term, Literal) and term.datatype.value in _DURATIONS else "text"
    return "number" if is_number(value) else "boolean"
