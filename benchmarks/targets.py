"""The targets of the program, as data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.figures import Figures
from benchmarks.inputs import BUNDLED
from benchmarks.judges import faster, fastest, growth, megabytes, memory_growth, parses, seconds, times_of
from benchmarks.peers.jena import JENA
from benchmarks.peers.ours import LIMITED, LOAD
from benchmarks.peers.oxigraph import OXIGRAPH
from benchmarks.peers.peer import BUILD, CONVERT_GRAPHS, QUERY, VALIDATE
from benchmarks.peers.script import SCRIPT
from benchmarks.sizes import size_name
from benchmarks.target import Target
from benchmarks.works import BROKEN_SIZE, SIZES, broken_pair


def targets() -> list[Target[Figures]]:
    """Return all targets in the order of the report."""
    return [*_validate(), *_build(), *_growth(), *_memory(), *_bundled(), *_violations()]


def _validate() -> Iterator[Target[Figures]]:
    yield Target("validate-load", "validate, 1m", "≤ 1.5 × the load into a store", times_of(VALIDATE, "1m", LOAD, 1.5))
    yield Target("validate-script", "validate, 100k", "≥ 25 × faster than pySHACL", faster(VALIDATE, "100k", SCRIPT, 25))
    for size in ("10k", "100k", "1m"):
        yield Target(f"validate-peers-{size}", f"validate, {size}", "faster than every peer", fastest(VALIDATE, size))


def _build() -> Iterator[Target[Figures]]:
    yield Target("build-parse", "build without pages, 1m", "≤ 30 × the parse", parses(BUILD, "1m", 30))
    for size in ("100k", "1m"):
        yield Target(
            f"build-script-{size}", f"build without pages, {size}", "≥ 10 × faster than the script", faster(BUILD, size, SCRIPT, 10)
        )


def _growth() -> Iterator[Target[Figures]]:
    for work in (VALIDATE, BUILD):
        for smaller, larger in pairwise(map(size_name, SIZES)):
            key, what = f"growth-{work}-{larger}", f"{work}, {smaller} to {larger}"
            yield Target(key, what, "10 × the triples, ≤ 12 × the time", growth(work, smaller, larger, 12))


def _memory() -> Iterator[Target[Figures]]:
    yield Target("memory-1m", "build, 1m", "≤ 1,000 MB", megabytes(BUILD, "1m", 1_000))
    yield Target("convert-10m", f"{CONVERT_GRAPHS}, 10m", "≤ 300 MB", megabytes(CONVERT_GRAPHS, "10m", 300))
    yield Target("memory-10m", "build, 10m", "≤ 9,000 MB", megabytes(BUILD, "10m", 9_000))


def _bundled() -> Iterator[Target[Figures]]:
    yield Target("query-oxigraph", "query, bundled", "≤ 3 × oxigraph's load and query", times_of(QUERY, BUNDLED, OXIGRAPH, 3))
    yield Target("query-script", "query, bundled", "≥ 3 × faster than the rdflib script", faster(QUERY, BUNDLED, SCRIPT, 3))
    yield Target("query-arq", "query, bundled", "≥ 8 × faster than arq", faster(QUERY, BUNDLED, JENA, 8))
    yield Target("bundled-validate", "validate, bundled", "≤ 0.5 s", seconds(VALIDATE, BUNDLED, 0.5))
    yield Target("bundled-seconds", "build, bundled", "≤ 2 s", seconds(BUILD, BUNDLED, 2))
    yield Target("bundled-script", "build, bundled", "≥ 3 × faster than the script", faster(BUILD, BUNDLED, SCRIPT, 3))


def _violations() -> Iterator[Target[Figures]]:
    few, many = broken_pair(BROKEN_SIZE)
    fewer, more = few.name, many.name
    what = f"validate --limit, 1m, from {size_name(few.broken)} violations to {size_name(many.broken)}"
    yield Target("violations-time", what, "10 × the violations, ≤ 10 × the time", growth(VALIDATE, fewer, more, 10, LIMITED))
    yield Target("violations-memory", what, "10 × the violations, ≤ 10 × the memory", memory_growth(VALIDATE, fewer, more, 10, LIMITED))
