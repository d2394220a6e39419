"""A thing → what the data hold on it: identity, the facts that name it, their evidence, what else names it, disagreements.

What it finds are terms; `Description.text` is the page for people, `Description.triples` the same as data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, QueryTriples, Store, Triple

from kzit_graph.describe.page import written
from kzit_graph.errors import InvalidInput
from kzit_graph.project.store import read_query
from kzit_graph.project.vocabulary import Vocabulary, read_vocabulary
from kzit_graph.rdf.names import LABELS, Names, Term, named_things, nearest_things, slug
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.answers import Triples
from kzit_graph.sparql.lexer import bind
from kzit_graph.tables import visible

_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FACT_PARTS: Final = ("time", "hedge", "stance", "claimant", "passage", "source")
_EVIDENCE_PARTS: Final = ("source", "range", "digest")
"""What queries/show-fact.rq and show-evidence.rq call the values, in the order of the fields of `Fact` and `Evidence`."""


@dataclass(frozen=True)
class Fact:
    """A fact in short. roles: the properties by which it names the thing that is shown, none where it does not."""

    fact: NamedNode
    labels: Mapping[str, str]
    roles: tuple[NamedNode, ...] = ()
    times: tuple[Term, ...] = ()
    hedges: tuple[Term, ...] = ()
    stances: tuple[Term, ...] = ()
    claimants: tuple[Term, ...] = ()
    passages: tuple[Term, ...] = ()
    sources: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A passage that supports a fact: its source, its range there (a text position selector), its digest."""

    passage: Term
    sources: tuple[Term, ...]
    ranges: tuple[Term, ...]
    digests: tuple[Term, ...]


@dataclass(frozen=True)
class Disagreement:
    """Two facts of different sources that cannot both be right. property: what they differ in; matter: on what."""

    property: NamedNode
    matter: Term
    facts: tuple[Fact, Fact]
    values: tuple[Term, Term]


@dataclass(frozen=True)
class Description:
    """What the data hold on one thing, read from a store that must still be there to write it out.

    types: its classes without those that follow from them. labels: its name by language.
    statements: the thing's own, without types and names. facts: those that name it, by role and then in natural order.
    naming: statements of other things about it. evidence: its passages, where it is a fact itself.
    """

    thing: NamedNode
    types: tuple[NamedNode, ...]
    labels: Mapping[str, str]
    statements: tuple[Triple, ...]
    facts: tuple[Fact, ...]
    naming: tuple[Triple, ...]
    evidence: tuple[Evidence, ...]
    disagreements: tuple[Disagreement, ...]
    names: Names = field(repr=False, compare=False)
    store: Store = field(repr=False, compare=False)

    def text(self, language: str = "en", width: int | None = None) -> str:
        """The description as a page for people, with names in a language.

        width: columns of the terminal to wrap to and to use its colours; None: plain text, whose lines are never wrapped.
        """
        return written(self, language, width)

    def triples(self) -> Triples:
        """The thing, its facts, their passages, ranges, times, amounts and source documents, as data."""
        graph = self.store.query(bind(read_query("show-graph.rq"), {"thing": self.thing}), use_default_graph_as_union=True)
        assert isinstance(graph, QueryTriples)
        return Triples(tuple(graph), self.names)


def show(store: Store, thing: NamedNode, names: Names, ontology: Iterable[Path] = ()) -> Description:
    """What a store holds on a thing.

    ontology: the files that name classes and properties, order them, and place some under others.
    Raises `InvalidInput` with the nearest known things where the store holds nothing on it.
    """
    vocabulary = read_vocabulary(ontology)
    own = vocabulary.narrowest(quad.triple for quad in store.quads_for_pattern(thing, None, None))
    naming = vocabulary.narrowest(quad.triple for quad in store.quads_for_pattern(None, None, thing))
    if not own and not naming:
        raise InvalidInput(_unknown(store, thing, names))
    names = _with_terms(names, vocabulary)
    labels = names.labels(thing)
    facts = _facts(store, thing, names, vocabulary)
    known = {fact.fact for fact in facts}
    return Description(
        thing=thing,
        types=tuple(triple.object for triple in own if triple.predicate == _TYPE and isinstance(triple.object, NamedNode)),
        labels=labels,
        statements=tuple(triple for triple in own if triple.predicate != _TYPE and not _is_name(triple, labels)),
        facts=facts,
        naming=tuple(triple for triple in naming if triple.subject not in known),
        evidence=_evidence(store, thing),
        disagreements=tuple(_disagreements(store, thing, names)),
        names=names,
        store=store,
    )


def _with_terms(names: Names, vocabulary: Vocabulary) -> Names:
    """The names of the data, and beside them those of the ontology's classes and properties."""
    return replace(names, labels=lambda term: {**vocabulary.labels(term), **names.labels(term)})


def _unknown(store: Store, thing: NamedNode, names: Names) -> str:
    listed = names.listed(nearest_things(slug(thing), named_things(store))[:5])
    hint = f"nearest: {listed}" if listed else "give a name, a slug or an IRI that the data have"
    return visible(f"nothing is said about {names.shorten(thing)}; {hint}")


def _is_name(triple: Triple, labels: Mapping[str, str]) -> bool:
    name = triple.object
    return triple.predicate in LABELS and isinstance(name, Literal) and labels.get(name.language or "") == name.value


def _facts(store: Store, thing: NamedNode, names: Names, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    found = (Triple(row["fact"], row["role"], thing) for row in _rows(store, "show-facts.rq", thing=thing))
    roles: dict[NamedNode, list[NamedNode]] = {}
    for triple in vocabulary.narrowest(found):
        assert isinstance(triple.subject, NamedNode)
        roles.setdefault(triple.subject, []).append(triple.predicate)

    def key(fact: NamedNode) -> tuple[object, ...]:
        return len(roles[fact]), [vocabulary.rank(role) for role in roles[fact]], natural_key(fact.value)

    return tuple(_fact(store, fact, names, tuple(roles[fact])) for fact in sorted(roles, key=key))


def _fact(store: Store, fact: NamedNode, names: Names, roles: tuple[NamedNode, ...] = ()) -> Fact:
    parts = _by_part(_rows(store, "show-fact.rq", fact=fact))
    return Fact(fact, names.labels(fact), roles, *(parts.get(name, ()) for name in _FACT_PARTS))


def _evidence(store: Store, fact: NamedNode) -> tuple[Evidence, ...]:
    rows: dict[Term, list[QuerySolution]] = {}
    for row in _rows(store, "show-evidence.rq", fact=fact):
        rows.setdefault(row["passage"], []).append(row)
    parts = {passage: _by_part(rows[passage]) for passage in sorted(rows, key=_natural)}
    return tuple(Evidence(passage, *(found.get(name, ()) for name in _EVIDENCE_PARTS)) for passage, found in parts.items())


def _disagreements(store: Store, thing: NamedNode, names: Names) -> Iterator[Disagreement]:
    rows = _rows(store, "show-disagreements.rq", thing=thing)
    for row in sorted(rows, key=lambda row: [_natural(row[name]) for name in ("matter", "property", "fact", "other_fact")]):
        facts = (_fact(store, row["fact"], names), _fact(store, row["other_fact"], names))
        yield Disagreement(row["property"], row["matter"], facts, (row["value"], row["other_value"]))


def _rows(store: Store, query: str, **values: NamedNode) -> list[QuerySolution]:
    rows = store.query(bind(read_query(query), values), use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    return list(rows)


def _by_part(rows: Iterable[QuerySolution]) -> dict[str, tuple[Term, ...]]:
    """The values of a fact or a passage by what they are to a reader, in order."""
    found: dict[str, list[Term]] = {}
    for row in sorted(rows, key=lambda row: _natural(row["value"])):
        found.setdefault(row["part"].value, []).append(row["value"])
    return {part: tuple(values) for part, values in found.items()}


def _natural(term: object) -> str:
    return natural_key(str(term))
