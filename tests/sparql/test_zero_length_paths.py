"""Property paths of length zero match a term, also if no triple has it (SPARQL 1.1, section 18.4)."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Solutions, Truth
from kzit_graph.sparql.query import query
from kzit_graph.sparql.zero_length_paths import with_zero_length_paths

DATA = """
<http://e/a> <http://e/knows> <http://e/b> <http://e/g1> .
<http://e/b> <http://e/knows> <http://e/c> <http://e/g1> .
<http://e/d> <http://e/knows> <http://e/b> <http://e/g2> .
<http://e/a> <http://e/name> "A" <http://e/g1> .
"""
NAMES = Names({"": "http://e/"})


def rows(sparql: str) -> list[str]:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.N_QUADS)
    answer = query(store, sparql, NAMES)
    assert isinstance(answer, Solutions)
    return sorted(" ".join("-" if term is None else str(term).replace("http://e/", "").strip('<>"') for term in row) for row in answer)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("<http://e/new> <http://e/knows>* ?x", ["new"]),
        (":new :knows? ?x", ["new"]),
        ("?x :knows* :new", ["new"]),
        ("?x ^:knows* :new", ["new"]),
        (":new (:knows|:name)* ?x .", ["new"]),
        (":new (:knows?/:name*) ?x", ["new"]),
        (":new (:knows?)+ ?x", ["new"]),
        (":new !:knows* ?x", ["new"]),
        (":new a* ?x", ["new"]),
        (":new :knows+ ?x", []),
        (":new :knows/:knows* ?x", []),
        (":new :knows*/:name ?x", []),
        (":new (:knows?|:name?) ?x", ["new", "new"]),
        (":a :knows* ?x", ["a", "b", "c"]),
        ("?x :knows* :b", ["a", "b", "d"]),
        ("'text' :knows* ?x", ["text"]),
        ("?x :knows* 'text'@en", ['text"@en']),
        ("?x :knows* 5", ['5"^^<http://www.w3.org/2001/XMLSchema#integer']),
        (":a :name ?n . :new :knows* ?x", ["new"]),
        (":new :knows* ?x . ?x :name ?n", []),
        (":new :knows* ?x ; :name ?n", []),
        ("?y :name 'A' ; :knows* ?x , :new .", []),
        ("BIND(1 AS ?one) :new :knows* ?x . FILTER(isIRI(?x))", ["new"]),
        ("{ :new :knows* ?x } UNION { :a :name ?x }", ["A", "new"]),
        (":a :name ?n OPTIONAL { :new :knows* ?x }", ["new"]),
        ("VALUES ?x { :new :a } FILTER EXISTS { :new :knows* ?x }", ["new"]),
        ("VALUES ?x { :new :a } FILTER(EXISTS { ?x :knows* :new } || false)", ["new"]),
        ("VALUES ?x { :new :a } MINUS { :new :knows* ?x }", ["a"]),
        ("{ SELECT ?x { :new :knows* ?x } }", ["new"]),
        ("GRAPH :g1 { :d :knows* ?x }", ["d"]),
        ("GRAPH :g2 { :d :knows* ?x }", ["b", "d"]),
        ("GRAPH ?g { :d :knows* ?x }", ["b", "d", "d"]),
        ("GRAPH :g1 { ?x :knows* :d , :e }", []),
        ("GRAPH ?g { :new :knows* ?x }", ["new", "new"]),
        ("GRAPH :g1 { :d :knows* :d } BIND('y' AS ?x)", ["y"]),
        (":new :knows* [] . BIND(1 AS ?x)", ['1"^^<http://www.w3.org/2001/XMLSchema#integer']),
        ("_:b :knows :b . :new :knows* ?x . # of _:b\n _:b :name 'A' .", ["new"]),
        ("_:b :knows :b ; :name 'A' . ?x :knows* :new ; a* :new FILTER(true) _:c :name 'A'", ["new"]),
        (":new :knows* _:b . BIND('y' AS ?x)", ["y"]),
        ("[] :knows* :new . BIND('y' AS ?x)", ["y"]),
        ("?x :name 'A' # :new :knows* ?y\n", ["a"]),
        ("?x :name 'A' FILTER(':new :knows* ?x' != '')", ["a"]),
        ("?x :name 'A' FILTER(3 * ?y = 3 || true)", ["a"]),
    ],
)
def test_a_path_of_length_zero_matches_an_unknown_term(pattern: str, expected: list[str]) -> None:
    assert rows(f"SELECT ?x {{ {pattern} }}") == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (":new :knows* :new", True),
        (":new :knows? <http://e/new>", True),
        (":new :knows* :other", False),
        (":new :knows* :a", False),
        ("1 :knows* 1", True),
    ],
)
def test_a_path_of_length_zero_joins_equal_constants(pattern: str, expected: bool) -> None:
    answer = query(Store(), f"ASK {{ {pattern} }}", NAMES)
    assert isinstance(answer, Truth)
    assert answer.value == expected


def test_all_variables_are_those_of_the_query() -> None:
    assert rows("SELECT * { :new :knows* ?x . OPTIONAL { ?x :name ?zeroLength } }") == ["new -"]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) (2*3 AS ?m) { ?s :p/:q* ?o . :s :p+ ?o FILTER(?o*2 > 1) }",
        "SELECT * { :new :p* _:b . _:b :q ?x }",
        "SELECT * { [ :p* :new ] :q ?x . ( :new ) :p ?x }",
        "CONSTRUCT { :new :p ?x } WHERE { ?x :p* ?y }",
        "SELECT * { :new :p* ?x",
        "ASK * ? }{",
    ],
)
def test_other_queries_stay_as_they_are(sparql: str) -> None:
    assert with_zero_length_paths(sparql, lambda _term: False) == sparql


def test_a_path_from_a_known_term_stays_as_it_is() -> None:
    assert with_zero_length_paths("SELECT * { :a :p* ?x }", lambda term: term == ":a") == "SELECT * { :a :p* ?x }"
