"""The terms that the files of a project use, to find misspelt names of classes, properties and things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kzit_graph.computed_once import computed_once
from kzit_graph.plain_text import folded, nearest
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.names import shortened, split_iri
from kzit_graph.rdf.namespaces import RDF_TYPE, SHACL

_NAMING: Final = tuple(NamedNode(f"{SHACL}{name}") for name in ("path", "targetClass", "class"))
"""What shapes say of properties and classes."""

_MAX_STATEMENTS: Final = 200_000
"""Statements of the data in which similar names are looked for."""


class KnownTerms:
    """The terms in the data, the ontology and the shapes of a project."""

    def __init__(self, loaded: LoadedProject) -> None:
        self._loaded = loaded

    @computed_once
    def _stores(self) -> tuple[Store, ...]:
        return self._loaded.graphs, self._loaded.vocabulary.store, self._loaded.shapes

    def has(self, term: NamedNode) -> bool:
        """Return whether a statement has a term."""
        patterns = ((term, None, None), (None, term, None), (None, None, term))
        return any(next(store.quads_for_pattern(*pattern), None) is not None for store in self._stores for pattern in patterns)

    def name(self, term: NamedNode) -> str:
        """Return the prefixed name of a term, or its IRI."""
        return shortened(term.value, self._loaded.known_prefixes)

    def near(self, term: NamedNode, *, things: bool = False) -> list[str]:
        """Return the names of similar classes and properties, or of similar things under the base of the project."""
        by_name = self._things if things else self._schema
        return [self.name(by_name[each]) for each in nearest(split_iri(term.value)[1], by_name)]

    @computed_once
    def _schema(self) -> dict[str, NamedNode]:
        """The classes and properties in use, and the terms of the ontology, by their local names."""
        data, vocabulary, shapes = self._stores
        used = (term for quad in islice(data, _MAX_STATEMENTS) for term in _schema_terms(quad))
        stated = (quad.subject for quad in vocabulary)
        paths = (quad.object for quad in shapes if quad.predicate in _NAMING)
        return _by_local_name(chain(paths, stated, used))

    @computed_once
    def _things(self) -> dict[str, NamedNode]:
        subjects = (quad.subject for quad in islice(self._stores[0], _MAX_STATEMENTS))
        base = self._loaded.project.base
        return _by_local_name(thing for thing in subjects if isinstance(thing, NamedNode) and thing.value.startswith(base))


def _schema_terms(quad: Quad) -> Iterator[object]:
    yield quad.predicate
    if quad.predicate == RDF_TYPE:
        yield quad.object


def _by_local_name(terms: Iterator[object]) -> dict[str, NamedNode]:
    """Return IRIs by their last parts. Of two with the same one, the later is kept."""
    return {folded(split_iri(term.value)[1]): term for term in terms if isinstance(term, NamedNode) and split_iri(term.value)[1]}
