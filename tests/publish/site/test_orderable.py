"""Answers that the engine cannot order, so that a build does not ask it to."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kzit_graph.publish.site.orderable import are_orderable, without_order
from kzit_graph.rdf.namespaces import XSD


def literals(*texts: str) -> list[Literal]:
    """Return literals, written such as "9 integer" or "1a"."""
    found = (text.rpartition(" ") for text in texts)
    return [Literal(text, datatype=NamedNode(f"{XSD}{datatype}")) if text else Literal(datatype) for text, _, datatype in found]


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("b", "a"),
        ("9 integer", "10 decimal", "1e1 double"),
        ("9 integer", "9a", "b"),
        ("P1M duration", "P1Y duration"),
        ("2009 gYear", "2009-01-02 date", "2009-01 gYearMonth", "spring 2009"),
    ],
)
def test_values_of_one_order_can_be_ordered(texts: tuple[str, ...]) -> None:
    assert are_orderable([*literals(*texts), None, NamedNode("https://example.org/a")])


@pytest.mark.parametrize(
    "texts",
    [("9 integer", "10 integer", "1a"), ("P9D duration", "P10D duration", "P1x"), ("9 integer", "10 integer", "NaN double", "1x")],
)
def test_values_that_go_round_in_a_circle_cannot_be_ordered(texts: tuple[str, ...]) -> None:
    assert not are_orderable(literals(*texts))


def test_many_numbers_beside_texts_are_not_compared() -> None:
    assert not are_orderable(literals("a", *(f"{number} integer" for number in range(1000, 1500))))
    assert are_orderable(literals(*(f"{number} integer" for number in range(5000))))


@pytest.mark.parametrize(
    ("sparql", "unordered", "variables"),
    [
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a DESC(STR(?c)) LIMIT 3", "SELECT ?a { ?a ?b ?c } LIMIT 3", ("a", "c")),
        ("SELECT ?a { ?a ?b ?c }", "SELECT ?a { ?a ?b ?c }", ()),
        (
            "SELECT ?order { { SELECT ?order { ?order ?b ?c } ORDER BY ?c } }",
            "SELECT ?order { { SELECT ?order { ?order ?b ?c } ORDER BY ?c } }",
            (),
        ),
        ('SELECT ?a { ?a ?b "ORDER BY" } order by ?a', 'SELECT ?a { ?a ?b "ORDER BY" } ', ("a",)),
    ],
)
def test_the_order_at_the_end_of_a_query_is_left_out(sparql: str, unordered: str, variables: tuple[str, ...]) -> None:
    assert without_order(sparql) == (unordered, variables)
