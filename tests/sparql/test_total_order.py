"""ORDER BY over values of several types, on which the engine's own sort can end the process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, Store

from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.query import query
from kzit_graph.sparql.total_order import with_total_order

MIXED = " ".join(f'{number * 37 % 1000} "{number * 53 % 1000}a"' for number in range(300))
"""Numbers and texts in a circle, such as 9 < 10 < "1a" < 9."""


def texts(sparql: str) -> list[str | None]:
    """Return the texts of the first column of an answer."""
    answer = query(Store(), f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n{sparql}")
    assert isinstance(answer, Solutions)
    return [None if row[0] is None else row[0].value if isinstance(row[0], Literal) else str(row[0]) for row in answer]


@pytest.mark.slow
@pytest.mark.parametrize("order", ["?y (?x)", "ASC(COALESCE(?y, ?x))"])
def test_numbers_beside_texts_do_not_end_the_process(order: str) -> None:
    sparql = f"SELECT ?x {{ VALUES ?x {{ {MIXED} }} }} ORDER BY {order}"
    ended = subprocess.run([sys.executable, "-m", "kzit_graph", "query", sparql, "-f", "csv"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr, len(ended.stdout.split())) == (0, "", 601)


@pytest.mark.slow
@pytest.mark.parametrize("limit", ["", "LIMIT 3"])
def test_queries_of_shapes_do_not_end_the_process_either(limit: str, tmp_path: Path) -> None:
    sparql = f"SELECT $this ?value {{ $this <urn:p> ?value }} ORDER BY ?value {limit}"
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f'<urn:s> a sh:NodeShape ; sh:targetNode <urn:x> ; sh:property [ sh:path <urn:p> ; sh:sparql [ sh:select "{sparql}" ] ] .\n'
    )
    data = tmp_path / "data.ttl"
    data.write_text(f"<urn:x> <urn:p> {MIXED.replace(' ', ' , ')} .")
    command = ["validate", str(data), "--shapes", str(shapes), "-f", "json"]
    ended = subprocess.run([sys.executable, "-m", "kzit_graph", *command], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert json.loads(ended.stdout)["counts"]["violation"] == (3 if limit else 600)


def test_numbers_come_before_texts_by_value() -> None:
    assert texts('SELECT ?x { VALUES ?x { "1a" 10 9 "b"@en 1e1 "9" 9.5 } } ORDER BY ?x') == ["9", "9.5", "10", "10", "1a", "9", "b"]
    assert texts('SELECT ?x { VALUES ?x { "1a" 10 9 } } ORDER BY DESC(?x)') == ["1a", "10", "9"]


def test_no_value_and_iris_come_first() -> None:
    assert texts('SELECT ?x { VALUES ?x { "a" 1 <urn:a> UNDEF } } ORDER BY ?x') == [None, "<urn:a>", "1", "a"]


def test_days_years_and_texts_stand_in_one_order() -> None:
    values = '"spring 2009" "2009-01-02"^^xsd:date "2010"^^xsd:gYear "2009-01-01T12:00:00Z"^^xsd:dateTime "2009-01"^^xsd:gYearMonth'
    ordered = ["2009-01", "2009-01-01T12:00:00Z", "2009-01-02", "2010", "spring 2009"]
    assert texts(f"SELECT ?x {{ VALUES ?x {{ {values} }} }} ORDER BY ?x") == ordered


def test_durations_and_times_with_zones_are_ordered_by_value() -> None:
    durations = '"P9D"^^xsd:duration "P10D"^^xsd:dayTimeDuration "PT25H"^^xsd:duration "1x"'
    assert texts(f"SELECT ?x {{ VALUES ?x {{ {durations} }} }} ORDER BY ?x") == ["P1DT1H", "P9D", "P10D", "1x"]
    times = '"2020-01-01T13:00:00+13:00"^^xsd:dateTime "2020-01-01T01:00:00+02:00"^^xsd:dateTime "2020-01-01T01:00:00+00:30"^^xsd:dateTime'
    assert texts(f"SELECT ?x {{ VALUES ?x {{ {times} }} }} ORDER BY ?x") == [
        "2020-01-01T01:00:00+02:00",
        "2020-01-01T13:00:00+13:00",
        "2020-01-01T01:00:00+00:30",
    ]


def test_later_conditions_order_what_is_equal_in_earlier_ones() -> None:
    assert texts('SELECT ?y { VALUES (?x ?y) { (1 "b") (1.0 "a") ("c" 1) } } ORDER BY ?x DESC(?y)') == ["b", "a", "1"]


def test_aggregates_and_subqueries_are_ordered() -> None:
    rows = '(1 2) (1 "a") (2 7) (3 "b")'
    assert texts(f"SELECT ?g {{ VALUES (?g ?v) {{ {rows} }} }} GROUP BY ?g ORDER BY DESC(MAX(?v)) LIMIT 2") == ["3", "1"]
    assert texts(f"SELECT ?v {{ {{ SELECT ?v {{ VALUES (?g ?v) {{ {rows} }} }} ORDER BY ?v LIMIT 1 }} }}") == ["2"]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?order { ?order ?by ?x }",
        "SELECT ?x { ?x ?p ?o } ORDER BY STR(?x) DESC(COUNT(?o)) ASC((LCASE(?x))) <urn:f>(?x) xsd:integer(?x) LIMIT 1",
        'SELECT ?x { ?x ?p "ORDER BY ?x" }',
    ],
)
def test_orders_of_one_type_are_left_as_they_are(sparql: str) -> None:
    assert with_total_order(sparql) == sparql


def test_a_malformed_order_is_reported_as_it_was_written() -> None:
    with pytest.raises(Exception, match="line 1, column"):
        query(Store(), "SELECT ?x { ?x ?p ?o } ORDER BY ?x DESC(")
