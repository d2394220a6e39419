"""Prepare the data for an engine, as they are written: one Turtle file and rules for entailments, or a stream of triples.

Copying Turtle is much faster than serializing a store, and keeps literals as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.entailment import superior_terms
from kzit_graph.rdf.namespaces import STRING_IRI
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.rdf.writing import serialized
from kzit_graph.validation.engines.corrections import Values
from kzit_graph.validation.engines.engine_shapes import readable
from kzit_graph.validation.engines.literals import (
    Found,
    T,
    Terms,
    has_only_plain_literals,
    is_plain_for_pyshacl,
    is_plain_for_shacl,
    is_unreadable,
    kind_for_pyshacl,
    literals_by_predicate,
    merged,
    terms_by_predicate,
)

_NOT_CONCATENABLE: Final = (b"_:", b"<<")
"""Signs of blank node labels and triple terms, which can change their meaning after another file."""

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


def write_as_one_turtle_file(files: Iterable[RdfFile], output: BinaryIO) -> Found:
    """Write the triples of RDF files as one Turtle file, and return the literals that the engine "shacl" may read in its own way.

    Turtle files are copied unchanged, without a check of their syntax, if their meaning does not depend on other files. All
    other files are parsed. Either all Turtle files have a base IRI or none. A prefix or a base IRI that a file declares is in force
    in the files after it. It changes only those that are malformed by themselves, because they use one without declaring it.

    Raises `InvalidInput` if a parsed file is malformed.
    """
    found = []
    for file in files:
        if _is_concatenable(file):
            content = file.content
            if file.base is not None:
                output.write(f"@base <{file.base}> .\n".encode())
        else:
            content = serialized((quad.triple for quad in file.parse()), RdfFormat.N_TRIPLES, {})
        if not has_only_plain_literals(content):
            found.append(literals_by_predicate(file.parse(), _is_not_plain))
            if any(map(is_unreadable, frozenset().union(*found[-1].values()))):
                content = serialized(map(_readable, file.parse()), RdfFormat.N_TRIPLES, {})
        output.write(content)
        output.write(b"\n")
    return merged(found)


def _is_concatenable(file: RdfFile) -> bool:
    """Return whether the meaning of a file's text does not depend on the text before it."""
    if file.syntax == RdfFormat.N_TRIPLES:
        return _NOT_CONCATENABLE[0] not in file.content
    return file.syntax == RdfFormat.TURTLE and not any(mark in file.content for mark in _NOT_CONCATENABLE)


def _is_any(_literal: Literal) -> bool:
    return True


def _is_not_plain(literal: Literal) -> bool:
    return not is_plain_for_shacl(literal.value, literal.datatype.value)


def _readable(quad: Quad) -> Triple:
    value = readable(quad.object) if isinstance(quad.object, Literal) else quad.object
    return Triple(quad.subject, quad.predicate, value)


def statements(loaded: LoadedProject) -> Iterator[Triple]:
    """Yield the triples of a project's data and ontology as they are written, and those that the ontology entails for the data."""
    for graph in loaded.written_statements:
        yield from graph.triples()
    for file in loaded.ontology:
        yield from (quad.triple for quad in file.parse())


def with_superproperties(terms: Mapping[NamedNode, frozenset[T]], ontology: Store) -> Mapping[NamedNode, frozenset[T]]:
    """Return terms by predicate, with those of its subproperties at each superproperty."""
    _, above = superior_terms(ontology)
    return merged([terms, *({superior: values} for predicate, values in terms.items() for superior in above.get(predicate, ()))])


def values_for_shacl(loaded: LoadedProject, not_plain: Found, targets: Sequence[Triple]) -> Values:
    """Return the literals that the engine "shacl" may read in its own way.

    not_plain: those of the files. targets: see `ShapesGraph.target_nodes`. If a bound is one of these literals, no literal can be
    compared with it, so all are read.
    """
    ontology = loaded.vocabulary.store
    checked = with_superproperties(merged([not_plain, literals_by_predicate(targets, _is_not_plain)]), ontology)

    @cache
    def every_literal() -> Found:
        files = chain(loaded.read_data(), loaded.ontology)
        found = [literals_by_predicate(targets, _is_any), *(literals_by_predicate(file.parse(), _is_any) for file in files)]
        return with_superproperties(merged(found), ontology)

    @cache
    def every_term() -> Terms:
        files = chain(loaded.read_data(), loaded.ontology)
        return with_superproperties(merged([terms_by_predicate(targets), *(terms_by_predicate(file.parse()) for file in files)]), ontology)

    def of_bound(bound: Literal) -> Found:
        if bound.language is not None or not is_plain_for_shacl(bound.value, bound.datatype.value):
            return every_literal()
        if bound.datatype.value != STRING_IRI:
            return checked
        # The engine compares texts with a language with those without.
        return {name: frozenset(term for term in found if term.language is not None) for name, found in every_literal().items()}

    return Values(checked, of_bound, every_term)


def values_for_pyshacl(triples: Sequence[Triple]) -> Values:
    """Return the literals that pySHACL may read in its own way. triples: the data with what is entailed, and the targets."""
    every_literal = literals_by_predicate(triples, _is_any)

    def selected(wanted: Callable[[Literal], bool]) -> Found:
        return {predicate: frozenset(filter(wanted, literals)) for predicate, literals in every_literal.items()}

    def of_bound(bound: Literal) -> Found:
        if bound.language is not None or not is_plain_for_pyshacl(bound.value, bound.datatype.value):
            return every_literal
        kind = kind_for_pyshacl(bound)
        return selected(lambda literal: is_not_plain(literal) or kind_for_pyshacl(literal) != kind)

    def is_not_plain(literal: Literal) -> bool:
        return not is_plain_for_pyshacl(literal.value, literal.datatype.value)

    return Values(selected(is_not_plain), of_bound, cache(lambda: terms_by_predicate(triples)))


def entailment_rules(ontology: Store) -> str:
    """Return the entailments of `project.statements.store.load_graphs` as triple rules in Turtle (SHACL Advanced Features, 8.2)."""
    rules = (
        rule.format(term=term, super=superior)
        for rule, above in zip((_CLASS_RULE, _PROPERTY_RULE), superior_terms(ontology), strict=True)
        for term, superiors in above.items()
        for superior in superiors
    )
    return _PREFIXES + "".join(rules) + "\n"
