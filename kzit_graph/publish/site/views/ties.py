"""What a network shows: who of one side is tied to whom of the other, through which claims. A claim ties all things that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kzit_graph.publish.site.claims.model import Claim, Claims, Stance
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.ordering import natural_key

MAX_TIES: Final = 36
MAX_THINGS: Final = 15
"""Ties, and things of a side, in the picture."""

_ROUNDS: Final = 12


@dataclass(frozen=True)
class Tie:
    """Two things, of the first side and of the second, and the claims that name both."""

    first: Term
    second: Term
    claims: tuple[Claim, ...]

    @property
    def is_planned_only(self) -> bool:
        """Whether all its claims are plans."""
        return all(claim.stance in (Stance.PLANNED, Stance.OFF) for claim in self.claims)


def read_ties(claims: Claims, is_post: Callable[[Term], bool]) -> tuple[Tie, ...]:
    """Return the ties between the two sides, the strongest first.

    Who claims something is not tied by it, and a post is not a thing of its own here: its holder is.
    """
    found: dict[tuple[Term, Term], list[Claim]] = {}
    posts = {thing for thing in claims.voice_of if is_post(thing)}
    for claim in claims.all:
        own = {*claim.participants, *claim.where}
        own |= claim.named - {*claim.claimants, *claim.through, *claim.events}
        sides = [sorted((one for one in own - posts if claims.voice_of.get(one) == voice), key=str) for voice in (0, 1)]
        for first in sides[0]:
            for second in sides[1]:
                found.setdefault((first, second), []).append(claim)
    ties = (Tie(first, second, tuple(held)) for (first, second), held in found.items())
    return tuple(sorted(ties, key=lambda tie: (-len(tie.claims), natural_key(str(tie.first)), natural_key(str(tie.second)))))


def strongest(ties: Sequence[Tie], voices: Sequence[Term]) -> Tie:
    """Return the strongest tie; one between the two voices themselves only if there is no other."""
    return next((tie for tie in ties if (tie.first, tie.second) != tuple(voices[:2])), ties[0])


def shown(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """Return the strongest ties, as many as a picture has room for."""
    sides: tuple[set[Term], set[Term]] = (set(), set())
    found: list[Tie] = []
    for tie in ties:
        if len(found) == MAX_TIES:
            break
        if len(sides[0] | {tie.first}) <= MAX_THINGS and len(sides[1] | {tie.second}) <= MAX_THINGS:
            sides[0].add(tie.first)
            sides[1].add(tie.second)
            found.append(tie)
    return tuple(found)


def in_order(ties: Sequence[Tie]) -> tuple[list[Term], list[Term]]:
    """Return the things of both sides in an order in which few ties cross: each near the middle of those that it is tied to."""
    weights: dict[tuple[Term, Term], int] = {(tie.first, tie.second): len(tie.claims) for tie in ties}
    totals: Counter[Term] = Counter()
    for (first, second), weight in weights.items():
        totals[first] += weight
        totals[second] += weight
    left, right = (sorted({pair[side] for pair in weights}, key=lambda one: (-totals[one], str(one))) for side in (0, 1))
    best = left, right
    for number in range(_ROUNDS):
        if number % 2:
            left = _near(left, right, weights, 0)
        else:
            right = _near(right, left, weights, 1)
        if crossings(left, right, weights) < crossings(*best, weights):
            best = left, right
    return best


def _near(own: Sequence[Term], others: Sequence[Term], weights: Mapping[tuple[Term, Term], int], side: int) -> list[Term]:
    places = {other: index for index, other in enumerate(others)}
    sums: dict[Term, float] = dict.fromkeys(own, 0.0)
    totals: dict[Term, float] = dict.fromkeys(own, 0.0)
    for pair, weight in weights.items():
        sums[pair[side]] += weight * places[pair[1 - side]]
        totals[pair[side]] += weight
    return sorted(own, key=lambda one: (sums[one] / totals[one], own.index(one)))


def crossings(left: Sequence[Term], right: Sequence[Term], weights: Mapping[tuple[Term, Term], int]) -> int:
    """Return how many ties cross."""
    places = [(left.index(first), right.index(second)) for first, second in weights]
    return sum((a - c) * (b - d) < 0 for index, (a, b) in enumerate(places) for c, d in places[:index])
