"""Mistakes planted in sources, each tripping one constraint once and nothing else.

A mistake takes a place: one property of one fact, passage, range or time span. No place is taken twice, and neither inferred nor
disputed facts are touched, so that each mistake stays alone and the number of results is known beforehand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from benchmarks.expected_results import Constraint, constraint
from benchmarks.generator.reference_files import agency
from benchmarks.generator.source_draft import SourceDraft
from benchmarks.generator.turtle_text import Description

_OTHER_AGENCY: Final = {agency(0).iri: agency(1).iri}


@dataclass(frozen=True)
class Mistake:
    """A kind of mistake. places: where it can stand. taken: the property that it needs for itself. plant: makes it."""

    shape: str
    component: str
    places: Callable[[SourceDraft], list[Description]]
    taken: str
    plant: Callable[[Description], None]


@dataclass
class Planter:
    """Plants mistakes of all kinds in turn. planted: how many of each so far."""

    planted: Counter[Constraint] = field(default_factory=Counter)
    turn: int = 0

    def plant(self, draft: SourceDraft, count: int, rng: Random) -> None:
        """Plants that many mistakes in a source. Raises `OverflowError` where it has no room for them."""
        if not count:
            return
        places = [_shuffled(mistake.places(draft), rng) for mistake in MISTAKES]
        taken: set[tuple[str, str]] = set()
        failures = 0
        while count:
            kind = self.turn % len(MISTAKES)
            self.turn += 1
            mistake = MISTAKES[kind]
            place = next((place for place in places[kind] if (place.subject, mistake.taken) not in taken), None)
            if place is None:
                failures += 1
                if failures == len(MISTAKES):
                    raise OverflowError(f"{draft.slug} has no room for {count} more mistakes")
                continue
            failures = 0
            taken.add((place.subject, mistake.taken))
            mistake.plant(place)
            self.planted[constraint(mistake.shape, mistake.component)] += 1
            count -= 1


def _shuffled(places: list[Description], rng: Random) -> Iterator[Description]:
    return iter(rng.sample(places, len(places)))


def _facts(draft: SourceDraft) -> list[Description]:
    return draft.facts


def _facts_beside_others(draft: SourceDraft) -> list[Description]:
    """Facts whose passage some other fact cites, whatever becomes of these."""
    first = {block[2].subject for block in draft.blocks}
    return [fact for fact in draft.facts if fact.subject not in first]


def _passages(draft: SourceDraft) -> list[Description]:
    return draft.passages


def _ranges(draft: SourceDraft) -> list[Description]:
    return draft.ranges


def _spans(draft: SourceDraft) -> list[Description]:
    return list(draft.spans.values())


def _without(predicate: str) -> Callable[[Description], None]:
    def plant(place: Description) -> None:
        del place.statements[predicate]

    return plant


def _with(predicate: str, value: str) -> Callable[[Description], None]:
    """One more value, beside those that are there."""

    def plant(place: Description) -> None:
        place.statements[predicate] = [*place.statements.get(predicate, []), value]

    return plant


def _instead(predicate: str, change: Callable[[str], str]) -> Callable[[Description], None]:
    """Another value, made from the one that is there."""

    def plant(place: Description) -> None:
        place.statements[predicate] = [change(place.statements[predicate][0])]

    return plant


def _claimed_twice(place: Description) -> None:
    claimants = place.statements["kzit:claimedBy"]
    place.statements["kzit:claimedBy"] = [*claimants, _OTHER_AGENCY.get(claimants[0], agency(0).iri)]


def _about_itself(place: Description) -> None:
    _with("kzit:implied", place.subject)(place)


def _turned_round(place: Description) -> None:
    place.statements |= {"oa:start": place.statements["oa:end"], "oa:end": place.statements["oa:start"]}


MISTAKES: Final = (
    Mistake("Fact-stance", "MinCount", _facts, "stance", _without("kzit:stance")),
    Mistake("Fact-claimedBy", "MaxCount", _facts, "claimedBy", _claimed_twice),
    Mistake("digest", "Pattern", _passages, "sha256", _instead("schema:sha256", lambda digest: f'{digest[:-2]}x"')),
    Mistake("TextRange-start", "LessThan", _ranges, "range", _turned_round),
    Mistake("Fact-identifier", "Datatype", _facts, "identifier", _instead("dcterms:identifier", lambda name: f"{name}@en")),
    Mistake("Fact-evidence", "MinCount", _facts_beside_others, "evidence", _without("kzit:evidence")),
    Mistake("name-en", "QualifiedMinCount", _facts, "name", _instead("skos:prefLabel", lambda name: name.removesuffix("@en") + "@it")),
    Mistake("Fact-field", "Node", _facts, "field", _with("kzit:field", "hedge:about")),
    Mistake("Fact-claimedBy", "MinCount", _facts, "claimedBy", _without("kzit:claimedBy")),
    Mistake("Passage-has-digest", "MinCount", _passages, "sha256", _without("schema:sha256")),
    Mistake("TextRange-end", "Datatype", _ranges, "range", _instead("oa:end", lambda end: f"{end}.5")),
    Mistake("identifier-address", "SPARQL", _facts, "identifier", _instead("dcterms:identifier", lambda _: '"copied"')),
    Mistake("name", "Pattern", _facts, "name", _instead("skos:prefLabel", lambda name: f'" {name[1:]}')),
    Mistake("Fact-implied", "Node", _facts, "implied", _with("kzit:implied", "id:nowhere")),
    Mistake("not-about-itself", "SPARQL", _facts, "implied", _about_itself),
    Mistake("Fact", "Closed", _facts, "misspelt", _with("kzit:claimdBy", "id:publisher")),
    Mistake("TimeSpan", "Closed", _spans, "misspelt", _with("kzit:latests", '"2001-12-31"^^xsd:date')),
)
"""Kinds of mistakes, in the order in which they are planted."""
