"""Store → the dumps, all at once and in bounded memory: graph by graph, then subject by subject.

The store is cut into batches of named graphs. Workers write each batch in the syntaxes that keep graphs, and give its triples
sorted; these runs are merged into the union, which workers write in the other syntaxes. What is in memory is a few batches;
runs lie in a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, RdfFormat, Store

from kzit_graph.ordering import merge_lines, natural_key
from kzit_graph.parallel import in_order, workers
from kzit_graph.pieces import GraphPart, GraphPieces, Notation, UnionPieces, by_subject, graph_pieces, union_pieces
from kzit_graph.project import Project
from kzit_graph.sinks import OF_THE_UNION, WITH_GRAPHS, Sink
from kzit_graph.store import read_query

_BATCH: Final = 12 << 20
"""Bytes of N-Triples that a worker takes at a time (some 100,000 triples), unless one graph alone has more."""

_PART: Final = 100_000
"""Triples of the union that a worker takes at a time."""


@dataclass(frozen=True)
class Sizes:
    """How much was written. quads: over all graphs; triples: in their union, 0 where no dump of it was wanted."""

    quads: int
    triples: int


def write_dumps(project: Project, store: Store, files: Mapping[str, Path], jobs: int = 1) -> Sizes:
    """Writes dumps of a project's data: the same bytes for the same data, whatever `jobs` is.

    store: what `kzit_graph.store.load_project` made of the project. files: where to write, by the name of the syntax (see
    `kzit_graph.formats.RDF_FORMATS`). TriG, N-Quads and JSON-LD keep the named graphs; Turtle, N-Triples and RDF/XML hold
    their union. Blank nodes, where there are any, bear the labels of RDF Dataset Canonicalization (RDFC-1.0).
    jobs: how many processes; a script that asks for more than one must be importable (`if __name__ == "__main__":`).

    Raises `InvalidInput` where the context cannot be used or a syntax cannot hold the data.
    """
    own = project.document_prefixes()
    notation = Notation(
        formats=frozenset(files),
        prefixes=project.common_prefixes(),
        own={namespace: name for name, namespace in own.values()},
        context=project.context,
    )
    batches = _batches(_with_stable_blank_nodes(store), {graph: namespace for graph, (_, namespace) in own.items()})
    with workers(jobs if len(store) > _PART else 1) as pool, tempfile.TemporaryDirectory() as folder:
        runs: list[Path] = []
        quads = triples = 0
        with _sinks(WITH_GRAPHS, files, notation) as sinks:
            for pieces in in_order(pool, jobs, graph_pieces, ((notation, batch) for batch in batches)):
                _add(sinks, pieces)
                quads += sum(pieces.sizes)
                if files.keys() & OF_THE_UNION.keys():
                    runs.append(_write_run(Path(folder) / f"{len(runs)}.nt", pieces.lines))
        with _sinks(OF_THE_UNION, files, notation) as sinks:
            parts = by_subject(merge_lines(map(_read_run, runs)), _PART)
            for part in in_order(pool, jobs, union_pieces, ((notation, lines) for lines in parts)):
                _add(sinks, part)
                triples += part.size
    return Sizes(quads, triples)


@contextmanager
def _sinks(kinds: Mapping[str, type[Sink]], files: Mapping[str, Path], notation: Notation) -> Iterator[list[Sink]]:
    """The files of those kinds that are wanted, open."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(kind(files[name], notation))) for name, kind in kinds.items() if name in files]


def _add(sinks: Iterable[Sink], pieces: GraphPieces | UnionPieces) -> None:
    for sink in sinks:
        sink.add(pieces)


def _batches(store: Store, namespaces: Mapping[NamedNode | BlankNode, str]) -> Iterator[list[GraphPart]]:
    """The named graphs in their order, as many together as make up a batch. namespaces: of those that hold a document."""
    batch: list[GraphPart] = []
    size = 0
    for name in sorted(store.named_graphs(), key=lambda name: natural_key(str(name))):
        triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
        assert triples is not None
        if batch and size + len(triples) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(GraphPart(name, triples, namespaces.get(name, "")))
        size += len(triples)
    if batch:
        yield batch


def _with_stable_blank_nodes(store: Store) -> Store:
    """The same store where it has no blank nodes, else one in which they bear canonical labels."""
    if not store.query(read_query("has-blank-nodes.rq"), use_default_graph_as_union=True):
        return store
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    labelled = Store()
    labelled.extend(dataset)
    return labelled


def _write_run(path: Path, lines: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
    return path


def _read_run(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line[:-1]
