"""Numbers that the engine cannot compare or add are named, not silently left out."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.rdf.names import Names
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.number_notes import number_notes
from kzit_graph.sparql.query import query

NAMES = Names(prefixes={"e": "http://e/", "xsd": XSD})
LARGE = "99999999999999999999"
PRECISE = "0.1234567890123456789"


def store(*numbers: tuple[str, str, str]) -> Store:
    found = Store()
    for predicate, number, datatype in numbers:
        literal = Literal(number, datatype=NamedNode(XSD + datatype))
        found.add(Quad(NamedNode("http://e/a"), NamedNode(f"http://e/{predicate}"), literal, NamedNode("http://e/g")))
    return found


def notes(sparql: str, data: Store | None = None) -> list[str]:
    data = data or DATA
    return number_notes(sparql, data, NAMES, query(data, sparql, NAMES))


DATA = store(
    ("size", LARGE, "integer"),
    ("size", "5", "integer"),
    ("share", PRECISE, "decimal"),
    ("age", "7", "integer"),
    ("age", "x", "integer"),
    ("text", "123456789012345678901", "string"),
    ("text", "5", "string"),
    ("mass", "6e30", "double"),
    ("limit", "9223372036854775807", "integer"),
    ("limit", "9223372036854775806", "integer"),
    ("day", "2020-01-01", "date"),
    ("amount", "6000000000", "integer"),
    ("amount", "7000000000.5", "decimal"),
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
        ("SELECT ?s { ?s e:age ?n FILTER(?n > -9223372036854775809) }", "9223372036854775809"),
        (f"SELECT (xsd:integer('{LARGE}') AS ?m) {{}}", LARGE),
        (f"PREFIX x: <{XSD}> SELECT (x:decimal('{PRECISE}') AS ?m) {{}}", PRECISE),
        (f"SELECT ?n {{ VALUES ?n {{ '{LARGE}'^^xsd:integer 1 }} FILTER(?n > 0) }}", LARGE),
        (f"SELECT ?n {{ VALUES ?n {{ '{LARGE}'^^<{XSD}long> }} }} ORDER BY ?n", LARGE),
        (f"SELECT ?n {{ BIND(STRDT('{LARGE}', xsd:integer) + 1 AS ?n) }}", LARGE),
        ("SELECT (xsd:integer(?n) AS ?m) { ?s e:text ?n }", "123456789012345678901"),
        ("SELECT (xsd:integer(?n) AS ?m) { ?s e:mass ?n }", "6000000000000000000000000000000"),
    ],
)
def test_a_number_that_cannot_be_compared_is_named(sparql: str, number: str) -> None:
    (note,) = notes(sparql)
    assert note.startswith(f"{number} is beyond the 64 bits")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?n { ?s e:size ?n }",
        "SELECT (COUNT(*) AS ?m) { ?s ?p ?n }",
        "SELECT (SAMPLE(?n) AS ?any) (COUNT(*) AS ?m) { ?s e:size ?n }",
        "SELECT ?s (COUNT(DISTINCT ?n) AS ?m) { ?s e:size ?n } GROUP BY ?s",
        "SELECT ?n { ?s e:age ?n FILTER(?n > 1) }",
        "SELECT ?n { ?s e:age ?n FILTER(?n < 9223372036854775807) }",
        "SELECT ?n { ?s e:age ?n FILTER(?n != '99999999999999999999') }",
        "SELECT ?n { ?s e:age ?n FILTER(?n > -9223372036854775807) }",
        f"SELECT ?n {{ ?s e:age ?n FILTER(STR(?n) = '{LARGE}') VALUES ?x {{ '{LARGE}' }} }}",
        "SELECT (xsd:integer('x') AS ?m) (xsd:integer('7') AS ?k) {}",
        "SELECT (xsd:double(?n) AS ?m) { ?s e:text ?n }",
        "SELECT (xsd:integer(?n) AS ?m) { ?s e:age ?n }",
    ],
)
def test_no_note_if_all_numbers_can_be_compared(sparql: str) -> None:
    assert notes(sparql) == []


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT (SUM(?n) AS ?all) { ?s e:limit ?n }",
        "SELECT (SUM(DISTINCT ?n) AS ?all) { ?s e:limit ?n }",
        "SELECT (AVG(?n) AS ?mean) { ?s e:limit ?n }",
        "SELECT (?n + 1 AS ?m) { ?s e:limit ?n }",
        "SELECT (1+?n AS ?m) { ?s e:limit ?n }",
        "SELECT (-?n - 5 AS ?m) { ?s e:limit ?n }",
        "SELECT ?m { ?s e:limit ?n BIND((?n * 2) + ABS(?n) AS ?m) }",
        "SELECT ?s { ?s e:limit ?n FILTER(?n + 10 > 5) }",
        "SELECT ?s { ?s (e:limit|e:no)/e:no*|e:limit ?n FILTER(5 < ?n * ?n) }",
        "SELECT ?s { ?s e:amount ?n FILTER(?n * ?n * 100 > 5) }",
        "SELECT ?s { ?s e:limit ?n } GROUP BY ?s HAVING(SUM(?n) > 1)",
        "SELECT (4000000000 * 4000000000 AS ?m) {}",
        "SELECT ('4000000000'^^xsd:integer * '4000000000'^^xsd:integer AS ?m) {}",
        "SELECT (xsd:integer('9223372036854775807') + 1 AS ?m) {}",
        "SELECT (?n * ?n AS ?m) { VALUES ?n { 5 -4000000000 } }",
        "ASK { ?s e:limit ?n FILTER(?n + 10 > 5) }",
        "CONSTRUCT { ?s e:more ?m } WHERE { ?s e:limit ?n BIND(?n + 10 AS ?m) }",
    ],
)
def test_a_result_that_cannot_be_computed_is_noted(sparql: str) -> None:
    (note,) = notes(sparql)
    assert note == (
        "a result of the arithmetic is beyond the 64 bits or 18 decimal places of the query engine: such results were not computed"
    )


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT (MAX(?n) AS ?most) (COUNT(*) AS ?all) { ?s e:limit ?n }",
        "SELECT (?n - 1 AS ?m) { ?s e:limit ?n }",
        "SELECT ?s { ?s e:limit ?n FILTER(?n > 5) }",
        "SELECT (SUM(?n) AS ?all) (AVG(?n) AS ?mean) { ?s e:amount ?n }",
        "SELECT (?n * ?a / 100 AS ?m) { ?s e:amount ?n ; e:age ?a }",
        "SELECT (SUM(?n) / COUNT(?n) AS ?m) { ?s e:amount ?n }",
        "SELECT (?n - ?d AS ?m) { ?s e:limit ?n ; e:day ?d }",
        "SELECT (?n + ?t AS ?m) { ?s e:limit ?n ; e:text ?t }",
        "SELECT (?n - 1 AS ?m) { ?s e:limit ?n OPTIONAL { ?s e:no ?m2 } BIND(?m2 + ?n AS ?k) }",
        "SELECT * { ?s e:limit ?n . ?s (e:limit/e:no)* ?x FILTER(?n > 1) }",
        "ASK { ?s e:limit ?n FILTER(?n - 10 > 5) }",
    ],
)
def test_no_note_if_all_results_can_be_computed(sparql: str) -> None:
    assert notes(sparql) == []
