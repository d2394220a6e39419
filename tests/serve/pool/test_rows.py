"""Rows in the formats of results have the same bytes as those of the engine."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.serve.pool.rows import write_rows
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS, as_csv

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_IRIS = st.builds(NamedNode, st.sampled_from(("http://e/", "urn:x:é", 'http://e/?a=1&b="2"'.replace('"', "'"))))
_LITERALS = st.one_of(
    st.builds(Literal, _TEXTS),
    st.builds(lambda text: Literal(text, language="en-gb"), _TEXTS),
    st.builds(lambda text: Literal(text, language="ar", direction=BaseDirection.RTL), _TEXTS),
    st.builds(lambda text: Literal(text, datatype=NamedNode("http://e/d")), _TEXTS),
    st.builds(Literal, st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)),
    st.builds(lambda number: Literal(f"{number}.0", datatype=NamedNode(f"{XSD}decimal")), st.integers(0, 9)),
)
_TRIPLES = st.builds(lambda value: Triple(NamedNode("http://e/s"), NamedNode("http://e/p"), value), _LITERALS)
_TERMS = st.one_of(_LITERALS, _IRIS, st.just(BlankNode("b1")), _TRIPLES)


def answered(terms: list[Term | None]) -> QuerySolutions:
    """Return rows of the engine with two columns, of which the second has the terms. None leaves it unbound."""
    store, number = Store(), count()
    for term in terms:
        subject = NamedNode(f"http://e/{next(number)}")
        store.add(Quad(subject, NamedNode("http://e/is"), subject))
        if term is not None:
            store.add(Quad(subject, NamedNode("http://e/has"), term))
    rows = store.query("SELECT ?s ?term { ?s <http://e/is> ?s OPTIONAL { ?s <http://e/has> ?term } }")
    assert isinstance(rows, QuerySolutions)
    return rows


@pytest.mark.parametrize("format_name", ["json", "xml", "tsv"])
@given(st.lists(st.none() | _TERMS, max_size=4))
@settings(max_examples=60)
def test_rows_have_the_bytes_of_the_engine(format_name: str, terms: list[Term | None]) -> None:
    found: list[bytes] = []
    write_rows(map(tuple, answered(terms)), ["s", "term"], format_name, found.append)

    assert b"".join(found) == answered(terms).serialize(format=SOLUTION_FORMATS[format_name])


@given(st.lists(st.none() | _TERMS, max_size=4))
@settings(max_examples=30)
def test_csv_has_the_bytes_of_the_query_command(terms: list[Term | None]) -> None:
    found: list[bytes] = []
    rows = [tuple(row) for row in answered(terms)]
    write_rows(rows, ["s", "term"], "csv", found.append)

    assert b"".join(found) == as_csv(["s", "term"], rows)


@pytest.mark.parametrize("format_name", SOLUTION_FORMATS)
@pytest.mark.parametrize("number", [0, 1, 499, 500, 501, 1_000])
def test_rows_of_several_batches_are_joined(format_name: str, number: int) -> None:
    rows = [(Literal(index), Literal(str(index))) for index in range(number)]
    text = " ".join(f"({index} '{index}')" for index in range(number))
    solutions = Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {text} }} }}")
    assert isinstance(solutions, QuerySolutions)
    found: list[bytes] = []

    write_rows(rows, ["a", "b"], format_name, found.append)

    assert b"".join(found) == solutions.serialize(format=SOLUTION_FORMATS[format_name])


@pytest.mark.parametrize("format_name", SOLUTION_FORMATS)
def test_rows_without_variables_are_written(format_name: str) -> None:
    found: list[bytes] = []

    write_rows([(), ()], [], format_name, found.append)

    rows = Store().query("SELECT * { {} UNION {} }")
    assert isinstance(rows, QuerySolutions)
    assert b"".join(found) == rows.serialize(format=SOLUTION_FORMATS[format_name])
