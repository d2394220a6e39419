"""What was measured of servers, and the figures that are computed from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from benchmarks.measured import Measured
from benchmarks.statistics import Spread, ratios, spread

RATE: Final = "answers a second"
MEDIAN: Final = "p50 ms"
P99: Final = "p99 ms"
CPU: Final = "µs of CPU an answer"
GENERATOR: Final = "generator"
"""The part of a core that the load generator used."""

SIZE: Final = "bytes of an answer"
FAILURES: Final = "failures"
SECONDS: Final = "seconds to the first answer"
RELOAD: Final = "seconds to reload"
MEMORY: Final = "MB"
MEMORY_LOADED: Final = "MB after the load"
PROCESSES: Final = "processes"


@dataclass(frozen=True)
class Observation:
    """One measurement of a server.

    work: what it did. clients: how many asked at the same time; 0 if that has no meaning. values: by name. bound: whether its 99th
    percentile is only a lower bound, since answers were missing. words: what was wrong.
    """

    work: str
    clients: int
    server: str
    round: int
    values: Mapping[str, float] = field(default_factory=dict)
    bound: bool = False
    words: str = ""


@dataclass(frozen=True)
class Served(Measured):
    """All measurements of servers."""

    observations: tuple[Observation, ...] = ()


class ServerFigures:
    """The figures of some observations."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._found: dict[tuple[str, int, str], list[Observation]] = {}
        for one in observations:
            self._found.setdefault((one.work, one.clients, one.server), []).append(one)

    def of(self, work: str, clients: int, server: str) -> list[Observation]:
        """Return the observations of a server in the order of rounds."""
        return self._found.get((work, clients, server), [])

    def servers(self, work: str, clients: int) -> list[str]:
        """Return the servers that did a work, in the order in which they did it first."""
        return [name for found, number, name in self._found if (found, number) == (work, clients)]

    def clients(self, work: str) -> list[int]:
        """Return with how many clients a work was done."""
        return list(dict.fromkeys(number for found, number, _ in self._found if found == work))

    def spread(self, work: str, clients: int, server: str, value: str) -> Spread | None:
        """Return the spread of a value."""
        return spread(self._by_round(work, clients, server, value).values())

    def ratio(self, value: str, upper: tuple[str, int, str], lower: tuple[str, int, str]) -> Spread | None:
        """Return the ratio of a value, taken within each round. upper, lower: work, clients and server."""
        return ratios(self._by_round(*upper, value), {key: one for key, one in self._by_round(*lower, value).items() if one})

    def is_bound(self, work: str, clients: int, server: str) -> bool:
        """Return whether some 99th percentile of it is a lower bound."""
        return any(one.bound for one in self.of(work, clients, server))

    def _by_round(self, work: str, clients: int, server: str, value: str) -> dict[int, float]:
        return {one.round: one.values[value] for one in self.of(work, clients, server) if value in one.values}


def percentile(values: Iterable[float], part: float) -> float:
    """Return the value below which a part of the values is, by the nearest rank.

    >>> percentile([3.0, 1.0, 2.0, 4.0], 0.5), percentile(range(1, 201), 0.99)
    (2.0, 198)
    """
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * part // 1) - 1)]
