"""Find the description of a thing: its names and statements, its facts with their evidence, and its disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolution, Store, Triple

from kzit_graph.describe.description import DescriptionData, Disagreement, Evidence, Fact, FactTime, MatterAnswer
from kzit_graph.describe.page import description_text
from kzit_graph.describe.shape_hints import FIRST, REST, ShapeHints
from kzit_graph.describe.wording import words
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import counted, html_lines, visible
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.names.name_index import NameIndex
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.names import Names, Term, slug
from kzit_graph.rdf.namespaces import OWL, RDF_TYPE
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.skolem_iris import is_anonymous
from kzit_graph.sparql.answers import Triples
from kzit_graph.sparql.queries import construct, select
from kzit_graph.sparql.roles import Roles

_INVERSE: Final = NamedNode(f"{OWL}inverseOf")
_FACT_PARTS: Final = {
    "hedges": "hedge",
    "statuses": "status",
    "claimants": "claimant",
    "passages": "passage",
    "sources": "source",
    "places": "place",
    "events": "event",
}
_MAX_NEAREST: Final = 5
"""Things with similar names that an error message lists."""

_EVIDENCE_PARTS: Final = ("source", "range", "digest")
"""Values of ?part in queries/show-fact.rq by the fields of `Fact`, and in show-evidence.rq in the order of the fields of `Evidence`."""


class Description(DescriptionData):
    """The description of a thing, with methods that write it."""

    def text(self, language: str | None = None, width: int | None = None, *, full: bool = False, hint: str = "full=True") -> str:
        """Return a page of text.

        language: of the labels; None means the project's preferred one. width: the terminal's columns, for wrapped lines and
        colours; None for plain text without wrapping. full: show long texts and long lists of values in full. hint: how to do so, for
        the lines that tell what is left out.
        """
        return description_text(self, language or self.names.language, width, None if full else hint)

    def triples(self) -> Triples:
        """Return the triples of the thing and its facts, with their passages, ranges, times and source documents."""
        found = construct(self.store, "show-graph.rq", self.roles, thing=self.thing, labels=self.names.naming.labels)
        return Triples(tuple(self.forms.triples(found)), self.names)

    def __repr__(self) -> str:
        size = counted(len(self.facts), "fact") if self.facts else counted(len(self.statements), "statement")
        return f"<Description {visible(self.names.label(self.thing))}: {size}>"

    def _repr_html_(self) -> str:
        return html_lines(self.text())


def show(
    store: Store,
    thing: NamedNode,
    names: Names,
    vocabulary: Vocabulary,
    forms: WrittenForms | None = None,
    roles: Roles | None = None,
    shapes: Store | None = None,
) -> Description:
    """Return the description of a thing in a store.

    vocabulary: for the labels, the order and the hierarchy of classes and properties. forms: how the literals of the store were
    written; by default as in the store. roles: the classes and properties of claims; by default those of the bundled project. shapes:
    for the names, the order and the groups of properties.

    Raises `InvalidInput`, with things of similar names, if the thing is not in the store.
    """
    forms = forms or WrittenForms()
    roles = roles or default_settings().roles
    own = vocabulary.narrowest(quad.triple for quad in store.quads_for_pattern(thing, None, None))
    naming = vocabulary.narrowest(quad.triple for quad in store.quads_for_pattern(None, None, thing))
    if not own and not naming:
        raise InvalidInput(_unknown(store, thing, names))
    names = _with_terms(names, vocabulary)
    labels = names.labels(thing)
    facts = _facts(store, thing, names, vocabulary, roles)
    known = {fact.fact for fact in facts}
    shape_hints = ShapeHints(shapes or Store(), store, vocabulary.superclasses, names.naming.labels)
    hints = shape_hints.of_thing(thing)
    statements = (triple for triple in forms.triples(own) if triple.predicate != RDF_TYPE and not _is_name(triple, names, labels))
    return Description(
        thing=thing,
        types=tuple(triple.object for triple in own if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode)),
        labels=labels,
        statements=tuple(sorted(statements, key=lambda triple: hints.key(triple.predicate))),
        facts=facts,
        naming=tuple(triple for triple in _by_property(_through_lists(naming, store)) if triple.subject not in known),
        evidence=_evidence(store, thing, roles),
        disagreements=tuple(_disagreements(store, thing, names, roles)),
        names=names,
        store=store,
        forms=forms,
        roles=roles,
        inverses={predicate: found for predicate in {triple.predicate for triple in naming} if (found := _inverse(vocabulary, predicate))},
        hints=hints,
        hints_of=shape_hints.of_thing,
        narrowest=vocabulary.narrowest,
    )


def _through_lists(naming: Iterable[Triple], store: Store) -> Iterator[Triple]:
    """Yield statements that name a thing. Those of lists are replaced by the ones that have the lists as values, if there are any."""
    through: list[Triple] = []
    for triple in naming:
        cell = triple.subject
        found: list[Triple] = []
        if triple.predicate == FIRST and isinstance(cell, BlankNode | NamedNode) and is_anonymous(cell):
            found = [Triple(quad.subject, quad.predicate, triple.object) for quad in _with_list(cell, store)]
        through += found
        if not found:
            yield triple
    yield from sorted(through, key=_natural)


def _by_property(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield distinct triples with those of a property together, the property that comes first at first."""
    found: dict[NamedNode, dict[Triple, None]] = {}
    for triple in triples:
        found.setdefault(triple.predicate, {})[triple] = None
    for group in found.values():
        yield from group


def _with_list(cell: BlankNode | NamedNode, store: Store) -> Iterator[Quad]:
    """Yield the statements that have the list as value that a cell belongs to."""
    left, seen = [cell], {cell}
    while left:
        for quad in store.quads_for_pattern(None, None, left.pop()):
            if quad.predicate != REST:
                yield quad
            elif isinstance(quad.subject, BlankNode | NamedNode) and quad.subject not in seen:
                seen.add(quad.subject)
                left.append(quad.subject)


def _with_terms(names: Names, vocabulary: Vocabulary) -> Names:
    """Return the names of the data and of the ontology's classes and properties."""
    return replace(names, labels=lambda term: {**vocabulary.labels(term), **names.labels(term)})


def _unknown(store: Store, thing: NamedNode, names: Names) -> str:
    naming = names.naming
    index = NameIndex(store, naming.labels, len(naming.labels))
    listed = names.listed(index.similar(slug(thing), frozenset(map(index.thing, range(len(index)))))[:_MAX_NEAREST])
    hint = f"nearest: {listed}" if listed else "use a name, a slug or an IRI from the data"
    return visible(f"{names.shorten(thing)} is not in the data; {hint}")


def _inverse(vocabulary: Vocabulary, predicate: NamedNode) -> Mapping[str, str]:
    """Return the labels of the inverse of a property (owl:inverseOf), if the ontology has one."""
    inverse = [quad.object for quad in vocabulary.store.quads_for_pattern(predicate, _INVERSE, None)]
    inverse += [quad.subject for quad in vocabulary.store.quads_for_pattern(None, _INVERSE, predicate)]
    terms = sorted((term for term in inverse if isinstance(term, NamedNode)), key=vocabulary.rank)
    return {"": words(terms[0]), **vocabulary.labels(terms[0])} if terms else {}


def _is_name(triple: Triple, names: Names, labels: Mapping[str, str]) -> bool:
    name = triple.object
    return triple.predicate in names.naming.labels and isinstance(name, Literal) and labels.get(name.language or "") == name.value


def _facts(store: Store, thing: NamedNode, names: Names, vocabulary: Vocabulary, terms: Roles) -> tuple[Fact, ...]:
    found = (Triple(row["fact"], row["role"], thing) for row in select(store, "show-facts.rq", terms, thing=thing))
    roles: dict[NamedNode, list[NamedNode]] = {}
    for triple in vocabulary.narrowest(found):
        assert isinstance(triple.subject, NamedNode)
        roles.setdefault(triple.subject, []).append(triple.predicate)

    def key(fact: NamedNode) -> tuple[object, ...]:
        return len(roles[fact]), [vocabulary.rank(role) for role in roles[fact]], natural_key(fact.value)

    return tuple(_fact(store, fact, names, terms, tuple(roles[fact])) for fact in sorted(roles, key=key))


def _fact(store: Store, fact: NamedNode, names: Names, terms: Roles, roles: tuple[NamedNode, ...] = ()) -> Fact:
    rows = list(select(store, "show-fact.rq", terms, fact=fact))
    times = tuple(FactTime(row["how"], row["value"]) for row in sorted((row for row in rows if row["how"] is not None), key=_time_key))
    parts = _by_part(row for row in rows if row["how"] is None)
    found = {name: parts.get(part, ()) for name, part in _FACT_PARTS.items()}
    return Fact(fact, names.labels(fact), roles, times, content=tuple(_content(store, fact, terms)), **found)


def _content(store: Store, fact: NamedNode, terms: Roles) -> list[Triple]:
    """Return the statements of the graphs that hold what a fact says: the one that it names, and those of the role "content"."""
    stated = (quad.object for term in terms["content"] for quad in store.quads_for_pattern(fact, term, None))
    graphs = {fact, *(graph for graph in stated if isinstance(graph, NamedNode))}
    return sorted((quad.triple for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)), key=str)


def _time_key(row: QuerySolution) -> tuple[str, str]:
    return _natural(row["value"]), _natural(row["how"])


def _evidence(store: Store, fact: NamedNode, roles: Roles) -> tuple[Evidence, ...]:
    rows: dict[Term, list[QuerySolution]] = {}
    for row in select(store, "show-evidence.rq", roles, fact=fact):
        rows.setdefault(row["passage"], []).append(row)
    parts = {passage: _by_part(rows[passage]) for passage in sorted(rows, key=_natural)}
    return tuple(Evidence(passage, *(found.get(name, ()) for name in _EVIDENCE_PARTS)) for passage, found in parts.items())


def _disagreements(store: Store, thing: NamedNode, names: Names, roles: Roles) -> Iterator[Disagreement]:
    matters: dict[tuple[Term, Term], list[QuerySolution]] = {}
    for row in select(store, "show-disagreements.rq", roles, thing=thing):
        matters.setdefault((row["matter"], row["finding"]), []).append(row)
    for (matter, finding), rows in sorted(matters.items(), key=lambda item: [_natural(term) for term in item[0]]):
        answers = {(row["fact"], row["value"], row["unit"]) for row in rows}
        yield Disagreement(
            matter=matter,
            slot=rows[0]["slot"],
            subjects=_distinct(row["subject"] for row in rows),
            finding=finding,
            answers=tuple(
                MatterAnswer(_fact(store, fact, names, roles), value, unit)
                for fact, value, unit in sorted(answers, key=lambda answer: [_natural(term) for term in answer])
            ),
            verdicts=_distinct(row["verdict"] for row in rows if row["verdict"] is not None),
        )


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(set(terms), key=_natural))


def _by_part(rows: Iterable[QuerySolution]) -> dict[str, tuple[Term, ...]]:
    """Group the values of a fact or a passage by ?part, in natural order."""
    found: dict[str, list[Term]] = {}
    for row in sorted(rows, key=lambda row: _natural(row["value"])):
        found.setdefault(row["part"].value, []).append(row["value"])
    return {part: tuple(values) for part, values in found.items()}


def _natural(term: object) -> str:
    return natural_key(str(term))
