"""Read the claims of a project from an index of its statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from kzit_graph.publish.site.claims.model import Amount, Answer, Claim, Claims, Document, Matter, Stance
from kzit_graph.publish.site.claims.places import PlaceReader, number
from kzit_graph.publish.site.claims.spans import SpanReader
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.things.statement_index import Node, WholeIndex
from kzit_graph.publish.site.things.thing_page import CitedFact, ThingPage
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import natural_key, term_key

_MAX_STEPS: Final = 5
"""Steps from an agent, through what it belongs to, to a voice."""


def read_claims(reader: PageReader, voices: Sequence[NamedNode]) -> Claims:
    """Return all claims of a project. reader: of an index with all statements. voices: those that the data do not know are left out."""
    return _ClaimReader(reader, [voice for voice in voices if reader.index.about(voice)]).claims()


def read_claims_of(reader: PageReader, page: ThingPage, voices: Sequence[NamedNode]) -> Claims:
    """Return the claims that a page of a thing shows. reader: of an index that may look statements up one by one. voices: as above."""
    return _ClaimReader(reader, [voice for voice in voices if reader.index.about(voice)]).of_page(page)


class _ClaimReader:
    def __init__(self, reader: PageReader, voices: Sequence[NamedNode]) -> None:
        self._reader, self._index, self._roles, self._voices = reader, reader.index, reader.roles, tuple(voices)
        self._spans = SpanReader(reader.index, reader.roles)
        self._places = PlaceReader(reader)
        self._voice_of: dict[Term, int | None] = {}

    def claims(self) -> Claims:
        """Read all claims, matters and documents."""
        index, kinds = self._index, set(self._roles["document"])
        assert isinstance(index, WholeIndex)
        subjects = index.subjects()
        documents = {node for node in subjects if kinds & set(index.values(node, (RDF_TYPE,)))}
        return self._read([node for node in subjects if self._reader.facts.is_claim(node)], documents)

    def of_page(self, page: ThingPage) -> Claims:
        """Read the claims of a page, those of the same events and passages, the answers to its questions and what judges them."""
        facts, roles = self._reader.facts, self._roles
        found: set[Term] = {page.thing, *(fact.fact for fact in page.facts)}
        near = ("event", "evidence") if facts.is_claim(page.thing) else ("event",)
        for role in near:
            values = {value for fact in found for value in self._index.values(fact, roles[role])}
            found |= {holder for value in values for holder in self._index.holders(value, roles[role])}
        found |= self._answers_of_series(page.thing)
        for one in page.disagreements:
            found |= {answer.fact.fact for answer in one.answers} | set(facts.judgements(one.matter))
        nodes = [node for node in found if isinstance(node, NamedNode) and facts.is_claim(node)]
        is_document = bool(set(self._index.values(page.thing, (RDF_TYPE,))) & set(roles["document"]))
        return self._read(nodes, {page.thing} if is_document else set())

    def _answers_of_series(self, thing: NamedNode) -> set[Term]:
        """Return the claims about the parts of a question, or of the questions that it is a part of: their titles say what these share."""
        index, roles = self._index, self._roles
        wholes = {thing, *(self._values(thing, "whole") if index.holders(thing, roles["matter"]) else ())}
        parts = {part for whole in wholes for part in index.holders(whole, roles["whole"])}
        return {claim for part in parts for claim in index.holders(part, roles["matter"])}

    def _read(self, nodes: Iterable[NamedNode], documents: Collection[NamedNode]) -> Claims:
        facts = sorted(nodes, key=lambda node: natural_key(node.value))
        found = [self._claim(self._reader.facts.fact(node)) for node in facts]
        by_fact: dict[Term, Claim] = {claim.fact: claim for claim in found}
        matters = tuple(self._matters(found, by_fact))
        read = tuple(self._documents(found, documents))
        by_thing: dict[Term, list[Claim]] = {}
        for claim in found:
            for thing in claim.named:
                by_thing.setdefault(thing, []).append(claim)
        return Claims(
            all=tuple(found),
            matters=matters,
            documents=read,
            voices=self._voices,
            by_fact=by_fact,
            by_thing=by_thing,
            by_document={document.node: document for document in read},
            by_matter={matter.node: matter for matter in matters},
            voice_of={thing: voice for thing in by_thing if (voice := self._voice_of_agent(thing)) is not None},
        )

    def _values(self, node: Term, role: str) -> tuple[Term, ...]:
        found = dict.fromkeys(self._index.values(node, self._roles[role]))
        return tuple(sorted(found, key=term_key))

    def _claim(self, fact: CitedFact) -> Claim:
        node = fact.fact
        kinds = self._reader.types(node)
        bases = self._values(node, "inferred_from")
        matters = self._values(node, "matter")
        return Claim(
            fact=node,
            labels=fact.labels,
            kinds=kinds,
            stance=self._stance(fact, kinds, bases),
            spans=tuple(self._spans.span(time.how, time.span) for time in fact.times),
            claimants=fact.claimants,
            voice=self._voice(fact.claimants),
            through=fact.relays,
            places=tuple(self._places.of_fact(fact)),
            amount=self._amount(node),
            hedges=fact.hedges,
            statuses=fact.statuses,
            fields=self._values(node, "field"),
            where=fact.places,
            participants=self._values(node, "participant"),
            events=fact.events,
            named=frozenset(t.object for t in self._index.about(node) if isinstance(t.object, NamedNode) and t.predicate != RDF_TYPE),
            matters=matters,
            disputed=fact.matters,
            series=tuple(whole for whole in self._wholes(matters) if self._is_disputed(self._values(whole, "finding"))),
            bases=bases,
        )

    def _stance(self, fact: CitedFact, kinds: Iterable[NamedNode], bases: Sequence[Term]) -> Stance:
        roles, own = self._roles, set(kinds)
        if bases:
            return Stance.INFERRED
        if set(fact.statuses) & set(roles["off"]):
            return Stance.OFF
        if set(fact.statuses) & set(roles["planned"]) or own & set(roles["aim"]):
            return Stance.PLANNED
        return Stance.JUDGED if own & set(roles["judgement"]) else Stance.REPORTED

    def _voice(self, claimants: Iterable[Term]) -> int | None:
        found = {self._voice_of_agent(claimant) for claimant in claimants}
        return found.pop() if len(found) == 1 else None

    def _voice_of_agent(self, agent: Term) -> int | None:
        if agent not in self._voice_of:
            self._voice_of[agent] = self._find_voice(agent)
        return self._voice_of[agent]

    def _find_voice(self, agent: Term) -> int | None:
        """Return the one voice that an agent belongs to, by itself or by the posts that it holds."""
        reached: set[Term] = set()
        found = {agent, *self._posts(agent)}
        for _ in range(_MAX_STEPS):
            reached |= found
            found = {above for node in found for role in ("affiliation", "inside") for above in self._values(node, role)} - reached
        numbers = [number for number, voice in enumerate(self._voices) if voice in reached]
        return numbers[0] if len(numbers) == 1 else None

    def _posts(self, agent: Term) -> Iterator[Term]:
        """Yield the posts that an agent holds, as claims with this one participant say."""
        for claim in self._index.holders(agent, self._roles["participant"]):
            if self._reader.facts.is_claim(claim) and self._values(claim, "participant") == (agent,):
                yield from (post for post in self._values(claim, "post") if self._is_post(post))

    def _is_post(self, node: Term) -> bool:
        posts = set(self._roles["post_class"])
        return any(kind in posts for kind in self._index.values(node, (RDF_TYPE,)))

    def _amount(self, node: NamedNode) -> Amount | None:
        values, lower, upper = (sorted(self._numbers(node, role)) for role in ("value", "lower", "upper"))
        if not values:
            return None
        unit, indicator, base = (next(iter(self._values(node, role)), None) for role in ("unit", "indicator", "base"))
        return Amount(
            value=values[0],
            lower=lower[0] if lower else None,
            upper=upper[-1] if upper else None,
            unit=unit,
            indicator=indicator,
            base=base,
            wholes=self._values(node, "whole"),
        )

    def _numbers(self, node: Term, role: str) -> Iterator[Decimal]:
        return (found for value in self._index.values(node, self._roles[role]) if (found := number(value)) is not None)

    def _matters(self, claims: Iterable[Claim], by_fact: dict[Term, Claim]) -> Iterator[Matter]:
        facts, roles = self._reader.facts, self._roles
        for node in sorted(self._compared(claims), key=term_key):
            findings = self._values(node, "finding")
            slots, subjects, answers = facts.matter(node)
            parts = set(self._index.holders(node, roles["whole"]))
            judgements = [by_fact[one] for one in facts.judgements(node) if one in by_fact]
            verdicts = (verdict for one in facts.judgements(node) for verdict in self._values(one, "verdict"))
            found = Matter(
                node=node,
                slots=slots,
                subjects=subjects,
                findings=findings,
                is_disputed=self._is_disputed(findings),
                answers=tuple(
                    Answer(claim, one.value, one.unit, bool(parts & set(claim.matters)), self._has_own_time(node, claim, one.unit))
                    for one in answers
                    if (claim := by_fact.get(one.fact.fact))
                ),
            )
            yield replace(found, verdicts=tuple(dict.fromkeys(verdicts)), judgements=tuple(judgements))

    def _has_own_time(self, matter: Node, claim: Claim, unit: Term | None) -> bool:
        """Tell whether a matter has a figure of a series, but is of no one time itself: it is the series, or joins some of its figures."""
        others = [other for other in claim.matters if other != matter]
        return unit is not None and not self._values(matter, "whole") and any(self._values(other, "whole") for other in others)

    def _compared(self, claims: Iterable[Claim]) -> set[Node]:
        """Return the matters that claims answer, and those of which they are parts if these have findings of their own, such as a fall."""
        named = {matter for claim in claims for matter in claim.matters}
        found = named | {whole for whole in self._wholes(named) if self._values(whole, "finding")}
        return {matter for matter in found if isinstance(matter, NamedNode | BlankNode)}

    def _wholes(self, matters: Iterable[Term]) -> tuple[Term, ...]:
        """Return the matters of which some are parts, such as the series of the figures of each year."""
        return tuple(dict.fromkeys(whole for matter in matters for whole in self._values(matter, "whole")))

    def _is_disputed(self, findings: Iterable[Term]) -> bool:
        return not set(self._roles["disagreement"]).isdisjoint(findings)

    def _documents(self, claims: Iterable[Claim], known: Collection[NamedNode]) -> Iterator[Document]:
        index = self._index
        own: dict[Term, list[Claim]] = {}
        for claim in claims:
            for node in claim.documents:
                own.setdefault(node, []).append(claim)
        nodes: set[Node] = set(known)
        nodes |= {node for node in own if isinstance(node, NamedNode | BlankNode)}
        found = [
            Document(
                node=node,
                publishers=self._values(node, "publisher"),
                spans=tuple(self._spans.span(how, value) for how in self._roles["time"] for value in index.values(node, (how,))),
                length=self._places.length(node),
                relays=self._values(node, "relays"),
                claims=tuple(own.get(node, ())),
            )
            for node in sorted(nodes, key=term_key)
        ]
        yield from sorted(found, key=lambda document: document.date or "9999")
