"""Judges targets: each function here returns a judge, which decides by the medians whether a target is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.figures import Figure, Figures
from benchmarks.peers.ours import OURS, OWN
from benchmarks.statistics import Spread


@dataclass(frozen=True)
class Outcome:
    """Whether a target is met (None: unknown), and the figure as text: minimum / median / maximum."""

    met: bool | None
    figure: str


NOT_MEASURED: Final = Outcome(None, "not measured")

Judge = Callable[[Figures], Outcome]


def number(value: float) -> str:
    """Return a number with three significant digits: 0.123, 1.23, 12.3, 123, 1,234."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def spelt(spread: Spread) -> str:
    """Return minimum / median / maximum, or the only value."""
    if spread.count == 1:
        return number(spread.median)
    return " / ".join(map(number, (spread.minimum, spread.median, spread.maximum)))


def spelt_figure(figure: Figure) -> str:
    """Return the same for a figure that may be only a lower bound."""
    return f"more than {number(figure.spread.minimum)}" if figure.bounded else spelt(figure.spread)


def at_most(spread: Spread | None, most: float, unit: str) -> Outcome:
    """Return whether the median is at most this."""
    return Outcome(spread.median <= most, f"{spelt(spread)} {unit}") if spread else NOT_MEASURED


def parses(work: str, name: str, most: float) -> Judge:
    """Judge the time of a work as a multiple of parsing its files."""
    return lambda figures: at_most(figures.parses(work, name), most, "× the parse")


def seconds(work: str, name: str, most: float) -> Judge:
    """Judge the time of a work."""
    return lambda figures: at_most(figures.seconds(work, name, OURS), most, "s")


def megabytes(work: str, name: str, most: float) -> Judge:
    """Judge the peak memory of a work."""
    return lambda figures: at_most(figures.megabytes(work, name, OURS), most, "MB")


def growth(work: str, smaller: str, larger: str, most: float, peer: str = OURS) -> Judge:
    """Judge the time for a larger input as a multiple of that for a smaller one."""
    return lambda figures: at_most(figures.growth(work, smaller, larger, peer), most, "× the time")


def memory_growth(work: str, smaller: str, larger: str, most: float, peer: str = OURS) -> Judge:
    """Judge the memory for a larger input as a multiple of that for a smaller one."""
    return lambda figures: at_most(figures.memory_growth(work, smaller, larger, peer), most, "× the memory")


def times_of(work: str, name: str, peer: str, most: float) -> Judge:
    """Judge the program's time as a multiple of a peer's."""

    def judge(figures: Figures) -> Outcome:
        return at_most(figures.slower(work, name, peer), most, f"× the time of {peer}")

    return judge


def faster(work: str, name: str, peer: str, least: float) -> Judge:
    """Judge how many times faster than a peer the program is. A lower bound can meet a target, but not miss it."""

    def judge(figures: Figures) -> Outcome:
        figure = figures.faster(work, name, peer)
        if figure is None:
            return NOT_MEASURED
        enough = figure.spread.median >= least
        return Outcome(None if figure.bounded and not enough else enough, f"{spelt_figure(figure)} × as fast")

    return judge


def fastest(work: str, name: str) -> Judge:
    """Judge whether the program is faster than every peer that gives the same answer."""

    def judge(figures: Figures) -> Outcome:
        measured = {peer: figures.faster(work, name, peer) for peer in figures.peers() if peer not in OWN}
        wrong = [peer for peer, figure in measured.items() if figure and figures.disagreements(work, name, peer)]
        right = {peer: figure for peer, figure in measured.items() if figure and peer not in wrong}
        if not right:
            return NOT_MEASURED
        nearest = min(right, key=lambda peer: right[peer].spread.median)
        beside = f" (not counting {', '.join(wrong)}: another answer)" if wrong else ""
        return Outcome(right[nearest].spread.median > 1, f"{spelt_figure(right[nearest])} × as fast as the next, {nearest}{beside}")

    return judge
