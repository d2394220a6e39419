"""The entries of a timeline: events with the claims that date them, in lanes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from kzit_graph.publish.site.claims.model import Claim, Hold, Span, Stance
from kzit_graph.rdf.names import Term

Kind = Literal["field", "event", "post", "rest"]
"""What the entries of a lane have in common: a field, a kind of event, a post, or nothing."""

UNREAL: Final = (Stance.PLANNED, Stance.OFF)
"""Stances of what did not take place, as far as the claim says."""

_FAR: Final = 10**9
"""A year beyond all others."""

Moment = tuple[int, str]
"""A day that can be compared: its year, and the rest of it."""


def moment(day: str) -> Moment:
    """Return a day for comparisons. Years have any number of digits, and a sign before Christ."""
    cut = day.index("-", 1)
    return int(day[:cut]), day[cut:]


@dataclass(frozen=True)
class Dated:
    """A claim in one of its spans of time."""

    claim: Claim
    span: Span

    @property
    def start(self) -> Moment:
        """The first day; long ago if it is open."""
        return moment(self.span.start) if self.span.start else (-_FAR, "")

    @property
    def end(self) -> Moment:
        """The last day; far away if it is open, or if the claim holds from the span on."""
        return (_FAR, "") if self.span.hold is Hold.SINCE or not self.span.end else moment(self.span.end)

    def agrees_with(self, other: Dated) -> bool:
        """Tell whether one of two spans lies in the other."""
        inside = self.start >= other.start and self.end <= other.end
        return inside or (self.start <= other.start and self.end >= other.end)


@dataclass(frozen=True)
class Strand:
    """Claims whose times agree: each lies in those before it."""

    dated: tuple[Dated, ...]

    @property
    def stance(self) -> Stance:
        """The stance of its claims: a plan or something put off only if all are."""
        stances = [one.claim.stance for one in self.dated]
        return next((stance for stance in stances if stance not in UNREAL), stances[0])


@dataclass(frozen=True)
class Entry:
    """What happened, or was to happen: an event, or a claim without one. parts: events in its course.

    strands: more than one if its claims give different times. clashes: whether they contradict one another.
    """

    node: Term
    strands: tuple[Strand, ...]
    clashes: bool = False
    parts: tuple[Entry, ...] = ()

    @property
    def dated(self) -> tuple[Dated, ...]:
        """All its claims."""
        return tuple(one for strand in self.strands for one in strand.dated)

    @property
    def start(self) -> str:
        """Its first day, else its last: where it stands in order."""
        return min((one.span.start or one.span.end for one in self.dated), key=moment)

    @property
    def end(self) -> str:
        """Its last day."""
        return max((one.span.end or one.span.start for one in self.dated), key=moment)

    @property
    def is_planned_only(self) -> bool:
        """Whether nobody says that it took place."""
        return all(strand.stance in UNREAL for strand in self.strands)


@dataclass(frozen=True)
class Lane:
    """Entries with something in common. node: a field, a kind of event or a post; None for the rest."""

    kind: Kind
    node: Term | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Timeline:
    """The lanes. states: claims on how things stood. figures: claims with a figure. undated: claims without a time."""

    lanes: tuple[Lane, ...] = ()
    states: int = 0
    figures: int = 0
    undated: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, without their parts."""
        return tuple(entry for lane in self.lanes for entry in lane.entries)

    def first(self, number: int) -> Timeline:
        """Return the timeline with so many entries at most: those that more documents and more claims tell of."""
        entries = self.entries
        if len(entries) <= number:
            return self
        kept = {entry.node for entry in sorted(entries, key=_weight)[:number]}
        lanes = (replace(lane, entries=tuple(entry for entry in lane.entries if entry.node in kept)) for lane in self.lanes)
        return replace(self, lanes=tuple(lane for lane in lanes if lane.entries))


def order(entry: Entry) -> tuple[Moment, Moment, str]:
    """Return a sort key for entries by time."""
    return moment(entry.start), moment(entry.end), str(entry.node)


def _weight(entry: Entry) -> tuple[int, int, Moment, str]:
    """Return a sort key that puts first what more documents, and then more claims, tell of."""
    claims = [one.claim for one in entry.dated]
    documents = {document for claim in claims for document in claim.documents}
    return -len(documents), -len(claims), moment(entry.start), str(entry.node)
