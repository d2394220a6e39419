"""What is measured, as data: works, inputs, peers, rounds and time limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from benchmarks.inputs import READY_UP_TO, Input
from benchmarks.peers.comunica import COMUNICA
from benchmarks.peers.converters import RAPPER, SERDI
from benchmarks.peers.jena import JENA, TOPBRAID
from benchmarks.peers.ours import LIMITED, LISTING, LOAD, OURS, OWN, PARSE
from benchmarks.peers.oxigraph import OXIGRAPH
from benchmarks.peers.peer import BUILD, CONVERT, CONVERT_BACK, CONVERT_GRAPHS, QUERY, VALIDATE
from benchmarks.peers.script import SCRIPT
from benchmarks.peers.shacl_engines import ENGINES

SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
QUICK_SIZES: Final = (10_000,)
_PATIENCE: Final = {10_000: (60, 120), 100_000: (30, 220), 1_000_000: (30, 220)}
"""Time limits of peers in seconds, to validate and to build so many triples. To build, they are more than ten times what the program
takes for a million, so a peer that hits its limit is at least that much slower.
"""

_ALONE_FROM: Final = READY_UP_TO + 1
"""From this size on, only the program and its yardsticks are measured, once."""

_VALIDATORS: Final = (SCRIPT, JENA, TOPBRAID, *ENGINES)
_BUILDERS: Final = (SCRIPT, JENA, OXIGRAPH)
_QUERIERS: Final = (SCRIPT, JENA, OXIGRAPH, COMUNICA)
_CONVERTERS: Final = (JENA, OXIGRAPH, RAPPER, SERDI)

BROKEN_FOR_ALL: Final = Input(10_000, broken=100)
"""A graph with violations on which the counts of all engines are compared."""


def broken_pair(triples: int) -> tuple[Input, Input]:
    """Return two graphs of one size, the second with ten times the violations of the first."""
    return Input(triples, triples // 100), Input(triples, triples // 10)


BROKEN_SIZE: Final = 1_000_000
QUICK_BROKEN_SIZE: Final = 10_000


@dataclass(frozen=True)
class Contest:
    """A work on an input, done by several peers in turn.

    rounds: the largest number of runs of each. limit: time limit of a run in seconds; once: a peer that took longer is not run again.
    own_limit, own_once: the same for the program itself and its yardsticks.
    """

    work: str
    input: Input
    peers: tuple[str, ...]
    rounds: int = 3
    limit: float = 240
    own_limit: float = 900
    once: float = 10
    own_once: float = 120

    @property
    def name(self) -> str:
        """The name in tables: "validate, 1m"."""
        return f"{self.work}, {self.input.name}"

    def limit_of(self, peer: str) -> float:
        """Return the time limit of a run of this peer in seconds."""
        return self.own_limit if peer in OWN else self.limit

    def once_of(self, peer: str) -> float:
        """Return the seconds after which this peer is not run again."""
        return self.own_once if peer in OWN else self.once


def contests(sizes: Iterable[int]) -> list[Contest]:
    """Return the whole comparison, from small to large."""
    wanted = sorted(sizes)
    return [*_bundled(rounds=9), *(contest for size in wanted for contest in _of_size(size)), *_broken(wanted, BROKEN_SIZE)]


def quick_contests() -> list[Contest]:
    """Return a comparison of small inputs, to see whether the benchmark works and whether anything became much slower."""
    whole = [
        *_bundled(rounds=3),
        *(contest for size in QUICK_SIZES for contest in _of_size(size)),
        *_broken(QUICK_SIZES, QUICK_BROKEN_SIZE),
    ]
    return [replace(contest, limit=8, own_limit=30, once=3, own_once=15) for contest in whole]


def _bundled(rounds: int) -> Iterator[Contest]:
    yield Contest(QUERY, Input(), (OURS, *_QUERIERS), rounds=rounds, limit=60)
    yield Contest(VALIDATE, Input(), (OURS,), rounds=min(rounds, 5), limit=60)
    yield Contest(BUILD, Input(), (OURS, *_BUILDERS), rounds=min(rounds, 3), limit=60)


def _of_size(triples: int) -> Iterator[Contest]:
    if triples >= _ALONE_FROM:
        yield Contest(VALIDATE, Input(triples), (PARSE, LOAD, OURS), rounds=1)
        yield Contest(BUILD, Input(triples), (PARSE, OURS), rounds=1, own_limit=1_800)
        yield Contest(CONVERT_GRAPHS, Input(triples), (PARSE, OURS), rounds=1)
        return
    to_validate, to_build = _PATIENCE.get(triples, (90, 720))
    yield Contest(VALIDATE, Input(triples), (PARSE, LOAD, OURS, *_VALIDATORS), limit=to_validate)
    yield Contest(BUILD, Input(triples), (PARSE, OURS, *_BUILDERS), limit=to_build, own_limit=1_800)
    for work in (CONVERT, CONVERT_BACK, CONVERT_GRAPHS):
        converters = _CONVERTERS if work != CONVERT_GRAPHS else (peer for peer in _CONVERTERS if peer != RAPPER)  # rapper writes no TriG
        yield Contest(work, Input(triples), (PARSE, OURS, *converters), limit=60)


def _broken(sizes: Iterable[int], broken_size: int) -> Iterator[Contest]:
    for wanted in dict.fromkeys((BROKEN_FOR_ALL, *broken_pair(broken_size))):
        if wanted.triples in sizes:
            is_for_all = wanted == BROKEN_FOR_ALL
            others = _VALIDATORS if is_for_all else ()
            yield Contest(VALIDATE, wanted, (OURS, LIMITED, LISTING, *others), rounds=3 if is_for_all else 1, limit=60)
