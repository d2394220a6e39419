"""Write quads as a build writes them: sorted, without duplicates, and with stable labels of blank nodes.

Quads are sorted in files, so that only those with blank nodes, some thousand others and the statements of one subject are in memory.
"""

from __future__ import annotations

import heapq
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, groupby
from pathlib import Path
from typing import IO, Final

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse, serialize

from kzit_graph.publish.conversion.writing import in_rdf11
from kzit_graph.publish.dumps.sorted_runs import Block, as_blocks, joined, subject_of
from kzit_graph.rdf.blank_nodes import stably_labelled
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.quad_stream import Batch
from kzit_graph.rdf.rdfxml import XML_END, xml_body, xml_start
from kzit_graph.rdf.writing import indented, turtle_body, turtle_header, used_prefixes

_RUN: Final = 100_000
"""Statements that are sorted in memory."""

_MAX_RUNS: Final = 200
"""Sorted files that are merged at a time. Some systems allow only 256 open files."""

_CHUNK: Final = 12_500
"""Triples after which a part of the output ends, at the next subject."""

_GRAPH_END: Final = b"\t"
"""The end of the name of a graph in a file. In terms it is escaped."""

_COPY_BUFFER: Final = 1 << 20

Named = tuple[str, Block]
"""The name of a graph in N-Triples syntax, "" for the default graph, and the statements of a subject in it."""


def write_sorted(batches: Iterable[Batch], syntax: RdfFormat, file: IO[bytes], folder: Path) -> int:
    """Write quads as a build writes them, and return their number. folder: for temporary files.

    A syntax without graphs gets their union. JSON-LD is written without a context.

    Raises `SimilarBlankNodes` if blank nodes cannot be labelled, and `NotRdf11` and `UnwritableXml` as `write_batches` does.
    """
    prefixes: dict[str, str] = {}
    runs = list(_runs(stably_labelled(_quads(batches, prefixes)), folder, with_graphs=syntax.supports_datasets))
    chunks = _Chunks(_merged(map(_read, _merge_surplus(runs, folder))))
    if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG):
        _write_turtle(chunks, prefixes, file, folder)
    elif syntax == RdfFormat.RDF_XML:
        file.write(xml_start(prefixes))
        for _, triples in chunks:
            file.write(xml_body(_parsed(triples), prefixes))
        file.write(XML_END)
    elif syntax == RdfFormat.JSON_LD:
        serialize((quad for graph, triples in chunks for quad in in_rdf11(_in_graph(triples, graph))), file, syntax)
        file.write(b"\n")
    else:
        for graph, triples in chunks:
            file.write(_with_graph(triples, graph))
    return chunks.statements


class _Chunks:
    """Statements in parts of one graph each, as N-Triples, after the name of the graph. statements: the number of those that were read."""

    def __init__(self, blocks: Iterable[Named]) -> None:
        self._blocks = blocks
        self.statements = 0

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for graph, blocks in groupby(self._blocks, key=_graph):
            chunk: list[Block] = []
            size = 0
            for _, block in blocks:
                chunk.append(block)
                size += block.count(b"\n")
                if size >= _CHUNK:
                    self.statements += size
                    yield graph, b"".join(chunk)
                    chunk, size = [], 0
            if chunk:
                self.statements += size
                yield graph, b"".join(chunk)


def _quads(batches: Iterable[Batch], prefixes: dict[str, str]) -> Iterator[Quad]:
    """Yield the quads, and collect the prefixes: the first declaration of each."""
    for batch in batches:
        for prefix, namespace in batch.prefixes.items():
            prefixes.setdefault(prefix, namespace)
        yield from batch.quads


def _runs(quads: Iterable[Quad], folder: Path, *, with_graphs: bool) -> Iterator[Path]:
    """Sort quads in parts, and yield the file of each part."""
    numbers = count()
    lines: dict[str, set[bytes]] = defaultdict(set)
    size = 0
    for quad in quads:
        graph = quad.graph_name
        name = str(graph) if with_graphs and not isinstance(graph, DefaultGraph) else ""
        lines[name].add(f"{quad.triple} .\n".encode())
        size += 1
        if size >= _RUN:
            yield _write(folder / f"{next(numbers)}.run", _sorted(lines))
            lines.clear()
            size = 0
    if lines:
        yield _write(folder / f"{next(numbers)}.run", _sorted(lines))


def _sorted(lines: Mapping[str, Iterable[bytes]]) -> Iterator[Named]:
    return ((graph, block) for graph in sorted(lines, key=_graph_key) for block in as_blocks(lines[graph]))


def _merged(runs: Iterable[Iterable[Named]]) -> Iterator[Named]:
    """Merge runs into one without duplicates. Only one block of each run is in memory."""
    keyed = (((*_graph_key(graph), *_subject_key(block), block) for graph, block in run) for run in runs)
    for key, same in groupby(heapq.merge(*keyed, key=lambda one: one[:4]), key=lambda one: one[:4]):
        yield key[1], joined([one[4] for one in same])


def _merge_surplus(runs: list[Path], folder: Path) -> list[Path]:
    """Merge runs with each other until few enough are left."""
    numbers = count()
    while len(runs) > _MAX_RUNS:
        first, runs = runs[:_MAX_RUNS], runs[_MAX_RUNS:]
        runs.append(_write(folder / f"{next(numbers)}.merged", _merged(map(_read, first))))
        for path in first:
            path.unlink()
    return runs


def _write(path: Path, blocks: Iterable[Named]) -> Path:
    """Write a run. Each block is one line, with carriage returns as line ends; in terms they are escaped."""
    with path.open("wb") as file:
        file.writelines(graph.encode() + _GRAPH_END + block[:-1].replace(b"\n", b"\r") + b"\n" for graph, block in blocks)
    return path


def _read(path: Path) -> Iterator[Named]:
    with path.open("rb") as file:
        for line in file:
            graph, _, block = line.partition(_GRAPH_END)
            yield graph.decode(), block.replace(b"\r", b"\n")


def _write_turtle(chunks: Iterable[tuple[str, bytes]], prefixes: Mapping[str, str], file: IO[bytes], folder: Path) -> None:
    """Write Turtle or TriG. The prefixes in use are known only at the end, so the statements wait in a file."""
    used: set[str] = set()
    with (folder / "body").open("w+b") as body:
        for graph, group in groupby(chunks, key=_graph):
            start = f"\n{graph} {{\n".encode()
            for _, triples in group:
                part = turtle_body(_parsed(triples), RdfFormat.TURTLE, prefixes)
                used |= used_prefixes(part, prefixes.keys() - used)
                body.write(start + indented(part) if graph else part)
                start = b"\n"
            body.write(b"\n}\n" if graph else b"")
        body.seek(0)
        file.write(turtle_header(prefixes, used))
        shutil.copyfileobj(body, file, _COPY_BUFFER)


def _parsed(triples: bytes) -> list[Quad]:
    """Return N-Triples as quads of the default graph. They were validated before."""
    return list(parse(triples, format=RdfFormat.N_TRIPLES, lenient=True))


def _in_graph(triples: bytes, graph: str) -> list[Quad]:
    return list(parse(_with_graph(triples, graph), format=RdfFormat.N_QUADS, lenient=True))


def _with_graph(triples: bytes, graph: str) -> bytes:
    """Return N-Triples as N-Quads. graph: "" for the default graph."""
    return triples.replace(b" .\n", f" {graph} .\n".encode()) if graph else triples


def _graph(named: tuple[str, bytes]) -> str:
    return named[0]


def _graph_key(graph: str) -> tuple[str, str]:
    return natural_key(graph), graph


def _subject_key(block: Block) -> tuple[str, str]:
    subject = subject_of(block).decode()
    return natural_key(subject), subject
