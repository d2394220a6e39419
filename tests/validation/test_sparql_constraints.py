"""SPARQL constraints evaluated for all focus nodes at once have the same results as in the engines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.project.shapes import load_shapes
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.engines.run import run_pyshacl, run_shacl_on_file
from kzit_graph.validation.results import Severity
from kzit_graph.validation.shacl_sparql.constraint import run_constraint
from kzit_graph.validation.shacl_sparql.constraints import split_constraints
from tests.loading import read_files

HEAD: Final = """\
@prefix e: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES: Final = """
e:prefixes a owl:Ontology ; sh:declare [ sh:prefix "e" ; sh:namespace "http://e/"^^xsd:anyURI ] .
e:Shape a sh:NodeShape ; $targets ; $severity sh:sparql e:constraint .
e:constraint a sh:SPARQLConstraint ; sh:prefixes e:prefixes ;
    sh:message "{$this} and {?other} share {?value} {?none}" ;
    sh:select \"\"\"$select\"\"\" .
"""
DATA: Final = """
e:a a e:T ; e:p "1" , e:x .
e:b a e:T , e:U ; e:p "1" ; e:q e:a .
e:c a e:U ; e:p e:x ; e:q "literal" .
e:U rdfs:subClassOf e:T .
"""
PAIRS: Final = "SELECT $this ?other ?value WHERE { $this e:p ?value . ?other e:p ?value . FILTER (STR($this) < STR(?other)) }"


def shapes(folder: Path, select: str = PAIRS, targets: str = "sh:targetClass e:T", severity: str = "", more: str = "") -> Store:
    path = folder / "shapes.ttl"
    text = SHAPES.replace("$targets", targets).replace("$severity", severity).replace("$select", select)
    path.write_text(HEAD + text + more, encoding="utf-8")
    return load_shapes(read_files([path]))


def data() -> Store:
    store = Store()
    store.load(HEAD + DATA, format=RdfFormat.TURTLE, to_graph=NamedNode("http://e/graph"))
    return store


@pytest.mark.slow
@pytest.mark.parametrize(
    "targets",
    [
        "sh:targetClass e:T",
        "sh:targetClass e:U",
        "sh:targetSubjectsOf e:q",
        "sh:targetObjectsOf e:q",
        "sh:targetNode e:a , e:b",
        "sh:targetNode e:a ; sh:targetClass e:T ; sh:targetSubjectsOf e:p",
    ],
)
@pytest.mark.parametrize(
    "select",
    [
        PAIRS,
        "SELECT $this ?value ?path WHERE { $this ?path ?value . FILTER isLiteral(?value) }",
        "SELECT DISTINCT $this WHERE { $this e:p ?any . FILTER NOT EXISTS { $this e:q ?other . # {\n } }",
        'SELECT $this (CONCAT(STR(?value), "{") AS ?value2) WHERE { $this e:p+ ?value }',
        "SELECT $this ?value WHERE { { $this e:p ?value } UNION { $this e:q ?value } }",
        "SELECT $this ?value WHERE { { $this e:p ?value } UNION { ?other e:q ?value } }",
        "SELECT $this ?value WHERE { $this a e:T OPTIONAL { $this e:q ?value } }",
        "SELECT $this ?value WHERE { $this a e:T OPTIONAL { ?other e:q ?value } BIND (STR($this) AS ?name) }",
        "SELECT $this ?value WHERE { { $this e:p ?value FILTER NOT EXISTS { $this e:q ?other } } }",
        "SELECT $this ?value WHERE { { SELECT $this ?value WHERE { $this e:p ?value } } }",
        "SELECT $this ?value WHERE { ?any e:q e:a . { SELECT DISTINCT $this ?value WHERE { $this e:p ?value } ORDER BY ?value } }",
        "SELECT $this (COUNT(DISTINCT ?value) AS ?n) WHERE { $this e:p ?value } GROUP BY $this",
        """SELECT $this ?value WHERE {
            { SELECT $this ?value (COUNT(DISTINCT ?one) AS ?n)
              WHERE { { $this e:p ?value } UNION { ?value e:q $this } OPTIONAL { ?one e:p ?value } } GROUP BY $this ?value }
            OPTIONAL { $this e:q ?other . FILTER (?other != $this) } FILTER (!BOUND(?other) || ?n > 1) }""",
    ],
)
def test_the_results_are_the_same_as_in_both_engines(targets: str, select: str, tmp_path: Path) -> None:
    graph = shapes(tmp_path, select, targets)
    path = tmp_path / "data.ttl"
    all_shapes = (graph.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").decode()
    path.write_text(HEAD + DATA, encoding="utf-8")
    text = (data().dump(format=RdfFormat.N_QUADS) or b"").decode()
    engines = [run_shacl_on_file(path, all_shapes), run_pyshacl(text, all_shapes)]
    (constraint,), stated = split_constraints(graph)
    results = run_constraint(constraint, data())
    assert stated == [(NamedNode("http://e/Shape"), f"{SHACL}sparql", NamedNode("http://e/constraint"))]
    for of_engine in engines:
        assert Counter(result.key() for result in results) == Counter(result.key() for result in of_engine)
    assert {result.message for result in results} == {result.message for result in engines[0]}


def test_a_message_contains_the_values_of_the_result(tmp_path: Path) -> None:
    (constraint,), _ = split_constraints(shapes(tmp_path, severity="sh:severity sh:Info ;"))
    results = run_constraint(constraint, data())
    assert "http://e/a and http://e/b share 1 {?none}" in {result.message for result in results}
    assert {result.severity for result in results} == {Severity.INFO}


def test_prefixes_can_be_imported(tmp_path: Path) -> None:
    graph = shapes(tmp_path, more="e:more owl:imports e:prefixes . e:constraint sh:prefixes e:more .")
    graph.update("DELETE DATA { <http://e/constraint> <http://www.w3.org/ns/shacl#prefixes> <http://e/prefixes> }")
    (constraint,), _ = split_constraints(graph)
    assert constraint.prefixes == {"e": "http://e/"}


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this ?value WHERE { ?other e:p ?value { ?any e:q ?value FILTER (?any = $this) } }",
        "SELECT $this ?value WHERE { { ?other e:p ?value OPTIONAL { $this e:p ?value } } }",
        "SELECT $this ?value WHERE { { ?other e:p ?value OPTIONAL { ?other e:q ?any FILTER (?any = $this) } } }",
        "SELECT $this ?name WHERE { { ?other e:p ?value BIND (STR($this) AS ?name) } }",
        "SELECT $this ?value WHERE { { $this e:p* ?value } }",
        "SELECT $this (COUNT(?value) AS ?n) WHERE { $this e:p ?value } GROUP BY $this",
        "SELECT $this (SAMPLE(?value) AS ?n) WHERE { $this e:p ?value } GROUP BY $this",
        "SELECT $this ?n WHERE { { SELECT $this (COUNT(DISTINCT ?one) AS ?n) WHERE { $this e:p ?one } GROUP BY ?one } }",
        "SELECT $this ?n WHERE { { SELECT $this (COUNT(DISTINCT ?one) AS ?n) WHERE { $this e:p ?one } GROUP BY $this HAVING (?n > 1) } }",
        "SELECT $this ?value WHERE { { SELECT $this ?value WHERE { $this e:p ?value } ORDER BY ?value LIMIT 1 } }",
        "SELECT $this ?value WHERE { { SELECT ?value WHERE { $this e:p ?value } } }",
        "SELECT $this WHERE { { SELECT $this WHERE { $this e:p ?value } GROUP BY $this ORDER BY COUNT(?value) } }",
        "SELECT $this WHERE { $this e:p ?value } LIMIT 1",
        "SELECT $this WHERE { { $this e:p ?value FILTER EXISTS { { SELECT ?any WHERE { ?any e:q ?value } } } } }",
        "SELECT $this ?n WHERE { { $this e:p ?value BIND (RAND() AS ?n) } }",
        "SELECT $this ?value WHERE { { $this e:p ?value } GRAPH ?graph { $this e:q ?other } }",
        "SELECT $this WHERE { SELECT $this WHERE { $this e:p ?value } }",
        "SELECT $this ?value WHERE { { $this e:p ?value } ",
        "SELECT $this WHERE { $this e:p ?value MINUS { $this e:q ?value } }",
        "SELECT $this ?message WHERE { $this e:p ?message }",
        "SELECT $this WHERE { $this $PATH ?value }",
    ],
)
def test_a_query_whose_meaning_could_change_is_left_to_the_engine(select: str, tmp_path: Path) -> None:
    graph = shapes(tmp_path, select)
    assert split_constraints(graph) == ([], [])


@pytest.mark.parametrize(
    "more",
    [
        "e:Shape sh:deactivated true .",
        "e:constraint sh:deactivated true .",
        "e:Other a sh:NodeShape ; sh:targetNode e:a ; sh:node e:Shape .",
    ],
)
def test_a_deactivated_or_referenced_shape_is_left_to_the_engine(more: str, tmp_path: Path) -> None:
    graph = shapes(tmp_path, more=more)
    assert split_constraints(graph) == ([], [])


def test_a_malformed_query_is_reported_with_its_shape(tmp_path: Path) -> None:
    (constraint,), _ = split_constraints(shapes(tmp_path, "SELECT $this WHERE { $this e:p }"))
    with pytest.raises(InvalidInput, match="http://e/Shape"):
        run_constraint(constraint, data())
