"""What an engine reads that takes files: the data files as one Turtle file, and what the ontology entails as SHACL rules.

Copying Turtle is much faster than writing a store out again, and the engine needs less memory to read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Final

from pyoxigraph import RdfFormat, Store, serialize

from kzit_graph.rdf.reading import RdfFile
from kzit_graph.sparql.queries import select

_NOT_BY_ITSELF: Final = (b"_:", b"<<", b"base")
"""Marks of what may mean something else behind another file: labels of blank nodes, triple terms, and a base IRI."""

_CLASS_RULE: Final = """
[] a sh:NodeShape ; sh:targetClass {term} ;
  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate rdf:type ; sh:object {super} ] ."""
_PROPERTY_RULE: Final = """
[] a sh:NodeShape ; sh:targetSubjectsOf {term} ;
  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate {super} ; sh:object [ sh:path {term} ] ] ."""
_PREFIXES: Final = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def write_as_one_turtle_file(files: Iterable[RdfFile], output: BinaryIO) -> None:
    """Writes the triples of RDF files as one Turtle file.

    A Turtle file is copied as it stands, unless something in it would mean something else behind other files. That each file
    is well-formed by itself is not checked here.

    Raises `InvalidInput` where a file that must be parsed is malformed.
    """
    for file in files:
        lower = file.content.lower()
        if file.syntax in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES) and not any(mark in lower for mark in _NOT_BY_ITSELF):
            output.write(file.content)
        else:
            serialize((quad.triple for quad in file.parse()), output, RdfFormat.N_TRIPLES)
        output.write(b"\n")


def entailment_rules(ontology: Store) -> str:
    """Return what `kzit_graph.project.store.load_graphs` adds to the data as triple rules in Turtle (SHACL Advanced Features, 8.2)."""
    rules = (
        (_CLASS_RULE if row["axiom"].value.endswith("subClassOf") else _PROPERTY_RULE).format(term=row["term"], super=row["super"])
        for row in select(ontology, "closure.rq")
    )
    return _PREFIXES + "".join(rules) + "\n"
