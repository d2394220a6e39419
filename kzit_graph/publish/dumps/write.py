"""Write all dumps of a store at once, in bounded memory.

The data is cut into chunks of named graphs. Workers write each chunk in the syntaxes that keep named graphs, and its triples as
a sorted run. The runs are merged into the union of the graphs, which is cut into chunks again and written in the other syntaxes.
Only a few chunks are in memory at a time; the runs and the written chunks are files in a temporary folder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kzit_graph.artefacts import Digest
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.statements import GraphName, GraphStatements
from kzit_graph.publish.dumps.assembly import GRAPH_DUMPS, UNION_DUMPS, Dump, LinesDump
from kzit_graph.publish.dumps.contents import Contents, WrittenDump, read_back
from kzit_graph.publish.dumps.processes import borrowed, map_in_order, start, submitted, worker_pool
from kzit_graph.publish.dumps.sorted_runs import Block, merge_runs, read_run, write_run
from kzit_graph.publish.dumps.union_counts import UnionCounter, UnionCounts
from kzit_graph.publish.dumps.worker import (
    DumpProblem,
    DumpSettings,
    GraphChunk,
    NamedGraph,
    UnionChunk,
    WrittenChunk,
    get_ready,
    write_graphs,
    write_union,
)
from kzit_graph.work_folder import temporary_folder

if TYPE_CHECKING:
    from concurrent.futures import Executor, ProcessPoolExecutor


@dataclass(frozen=True)
class ChunkLimits:
    """Limits on the size and number of chunks. They affect speed and memory, not the bytes of the dumps.

    graph_chunk_quads: maximum number of quads in a chunk of named graphs, unless it is a single graph.
    max_graph_chunks: approximate maximum number of such chunks; a larger store gets larger chunks.
    union_chunk_triples: number of triples after which a chunk of the union ends, at the next subject.
    max_single_process_quads: stores of up to this size are written in one process, which is faster than starting several.
    max_open_runs: maximum number of runs merged at a time. Some systems allow only 256 open files.
    """

    graph_chunk_quads: int = 16_000
    max_graph_chunks: int = 150
    union_chunk_triples: int = 12_500
    max_single_process_quads: int = 100_000
    max_open_runs: int = 200


DEFAULT_LIMITS: Final = ChunkLimits()

_MAX_BYTES_A_QUAD: Final = 40
"""Bytes of Turtle that stand for at least one quad in most projects."""


@dataclass(frozen=True)
class Sizes:
    """The size of the data written.

    quads: summed over the graphs. triples: in their union; 0 if no dump of the union was written. left_out: the dumps that could not
    be written, by the name of the syntax, with the first problem. counts: of the union, if they were asked for.
    """

    quads: int
    triples: int
    left_out: Mapping[str, DumpProblem] = field(default_factory=dict)
    counts: UnionCounts | None = None


@contextmanager
def helper_process(loaded: LoadedProject, jobs: int, limits: ChunkLimits = DEFAULT_LIMITS) -> Iterator[ProcessPoolExecutor | None]:
    """Start a process that writes the dumps of a small project, while this one reads and validates it. For a large one, yield None.

    jobs: the number of processes that may work. See `write_dumps`.
    """
    size = sum(file.path.stat().st_size for file in loaded.project.graphs if file.path.exists())
    with worker_pool(jobs if size <= limits.max_single_process_quads * _MAX_BYTES_A_QUAD else 1, processes=1, early=True) as pool:
        if pool is not None:
            start(pool, get_ready)
        yield pool


def write_dumps(
    loaded: LoadedProject,
    files: Mapping[str, Path],
    jobs: int = 1,
    limits: ChunkLimits = DEFAULT_LIMITS,
    helper: ProcessPoolExecutor | None = None,
    *,
    count: bool = False,
    on_read: Callable[[], object] = lambda: None,
) -> Sizes:
    """Write dumps of a project's data. The same data gives the same bytes, for any number of jobs and any limits.

    files: paths to write, by the name of the syntax (see `kzit_graph.rdf.formats.RDF_FORMATS`). TriG, N-Quads and JSON-LD keep
    the named graphs; Turtle, N-Triples and RDF/XML hold their union. Terms are as they were written in the project's files, and
    blank nodes have stable labels (see `kzit_graph.rdf.blank_nodes`).
    jobs: number of processes; a script that uses more than one must be importable (`if __name__ == "__main__":`). helper: the process
    of `helper_process`, which then writes all dumps. This needs no store. count: count the union as well. on_read: called
    when all graphs have been read.

    Each dump is read back and compared with what was to be written. A dump in RDF/XML or JSON-LD is left out if it cannot hold the data.

    Raises `InvalidInput` if the context is invalid, or a dump reads back as other statements.
    """
    own, max_quads = loaded.declared.of_documents, limits.max_single_process_quads if helper else len(loaded.graphs)
    settings = DumpSettings(
        formats=frozenset(files),
        prefixes=loaded.declared.common,
        document_prefixes={namespace: name for name, namespace in own.values()},
        context=loaded.context,
    )
    namespaces: dict[GraphName, str] = {graph: namespace for graph, (_, namespace) in own.items()}
    # The folder outlives the workers: when one fails, the others may still be writing.
    with temporary_folder() as folder, _pool(max_quads, jobs, limits, helper) as pool:
        of_graphs, of_union = _Assembly(GRAPH_DUMPS, files, settings), _Assembly(UNION_DUMPS, files, settings)
        graph_chunks = (
            _graph_chunk(of_graphs, graphs, namespaces, folder, number)
            for number, graphs in enumerate(_cut_graphs(loaded.labelled_graphs(), max_quads, limits))
        )
        of_graphs.write(map_in_order(pool, jobs, write_graphs, graph_chunks))
        on_read()
        checks = [submitted(pool, read_back, dump) for dump in of_graphs.written()]
        counter = UnionCounter()
        union = merge_runs(map(read_run, _merge_surplus(of_graphs.runs, limits.max_open_runs)))
        if count:
            union = counter.watching(union)
        if files.keys() & UNION_DUMPS.keys():
            union_chunks = (
                _union_chunk(of_union, blocks, folder, number)
                for number, blocks in enumerate(_cut_union(union, limits.union_chunk_triples))
            )
            of_union.write(map_in_order(pool, jobs, write_union, union_chunks))
            checks += [submitted(pool, read_back, dump) for dump in of_union.written()]
        elif count:
            deque(union, maxlen=0)
        counts = counter.counts() if count else None  # while dumps are read back
        for check in checks:
            check()
    left_out = {**of_graphs.left_out, **of_union.left_out}
    return Sizes(of_graphs.contents.statements, of_union.contents.statements, left_out, counts)


@contextmanager
def _pool(quads: int, jobs: int, limits: ChunkLimits, helper: ProcessPoolExecutor | None) -> Iterator[Executor | None]:
    if helper is not None:
        with borrowed(helper) as pool:
            yield pool
    elif quads > limits.max_single_process_quads:
        with worker_pool(jobs) as pool:
            yield pool
    else:
        yield None


class _Assembly:
    """The dumps of some kinds that are wanted, as they are written from chunks.

    contents: of all chunks. used: names of the prefixes in use. runs: of the chunks. left_out: the problems of dumps that cannot be
    written.
    """

    def __init__(self, kinds: Mapping[str, type[Dump]], files: Mapping[str, Path], settings: DumpSettings) -> None:
        self.settings = settings
        self.contents = Contents()
        self.used: set[str] = set()
        self.runs: list[Path] = []
        self.left_out: dict[str, DumpProblem] = {}
        self._kinds = {name: kind for name, kind in kinds.items() if name in files}
        self._files = files
        self._lines: list[Digest] = []

    def write(self, chunks: Iterable[WrittenChunk]) -> None:
        """Write the dumps."""
        with ExitStack() as stack:
            dumps = {name: stack.enter_context(closing(kind(self._files[name], self.settings))) for name, kind in self._kinds.items()}
            for chunk in chunks:
                self.contents += chunk.contents
                self.used |= chunk.prefixes
                self.runs += [chunk.run] if chunk.run else []
                self._lines.append(chunk.lines)
                for name, dump in dumps.items():
                    dump.add(chunk.files[name], chunk.prefixes)
                self.left_out = {**chunk.left_out, **self.left_out}
        for name in self.left_out:
            self._files[name].unlink()

    def written(self) -> Iterator[WrittenDump]:
        """Yield the dumps that were not left out."""
        for name, kind in self._kinds.items():
            if name not in self.left_out:
                yield WrittenDump(self._files[name], name, self.contents, self._lines if issubclass(kind, LinesDump) else ())


def _cut_graphs(graphs: Iterable[GraphStatements], total: int, limits: ChunkLimits) -> Iterator[list[GraphStatements]]:
    """Return the named graphs grouped into chunks. total: approximate number of quads."""
    chunk: list[GraphStatements] = []
    size, max_size = 0, max(limits.graph_chunk_quads, total // limits.max_graph_chunks)
    for graph in graphs:
        number = graph.lines.count(b"\n")
        if chunk and size + number > max_size:
            yield chunk
            chunk, size = [], 0
        chunk.append(graph)
        size += number
    if chunk:
        yield chunk


def _graph_chunk(
    dumps: _Assembly, graphs: Iterable[GraphStatements], namespaces: Mapping[GraphName, str], folder: Path, number: int
) -> GraphChunk:
    """Write graphs to a file for a worker. namespaces: of the source documents, by graph."""
    triples = folder / f"{number}.graphs"
    named = []
    with triples.open("wb") as file:
        for graph in graphs:
            file.write(graph.lines)
            named.append(NamedGraph(graph.name, len(graph.lines), namespaces.get(graph.name, "")))
    return GraphChunk(dumps.settings, named, triples, folder, number, frozenset(dumps.used))


def _cut_union(blocks: Iterable[Block], min_triples: int) -> Iterator[list[Block]]:
    chunk: list[Block] = []
    size = 0
    for block in blocks:
        chunk.append(block)
        size += block.count(b"\n")
        if size >= min_triples:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _union_chunk(dumps: _Assembly, blocks: Iterable[Block], folder: Path, number: int) -> UnionChunk:
    """Write blocks to a file for a worker."""
    triples = folder / f"{number}.ntriples"
    sections = []
    with triples.open("wb") as file:
        for namespace, group in groupby(blocks, key=dumps.settings.document_namespace):
            sections.append((namespace, file.write(b"".join(group))))
    return UnionChunk(dumps.settings, sections, triples, folder, number, frozenset(dumps.used))


def _merge_surplus(runs: list[Path], max_runs: int) -> list[Path]:
    """Merge runs with each other until at most `max_runs` are left, never more than `max_runs` at a time."""
    numbers = count()
    while (surplus := len(runs) - max_runs) > 0:
        together = min(surplus + 1, max_runs)
        first, rest = runs[:together], runs[together:]
        merged = write_run(first[0].with_name(f"{next(numbers)}.merged"), merge_runs(map(read_run, first)))
        runs = [*rest, merged]
    return runs
