"""What the data say of the things that claims name: broader concepts, kinds of events, posts, and the places that contain a place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import DCTERMS, RDF_TYPE, SKOS
from kzit_graph.rdf.ordering import term_key

_BROADER: Final = (NamedNode(f"{SKOS}broader"),)
_TYPE: Final = (NamedNode(f"{DCTERMS}type"),)
_MAX_PLACES: Final = 50
"""Places around a place."""

_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180


class Surroundings:
    """Looks up the surroundings of things in the data of a project."""

    def __init__(self, reader: PageReader) -> None:
        self._index, self._roles = reader.index, reader.roles

    def _values(self, node: Term, predicates: Sequence[NamedNode]) -> Sequence[Term]:
        return sorted(set(self._index.values(node, predicates)), key=term_key)

    def broader(self, concept: Term) -> Sequence[Term]:
        """Return the concepts right above a concept (SKOS)."""
        return self._values(concept, _BROADER)

    def kinds(self, event: Term) -> Sequence[Term]:
        """Return the types of an event (dcterms:type)."""
        return [kind for kind in self._values(event, _TYPE) if isinstance(kind, NamedNode)]

    def posts(self, claim: Claim) -> Sequence[Term]:
        """Return the posts that a claim speaks of."""
        return [post for post in self._values(claim.fact, self._roles["post"]) if self.is_post(post)]

    def is_post(self, node: Term) -> bool:
        """Tell whether a node is a post."""
        return bool(set(self._roles["post_class"]) & set(self._index.values(node, (RDF_TYPE,))))

    def inside(self, place: Term) -> Sequence[Term]:
        """Return the places right around a place."""
        return self._values(place, self._roles["inside"])

    def all_around(self, place: Term) -> Sequence[Term]:
        """Return all places around a place, the nearest first."""
        found: list[Term] = []
        level = self.inside(place)
        while level and len(found) < _MAX_PLACES:
            found += (new := [one for one in dict.fromkeys(level) if one not in found])
            level = [above for one in new for above in self.inside(one)]
        return found

    def point(self, place: Term) -> tuple[float, float] | None:
        """Return the longitude and the latitude of a place; None if the data have none, several or impossible ones."""
        longitudes, latitudes = (self._numbers(place, role) for role in ("longitude", "latitude"))
        if len(longitudes) != 1 or len(latitudes) != 1:
            return None
        longitude, latitude = longitudes.pop(), latitudes.pop()
        return (longitude, latitude) if abs(longitude) <= _MAX_LONGITUDE and abs(latitude) <= _MAX_LATITUDE else None

    def names(self, thing: Term) -> frozenset[str]:
        """Return the IRIs of a thing and of all that it is said to be or to be linked with."""
        named = (triple.object.value for triple in self._index.about(thing) if isinstance(triple.object, NamedNode))
        return frozenset((*named, thing.value)) if isinstance(thing, NamedNode) else frozenset(named)

    def _numbers(self, place: Term, role: str) -> set[float]:
        found = set()
        for value in self._index.values(place, self._roles[role]):
            try:
                number = Decimal(value.value) if isinstance(value, Literal) else Decimal("NaN")
            except InvalidOperation:
                continue
            if number.is_finite():
                found.add(float(number))
        return found
