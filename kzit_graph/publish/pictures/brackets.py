"""Where brackets stand that share a height: side by side, the longer ones outside, so that no end of one looks like that of another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Final

STEP: Final = 10.0
"""Between two brackets side by side."""


def longest_first(spans: Sequence[tuple[float, float]]) -> list[int]:
    """Return the numbers of brackets, those of the longest first. spans: their two ends."""
    return sorted(range(len(spans)), key=lambda index: (spans[index][0] - spans[index][1], index))


def share_a_height(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether two brackets overlap or touch. one, other: their two ends, the smaller first."""
    return one[0] <= other[1] and other[0] <= one[1]


def bracket_lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """Return the lane of each bracket, 0 for the outermost. spans: their two ends, the smaller first."""
    lanes: dict[int, int] = {}
    for index in longest_first(spans):
        taken = {lane for other, lane in lanes.items() if share_a_height(spans[index], spans[other])}
        lanes[index] = next(lane for lane in count() if lane not in taken)
    return [lanes[index] for index in range(len(spans))]
