"""GROUP_CONCAT takes the text of any IRI or literal."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, Store

from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.group_concat import with_group_concat_of_texts
from kzit_graph.sparql.query import query


@pytest.mark.parametrize(
    ("aggregate", "values", "expected"),
    [
        ("GROUP_CONCAT(?x)", "<http://e/a> <http://e/b>", Literal("http://e/a http://e/b")),
        ("group_concat(DISTINCT ?x; separator=', ')", "<http://e/a> <http://e/a>", Literal("http://e/a")),
        ("GROUP_CONCAT(?x ; SEPARATOR = ')')", "1 true 2.5", Literal("1)true)2.5")),
        ("GROUP_CONCAT(?x)", "'a' <http://e/b> 'c'@en", Literal("a http://e/b c")),
        ("GROUP_CONCAT(?x)", "'a'@en 'b'@en", Literal("a b")),
        ("GROUP_CONCAT(CONCAT(STR(?x), ';'); SEPARATOR='')", "1 2", Literal("1;2;")),
        ("GROUP_CONCAT(?x # of things\n; SEPARATOR=';')", "1 2", Literal("1;2")),
        ("GROUP_CONCAT(IF(EXISTS { ?s ?p ?x ; ?q ?x }, 'yes', ?x))", "1 2", Literal("1 2")),
        ("CONCAT('GROUP_CONCAT(?x)', GROUP_CONCAT(?x), GROUP_CONCAT(?x))", "1", Literal("GROUP_CONCAT(?x)11")),
        ("GROUP_CONCAT(?x)", "", Literal("")),
    ],
)
def test_group_concat_joins_the_texts_of_terms(aggregate: str, values: str, expected: Literal) -> None:
    answer = query(Store(), f"SELECT ({aggregate} AS ?all) {{ VALUES ?x {{ {values} }} }}")
    assert isinstance(answer, Solutions)
    assert answer[0]["all"] == expected


@pytest.mark.parametrize("sparql", ["ASK {}", "SELECT (GROUP_CONCAT AS ?x) {}", "SELECT (GROUP_CONCAT(?x", "# GROUP_CONCAT(?x)\nASK {}"])
def test_a_text_without_the_aggregate_stays_as_it_is(sparql: str) -> None:
    assert with_group_concat_of_texts(sparql) == sparql
