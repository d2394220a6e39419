"""What is measured of servers, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.peers.ours import OURS
from benchmarks.peers.oxigraph import OXIGRAPH
from benchmarks.serving.questions import MEDIUM, STREAMING, TINY
from benchmarks.serving.servers import CONSTANT, FUSEKI, RDFLIB_ENDPOINT, THREAD

CACHED: Final = "tiny, asked again"
"""The same query each time, so that the answer may be kept."""

ALONE: Final = "tiny, alone"
BESIDE: Final = "tiny, beside 12 hostile queries"
DOCUMENTS: Final = "documents"
START: Final = "start and memory"

HOSTILE_LIMIT: Final = 3.0
"""The time limit of hostile queries in seconds."""

HOSTILE_CLIENTS: Final = 8
DOCUMENT_CLIENTS: Final = 16


@dataclass(frozen=True)
class Asking:
    """An ordinary query that servers are asked in turn. kind: its name, or `CACHED`."""

    kind: str
    servers: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Plan:
    """What to measure, in rounds.

    clients: how many ask at the same time, one number after another. hostile: the servers that are asked hostile queries. window: seconds
    in which tiny queries are counted beside hostile ones. document_seconds: for documents; 0 for none.
    """

    rounds: int
    clients: tuple[int, ...]
    askings: tuple[Asking, ...]
    hostile: tuple[str, ...]
    window: float
    document_seconds: float

    @property
    def servers(self) -> tuple[str, ...]:
        """All servers that take part."""
        named = (name for asking in self.askings for name in asking.servers)
        return tuple(dict.fromkeys((*named, *self.hostile)))


WHOLE: Final = Plan(
    rounds=3,
    clients=(1, 8, 64),
    askings=(
        Asking(TINY, (OURS, THREAD, OXIGRAPH, RDFLIB_ENDPOINT, FUSEKI), 1.5),
        Asking(CACHED, (OURS, CONSTANT), 1.5),
        Asking(MEDIUM, (OURS, OXIGRAPH), 2.5),
        Asking(STREAMING, (OURS, OXIGRAPH), 2.5),
    ),
    hostile=(OURS, OXIGRAPH, RDFLIB_ENDPOINT),
    window=HOSTILE_LIMIT + 1.0,
    document_seconds=2.0,
)
QUICK: Final = Plan(
    rounds=1,
    clients=(8,),
    askings=(
        Asking(TINY, (OURS, THREAD, OXIGRAPH), 0.4),
        Asking(CACHED, (OURS, CONSTANT), 0.4),
        Asking(MEDIUM, (OURS, OXIGRAPH), 0.6),
        Asking(STREAMING, (OURS, OXIGRAPH), 0.6),
    ),
    hostile=(OURS,),
    window=2.0,
    document_seconds=0.5,
)
"""A short form, to see whether everything works."""
