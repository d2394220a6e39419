"""Numbers that the engine cannot compare or add are named, not silently left out."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.number_notes import number_notes

PREFIXES = {"e": "http://e/"}
LARGE = "99999999999999999999"
PRECISE = "0.1234567890123456789"


def store(*numbers: tuple[str, str, str]) -> Store:
    found = Store()
    for predicate, number, datatype in numbers:
        literal = Literal(number, datatype=NamedNode(XSD + datatype))
        found.add(Quad(NamedNode("http://e/a"), NamedNode(f"http://e/{predicate}"), literal, NamedNode("http://e/g")))
    return found


DATA = store(
    ("size", LARGE, "integer"), ("size", "5", "integer"), ("share", PRECISE, "decimal"), ("age", "7", "integer"), ("age", "x", "integer")
)


@pytest.mark.parametrize(
    ("sparql", "number"),
    [
        ("SELECT ?s { ?s e:size ?n FILTER(?n > 1) }", LARGE),
        ("SELECT (SUM(?n) AS ?all) { ?s e:size ?n }", LARGE),
        ("SELECT ?s { ?s <http://e/size> ?n } ORDER BY ?n", LARGE),
        ("SELECT ?s { ?s e:share ?n FILTER(?n < 1) }", PRECISE),
        ("SELECT ?s { ?s ?p ?n FILTER(?n < 1) }", LARGE),
        ("SELECT ?s { ?t e:age [ ?p ?n ] FILTER(?n < 1) }", LARGE),
        ("SELECT ?s { ?s e:age ?n FILTER(?n < 9223372036854775808) }", "9223372036854775808"),
    ],
)
def test_a_number_that_cannot_be_compared_is_named(sparql: str, number: str) -> None:
    (note,) = number_notes(sparql, DATA, PREFIXES)
    assert note.startswith(f"{number} is beyond the 64 bits")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?n { ?s e:size ?n }",
        "SELECT ?n { ?s e:age ?n FILTER(?n > 1) }",
        "SELECT ?n { ?s e:age ?n FILTER(?n < 9223372036854775807) }",
        "SELECT ?n { ?s e:age ?n FILTER(?n != '99999999999999999999') }",
    ],
)
def test_no_note_if_all_numbers_can_be_compared(sparql: str) -> None:
    assert number_notes(sparql, DATA, PREFIXES) == []
