"""Load data files into a store of named graphs, with the triples that the ontology entails."""

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
"""The graph of triples from files without graph names; see `load_files`."""

_ONTOLOGY: Final = NamedNode("urn:kzit-graph:ontology")


def load_graphs(files: Iterable[GraphFile], ontology: Iterable[RdfFile]) -> Store:
    """Return a store with one named graph per data file and an empty default graph.

    Each graph has the triples of its file, and those that follow from the subclass and subproperty axioms of the ontology
    (RDF Schema, rules rdfs7 and rdfs9), so that SPARQL needs no reasoner.

    Raises `InvalidInput` with file, line and column if a file is malformed.
    """
    store = Store()
    for file in files:
        load_graph(store, read_file(file.path), file.graph)
    _entail(store, ontology)
    return store


def load_files(paths: Iterable[Path], ontology: Iterable[RdfFile]) -> Store:
    """Return a store of any RDF files, with the triples that the ontology entails.

    Quads keep their graph names; triples without one are in the graph `FILES`. Raises `InvalidInput` as `load_graphs` does.
    """
    store = Store()
    for path in paths:
        store.bulk_extend(read_quads(path))
    update(store, "name-default-graph.ru", graph=FILES)
    _entail(store, ontology)
    return store


@contextmanager
def with_ontology(store: Store, ontology: Iterable[RdfFile]) -> Iterator[None]:
    """Add the ontology to the store, in a separate graph, for the duration of a block."""
    try:
        for file in ontology:
            load_graph(store, file, _ONTOLOGY)
        yield
    finally:
        store.remove_graph(_ONTOLOGY)


def _entail(store: Store, ontology: Iterable[RdfFile]) -> None:
    with with_ontology(store, ontology):
        update(store, "entail.ru")
