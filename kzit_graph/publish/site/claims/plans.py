"""What became of plans: those of events with a date, and the claims that report the same events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from kzit_graph.publish.site.claims.model import Claim, Claims, Span, Stance
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.ordering import natural_key


class Fate(Enum):
    """What is reported of a planned event: at its time, at another time, put off, nothing though the time is past, or still to come."""

    HELD = "held"
    MOVED = "moved"
    OFF = "off"
    UNTOLD = "untold"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Plan:
    """A planned event. planned: the claim with the most exact time. reported: the claim that tells what became of it, if one does."""

    event: Term
    fate: Fate
    planned: Claim
    reported: Claim | None = None


def plans(claims: Claims) -> list[Plan]:
    """Return the planned events with a date, in the order of time."""
    found: dict[Term, list[Claim]] = {}
    for claim in claims.all:
        if claim.stance in (Stance.PLANNED, Stance.OFF) and claim.amount is None:
            for event in claim.events:
                found.setdefault(event, []).append(claim)
    horizon = max((document.date for document in claims.documents), default="")
    made = (_plan(claims, event, own, horizon) for event, own in found.items())
    return sorted((plan for plan in made if plan), key=lambda plan: (_span(plan.planned).end, natural_key(str(plan.event))))


def _plan(claims: Claims, event: Term, own: Iterable[Claim], horizon: str) -> Plan | None:
    """Return what became of an event, or None if its plan has no date. horizon: the date of the newest document."""
    own = list(own)
    dated = sorted(filter(_is_dated, own), key=_exactness)
    if not dated:
        return None
    reported = sorted(
        (
            claim
            for claim in claims.about(event)
            if event in claim.events and claim.stance is Stance.REPORTED and claim.amount is None and _is_dated(claim)
        ),
        key=_exactness,
    )
    kept = next((claim for claim in reported if any(_meet(claim, plan) for plan in dated)), None)
    if kept:
        return Plan(event, Fate.HELD, dated[0], kept)
    if reported:
        return Plan(event, Fate.MOVED, dated[0], reported[0])
    if any(claim.stance is Stance.OFF for claim in own):
        return Plan(event, Fate.OFF, dated[0])
    return Plan(event, Fate.UNTOLD if _span(dated[0]).end < horizon else Fate.AHEAD, dated[0])


def _bounded(claim: Claim) -> Iterator[Span]:
    return (span for span in claim.spans if span.start and span.end)


def _is_dated(claim: Claim) -> bool:
    return any(_bounded(claim))


def _span(claim: Claim) -> Span:
    """Return the first time of a claim that has two ends."""
    return next(_bounded(claim))


def _exactness(claim: Claim) -> tuple[bool, bool, str]:
    """Return a key that puts days before months, and months before years."""
    span = _span(claim)
    return span.start != span.end, span.start[:7] != span.end[:7], natural_key(claim.fact.value)


def _meet(claim: Claim, other: Claim) -> bool:
    return any(one.start <= two.end and two.start <= one.end for one in _bounded(claim) for two in _bounded(other))
