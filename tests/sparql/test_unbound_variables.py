"""Notes on variables of a query that nothing binds."""

from __future__ import annotations

import pytest

from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.project import Project
from kzit_graph.sparql.unbound_variables import unbound_variables

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("sparql", "notes"),
    [
        ("SELECT ?naem { ?x skos:prefLabel ?name } LIMIT 2", ["nothing in the query binds ?naem; nearest: ?name"]),
        ("SELECT ?x ?zzz { ?x a kzit:Goal }", ["nothing in the query binds ?zzz"]),
        ("SELECT ?name { ?x skos:prefLabel ?name } LIMIT 2", []),
        ("SELECT (COUNT(*) AS ?n) { ?x a kzit:Goal }", []),
        ("SELECT (1/0 AS ?n) {}", []),
        ("SELECT * { BIND(1/0 AS ?n) }", []),
        ("SELECT * { ?s ?p <http://e/none> }", []),
        ("SELECT DISTINCT * FROM <http://e/none> { ?s ?p ?o }", []),
        ("SELECT ?x { { SELECT * { ?x a kzit:Goal } } }", []),
        ("SELECT ?x { VALUES ?x { UNDEF } }", []),
        ("SELECT ?y { ?x a kzit:Goal OPTIONAL { ?x kzit:host ?y } }", []),
        ("ASK { ?x a kzit:Goal }", []),
        ("CONSTRUCT { ?x a ?zzz } WHERE { ?x a kzit:Goal }", []),
    ],
)
def test_a_column_that_nothing_binds_gets_a_note(sparql: str, notes: list[str], project: Project) -> None:
    kg = KnowledgeGraph(project)
    text = kg.sparql(sparql)
    assert unbound_variables(text, kg.answer(text)) == notes


def test_no_question_of_the_catalogue_has_a_column_that_nothing_binds(project: Project) -> None:
    kg = KnowledgeGraph(project)
    texts = [kg.sparql(name) for name in kg.questions()]
    assert [text for text in texts if unbound_variables(text, kg.answer(text))] == []
