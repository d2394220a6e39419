"""Store → the dumps, all at once and in bounded memory: graph by graph, then subject by subject.

The store is cut into batches of named graphs. Workers write each batch in the syntaxes that keep graphs, and give its triples
sorted; these runs are merged into the union, which workers write in the other syntaxes. What is in memory is a few batches;
runs and pieces lie in a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.dumps.assembly import OF_THE_UNION, WITH_GRAPHS, Sink
from kzit_graph.publish.dumps.processes import in_order, workers
from kzit_graph.publish.dumps.sorted_runs import Block, merge_runs, read_run, write_run
from kzit_graph.publish.dumps.worker import GraphPart, GraphTask, Notation, Pieces, UnionTask, write_graphs, write_union
from kzit_graph.rdf.blank_nodes import canonically_labelled
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.queries import ask

_BATCH: Final = 16_000
"""Quads that a worker takes at a time, unless one graph alone has more, or there would be more than `_BATCHES`."""

_BATCHES: Final = 150
"""Batches of a large store, about: few enough that their runs are merged in one go."""

_PART: Final = 12_500
"""Triples of the union that a worker takes at a time, and those of its last subject."""

_SMALL: Final = 100_000
"""Stores with no more quads are written sooner than other processes are started."""

_OPEN_RUNS: Final = 200
"""So many files are merged at a time: systems allow some 256 to be open."""


@dataclass(frozen=True)
class Sizes:
    """How much was written. quads: over all graphs; triples: in their union, 0 where no dump of it was wanted."""

    quads: int
    triples: int


def write_dumps(loaded: LoadedProject, files: Mapping[str, Path], jobs: int = 1) -> Sizes:
    """Writes dumps of a project's data: the same bytes for the same data, whatever `jobs` is.

    files: where to write, by the name of the syntax (see `kzit_graph.rdf.formats.RDF_FORMATS`). TriG, N-Quads and JSON-LD keep
    the named graphs; Turtle, N-Triples and RDF/XML hold their union. Blank nodes have the labels of RDF Dataset Canonicalization
    (RDFC-1.0).
    jobs: how many processes; a script that asks for more than one must be importable (`if __name__ == "__main__":`).

    Raises `InvalidInput` where the context cannot be used or a syntax cannot hold the data.
    """
    own, store = loaded.document_prefixes, loaded.store
    notation = Notation(
        formats=frozenset(files),
        prefixes=loaded.common_prefixes,
        own={namespace: name for name, namespace in own.values()},
        context=loaded.project.context,
    )
    batches = _batches(_with_stable_blank_nodes(store), {graph: namespace for graph, (_, namespace) in own.items()})
    # The folder outlives the workers, which may still write where one of them failed.
    with tempfile.TemporaryDirectory() as temporary, workers(jobs if len(store) > _SMALL else 1) as pool:
        folder = Path(temporary)
        graphs = (GraphTask(notation, batch, folder, number) for number, batch in enumerate(batches))
        quads, runs = _put_together(in_order(pool, jobs, write_graphs, graphs), WITH_GRAPHS, files, notation)
        if not files.keys() & OF_THE_UNION.keys():
            return Sizes(quads, 0)
        parts = (_union_task(notation, part, folder, number) for number, part in enumerate(_parts(merge_runs(map(read_run, _few(runs))))))
        triples, _ = _put_together(in_order(pool, jobs, write_union, parts), OF_THE_UNION, files, notation)
    return Sizes(quads, triples)


def _put_together(
    done: Iterable[Pieces], kinds: Mapping[str, type[Sink]], files: Mapping[str, Path], notation: Notation
) -> tuple[int, list[Path]]:
    """Writes dumps of some kinds, those that are wanted. Gives the number of triples in all pieces, and the pieces' runs."""
    size, runs = 0, []
    with ExitStack() as stack:
        sinks = {name: stack.enter_context(closing(kind(files[name], notation))) for name, kind in kinds.items() if name in files}
        for pieces in done:
            size += pieces.size
            runs += [pieces.run] if pieces.run else []
            for name, sink in sinks.items():
                sink.add(pieces.files[name], pieces.prefixes)
    return size, runs


def _batches(store: Store, namespaces: Mapping[NamedNode | BlankNode, str]) -> Iterator[list[GraphPart]]:
    """The named graphs in their order, as many together as make up a batch. namespaces: of those that hold a document."""
    batch: list[GraphPart] = []
    size, most = 0, max(_BATCH, len(store) // _BATCHES)
    for name in sorted(store.named_graphs(), key=lambda name: natural_key(str(name))):
        triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
        assert triples is not None
        number = triples.count(b"\n")
        if batch and size + number > most:
            yield batch
            batch, size = [], 0
        batch.append(GraphPart(name, triples, namespaces.get(name, "")))
        size += number
    if batch:
        yield batch


def _with_stable_blank_nodes(store: Store) -> Store:
    """The same store where it has no blank nodes, else one in which they bear canonical labels."""
    if not ask(store, "has-blank-nodes.rq"):
        return store
    labelled = Store()
    labelled.extend(canonically_labelled(store))
    return labelled


def _parts(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    size = 0
    for block in blocks:
        part.append(block)
        size += block.count("\n")
        if size >= _PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _union_task(notation: Notation, part: list[Block], folder: Path, number: int) -> UnionTask:
    sections = [(namespace, "".join(blocks)) for namespace, blocks in groupby(part, key=notation.namespace_of)]
    return UnionTask(notation, sections, folder, number)


def _few(runs: list[Path]) -> list[Path]:
    """The same runs, as many of them merged with each other as it takes for all to be open at the same time."""
    numbers = count()
    while (surplus := len(runs) - _OPEN_RUNS) > 0:
        together = min(surplus + 1, _OPEN_RUNS)
        first, rest = runs[:together], runs[together:]
        merged = write_run(first[0].with_name(f"{next(numbers)}.merged"), merge_runs(map(read_run, first)))
        runs = [*rest, merged]
    return runs
