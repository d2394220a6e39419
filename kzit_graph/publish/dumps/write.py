"""Write all dumps of a store at once, in bounded memory.

The data is cut into chunks of named graphs. Workers write each chunk in the syntaxes that keep named graphs, and its triples as
a sorted run. The runs are merged into the union of the graphs, which is cut into chunks again and written in the other syntaxes.
Only a few chunks are in memory at a time; the runs and the written chunks are files in a temporary folder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.statements import GraphName, GraphStatements
from kzit_graph.publish.dumps.assembly import GRAPH_DUMPS, UNION_DUMPS, Dump
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
        graph_chunks = (
            GraphChunk(settings, graphs, folder, number)
            for number, graphs in enumerate(_cut_graphs(loaded.labelled_graphs(), max_quads, namespaces, limits))
        )
        quads, runs, left_out = _assemble(map_in_order(pool, jobs, write_graphs, graph_chunks), GRAPH_DUMPS, files, settings)
        on_read()
        checks = [submitted(pool, read_back, dump) for dump in _written(files, GRAPH_DUMPS, quads, left_out)]
        triples, counter = Contents(), UnionCounter()
        union = merge_runs(map(read_run, _merge_surplus(runs, limits.max_open_runs)))
        if count:
            union = counter.watching(union)
        if files.keys() & UNION_DUMPS.keys():
            union_chunks = (
                _union_chunk(settings, blocks, folder, number)
                for number, blocks in enumerate(_cut_union(union, limits.union_chunk_triples))
            )
            triples, _, more = _assemble(map_in_order(pool, jobs, write_union, union_chunks), UNION_DUMPS, files, settings)
            left_out |= more
            checks += [submitted(pool, read_back, dump) for dump in _written(files, UNION_DUMPS, triples, left_out)]
        elif count:
            deque(union, maxlen=0)
        counts = counter.counts() if count else None  # while dumps are read back
        for check in checks:
            check()
    return Sizes(quads.statements, triples.statements, left_out, counts)


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


def _written(files: Mapping[str, Path], kinds: Mapping[str, type[Dump]], contents: Contents, left_out: Container[str]) -> list[WrittenDump]:
    return [WrittenDump(path, syntax, contents) for syntax, path in files.items() if syntax in kinds and syntax not in left_out]


def _assemble(
    chunks: Iterable[WrittenChunk], kinds: Mapping[str, type[Dump]], files: Mapping[str, Path], settings: DumpSettings
) -> tuple[Contents, list[Path], dict[str, DumpProblem]]:
    """Write the requested dumps of some kinds.

    Returns the contents of all chunks, the runs of the chunks, and the problems of the dumps that were left out.
    """
    contents, runs, left_out = Contents(), [], dict[str, DumpProblem]()
    with ExitStack() as stack:
        dumps = {name: stack.enter_context(closing(kind(files[name], settings))) for name, kind in kinds.items() if name in files}
        for chunk in chunks:
            contents += chunk.contents
            runs += [chunk.run] if chunk.run else []
            for name, dump in dumps.items():
                dump.add(chunk.files[name], chunk.prefixes)
            left_out = {**chunk.left_out, **left_out}
    for name in left_out:
        files[name].unlink()
    return contents, runs, left_out


def _cut_graphs(
    graphs: Iterable[GraphStatements], total: int, namespaces: Mapping[GraphName, str], limits: ChunkLimits
) -> Iterator[list[NamedGraph]]:
    """Return the named graphs grouped into chunks. total: approximate number of quads. namespaces: of the source documents, by graph."""
    chunk: list[NamedGraph] = []
    size, max_size = 0, max(limits.graph_chunk_quads, total // limits.max_graph_chunks)
    for graph in graphs:
        number = graph.lines.count(b"\n")
        if chunk and size + number > max_size:
            yield chunk
            chunk, size = [], 0
        chunk.append(NamedGraph(graph.name, graph.lines, namespaces.get(graph.name, "")))
        size += number
    if chunk:
        yield chunk


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


def _union_chunk(settings: DumpSettings, blocks: list[Block], folder: Path, number: int) -> UnionChunk:
    sections = [(namespace, b"".join(group)) for namespace, group in groupby(blocks, key=settings.document_namespace)]
    return UnionChunk(settings, sections, folder, number)


def _merge_surplus(runs: list[Path], max_runs: int) -> list[Path]:
    """Merge runs with each other until at most `max_runs` are left, never more than `max_runs` at a time."""
    numbers = count()
    while (surplus := len(runs) - max_runs) > 0:
        together = min(surplus + 1, max_runs)
        first, rest = runs[:together], runs[together:]
        merged = write_run(first[0].with_name(f"{next(numbers)}.merged"), merge_runs(map(read_run, first)))
        runs = [*rest, merged]
    return runs
