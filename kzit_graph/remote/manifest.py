"""The manifest of a load: a graph in the store that lists the graphs which were loaded there, so that no others are removed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.namespaces import DCTERMS, RDF_TYPE, TITLE, VOID
from kzit_graph.remote.graph_store import GraphStore

_HAS_PART: Final = NamedNode(f"{DCTERMS}hasPart")
_KIND: Final = NamedNode(f"{VOID}DatasetDescription")
_SPECIFIC_BASE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://)?[^/#?\s]+.*")


def manifest_name(base: str) -> NamedNode:
    """Return the name of the manifest for the graphs under a base IRI.

    Raises `InvalidInput` if the base is only a scheme, such as https://, under which anybody's graphs would be.
    """
    if not _SPECIFIC_BASE.fullmatch(base):
        raise InvalidInput(f"the base IRI {base} covers graphs of other owners; give a void:uriSpace with a host and a path")
    return NamedNode(f"{base}graph/manifest")


def read_manifest(target: GraphStore, base: str) -> frozenset[NamedNode] | None:
    """Return the graphs that a store's manifest lists, or None if it has no manifest."""
    triples = list(target.read(manifest_name(base)))
    listed = (triple.object for triple in triples if triple.predicate == _HAS_PART)
    return frozenset(graph for graph in listed if isinstance(graph, NamedNode)) if triples else None


def write_manifest(target: GraphStore, base: str, graphs: Iterable[NamedNode]) -> None:
    """Replace the manifest of a store. graphs: those to list."""
    name = manifest_name(base)
    triples = [
        Triple(name, RDF_TYPE, _KIND),
        Triple(name, TITLE, Literal("Graphs loaded by kzit-graph", language="en")),
        *(Triple(name, _HAS_PART, graph) for graph in sorted(graphs, key=str)),
    ]
    if not target.put(name, triples):  # too large for one request
        target.remove(name)
        for _size in target.add(name, triples):
            pass
