"""Data files → a store of named graphs, with what the ontology's own hierarchy entails written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.project.project import GraphFile
from kzit_graph.rdf.reading import RdfFile, load_graph, read_file, read_quads
from kzit_graph.sparql.queries import update

FILES: Final = NamedNode("urn:kzit-graph:files")
"""The graph of what files state without naming a graph; see `load_files`."""

_ONTOLOGY: Final = NamedNode("urn:kzit-graph:ontology")


def load_graphs(files: Iterable[GraphFile], ontology: Iterable[RdfFile]) -> Store:
    """Return a store with one named graph for each data file and an empty default graph.

    Each graph holds what its file states and what the ontology's subclass and subproperty axioms between its own terms
    entail (RDF Schema, rules rdfs7 and rdfs9), so that plain SPARQL needs no reasoner.

    Raises `InvalidInput` with file, line and column where a file is malformed.
    """
    store = Store()
    for file in files:
        load_graph(store, read_file(file.path), file.graph)
    _entail(store, ontology)
    return store


def load_files(paths: Iterable[Path], ontology: Iterable[RdfFile]) -> Store:
    """Return a store of any RDF files, with what the ontology entails, as `load_graphs` does.

    Quads keep the graphs that they name; all other triples share one graph, `FILES`.
    """
    store = Store()
    for path in paths:
        store.bulk_extend(read_quads(path))
    update(store, "name-default-graph.ru", graph=FILES)
    _entail(store, ontology)
    return store


@contextmanager
def with_ontology(store: Store, ontology: Iterable[RdfFile]) -> Iterator[None]:
    """Inside the block the store also holds the ontology, in a graph of its own."""
    try:
        for file in ontology:
            load_graph(store, file, _ONTOLOGY)
        yield
    finally:
        store.remove_graph(_ONTOLOGY)


def _entail(store: Store, ontology: Iterable[RdfFile]) -> None:
    with with_ontology(store, ontology):
        update(store, "entail.ru")
