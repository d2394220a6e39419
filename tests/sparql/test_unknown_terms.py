"""Notes on unknown terms of a query."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.rdf.names import Names
from kzit_graph.rdf.reading import read_quads
from kzit_graph.sparql.unknown_terms import unknown_terms


def notes(sparql: str, store: Store, project: Project, *, found_nothing: bool) -> list[str]:
    vocabulary = Store()
    vocabulary.extend(quad for path in project.ontology for quad in read_quads(path))
    return unknown_terms(sparql, store, vocabulary, Names(LoadedProject(project).prefixes), found_nothing=found_nothing)


@pytest.mark.parametrize(
    ("sparql", "note"),
    [
        ("SELECT * { ?x a kzit:Gaol }", "kzit:Gaol is not in the vocabulary; nearest: kzit:Goal"),
        ("SELECT * { ?x kzit:hapened ?y }", "kzit:hapened is not in the vocabulary"),
        ("SELECT * { ?x a <https://w3id.org/kzit/ontology#goal> }", "<https://w3id.org/kzit/ontology#goal> is not in the vocabulary"),
        ("SELECT * { id:milano ?p ?o }", "id:milano is not in the data; nearest: id:milan"),
        ("SELECT * { ?x schema:prefLabel ?o }", "schema:prefLabel is not in the data; nearest: skos:prefLabel"),
        ("SELECT * { ?x <http://e/p> ?o }", "<http://e/p> is not in the data"),
        ("PREFIX k: <https://w3id.org/kzit/ontology#> ASK { ?x a k:Gaol }", "k:Gaol is not in the vocabulary; nearest: kzit:Goal"),
    ],
)
def test_an_unknown_term_gets_a_note_with_the_nearest_terms(sparql: str, note: str, store: Store, project: Project) -> None:
    (line,) = notes(sparql, store, project, found_nothing=True)
    assert line.startswith(note)


def test_a_misspelt_vocabulary_term_always_gets_a_note(store: Store, project: Project) -> None:
    sparql = "SELECT * { ?x a kzit:Goal OPTIONAL { ?x kzit:plaice ?p } OPTIONAL { ?x <http://e/p> ?q } }"
    (line,) = notes(sparql, store, project, found_nothing=False)
    assert line.startswith("kzit:plaice")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?x a kzit:Goal ; rdf:type ?t FILTER (DATATYPE(?x) = xsd:gYear) }",
        'SELECT * { ?x ?p "kzit:Gaol" } # kzit:Gaol <http://e/p>',
        "PREFIX e: <http://e/> BASE <http://f/> SELECT * { GRAPH <https://w3id.org/kzit/graph/reference/places> { ?s ?p ?o } }",
        "SELECT ($kzit AS ?y) { ?kzit ?p _:kzit }",
    ],
)
def test_known_terms_and_other_text_get_no_note(sparql: str, store: Store, project: Project) -> None:
    assert notes(sparql, store, project, found_nothing=True) == []


def test_an_unused_vocabulary_term_gets_no_note(store: Store) -> None:
    vocabulary = Store()
    vocabulary.load(b"<http://e/v#Unused> a <http://www.w3.org/2002/07/owl#Class> .", format=RdfFormat.TURTLE)
    assert unknown_terms("ASK { ?x a <http://e/v#Unused> }", store, vocabulary, Names(), found_nothing=True) == []
