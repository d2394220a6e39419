"""A source document while it is being written: its passages, its time spans, and the facts stated so far."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from benchmarks.generator.country_pair import CountryPair, Event, Thing
from benchmarks.generator.reference_files import PUBLISHER
from benchmarks.generator.turtle_text import Description, Statements, literal, typed

_RECENT: Final = 10
"""A source speaks of no more than so many of the latest events, so that an event has some five sources, whatever the size."""


@dataclass(frozen=True)
class Claim:
    """What a fact says, before it has a place in a passage.

    statements: all but its name, stance, claimant and evidence. claimant: an IRI, or "" for the ministry that speaks.
    basis: the fact that an inferred one was inferred from. disputed: whether another source says otherwise.
    """

    kind: str
    label: str
    statements: Statements
    stance: str = "reported"
    claimant: str = ""
    basis: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    disputed: bool = False


@dataclass
class SourceDraft:
    """Grows by `begin_passage` and `add`.

    concepts: the notations of each code list, by the name of the list.
    facts: those that a mistake can be planted in, so neither inferred nor disputed ones.
    relationships: names of facts that goals and influences can be about.
    """

    rng: Random
    pair: CountryPair
    slug: str
    report: date
    agency: Thing
    bodies: Sequence[Thing]
    concepts: Mapping[str, Sequence[str]]
    triples: int = 0
    position: int = 0
    fact_count: int = 0
    has_communique: bool = False
    spans: dict[str, Description] = field(default_factory=dict)
    amounts: list[Description] = field(default_factory=list)
    blocks: list[list[Description]] = field(default_factory=list)
    passages: list[Description] = field(default_factory=list)
    ranges: list[Description] = field(default_factory=list)
    facts: list[Description] = field(default_factory=list)
    relationships: list[str] = field(default_factory=list)
    last_fact: str = ""

    def __post_init__(self) -> None:
        here = self.rng.randrange(2)
        self.home, self.abroad = self.pair.countries[here], self.pair.countries[1 - here]
        known = bisect_right(self.pair.events, self.report, key=lambda event: event.day)
        self.events = self.pair.events[max(0, known - _RECENT) : max(1, known)]
        self.paragraph = self.sentence = self.in_passage = 0

    def begin_passage(self, letters: int) -> None:
        """Opens the next passage, of that many characters."""
        if self.paragraph == 0 or self.rng.random() < 0.6:
            self.paragraph, self.sentence = self.paragraph + 1, 0
        self.sentence += 1
        self.in_passage = 0
        name = f"p{self.paragraph}s{self.sentence}"
        start = self.position + self.rng.randint(1, 2)
        self.position = start + letters
        passage: Statements = {
            "a": ["kzit:Passage"],
            "dcterms:identifier": [f'"{name}"'],
            "oa:hasSource": [f"id:{self.slug}"],
            "oa:hasSelector": [f":{name}-range"],
            "schema:sha256": [self.digest()],
        }
        extent: Statements = {"a": ["oa:TextPositionSelector"], "oa:start": [str(start)], "oa:end": [str(self.position)]}
        self.passages.append(Description(f":{name}", passage))
        self.ranges.append(Description(f":{name}-range", extent))
        self.blocks.append([self.passages[-1], self.ranges[-1]])
        self.triples += 8

    def add(self, claim: Claim) -> None:
        """States a fact in the passage that is open."""
        self.in_passage += 1
        passage = self.passages[-1].subject
        name = f"{passage[1:]}-f{self.in_passage}"
        statements = {
            "a": [f"kzit:{claim.kind}"],
            "dcterms:identifier": [f'"{name}"'],
            "skos:prefLabel": [literal(claim.label, "en")],
            **claim.statements,
            "kzit:stance": [f"stance:{claim.stance}"],
            "kzit:claimedBy": [claim.claimant or self.home.ministry.iri],
            "kzit:evidence": [passage],
        }
        if claim.basis:
            statements["prov:wasDerivedFrom"] = [claim.basis]
        if claim.notes:
            statements["skos:note"] = [literal(text, language) for language, text in claim.notes]
        fact = Description(f":{name}", statements, "Inferred; no source says it." if claim.basis else "")
        self.blocks[-1].append(fact)
        self.triples += fact.triples()
        self.fact_count += 1
        self.last_fact = fact.subject
        if claim.kind == "Relationship":
            self.relationships.append(fact.subject)
        if not claim.basis and not claim.disputed:
            self.facts.append(fact)

    def digest(self) -> str:
        """A digest of nothing that exists, as a literal."""
        return f'"{self.rng.getrandbits(256):064x}"'

    def concept(self, scheme: str) -> str:
        """Any concept of a code list."""
        return f"{scheme}:{self.rng.choice(self.concepts[scheme])}"

    # When: each method gives the name of a time span and writes the span where this source has not used it yet.

    def on(self, day: date) -> str:
        """That day."""
        return self._span(f"on-{day}", typed(str(day), "date"), day, day, "within")

    def in_month(self, day: date) -> str:
        """The month of that day."""
        last = day.replace(day=monthrange(day.year, day.month)[1])
        return self._span(f"in-{day:%Y-%m}", typed(f"{day:%Y-%m}", "gYearMonth"), day.replace(day=1), last, "within")

    def in_year(self, year: int) -> str:
        """That year."""
        return self._span(f"in-{year}", typed(str(year), "gYear"), date(year, 1, 1), date(year, 12, 31), "within")

    def about(self, event: Event) -> str:
        """The day of an event, or its month or year: sources differ in how exactly they say it."""
        exactness = self.rng.random()
        if exactness < 0.3:
            return self.on(event.day)
        return self.in_month(event.day) if exactness < 0.5 else self.in_year(event.day.year)

    def of_report(self) -> str:
        """The present of the item."""
        return self._span("day-of-report", typed(str(self.report), "date"), self.report, self.report, "as-of")

    def up_to_report(self) -> str:
        """The past up to the item, with no beginning given."""
        return self._span("up-to-report", "", None, self.report, "up-to")

    def for_years(self, years: int) -> str:
        """A length of time up to the item."""
        return self._span(f"for-{years}-years", typed(f"P{years}Y", "duration"), None, self.report, "up-to")

    def since(self, day: date) -> str:
        """From that day on, with no end given."""
        return self._span(f"since-{day}", "", day, None, "within")

    def regularly(self) -> str:
        """Again and again up to the item."""
        return self._span("regularly", "", None, self.report, "recurring")

    def now_or_lately(self) -> str:
        """Any of the times that lasting relations are given."""
        choice = self.rng.random()
        if choice < 0.6:
            return self.of_report()
        if choice < 0.8:
            return self.up_to_report()
        if choice < 0.9:
            return self.for_years(5 * self.rng.randint(1, 6))
        return self.since(self.events[0].day) if choice < 0.95 else self.in_year(self.report.year)

    def _span(self, name: str, stated: str, earliest: date | None, latest: date | None, mode: str) -> str:
        if name not in self.spans:
            statements: Statements = {"a": ["kzit:TimeSpan"]}
            if stated:
                statements["kzit:statedAs"] = [stated]
            if mode == "recurring":
                statements["m8g:frequency"] = [self.concept("frequency")]
            if earliest:
                statements["kzit:earliest"] = [typed(str(earliest), "date")]
            if latest:
                statements["kzit:latest"] = [typed(str(latest), "date")]
            statements["kzit:temporalMode"] = [f"temporal-mode:{mode}"]
            self.spans[name] = Description(f":{name}", statements)
            self.triples += self.spans[name].triples()
        return f":{name}"

    def amount(self, currency: str, value: str, hedge: str) -> str:
        """The name of a sum of money that is now written."""
        statements: Statements = {"a": ["kzit:Amount"], "schema:value": [value], "schema:currency": [literal(currency)]}
        if hedge:
            statements["kzit:hedge"] = [hedge]
        self.amounts.append(Description(f":amount-{len(self.amounts) + 1}", statements))
        self.triples += self.amounts[-1].triples()
        return self.amounts[-1].subject

    def inferred(self, kind: str, label: str, statements: Statements, *notes: tuple[str, str]) -> Claim:
        """A fact of the publisher's own, inferred from the fact before it."""
        return Claim(kind, label, statements, "inferred", PUBLISHER, self.last_fact, notes)
