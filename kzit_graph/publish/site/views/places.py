"""What a map shows: how many claims name each place, or something in it. Coordinates are those of the data; none are guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kzit_graph.publish.site.claims.model import Claim, Claims
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.ordering import natural_key

_MAX_STEPS: Final = 6
"""Places around a place."""


@dataclass(frozen=True)
class Located:
    """A place and the claims that name it. point: longitude and latitude; None without coordinates. voice: of its country."""

    place: Term
    claims: tuple[Claim, ...]
    point: tuple[float, float] | None = None
    voice: int | None = None


@dataclass(frozen=True)
class PlacedClaims:
    """The places of claims, those with more claims first. nowhere: places without coordinates, for which there are none around either."""

    places: tuple[Located, ...] = ()
    nowhere: tuple[Located, ...] = ()

    @property
    def number(self) -> int:
        """How many claims are on the map."""
        return len(self._shown)

    @property
    def number_apart(self) -> int:
        """How many claims are not on the map because all places that they name are in `nowhere`."""
        return len({claim.fact for place in self.nowhere for claim in place.claims} - self._shown)

    @property
    def _shown(self) -> set[Term]:
        return {claim.fact for place in self.places for claim in place.claims}


def read_places(claims: Claims, around: Surroundings) -> PlacedClaims:
    """Return the places of claims. A place without coordinates stands for the nearest one around it that has them, if there is one."""
    found: dict[Term, dict[Term, Claim]] = {}
    nowhere: dict[Term, dict[Term, Claim]] = {}
    targets: dict[Term, Term | None] = {}
    with_point = {thing for thing in claims.by_thing if around.point(thing)}
    for claim in claims.all:
        for place in sorted({*claim.where, *(claim.named & with_point)}, key=str):
            if place not in targets:
                targets[place] = _with_point(place, around)
            target = targets[place]
            held = nowhere.setdefault(place, {}) if target is None else found.setdefault(target, {})
            held[claim.fact] = claim
    return PlacedClaims(
        _in_order(
            [Located(place, tuple(held.values()), around.point(place), _voice(place, claims, around)) for place, held in found.items()]
        ),
        _in_order([Located(place, tuple(held.values())) for place, held in nowhere.items()]),
    )


def _in_order(places: Sequence[Located]) -> tuple[Located, ...]:
    return tuple(sorted(places, key=lambda one: (-len(one.claims), natural_key(str(one.place)))))


def _levels(place: Term, around: Surroundings) -> Iterator[Sequence[Term]]:
    """Yield a place, then the places right around it, and so on."""
    level: Sequence[Term] = (place,)
    for _ in range(_MAX_STEPS):
        yield level
        level = [above for one in level for above in around.inside(one)]


def _with_point(place: Term, around: Surroundings) -> Term | None:
    """Return a place itself if it has coordinates, else the nearest one around it that has."""
    return next((one for level in _levels(place, around) for one in level if around.point(one)), None)


def _voice(place: Term, claims: Claims, around: Surroundings) -> int | None:
    """Return the voice of a place, or of the nearest place around it that has one."""
    for level in _levels(place, around):
        for one in level:
            if one in claims.voices:
                return claims.voices.index(one)
            if one in claims.voice_of:
                return claims.voice_of[one]
    return None
