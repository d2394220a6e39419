"""Prepare the input of an engine that reads files: one Turtle file of the data, and the ontology's entailments as SHACL rules.

Copying Turtle is much faster than serializing a store.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Final

from pyoxigraph import RdfFormat, Store, serialize

from kzit_graph.rdf.reading import RdfFile
from kzit_graph.sparql.queries import select

_NOT_CONCATENABLE: Final = (b"_:", b"<<", b"base")
"""Signs of blank node labels, triple terms and base IRIs, which can change their meaning after another file."""

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
    """Write the triples of RDF files as one Turtle file.

    Turtle files are copied unchanged, without a check of their syntax, if their meaning does not depend on other files. All
    other files are parsed.

    Raises `InvalidInput` if a parsed file is malformed.
    """
    for file in files:
        lower = file.content.lower()
        if (
            file.base is None
            and file.syntax in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)
            and not any(mark in lower for mark in _NOT_CONCATENABLE)
        ):
            output.write(file.content)
        else:
            serialize((quad.triple for quad in file.parse()), output, RdfFormat.N_TRIPLES)
        output.write(b"\n")


def entailment_rules(ontology: Store) -> str:
    """Return the entailments of `kzit_graph.project.store.load_graphs` as triple rules in Turtle (SHACL Advanced Features, 8.2)."""
    rules = (
        (_CLASS_RULE if row["axiom"].value.endswith("subClassOf") else _PROPERTY_RULE).format(term=row["term"], super=row["super"])
        for row in select(ontology, "closure.rq")
    )
    return _PREFIXES + "".join(rules) + "\n"
