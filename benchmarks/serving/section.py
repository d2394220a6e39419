"""Writes the section about servers of RESULTS.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from benchmarks.judges import spelt
from benchmarks.measured import machine_table
from benchmarks.peers.ours import OURS
from benchmarks.serving.observations import (
    CPU,
    GENERATOR,
    MEDIAN,
    MEMORY,
    MEMORY_LOADED,
    P99,
    PROCESSES,
    RATE,
    RELOAD,
    SECONDS,
    SIZE,
    Observation,
    Served,
    ServerFigures,
)
from benchmarks.serving.plan import ALONE, BESIDE, CACHED, DOCUMENTS, HOSTILE_CLIENTS, HOSTILE_LIMIT, START
from benchmarks.serving.questions import MEDIUM, STREAMING, TINY
from benchmarks.serving.targets import ServerTarget
from benchmarks.table import markdown_table
from benchmarks.target import targets_table

_OPENING: Final = f"""\
# Servers side by side

All serve the bundled graph over HTTP/1.1 on the loopback interface, to clients that keep their connections and ask again as soon as they
have their answer. In a round the servers take turns, and ratios are taken within a round. Each query has a comment of its own, so that
no answer is kept, except where it is asked again. The load comes from one process (`benchmarks/serving/load.py`) on the same machine; the
last column but one says how much of a core it used: near 1, it would be what is measured. CPU is that of all processes of the server.

`a thread of the front` is kzit-graph with its queries in threads of its own process; `a constant answer` is its web server, Granian, with
an application that only sends the same bytes. oxigraph (`serve-read-only`) and Fuseki (TDB2) have their data on disk, rdflib-endpoint in
memory; all three query the union of the named graphs, as kzit-graph does. kzit-graph had no limits per client, since all have one address.

Beside hostile queries: {HOSTILE_CLIENTS} clients ask tiny queries, first alone, then while twelve queries run that never end, take all
memory, or overflow a stack. The limit of a query is {HOSTILE_LIMIT:g} s, but rdflib-endpoint has none. A server that they crash is asked
again without the two that overflow a stack. "More than" marks a 99th percentile that missing answers would raise. Documents are files
of the build, of all kinds and in turn, kept in memory after their first use.
"""

_QUERIES: Final = (TINY, CACHED, MEDIUM, STREAMING)


def server_section(served: Served, targets: Iterable[ServerTarget], remarks: Mapping[str, str]) -> str:
    """Return the section as Markdown; empty if nothing was measured."""
    if not served.observations:
        return ""
    figures = ServerFigures(served.observations)
    parts = [_OPENING, "## Targets of the server\n", targets_table(figures, targets, remarks), server_tables(served)]
    parts += ["## Machine and versions of the servers\n", machine_table(served)]
    return "\n".join(parts)


def server_tables(served: Served) -> str:
    """Return a table for each work that was measured."""
    figures = ServerFigures(served.observations)
    parts = []
    for work in _QUERIES:
        rows = [_load_row(figures, work, clients, name) for clients in figures.clients(work) for name in figures.servers(work, clients)]
        if rows:
            parts += [f"## Queries: {work}\n", markdown_table(_LOAD, rows)]
    for title, works in (("Tiny queries beside 12 hostile ones", (ALONE, BESIDE)), ("Documents", (DOCUMENTS,))):
        found = [(work, clients) for work in works for clients in figures.clients(work)]
        rows = [(work, *_hostile_row(figures, work, clients, name)) for work, clients in found for name in figures.servers(work, clients)]
        if rows:
            parts += [f"## {title}\n", markdown_table(_HOSTILE, rows)]
    rows = [_start_row(figures, name) for name in figures.servers(START, 0)]
    if rows:
        parts += ["## Start and memory\n", markdown_table(_START, rows)]
    return "\n".join(parts)


_LOAD: Final = ("clients", "server", RATE, MEDIAN, P99, f"rate of {OURS}", CPU, "bytes", GENERATOR, "notes")
_HOSTILE: Final = ("work", "server", RATE, MEDIAN, P99, "MB at most", CPU, GENERATOR, "notes")
_START: Final = ("server", SECONDS, MEMORY, MEMORY_LOADED, PROCESSES, RELOAD, "notes")


def _load_row(figures: ServerFigures, work: str, clients: int, name: str) -> tuple[str, ...]:
    where = (work, clients, name)
    ratio = None if name == OURS else figures.ratio(RATE, (work, clients, OURS), where)
    size = figures.spread(*where, SIZE)
    return (
        str(clients),
        name,
        *(_cell(figures, where, value) for value in (RATE, MEDIAN)),
        _percentile(figures, where),
        f"{spelt(ratio)} ×" if ratio else "",
        _cell(figures, where, CPU),
        f"{size.median:,.0f}" if size else "",
        _median(figures, where, GENERATOR),
        _notes(figures.of(*where)),
    )


def _hostile_row(figures: ServerFigures, work: str, clients: int, name: str) -> tuple[str, ...]:
    where = (work, clients, name)
    cells = (_cell(figures, where, value) for value in (MEMORY, CPU))
    rate, median = (_cell(figures, where, value) for value in (RATE, MEDIAN))
    return name, rate, median, _percentile(figures, where), *cells, _median(figures, where, GENERATOR), _notes(figures.of(*where))


def _start_row(figures: ServerFigures, name: str) -> tuple[str, ...]:
    where = (START, 0, name)
    cells = [_cell(figures, where, value) for value in (SECONDS, MEMORY, MEMORY_LOADED, PROCESSES, RELOAD)]
    return (name, *cells, _notes(figures.of(*where)))


def _cell(figures: ServerFigures, where: tuple[str, int, str], value: str) -> str:
    found = figures.spread(*where, value)
    return "" if found is None else f"{found.median:.0f}" if value == PROCESSES else spelt(found)


def _median(figures: ServerFigures, where: tuple[str, int, str], value: str) -> str:
    found = figures.spread(*where, value)
    return "" if found is None else f"{found.median:.2f}"


def _percentile(figures: ServerFigures, where: tuple[str, int, str]) -> str:
    found = _cell(figures, where, P99)
    return f"more than {found}" if found and figures.is_bound(*where) else found


def _notes(observations: Iterable[Observation]) -> str:
    said = [one.words for one in observations if one.words]
    return said[0] if len(said) == 1 else "; ".join(f"round {one.round}: {one.words}" for one in observations if one.words)
