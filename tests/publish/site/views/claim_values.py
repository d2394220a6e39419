"""Claims made of a few values, for tests of what pictures show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.publish.site.claims.model import Amount, Claim, Claims, Document, Hold, Place, Span, Stance
from kzit_graph.publish.site.claims.spans import days
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.rdf.names import Term

BASE: Final = "https://example.org/"
HOW: Final = NamedNode(f"{BASE}within")
_LISTS: Final = (
    "kinds",
    "claimants",
    "through",
    "hedges",
    "statuses",
    "fields",
    "where",
    "participants",
    "events",
    "matters",
    "disputed",
    "series",
    "bases",
)


def node(name: str) -> NamedNode:
    """Return a thing."""
    return NamedNode(BASE + name)


def name_of(term: Term | None) -> str:
    """Return the name of a thing, and an empty text for None."""
    return term.value.removeprefix(BASE) if isinstance(term, NamedNode) else ""


def span(start: str, end: str = "", hold: Hold = Hold.WITHIN) -> Span:
    """Return a span of a day, a month or a year, or from the start of one to the end of another. "…" is open."""
    first = "" if start == "…" else days(start)[0]
    last = "" if end == "…" else days(end or start)[1]
    return Span(first, last, "", hold, HOW, node("span"))


def claim(
    name: str,
    *spans: Span,
    stance: Stance = Stance.REPORTED,
    figure: int | None = None,
    document: str = "paper",
    named: Sequence[str] = (),
    **lists: Sequence[str],
) -> Claim:
    """Return a claim. named: more things that it names. lists: its other values, as names of things."""
    values: dict[str, Any] = {key: tuple(map(node, lists.get(key, ()))) for key in _LISTS}
    assert set(lists) <= set(_LISTS)
    return Claim(
        fact=node(name),
        labels={"en": name},
        stance=stance,
        spans=spans,
        voice=None,
        places=(Place(node(document), None, 0, 0, 0),),
        amount=None if figure is None else Amount(Decimal(figure), None, None, None, None),
        named=frozenset(map(node, (*named, *(one for found in lists.values() for one in found)))),
        **values,
    )


def claims(
    *all_claims: Claim, dates: Mapping[str, Span] | None = None, voices: Sequence[str] = (), voice_of: Mapping[str, int] | None = None
) -> Claims:
    """Return claims as a whole. dates: of documents, by name."""
    own: dict[Term, Span] = {node(name): found for name, found in (dates or {}).items()}
    documents = {place.document for one in all_claims for place in one.places}
    by_document: dict[Term, Document] = {
        document: Document(document, (), (own[document],) if document in own else (), 0, (), ()) for document in documents
    }
    by_thing: dict[Term, list[Claim]] = {}
    for one in all_claims:
        for thing in one.named:
            by_thing.setdefault(thing, []).append(one)
    return Claims(
        all=all_claims,
        voices=tuple(map(node, voices)),
        by_thing=by_thing,
        by_document=by_document,
        voice_of={node(name): voice for name, voice in (voice_of or {}).items()},
    )


class Around(Surroundings):
    """The names of things for tests, instead of data."""

    def __init__(
        self,
        broader: Mapping[str, Iterable[str]] | None = None,
        kinds: Mapping[str, Iterable[str]] | None = None,
        posts: Mapping[str, Iterable[str]] | None = None,
        inside: Mapping[str, Iterable[str]] | None = None,
        points: Mapping[str, tuple[float, float]] | None = None,
    ) -> None:
        self._broader, self._kinds, self._posts, self._inside, self._points = broader, kinds, posts, inside, points or {}

    def broader(self, concept: Term) -> Sequence[Term]:
        """Return the concepts above a concept."""
        return _named(self._broader, concept)

    def kinds(self, event: Term) -> Sequence[Term]:
        """Return the kinds of an event."""
        return _named(self._kinds, event)

    def posts(self, claim: Claim) -> Sequence[Term]:
        """Return the posts of a claim."""
        return _named(self._posts, claim.fact)

    def is_post(self, node: Term) -> bool:
        """Tell whether a claim speaks of a node as a post."""
        return any(name_of(node) in found for found in (self._posts or {}).values())

    def inside(self, place: Term) -> Sequence[Term]:
        """Return the places around a place."""
        return _named(self._inside, place)

    def point(self, place: Term) -> tuple[float, float] | None:
        """Return the coordinates of a place."""
        return self._points.get(name_of(place))


def _named(values: Mapping[str, Iterable[str]] | None, term: Term) -> Sequence[Term]:
    return [node(name) for name in (values or {}).get(name_of(term), ())]
