"""The description of a build as a named graph beside its data, for a SPARQL endpoint.

The graph is no part of the dataset of an ordinary query, so such a query counts what the description and the dumps state. A query
reads it if it names a term that only the description has, such as void:classPartition or sh:namespace. No pattern with such a term
matches the data, so such a query loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.publish.description.service import service_quads
from kzit_graph.rdf.default_graph import has_default_graph
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import OWL, RDF, RDF_TYPE, RDFS, XSD
from kzit_graph.sparql.lexer import mentioned_iris

_OF_ANY_GRAPH: Final = (RDF, RDFS, OWL, XSD)
"""Namespaces whose terms say nothing about what a query is about."""

_NAMESPACE: Final = re.compile(r".*[/#:]", re.DOTALL)


@dataclass(frozen=True)
class ServedDescription:
    """The description of a build.

    graph: its name. quads: in this graph, without triples that the data have. terms: IRIs that a query names to read it, which the
    data do not have. namespaces: of the terms.
    """

    graph: NamedNode
    quads: tuple[Quad, ...] = field(repr=False)
    terms: frozenset[str] = field(repr=False)
    namespaces: tuple[str, ...]

    def is_read_by(self, sparql: str, prefixes: Mapping[str, str] | None = None) -> bool:
        """Return whether a query names a term of the description. prefixes: those that a query need not declare."""
        known = prefixes or {}
        if not any(space in sparql for space in self.namespaces) and not any(
            f"{prefix}:" in sparql for prefix, space in known.items() if space in self.namespaces
        ):
            return False
        return not self.terms.isdisjoint(mentioned_iris(sparql, known))

    @contextmanager
    def added_to(self, store: Store) -> Iterator[dict[str, Any]]:
        """Add the graph to a store for the duration of a block, and yield the options of `Store.query` to read it with the data."""
        store.extend(self.quads)
        try:
            yield self.options(store)
        finally:
            store.remove_graph(self.graph)

    def options(self, store: Store) -> dict[str, Any]:
        """Return the options of `Store.query` that read the data and this graph as the default graph, in a store that has both.

        They are for queries without FROM; see `kzit_graph.sparql.query_dataset`.
        """
        if has_default_graph(store):
            return {"default_graph": [DefaultGraph(), self.graph]}
        return {"use_default_graph_as_union": True}


def description_graph(dataset: NamedNode) -> NamedNode:
    """Return the name of the graph with the description of a dataset."""
    return NamedNode(part_of(dataset.value, "description"))


def served_description(dataset: NamedNode, described: Iterable[Quad], data: Store) -> ServedDescription:
    """Return the description of a dataset for its endpoint.

    described: the description in the default graph; see `description_of_build`. data: the named graphs that are served.
    """
    described = tuple(described)
    graph = description_graph(dataset)
    terms = {graph.value, *(term.value for term in _own_terms(dataset, described) if not _is_used(term, data))}
    spaces = {found[0] for term in terms if (found := _NAMESPACE.match(term))}
    quads = tuple(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in described if not _is_stated(quad, data))
    return ServedDescription(graph, quads, frozenset(terms), tuple(sorted(spaces)))


def description_of_build(folder: Path, dataset: NamedNode, public_url: str = "") -> list[Quad]:
    """Return the description of a dataset in the folder of a build, with the endpoint if its address is known.

    public_url: the address of the server, if the build has none or another one.
    """
    described = list(parse(path=folder / "dataset.ttl", format=RdfFormat.TURTLE))
    return [*described, *(service_quads(dataset, public_url, described) - set(described))]


def _own_terms(dataset: NamedNode, described: Iterable[Quad]) -> set[NamedNode]:
    """Return the properties and classes of a description, and the parts of the dataset, that may be the subject of a query."""
    part = part_of(dataset.value, "")
    kinds = (term for quad in described for term in (quad.predicate, quad.object if quad.predicate == RDF_TYPE else None))
    parts = (quad.subject for quad in described if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(part))
    return {term for term in chain(kinds, parts) if isinstance(term, NamedNode) and not term.value.startswith(_OF_ANY_GRAPH)}


def _is_stated(quad: Quad, data: Store) -> bool:
    return next(data.quads_for_pattern(quad.subject, quad.predicate, quad.object), None) is not None


def _is_used(term: NamedNode, data: Store) -> bool:
    """Return whether data have a term, in a triple or as the name of a graph."""
    found = (
        data.quads_for_pattern(term, None, None),
        data.quads_for_pattern(None, term, None),
        data.quads_for_pattern(None, None, term),
        data.quads_for_pattern(None, None, None, term),
    )
    return any(next(quads, None) is not None for quads in found)
