"""What was measured of the web site, and the figures that are computed from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from benchmarks.measured import Measured
from benchmarks.statistics import Spread, spread

SECONDS: Final = "seconds"
CPU: Final = "seconds of CPU"
MEMORY: Final = "MB of memory"
FILES: Final = "files"
SIZE: Final = "MB on disk"
THINGS: Final = "things"
KILOBYTES: Final = "kB"
FIRST_PAINT: Final = "first paint, s"
LARGEST_PAINT: Final = "LCP, s"
LAYOUT_SHIFT: Final = "CLS"
BLOCKING: Final = "TBT, ms"
NODES: Final = "elements"
TRANSFERRED: Final = "kB transferred"


@dataclass(frozen=True)
class Measurement:
    """One measurement. work: what was done. subject: with what. values: by name. words: what was wrong, or what was found."""

    work: str
    subject: str
    round: int
    values: Mapping[str, float] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True)
class SiteMeasured(Measured):
    """All measurements of the site."""

    measurements: tuple[Measurement, ...] = ()


class SiteFigures:
    """The figures of some measurements."""

    def __init__(self, measurements: Iterable[Measurement]) -> None:
        self._found: dict[tuple[str, str], list[Measurement]] = {}
        for one in measurements:
            self._found.setdefault((one.work, one.subject), []).append(one)

    def of(self, work: str, subject: str) -> list[Measurement]:
        """Return the measurements of a work with a subject, in the order of rounds."""
        return self._found.get((work, subject), [])

    def subjects(self, work: str) -> list[str]:
        """Return with what a work was done, in the order of first measurements."""
        return [subject for found, subject in self._found if found == work]

    def spread(self, work: str, subject: str, value: str) -> Spread | None:
        """Return the spread of a value."""
        return spread(self._by_round(work, subject, value).values())

    def difference(self, value: str, upper: tuple[str, str], lower: tuple[str, str]) -> Spread | None:
        """Return how much larger a value is, taken within each round. upper, lower: work and subject."""
        more, less = self._by_round(*upper, value), self._by_round(*lower, value)
        return spread(more[number] - less[number] for number in more.keys() & less.keys())

    def _by_round(self, work: str, subject: str, value: str) -> dict[int, float]:
        return {one.round: one.values[value] for one in self.of(work, subject) if value in one.values}
