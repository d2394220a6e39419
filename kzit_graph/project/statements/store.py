"""Load data files into a store of named graphs, with the triples that the ontology entails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.project.files.graph_files import GraphFile
from kzit_graph.project.files.read_once import Reader
from kzit_graph.project.statements.quad_files import QuadFile
from kzit_graph.rdf.default_graph import has_default_graph
from kzit_graph.rdf.reading import RdfFile, load_graph, read_file, read_quads
from kzit_graph.sparql.queries import ask, update

if TYPE_CHECKING:
    from kzit_graph.rdf.jsonld.local_contexts import LocalContexts

FILES: Final = NamedNode("urn:kzit-graph:files")
"""The graph of triples from files without graph names; see `load_files`."""

_NO_QUAD_FILES: Final[Mapping[Path, QuadFile]] = MappingProxyType({})
_ONTOLOGY: Final = NamedNode("urn:kzit-graph:ontology")


def load_graphs(
    files: Iterable[GraphFile], ontology: Iterable[RdfFile], read: Reader = read_file, quad_files: Mapping[Path, QuadFile] = _NO_QUAD_FILES
) -> Store:
    """Return a store with the named graphs of data files. read: reads a file. quad_files: the files with graph names, already read.

    Each graph has the triples of its file, and those that follow from the subclass and subproperty axioms of the ontology
    (RDF Schema, rules rdfs7 and rdfs9), so that SPARQL needs no reasoner. The default graph is empty until
    `merge_overlapping_graphs` is called.

    Raises `InvalidInput` with file, line and column if a file is malformed.
    """
    store = Store()
    for file in files:
        if found := quad_files.get(file.path):
            _add_lines(store, found.graphs, shared=found.shared)
        else:
            load_graph(store, read(file.path), file.graph)
    _entail(store, ontology)
    return store


def load_lines(graphs: Mapping[NamedNode | BlankNode, bytes], ontology: Iterable[RdfFile], *, shared: bool) -> Store:
    """Return a store of named graphs that are in memory as N-Triples, with the triples that the ontology entails.

    shared: whether graphs share blank nodes.
    """
    store = Store()
    _add_lines(store, graphs, shared=shared)
    _entail(store, ontology)
    return store


def load_files(paths: Iterable[Path], ontology: Iterable[RdfFile], contexts: LocalContexts | None = None) -> Store:
    """Return a store of any RDF files, with the triples that the ontology entails. contexts: see `kzit_graph.rdf.reading.RdfFile`.

    Quads keep their graph names; triples without one are in the graph `FILES`. Raises `InvalidInput` as `load_graphs` does.
    """
    return load_quads((read_quads(path, contexts=contexts) for path in paths), ontology)


def load_quads(files: Iterable[Iterable[Quad]], ontology: Iterable[RdfFile]) -> Store:
    """Return a store of the quads of files, as `load_files` does."""
    store = Store()
    for quads in files:
        store.bulk_extend(quads)
    complete(store, ontology)
    return store


def complete(store: Store, ontology: Iterable[RdfFile]) -> None:
    """Move the triples of files without graph names to `FILES`, and add what the ontology entails."""
    update(store, "name-default-graph.ru", graph=FILES)
    _entail(store, ontology)


def merge_overlapping_graphs(store: Store) -> None:
    """Make the default graph the merge of the named graphs if a triple is in two of them, else leave it empty.

    See `kzit_graph.rdf.default_graph`.
    """
    if has_default_graph(store):
        store.remove_graph(DefaultGraph())
    if graphs_overlap(store):
        update(store, "merge-graphs.ru")


def graphs_overlap(store: Store) -> bool:
    """Return whether a triple is in two of the named graphs."""
    return ask(store, "graphs-overlap.rq")


@contextmanager
def with_ontology(store: Store, ontology: Iterable[RdfFile]) -> Iterator[None]:
    """Add the ontology to the store, in a separate graph, for the duration of a block. The block may merge the graphs."""
    try:
        _add_ontology(store, ontology)
        yield
    finally:
        store.remove_graph(_ONTOLOGY)
        if has_default_graph(store):
            merge_overlapping_graphs(store)


def _add_lines(store: Store, graphs: Mapping[NamedNode | BlankNode, bytes], *, shared: bool) -> None:
    for name, lines in graphs.items():
        if shared:  # loading would give blank nodes other labels in each graph
            found = parse(lines, format=RdfFormat.N_TRIPLES, lenient=True)
            store.extend(Quad(quad.subject, quad.predicate, quad.object, name) for quad in found)
        else:
            store.load(lines, format=RdfFormat.N_TRIPLES, to_graph=name, lenient=True)


def _entail(store: Store, ontology: Iterable[RdfFile]) -> None:
    _add_ontology(store, ontology)
    update(store, "entail.ru")
    store.remove_graph(_ONTOLOGY)


def _add_ontology(store: Store, ontology: Iterable[RdfFile]) -> None:
    for file in ontology:
        load_graph(store, file, _ONTOLOGY)
