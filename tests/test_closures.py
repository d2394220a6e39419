"""The data with all that RDFS and the axioms of the ontology entail still pass the shapes, and say no more than before."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.validation.results import Severity
from kzit_graph.validation.validate import validate_files
from tests.source_counts import absent

RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SUB_CLASS, SUB_PROPERTY = NamedNode(f"{RDFS}subClassOf"), NamedNode(f"{RDFS}subPropertyOf")
DOMAIN, RANGE = NamedNode(f"{RDFS}domain"), NamedNode(f"{RDFS}range")
HANDLED: Final = frozenset({f"{OWL}{name}" for name in ("Class", "ObjectProperty", "DatatypeProperty", "Ontology", "disjointWith")})
"""What of OWL the ontology uses. Disjoint classes entail no statement about the data; tests/test_ontology.py checks them."""
ABOUT_ITSELF: Final = frozenset({f"{OWL}{name}" for name in ("versionIRI", "versionInfo", "priorVersion")})


def ontology_of(corpus: LoadedProject) -> Store:
    store = Store()
    for file in corpus.ontology:
        store.extend(file.parse())
    return store


def above(ontology: Store, relation: NamedNode) -> dict[NamedNode, set[NamedNode]]:
    """Return for each term all terms above it."""
    direct: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for quad in ontology.quads_for_pattern(None, relation, None):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode)
        direct[quad.subject].add(quad.object)
    found: dict[NamedNode, set[NamedNode]] = {}
    for term in list(direct):
        reached, waiting = set[NamedNode](), [term]
        while waiting:
            new = direct.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        found[term] = reached
    return found


def closure(data: set[Triple], ontology: Store) -> set[Triple]:
    """Return the data with all that subclasses, subproperties, domains and ranges entail (RDFS entailment of instance data)."""
    properties, classes = above(ontology, SUB_PROPERTY), above(ontology, SUB_CLASS)
    domains, ranges = (
        {quad.subject: quad.object for quad in ontology.quads_for_pattern(None, relation, None)} for relation in (DOMAIN, RANGE)
    )
    closed = set(data)
    for triple in data:
        closed |= {Triple(triple.subject, higher, triple.object) for higher in properties.get(triple.predicate, ())}
    for triple in list(closed):
        if kind := domains.get(triple.predicate):
            closed.add(Triple(triple.subject, TYPE, kind))
        kind = ranges.get(triple.predicate)
        if kind is not None and not isinstance(triple.object, Literal):
            assert not isinstance(triple.object, Triple)
            closed.add(Triple(triple.object, TYPE, kind))
    for triple in list(closed):
        if triple.predicate == TYPE and isinstance(triple.object, NamedNode):
            closed |= {Triple(triple.subject, TYPE, higher) for higher in classes.get(triple.object, ())}
    return closed


def written(triples: set[Triple], path: Path) -> RdfFile:
    serialize(triples, path, format=RdfFormat.N_TRIPLES)
    return read_file(path)


def test_all_axioms_of_the_ontology_are_in_the_closure(corpus: LoadedProject) -> None:
    used = {term.value for quad in ontology_of(corpus) for term in (quad.predicate, quad.object) if isinstance(term, NamedNode)}
    assert {term for term in used if term.startswith(OWL)} <= HANDLED | ABOUT_ITSELF


@pytest.mark.slow
def test_the_closed_data_pass_the_shapes(corpus: LoadedProject, tmp_path: Path) -> None:
    data = {quad.triple for quad in corpus.store}
    closed = closure(data, ontology_of(corpus))
    assert len(closed) > len(data)
    report = validate_files([written(closed, tmp_path / "closed.nt"), *corpus.ontology], corpus.shape_files)
    unknown = tuple(f"<{iri}" for iri in absent())
    wrong = [result for result in report.results if result.severity is Severity.VIOLATION and not (result.value or "").startswith(unknown)]
    assert wrong == [], report.text()


def test_the_closure_is_that_of_rdfs() -> None:
    ontology = Store()
    ontology.load(
        b"""@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <http://e/> .
        :near rdfs:domain :Thing . :beside rdfs:subPropertyOf :near ; rdfs:range :House . :House rdfs:subClassOf :Building .""",
        format=RdfFormat.TURTLE,
    )
    a, b = NamedNode("http://e/a"), NamedNode("http://e/b")
    beside, near = NamedNode("http://e/beside"), NamedNode("http://e/near")
    assert closure({Triple(a, beside, b)}, ontology) == {
        Triple(a, beside, b),
        Triple(a, near, b),
        Triple(a, TYPE, NamedNode("http://e/Thing")),
        Triple(b, TYPE, NamedNode("http://e/House")),
        Triple(b, TYPE, NamedNode("http://e/Building")),
    }
