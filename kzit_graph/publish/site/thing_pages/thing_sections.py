"""Put the facts of a thing in the order of its page: by subject area, what is planned apart, and the facts of a document by passage.

It knows no language, so that the pages of a thing are cut once for all languages and formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.publish.site.claims.model import Claim, Claims, Stance
from kzit_graph.publish.site.things.paging import FACT_ROWS, LINE_ROWS, cut
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.things.thing_page import CitedFact, ThingPage
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.publish.site.views.times import Times, read_times
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import SKOS
from kzit_graph.rdf.ordering import natural_key

_BROADER: Final = (NamedNode(f"{SKOS}broader"),)
_MAX_AREAS: Final = 6
"""Subject areas with a section of their own. Facts of others stand together."""

_MAX_STEPS: Final = 20
_Key = tuple[bool, Term | None]
_MAX_COMPANIONS: Final = 5


@dataclass(frozen=True)
class Section:
    """Facts of a page that stand under one heading. is_planned: whether they are plans and aims. area: what they are about, or None.

    rank: the place of the area among those of the thing, from 0. total: the number of all facts, also of those on other pages.
    """

    is_planned: bool
    area: Term | None
    rank: int
    facts: tuple[CitedFact, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Overview:
    """What the facts of a thing have in common. with_others: the participants that they name most often, with the number of facts.

    voices: numbers of facts by voice. documents: the number of documents that they stand in. times: when they are said to have happened.
    """

    claims: tuple[Claim, ...]
    with_others: tuple[tuple[Term, int], ...]
    voices: Mapping[int | None, int]
    documents: int
    times: Times


class Sections:
    """Arranges the facts of things. claims: of the project."""

    def __init__(self, reader: PageReader, claims: Claims) -> None:
        self._reader, self._claims, self._around = reader, claims, Surroundings(reader)
        self._tops: dict[Term, frozenset[Term]] = {}
        self._last: tuple[NamedNode, Overview] | None = None
        self._keys: dict[NamedNode, _Key] = {}
        self._last_areas: tuple[NamedNode | None, Mapping[Term, int]] = None, {}

    def _areas(self, thing: NamedNode, facts: Sequence[CitedFact]) -> Mapping[Term, int]:
        """Return the few subject areas to which most facts of a thing belong, with their rank. facts: all of them."""
        if self._last_areas[0] != thing:
            counts = Counter(top for fact in facts for top in self._tops_of(self.claim(fact)))
            ranked = sorted(counts, key=lambda area: (-counts[area], natural_key(str(area))))
            self._keys = {}
            self._last_areas = thing, {area: rank for rank, area in enumerate(ranked[:_MAX_AREAS])}
        return self._last_areas[1]

    def _tops_of(self, claim: Claim) -> frozenset[Term]:
        return frozenset(top for area in claim.fields for top in self._top(area))

    def _top(self, area: Term) -> frozenset[Term]:
        """Return the broadest concepts of a concept."""
        if area not in self._tops:
            found, waiting = set[Term](), {area}
            for _ in range(_MAX_STEPS):
                above = {one: self._reader.index.values(one, _BROADER) for one in waiting}
                found |= {one for one, broader in above.items() if not broader}
                waiting = {one for broader in above.values() for one in broader}
            self._tops[area] = frozenset(found or {area})
        return self._tops[area]

    def claim(self, fact: CitedFact) -> Claim:
        """Return the claim of a fact."""
        return self._claims.by_fact[fact.fact]

    def _key(self, fact: CitedFact, areas: Mapping[Term, int]) -> _Key:
        """Return the key of the section of a fact."""
        found = self._keys.get(fact.fact)
        if found is None:
            found = self._keys[fact.fact] = self._new_key(fact, areas)
        return found

    def _new_key(self, fact: CitedFact, areas: Mapping[Term, int]) -> _Key:
        """Return whether a fact is a plan, and its subject area: of those with sections, the one with the most facts."""
        claim = self.claim(fact)
        if claim.stance in (Stance.PLANNED, Stance.OFF):
            return True, None
        return False, min(self._tops_of(claim) & areas.keys(), key=areas.__getitem__, default=None)

    def arranged(self, whole: ThingPage) -> ThingPage:
        """Return the page of a thing with its facts in order."""
        if len(whole.facts) < 2:
            return whole
        if whole.thing in self._claims.by_document:
            order = {fact.fact: _place(self.claim(fact), whole.thing) for fact in whole.facts}
            return replace(whole, facts=tuple(sorted(whole.facts, key=lambda fact: (order[fact.fact], natural_key(fact.fact.value)))))
        areas = self._areas(whole.thing, whole.facts)

        def key(fact: CitedFact) -> tuple[bool, int]:
            is_planned, area = self._key(fact, areas)
            return is_planned, len(areas) if area is None else areas[area]

        newest_first = sorted(sorted(whole.facts, key=_name), key=lambda fact: _last_day(self.claim(fact)), reverse=True)
        return replace(whole, facts=tuple(sorted(newest_first, key=key)))

    def pages(self, whole: ThingPage, size: int) -> tuple[ThingPage, ...]:
        """Return the pages of a thing. size: as for `cut`. The facts of a document are short lines, by passage."""
        return cut(whole, size, LINE_ROWS if whole.thing in self._claims.by_document else FACT_ROWS)

    def of(self, shown: ThingPage, facts: Sequence[CitedFact]) -> list[Section]:
        """Return the sections of a page of a thing. facts: those of all its pages."""
        areas = self._areas(shown.thing, facts)
        totals = Counter(self._key(fact, areas) for fact in facts)
        found: dict[_Key, list[CitedFact]] = {}
        for fact in shown.facts:
            found.setdefault(self._key(fact, areas), []).append(fact)
        return [Section(*key, _rank(areas, key[1]), tuple(own), totals[key]) for key, own in found.items()]

    def starts(self, pages: Sequence[ThingPage]) -> list[tuple[Section, int]]:
        """Return all sections of a thing, without their facts, each with the number of the page on which it starts."""
        facts = [fact for page in pages for fact in page.facts]
        areas = self._areas(pages[0].thing, facts)
        totals = Counter(self._key(fact, areas) for fact in facts)
        first: dict[_Key, int] = {}
        for page in pages:
            for fact in page.facts:
                first.setdefault(self._key(fact, areas), page.page)
        return [(Section(*key, _rank(areas, key[1]), (), totals[key]), page) for key, page in first.items()]

    def overview(self, thing: NamedNode, facts: Sequence[CitedFact]) -> Overview:
        """Return what the facts of a thing have in common. facts: those of all its pages."""
        if self._last is None or self._last[0] != thing:
            self._last = thing, self._overview(thing, facts)
        return self._last[1]

    def _overview(self, thing: NamedNode, facts: Sequence[CitedFact]) -> Overview:
        claims = tuple(map(self.claim, facts))
        others = Counter(other for claim in claims for other in {*claim.participants, *claim.where} if other != thing)
        ranked = sorted((other for other in others if others[other] > 1), key=lambda other: (-others[other], natural_key(str(other))))
        return Overview(
            claims=claims,
            with_others=tuple((other, others[other]) for other in ranked[:_MAX_COMPANIONS]),
            voices=Counter(claim.voice for claim in claims),
            documents=len({document for claim in claims for document in claim.documents}),
            times=read_times(thing, claims, self._around),
        )

    def outcome(self, claim: Claim) -> Claim | None:
        """Return the claim that reports what a plan was for: of the same event, with the most exact day."""
        found = [
            other
            for event in claim.events
            for other in self._claims.about(event)
            if event in other.events and other.stance is Stance.REPORTED and other.spans
        ]
        return min(found, key=lambda other: (_length(other), natural_key(other.fact.value)), default=None)


def _rank(areas: Mapping[Term, int], area: Term | None) -> int:
    return 0 if area is None else areas[area]


def _length(claim: Claim) -> bool:
    return not any(span.is_day for span in claim.spans)


def _last_day(claim: Claim) -> str:
    """Return the last day that a claim speaks of, else its first; empty if it speaks of none."""
    return max((span.end or span.start for span in claim.spans), default="")


def _name(fact: CitedFact) -> str:
    return natural_key(fact.fact.value)


def _place(claim: Claim, document: Term) -> tuple[int, int]:
    """Return where a claim stands first in a document."""
    places: Iterable[tuple[int, int]] = ((place.start, place.end) for place in claim.places if place.document == document)
    return min(places, default=(0, 0))
