"""The ontology is consistent with the data, all its terms are used, and no term of any vocabulary is misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import pytest
import rdflib.namespace
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib import OWL, PROV, RDF, RDFS, SH, SKOS, XSD, Graph, URIRef
from rdflib.namespace import DefinedNamespace

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.rdf.reading import read_quads
from tests.source_counts import absent

KZIT: Final = "https://w3id.org/kzit/ontology#"
BASE: Final = "https://w3id.org/kzit/"
CONTRADICTION: Final = "http://www.daml.org/2002/03/agents/agent-ont#error"
LANGUAGES: Final = {"en", "it", "kk", "ru"}
ELSEWHERE: Final = ("http://www.wikidata.org/entity/Q", "https://sws.geonames.org/", "http://id.loc.gov/vocabulary/iso639-1/")
"""Entities, not terms of a vocabulary."""


@pytest.fixture(scope="session")
def vocabulary(project: Project) -> Graph:
    graph = Graph()
    for path in project.ontology:
        graph.parse(path)
    return graph


def terms(vocabulary: Graph) -> set[URIRef]:
    return {
        term
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in vocabulary.subjects(RDF.type, kind)
        if isinstance(term, URIRef)
    }


def closure(project: Project, *more: tuple[URIRef, URIRef, URIRef]) -> Graph:
    """Return the facts of a project and the vocabulary with all OWL 2 RL entailments. Code lists are left out: they are large."""
    import owlrl

    quads = [quad for quad in LoadedProject(project).store if quad.graph_name != NamedNode(f"{BASE}graph/concepts")]
    graph = Graph().parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="ntriples")
    for path in project.ontology:
        graph.parse(path)
    for triple in more:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def contradictions(graph: Graph) -> list[str]:
    return [str(text) for text in graph.objects(None, URIRef(CONTRADICTION))]


@pytest.mark.slow
def test_vocabulary_and_data_are_consistent_under_owl_2_rl(project: Project) -> None:
    assert contradictions(closure(project)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("thing", "second_class"),
    [("id/kazinform-2017-08-21/p5s2-f1", "Passage"), ("id/italy", "Event"), ("id/kazinform-2017-08-21/p10s1-f2", "Occurrence")],
)
def test_a_contradiction_is_found(project: Project, thing: str, second_class: str) -> None:
    assert contradictions(closure(project, (URIRef(BASE + thing), RDF.type, URIRef(KZIT + second_class)))) != []


@pytest.mark.slow
def test_evidence_does_not_make_a_fact_an_inference(project: Project) -> None:
    graph = closure(project)
    cited = set(graph.subjects(URIRef(f"{KZIT}evidence")))
    inferred = set(graph.subjects(URIRef(f"{KZIT}inferredFrom")))
    assert len(inferred) > 0
    assert {fact for fact in graph.subjects(PROV.wasDerivedFrom) if fact in cited} == inferred & cited


def test_the_vocabulary_stays_small(vocabulary: Graph) -> None:
    classes = set(vocabulary.subjects(RDF.type, OWL.Class))
    assert 10 <= len(classes) <= 24
    assert 30 <= len(terms(vocabulary) - classes) <= 52


def test_every_term_has_labels_and_definitions_of_one_sentence(vocabulary: Graph) -> None:
    for term in terms(vocabulary):
        labels = list(vocabulary.objects(term, RDFS.label))
        assert sorted(label.language or "" for label in labels if isinstance(label, rdflib.Literal)) == sorted(LANGUAGES), term
        definitions = [text for text in vocabulary.objects(term, SKOS.definition) if isinstance(text, rdflib.Literal)]
        assert sorted(text.language or "" for text in definitions) == sorted(LANGUAGES), term
        notes = [text.language or "" for text in vocabulary.objects(term, SKOS.scopeNote) if isinstance(text, rdflib.Literal)]
        assert sorted(notes) in ([], sorted(LANGUAGES)), term
        for definition in definitions:
            assert str(definition).endswith(".")
            assert not any(after[:1].isupper() for after in str(definition).split(". ")[1:]), f"{term}: more than one sentence"


def test_every_property_has_a_domain_and_a_range(vocabulary: Graph) -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in vocabulary.subjects(RDF.type, kind):
            assert len(list(vocabulary.objects(term, RDFS.domain))) == 1, term
            assert len(list(vocabulary.objects(term, RDFS.range))) == 1, term


def test_the_labels_of_numbers_say_what_is_counted(vocabulary: Graph) -> None:
    units = {"en": ("characters", "years"), "it": ("caratteri", "anni"), "kk": ("таңба", "жыл"), "ru": ("знак", "лет")}
    numbers = set(vocabulary.subjects(RDFS.range, XSD.integer))
    assert numbers
    for term in numbers:
        labels = {label.language: str(label) for label in vocabulary.objects(term, RDFS.label) if isinstance(label, rdflib.Literal)}
        assert all(any(unit in labels[language] for unit in own) for language, own in units.items()), term


def test_classes_are_not_matched_like_concepts(vocabulary: Graph) -> None:
    assert list(vocabulary.subject_objects(SKOS.closeMatch)) == []


def test_every_term_is_used_by_the_data(corpus: LoadedProject, store: Store, vocabulary: Graph) -> None:
    """Those of the first source are the only ones to use some terms, so they count even if the repository lacks that source."""
    used = {term.value for quad in chain(corpus.store, store) for term in (quad.predicate, quad.object) if isinstance(term, NamedNode)}
    assert {str(term) for term in terms(vocabulary)} - used == set()


def test_the_example_of_each_term_uses_the_term(corpus: LoadedProject, vocabulary: Graph) -> None:
    for term in terms(vocabulary):
        (example,) = vocabulary.objects(term, SKOS.example)
        if str(example).startswith(absent()):
            continue
        about = list(corpus.store.quads_for_pattern(NamedNode(str(example)), None, None))
        assert any(str(term) in (quad.predicate.value, getattr(quad.object, "value", "")) for quad in about), (
            f"{example} does not use {term}"
        )


def test_every_used_term_of_our_vocabulary_is_declared(project: Project, vocabulary: Graph) -> None:
    files = [*project.ontology, *project.shapes, *(file.path for file in project.graphs)]
    used = {term for path in files for term in used_terms(read_quads(path)) if term.startswith(KZIT)}
    assert used - {str(term) for term in terms(vocabulary)} == set()


def test_every_thing_that_is_referred_to_is_described(corpus: LoadedProject) -> None:
    files = [quad for path in (*corpus.project.ontology, *corpus.project.shapes) for quad in read_quads(path)]
    everything = [*(quad.triple for quad in corpus.store), *(quad.triple for quad in files)]
    described = {triple.subject.value for triple in everything if isinstance(triple.subject, NamedNode)}
    pointed_at = {triple.object.value for triple in everything if isinstance(triple.object, NamedNode)}
    documents = {BASE, KZIT, f"{BASE}ontology/0.1.0", f"{BASE}ontology/0.2.0"}
    assert {iri for iri in pointed_at - described - documents if iri.startswith(BASE) and not iri.startswith(absent())} == set()


@pytest.mark.slow
def test_no_term_of_another_vocabulary_is_misspelt(project: Project, dist: Path, released: Path) -> None:
    published = [dist / "dataset.ttl", dist / "report.ttl", released / "dataset.ttl", released / "ontology.ttl"]
    files = [*project.ontology, *project.shapes, *(file.path for file in project.graphs), *published]
    unknown = {term for path in files for term in used_terms(read_quads(path)) if not is_known(term)}
    assert unknown == set()


def test_a_misspelt_term_is_found() -> None:
    assert not is_known("http://www.w3.org/ns/prov#wasDerivedFromm")
    assert not is_known("https://schema.org/sha265")
    assert not is_known("http://www.w3.org/ns/oa#TextPositionSelecter")
    assert not is_known("http://example.org/unheard-of")


def used_terms(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield properties, classes, datatypes, aligned terms of other vocabularies, and terms in shapes."""
    aligning = {str(term) for term in (RDF.type, RDF.first, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDFS.seeAlso)}
    for quad in quads:
        yield quad.predicate.value
        if isinstance(quad.object, Literal):
            yield quad.object.datatype.value
        elif isinstance(quad.object, NamedNode) and (quad.predicate.value in aligning or quad.predicate.value.startswith(str(SH))):
            yield quad.object.value


@cache
def is_known(term: str) -> bool:
    if term.startswith((BASE, *ELSEWHERE)) or term in listed_terms():
        return True
    return any(URIRef(term) in namespace for namespace in defined_namespaces())


@cache
def defined_namespaces() -> list[type[DefinedNamespace]]:
    found = [getattr(rdflib.namespace, name) for name in dir(rdflib.namespace)]
    return [namespace for namespace in found if isinstance(namespace, type(DefinedNamespace)) and namespace is not DefinedNamespace]


@cache
def listed_terms() -> set[str]:
    lines = (Path(__file__).parent / "terms.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("# ")}
