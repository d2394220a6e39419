"""What a picture of amounts shows: claims with their values, periods, bounds and labels; clashes between them; and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kzit_graph.publish.pictures.labels import Label
from kzit_graph.publish.pictures.marks import Form

Bound = Literal["", "about", "more", "less", "range"]
"""How a value is bounded: exactly, on both sides without a limit, from below, from above, or by stated limits."""


@dataclass(frozen=True)
class Claimed:
    """A claim about an amount.

    start, end: its period as points in years, the same for a day. value: on the scale of the picture. stated: the stated number on that
    scale, if the value is converted. lower, upper: of a range. is_part: whether its period is a part of a year. is_open: whether its
    start is not known. is_count: whether it holds at one time in the period, not all through it. labels: the forms of its label, the
    best first; brief: the value alone. heading, note, source: value, what it is of, and claimant, for the narrow form; lang: of the
    claimant, if it differs. name: for screen readers.
    """

    start: float
    end: float
    value: float
    labels: Sequence[Label]
    brief: Label
    heading: str
    note: str
    source: str
    name: str
    href: str = ""
    voice: str = "o"
    form: Form = "reported"
    bound: Bound = ""
    stated: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_part: bool = False
    is_open: bool = False
    is_count: bool = False
    lang: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether it is a dot: of a day or a few, or a count of one time."""
        return self.is_count or self.end - self.start < 0.02

    @property
    def year(self) -> int:
        """The year in which its period ends."""
        return int(self.end - 1e-6)


@dataclass(frozen=True)
class Clash:
    """Claims that clash, by their numbers. label: how. is_real: whether they clash, or only count different things."""

    claims: Sequence[int]
    label: str
    name: str = ""
    href: str = ""
    is_real: bool = True


@dataclass(frozen=True)
class Gap:
    """Years without a claim. label: that nobody says."""

    first: int
    last: int
    label: str
