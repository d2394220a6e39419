"""Computes the reported figures from runs: seconds, peak memory, and ratios of two runs of the same round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from benchmarks.meter import Ending
from benchmarks.peers.ours import OURS, OWN, PARSE
from benchmarks.rounds import Run
from benchmarks.statistics import Spread, ratios, spread

MEGABYTE: Final = 1e6


@dataclass(frozen=True)
class Figure:
    """A number that can be compared across machines.

    bounded: whether it is only a lower bound, because a peer hit its time limit.
    """

    spread: Spread
    bounded: bool = False


class Figures:
    """The figures of some runs. A work and the name of an input tell what was measured."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = tuple(runs)

    @cached_property
    def _by_peer(self) -> Mapping[tuple[str, str, str], list[Run]]:
        found: dict[tuple[str, str, str], list[Run]] = {}
        for run in self.runs:
            found.setdefault((run.work, run.input, run.peer), []).append(run)
        return found

    def of(self, work: str, name: str, peer: str) -> list[Run]:
        """Return a peer's runs in the order of rounds."""
        return self._by_peer.get((work, name, peer), [])

    def seconds(self, work: str, name: str, peer: str) -> Spread | None:
        """Return the wall time of the completed runs."""
        return spread(self._done(work, name, peer).values())

    def megabytes(self, work: str, name: str, peer: str) -> Spread | None:
        """Return the peak memory of the completed runs."""
        return spread(run.peak / MEGABYTE for run in self.of(work, name, peer) if run.ending == Ending.DONE)

    def faster(self, work: str, name: str, peer: str) -> Figure | None:
        """Return how many times faster the program is than a peer (below 1: slower)."""
        own, theirs = self._done(work, name, OURS), self._done(work, name, peer)
        if found := ratios(theirs, own):
            return Figure(found)
        cut_off = {run.round: run.seconds for run in self.of(work, name, peer) if run.ending != Ending.FAILED and run.seconds}
        bound = ratios(cut_off, own)
        return Figure(bound, bounded=True) if bound else None

    def slower(self, work: str, name: str, peer: str) -> Spread | None:
        """Return the program's time as a multiple of a peer's."""
        return ratios(self._done(work, name, OURS), self._done(work, name, peer))

    def peers(self) -> list[str]:
        """Return the peers that ran, in the order of their first runs."""
        return list(dict.fromkeys(run.peer for run in self.runs))

    def parses(self, work: str, name: str) -> Spread | None:
        """Return the time of the work as a multiple of parsing the same files."""
        return ratios(self._done(work, name, OURS), self._done(work, name, PARSE))

    def growth(self, work: str, smaller: str, larger: str, peer: str = OURS) -> Spread | None:
        """Return the time for the larger input as a multiple of the time for the smaller one."""
        return ratios(self._done(work, larger, peer), self._done(work, smaller, peer))

    def memory_growth(self, work: str, smaller: str, larger: str, peer: str = OURS) -> Spread | None:
        """Return the memory for the larger input as a multiple of the memory for the smaller one."""
        return ratios(self._peaks(work, larger, peer), self._peaks(work, smaller, peer))

    def counts(self, work: str, name: str, peer: str) -> Mapping[str, int] | None:
        """Return what a peer found or wrote."""
        return next((run.counts for run in self.of(work, name, peer) if run.counts is not None), None)

    def disagreements(self, work: str, name: str, peer: str) -> list[str]:
        """Return how a peer's counts differ from the program's, such as "950 violations, not 0"."""
        own, theirs = self.counts(work, name, OURS) or {}, self.counts(work, name, peer) or {}
        return [f"{theirs[what]:,} {what}, not {own[what]:,}" for what in own.keys() & theirs.keys() if own[what] != theirs[what]]

    def comparable(self) -> dict[str, tuple[float, bool]]:
        """Return the medians of all figures that can be compared across machines, by name, and whether higher is better."""
        found: dict[str, tuple[float, bool]] = {}
        for work, name, peer in self._by_peer:
            label = f"{work}, {name}"
            if peer == OURS and (parses := self.parses(work, name)):
                found[f"{label}: times the parse"] = (parses.median, False)
            if peer == OURS and (peak := self.megabytes(work, name, OURS)):
                found[f"{label}: MB"] = (peak.median, False)
            if peer not in OWN and (faster := self.faster(work, name, peer)) and not faster.bounded:
                found[f"{label}: times faster than {peer}"] = (faster.spread.median, True)
        return found

    def _done(self, work: str, name: str, peer: str) -> dict[int, float]:
        return {run.round: run.seconds for run in self.of(work, name, peer) if run.ending == Ending.DONE}

    def _peaks(self, work: str, name: str, peer: str) -> dict[int, float]:
        return {run.round: float(run.peak) for run in self.of(work, name, peer) if run.ending == Ending.DONE}


def worse(now: Figures, before: Figures, by: float = 1 / 3) -> list[str]:
    """Return a line for each figure that is worse than before by more than the given share. Both must have the figure."""
    old, lines = before.comparable(), []
    for name, (value, more_is_better) in now.comparable().items():
        if name not in old:
            continue
        was = old[name][0]
        if value < was * (1 - by) if more_is_better else value > was * (1 + by):
            lines.append(f"{name}: {value:.3g}, was {was:.3g}")
    return lines
