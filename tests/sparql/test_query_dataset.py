"""The dataset of a query: FROM, FROM NAMED, and the graphs of the protocol (SPARQL 1.1, section 13.2)."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Solutions, Triples, Truth
from kzit_graph.sparql.query import query

DATA = """
<http://e/both> <http://e/p> "1" <http://e/g1> .
<http://e/both> <http://e/p> "1" <http://e/g2> .
<http://e/one> <http://e/p> "2" <http://e/g1> .
<http://e/two> <http://e/p> "3" <http://e/g2> .
<http://e/three> <http://e/p> "4" <http://e/g3> .
"""
NAMES = Names({"e": "http://e/"})


def store() -> Store:
    graphs = Store()
    graphs.load(DATA.encode(), format=RdfFormat.N_QUADS)
    return graphs


def things(sparql: str, **options: list[NamedNode]) -> list[str]:
    answer = query(store(), sparql, NAMES, **options)
    assert isinstance(answer, Solutions)
    return sorted(term.value.removeprefix("http://e/") for term in (row["s"] for row in answer) if isinstance(term, NamedNode))


def g(*numbers: int) -> list[NamedNode]:
    return [NamedNode(f"http://e/g{number}") for number in numbers]


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT * FROM <http://e/g1> { ?s ?p ?o }", "both one"),
        ("SELECT*from<http://e/g1>{?s ?p ?o}", "both one"),
        ("SELECT * FROM e:g1 WHERE { ?s ?p ?o }", "both one"),
        ("SELECT * FROMe:g1 { ?s ?p ?o }", "both one"),
        ("BASE <http://e/> SELECT ?s FROM <g1> { ?s ?p ?o }", "both one"),
        ("PREFIX x: <http://e/> SELECT ?s (1 AS ?from) # FROM <http://e/g3>\nFROM x:g2 { ?s ?p ?o }", "both two"),
        ("SELECT * FROM e:g1 FROM e:g2 { ?s ?p ?o }", "both one two"),
        ("BASE <http://e/> PREFIX x: <http://e/> SELECT * FROM <g1> FROM x:g2 FROM e:g1 { ?s ?p ?o }", "both one two"),
        ("SELECT * FROM e:missing { ?s ?p ?o }", ""),
        ("SELECT * FROM e:missing FROM e:g3 { ?s ?p ?o }", "three"),
        ("SELECT * FROM e:g1 { GRAPH ?g { ?s ?p ?o } }", ""),
        ("SELECT * FROM NAMED e:g1 { ?s ?p ?o }", ""),
        ("SELECT * FROM NAMED e:g1 { GRAPH ?g { ?s ?p ?o } }", "both one"),
        ("SELECT * FROM NAMED e:g1 FROM NAMED e:g2 { GRAPH ?g { ?s ?p ?o } }", "both both one two"),
        ("SELECT * FROM e:g1 FROM e:g3 FROM NAMED e:g2 { ?s ?p ?v GRAPH e:g2 { ?t ?p ?o } }", "both both one one three three"),
        ("SELECT * FROM e:g1 FROM e:g3 FROM NAMED e:g2 { GRAPH ?g { ?s ?p ?o } }", "both two"),
        ("SELECT * FROM e:g1 FROM NAMED e:g2 { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", "both both one two"),
        ("SELECT * { ?s ?p ?o FILTER(?o != 'FROM <http://e/g1>') }", "both both one three two"),
        ("SELECT * { ?s ?p ?o FILTER(?s = e:one || ?s = <http://e/from>) } # FROM e:g3", "one"),
    ],
)
def test_a_query_reads_the_graphs_that_it_names(sparql: str, expected: str) -> None:
    assert " ".join(things(sparql)) == expected


def test_a_triple_of_two_graphs_of_from_counts_once() -> None:
    answer = query(store(), "SELECT (COUNT(*) AS ?n) FROM e:g1 FROM e:g2 { ?s ?p ?o }", NAMES)
    assert isinstance(answer, Solutions)
    assert answer[0]["n"] == Literal(3)


def test_the_other_query_forms_read_the_graphs_that_they_name() -> None:
    ask = query(store(), "ASK FROM e:g1 { e:three ?p ?o }", NAMES)
    construct = query(store(), "CONSTRUCT { ?s e:from ?o } FROM e:g1 FROM e:g3 WHERE { ?s ?p ?o }", NAMES)
    short = query(store(), "CONSTRUCT FROM e:g1 WHERE { ?s ?p ?o }", NAMES)
    describe = query(store(), "DESCRIBE e:both e:three FROM e:g1 FROM e:g2", NAMES)
    assert isinstance(ask, Truth)
    assert not ask
    assert [len(answer) for answer in (construct, short, describe) if isinstance(answer, Triples)] == [3, 2, 1]


def test_graphs_of_the_protocol_replace_those_of_the_query() -> None:
    every = "SELECT * FROM e:g3 { ?s ?p ?o }"
    assert things(every, default_graphs=g(1)) == ["both", "one"]
    assert things(every, default_graphs=g(1, 2, 1)) == ["both", "one", "two"]
    assert things(every, named_graphs=g(1)) == []
    named = "SELECT * FROM NAMED e:g3 { GRAPH ?g { ?s ?p ?o } }"
    assert things(named, named_graphs=g(1)) == ["both", "one"]
    assert things(named, default_graphs=g(1, 2)) == []
    assert things(named, default_graphs=g(1, 2), named_graphs=g(3)) == ["three"]


def test_the_store_is_the_same_after_a_query_with_from() -> None:
    graphs = store()
    before = set(graphs)
    query(graphs, "SELECT * FROM e:g1 FROM e:g2 { ?s ?p ?o }", NAMES)
    assert set(graphs) == before
