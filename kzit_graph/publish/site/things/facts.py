"""Find the facts about a thing, their parts, and their disagreements in an index of statements.

It finds the same as `kzit_graph.describe.show` does with queries, but for thousands of things in a second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode, Triple

from kzit_graph.describe.description import Disagreement, Evidence, FactTime, MatterAnswer
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.publish.site.things.statement_index import Node, StatementIndex
from kzit_graph.publish.site.things.thing_page import CitedFact
from kzit_graph.rdf.names import Names, Term
from kzit_graph.rdf.namespaces import DCTERMS, OA, RDF_TYPE, SCHEMA, SKOS
from kzit_graph.rdf.ordering import natural_key, term_key
from kzit_graph.sparql.roles import Roles

SELECTOR: Final = NamedNode(f"{OA}hasSelector")
_DIGEST: Final = NamedNode(f"{SCHEMA}sha256")
_CONCEPT: Final = NamedNode(f"{SKOS}Concept")
_SUBJECT: Final = NamedNode(f"{DCTERMS}subject")
_TYPE: Final = (RDF_TYPE,)
_KIND: Final = NamedNode(f"{DCTERMS}type")


class FactFinder:
    """Finds facts in an index. The parts of a fact are found once and kept for all pages."""

    def __init__(self, index: StatementIndex, names: Names, vocabulary: Vocabulary, roles: Roles) -> None:
        self._index, self._names, self._vocabulary, self._roles = index, names, vocabulary, roles
        self._classes = frozenset(roles["claim"])
        self._sources, self._contents, self._times = frozenset(roles["source"]), frozenset(roles["content"]), frozenset(roles["time"])
        self._claims: dict[Term, bool] = {}
        self._facts: dict[NamedNode, CitedFact] = {}
        self._disagreements: dict[Node, tuple[Disagreement, ...]] = {}

    def about(self, thing: NamedNode) -> tuple[CitedFact, ...]:
        """Return the facts about a thing, by role and then in natural order."""
        rank = self._vocabulary.rank
        triples = {Triple(fact, role, thing) for fact, role in self._about(thing) if isinstance(fact, NamedNode)}
        roles: dict[NamedNode, list[NamedNode]] = {}
        for triple in self._vocabulary.narrowest(triples):
            assert isinstance(triple.subject, NamedNode)
            roles.setdefault(triple.subject, []).append(triple.predicate)

        def key(fact: NamedNode) -> tuple[object, ...]:
            return len(roles[fact]), [rank(role) for role in roles[fact]], natural_key(fact.value)

        return tuple(replace(self.fact(fact), roles=tuple(roles[fact])) for fact in sorted(roles, key=key))

    def _about(self, thing: NamedNode) -> Iterator[tuple[Term, NamedNode]]:
        index = self._index
        for triple in index.naming(thing):
            if self.is_claim(triple.subject):
                yield triple.subject, triple.predicate
            if triple.predicate in self._sources:
                yield from (
                    (fact, triple.predicate) for fact in index.holders(triple.subject, self._roles["evidence"]) if self.is_claim(fact)
                )
        if has_claim := self._roles["has_claim"]:
            yield from (
                (triple.object, triple.predicate)
                for triple in index.about(thing)
                if triple.predicate in has_claim and self.is_claim(triple.object)
            )
        for graph, predicate in index.graphs_about(thing):
            if self.is_claim(graph):
                yield graph, predicate
            yield from ((fact, predicate) for fact in index.holders(graph, self._contents) if self.is_claim(fact))

    def is_claim(self, node: Term) -> bool:
        """Return whether a node is a claim."""
        known = self._claims.get(node)
        if known is None:
            known = self._claims[node] = any(kind in self._classes for kind in self._index.values(node, _TYPE))
        return known

    def fact(self, fact: NamedNode) -> CitedFact:
        """Return a fact without its role for a thing."""
        if fact not in self._facts:
            self._facts[fact] = self._found(fact)
        return self._facts[fact]

    def _found(self, fact: NamedNode) -> CitedFact:
        index, roles = self._index, self._roles
        contents = index.values(fact, self._contents)
        stated = (fact, *contents)
        times = {
            FactTime(triple.predicate, triple.object) for one in stated for triple in index.about(one) if triple.predicate in self._times
        }
        claimants, passages = (
            _distinct(value for one in stated for value in index.values(one, roles[role])) for role in ("claimant", "evidence")
        )
        sources = _distinct(source for passage in passages for source in index.values(passage, self._sources))
        publishers = (agent for source in sources for agent in index.values(source, roles["publisher"]))
        graphs = {node for node in stated if isinstance(node, Node)}
        return CitedFact(
            fact=fact,
            labels=self._names.labels(fact),
            times=tuple(sorted(times, key=lambda time: (term_key(time.span), term_key(time.how)))),
            hedges=_distinct(index.values(fact, roles["hedge"])),
            statuses=_distinct(index.values(fact, roles["stance"])),
            claimants=claimants,
            passages=passages,
            sources=sources,
            places=_distinct(index.values(fact, roles["place"])),
            events=_distinct(index.values(fact, roles["event"])),
            content=tuple(sorted((triple for graph in graphs for triple in index.in_graph(graph)), key=str)),
            relays=_distinct(agent for agent in publishers if agent not in claimants),
            matters=_distinct(matter for matter in index.values(fact, roles["matter"]) if self._findings(matter)),
        )

    def evidence(self, fact: NamedNode) -> tuple[Evidence, ...]:
        """Return the passages of a fact."""
        index = self._index
        stated = (fact, *index.values(fact, self._contents))
        found = []
        for passage in _distinct(value for one in stated for value in index.values(one, self._roles["evidence"])):
            parts = [_distinct(index.values(passage, terms)) for terms in (self._sources, (SELECTOR,), (_DIGEST,))]
            found += [Evidence(passage, *parts)] if any(parts) else []
        return tuple(found)

    def disagreements(self, thing: NamedNode) -> tuple[Disagreement, ...]:
        """Return the disagreements that a thing takes part in: as a claim, as what claims name, or as their document."""
        index, matter = self._index, self._roles["matter"]
        found: dict[Term, None] = dict.fromkeys((thing, *index.holders(thing, (_SUBJECT,)), *index.values(thing, matter)))
        if not matter:
            return ()
        for passage in index.holders(thing, self._sources):
            for answer in index.holders(passage, self._roles["evidence"]):
                found.update(dict.fromkeys(index.values(answer, matter)))
        if _CONCEPT not in index.values(thing, _TYPE):
            for triple in index.naming(thing):
                if self.is_claim(triple.subject):
                    found.update(dict.fromkeys(index.values(triple.subject, matter)))
        found.update(dict.fromkeys(whole for one in list(found) for whole in index.values(one, self._roles["whole"])))
        nodes = sorted((node for node in found if isinstance(node, Node)), key=term_key)
        return tuple(disagreement for node in nodes for disagreement in self._of_matter(node))

    def judgements(self, matter: Term) -> tuple[Node, ...]:
        """Return the claims that judge a matter."""
        return tuple(sorted(set(self._index.holders(matter, self._roles["judged"])), key=term_key))

    def matter(self, matter: Node) -> tuple[tuple[Term, ...], tuple[Term, ...], tuple[MatterAnswer, ...]]:
        """Return what a matter asks, what it asks about, and its answers."""
        slots, subjects = (_distinct(self._index.values(matter, (term,))) for term in (_KIND, _SUBJECT))
        return slots, subjects, self._answers(matter, slots)

    def _findings(self, matter: Term) -> list[Term]:
        return [finding for finding in self._index.values(matter, self._roles["finding"]) if finding in self._roles["disagreement"]]

    def _of_matter(self, matter: Node) -> tuple[Disagreement, ...]:
        if matter not in self._disagreements:
            self._disagreements[matter] = tuple(self._read_matter(matter))
        return self._disagreements[matter]

    def _read_matter(self, matter: Node) -> Iterator[Disagreement]:
        index = self._index
        slots, subjects = (_distinct(index.values(matter, (term,))) for term in (_KIND, _SUBJECT))
        findings = self._findings(matter)
        answers = self._answers(matter, slots) if findings and slots and subjects else ()
        if not answers:
            return
        verdicts = _distinct(
            verdict for judgement in self.judgements(matter) for verdict in index.values(judgement, self._roles["verdict"])
        )
        for finding in _distinct(findings):
            yield Disagreement(matter, slots[0], subjects, finding, answers, verdicts)

    def _answers(self, matter: Node, slots: Iterable[Term]) -> tuple[MatterAnswer, ...]:
        index, roles = self._index, self._roles
        facts = set(index.holders(matter, roles["matter"]))
        for figure in index.holders(matter, roles["whole"]):
            facts.update(index.holders(figure, roles["matter"]))
        if any(finding in roles["wrong_sum"] for finding in index.values(matter, roles["finding"])):
            for whole in index.holders(matter, roles["matter"]):
                facts.update(index.holders(whole, roles["whole"]))
        properties = [prop for slot, prop in roles.pairs.get("answers", ()) if slot in slots]
        found = {(fact, value, unit) for fact in facts for value, unit in self._values(fact, properties)}
        return tuple(
            MatterAnswer(self.fact(fact), value, unit)
            for fact, value, unit in sorted(found, key=lambda answer: [term_key(term) for term in answer])
            if isinstance(fact, NamedNode)
        )

    def _values(self, fact: Node, properties: Collection[NamedNode]) -> list[tuple[Term, Term | None]]:
        """Return what a fact answers: the values of some properties, else its figures with their units."""
        index = self._index
        if found := [(value, None) for value in index.values(fact, properties)]:
            return [*found]
        return [(number, unit) for number in index.values(fact, self._roles["value"]) for unit in index.values(fact, self._roles["unit"])]


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(set(terms), key=term_key))
