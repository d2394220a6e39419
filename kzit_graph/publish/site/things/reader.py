"""Read the pages of things from an index of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kzit_graph.computed_once import computed_once
from kzit_graph.describe.shape_hints import Hints, ShapeHints, list_items
from kzit_graph.describe.wording import words
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.publish.site.things.facts import FactFinder
from kzit_graph.publish.site.things.shape_rules import RuledThings, read_rules
from kzit_graph.publish.site.things.statement_graphs import counted_graphs, with_graphs
from kzit_graph.publish.site.things.statement_index import Node, StatementIndex, StoreIndex, WholeIndex
from kzit_graph.publish.site.things.term_usage import Usage, read_usage
from kzit_graph.publish.site.things.thing_page import Incoming, Part, Property, ThingPage, Totals, Value
from kzit_graph.rdf.names import Names, Term
from kzit_graph.rdf.namespaces import DCTERMS, OWL, RDF_TYPE, RDFS, SCHEMAS, SKOS
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.roles import Roles

_INVERSE: Final = NamedNode(f"{OWL}inverseOf")
IDENTIFYING: Final = frozenset(
    NamedNode(iri)
    for iri in (
        f"{OWL}sameAs",
        *(f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")),
        *(f"{schema}{name}" for schema in SCHEMAS for name in ("sameAs", "identifier")),
        f"{DCTERMS}identifier",
        "http://www.w3.org/ns/adms#identifier",
        f"{RDFS}seeAlso",
    )
)
"""Properties whose values identify a thing elsewhere."""

_MAX_DEPTH: Final = 50
"""Levels of nested blank nodes. A deeper one is shown by its label."""


@dataclass(frozen=True)
class Labels:
    """Looks up the labels of terms: of the data, then of the ontology.

    Of several in a language, it has the first in order that is not blank.
    """

    index: StatementIndex
    vocabulary: Vocabulary
    properties: tuple[NamedNode, ...]
    _known: dict[Term, Mapping[str, str]] = field(default_factory=dict, compare=False)

    def __call__(self, term: NamedNode) -> Mapping[str, str]:
        """Return the labels of a term by language, "" for none."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = {**self.vocabulary.labels(term), **self._of_data(term)}
        return found

    def _of_data(self, term: NamedNode) -> dict[str, str]:
        own = self.index.by_property(term)
        found: dict[str, str] = {}
        for predicate in self.properties:
            literals = (value for value in own.get(predicate, ()) if isinstance(value, Literal) and value.value.strip())
            for literal in sorted(literals, key=lambda literal: literal.value):
                found.setdefault(literal.language or "", literal.value)
        return found


class PageReader:
    """Reads pages of things.

    index: the statements. vocabulary: for the order and the hierarchy of classes and properties. names: labels and languages. roles: of
    claims. shapes: for names, order and groups of properties.
    """

    def __init__(self, index: StatementIndex, vocabulary: Vocabulary, names: Names, roles: Roles, shapes: Store) -> None:
        self.index, self.vocabulary, self.names, self.roles, self.shapes = index, vocabulary, names, roles, shapes
        self.facts = FactFinder(index, names, vocabulary, roles)
        self._shapes = ShapeHints(shapes, index, vocabulary.superclasses, names.naming.labels)
        self._inverses: dict[NamedNode, Mapping[str, str]] = {}
        self._types: dict[frozenset[NamedNode], tuple[NamedNode, ...]] = {}
        self._labelling = frozenset(names.naming.labels)

    @classmethod
    def of_store(cls, loaded: LoadedProject) -> Self:
        """Return a reader for a few things of a project, which it looks up in the store."""
        index, vocabulary, naming = StoreIndex(loaded.store, loaded.forms), loaded.vocabulary, loaded.project.naming
        names = Names(loaded.names.prefixes, Labels(index, vocabulary, tuple(naming.labels)), loaded.names.context, naming)
        return cls(index, vocabulary, names, loaded.project.settings.roles, loaded.shapes)

    @computed_once
    def usage(self) -> Usage:
        """How the data use terms. Only for an index with all statements."""
        assert isinstance(self.index, WholeIndex)
        return read_usage(self.index)

    @computed_once
    def rules(self) -> tuple[RuledThings, ...]:
        """The rules of the shapes by what they are for."""
        return read_rules(self.shapes)

    def page(self, thing: NamedNode, local: str, parts: Iterable[NamedNode] = ()) -> ThingPage:
        """Return the page of a thing. local: its IRI without the base. parts: the things with its IRI and a fragment."""
        index, narrowest = self.index, self.vocabulary.narrowest
        facts = self.facts.about(thing)
        evidence = self.facts.evidence(thing)
        own = self._properties(thing, leave_out={passage.passage for passage in evidence})
        homes = index.homes(thing)
        graphs = counted_graphs(homes)
        own = with_graphs(thing, own, homes, graphs[0][0]) if len(graphs) > 1 else own
        properties = tuple(of for of in own if of.predicate not in IDENTIFYING)
        identifiers = tuple(of for of in own if of.predicate in IDENTIFYING)
        disagreements = self.facts.disagreements(thing)
        known = {fact.fact for fact in facts}
        incoming = self._incoming(thing, [triple for triple in narrowest(index.naming(thing)) if triple.subject not in known])
        return ThingPage(
            thing=thing,
            local=local,
            types=self.types(thing),
            labels=self.names.labels(thing),
            properties=properties,
            identifiers=identifiers,
            parts=tuple(Part(part, self.types(part), self.names.labels(part), self._properties(part)) for part in parts),
            evidence=evidence,
            facts=facts,
            disagreements=disagreements,
            incoming=incoming,
            totals=Totals(
                values=sum(len(of.values) for of in own),
                facts=len(facts),
                disagreements=len(disagreements),
                incoming=sum(len(of.subjects) for of in incoming),
            ),
            graphs=graphs,
        )

    def types(self, node: Node) -> tuple[NamedNode, ...]:
        """Return the classes of a node, without inferred ones."""
        kinds = frozenset(kind for kind in self.index.by_property(node).get(RDF_TYPE, ()) if isinstance(kind, NamedNode))
        if kinds not in self._types:
            triples = self.vocabulary.narrowest(Triple(node, RDF_TYPE, kind) for kind in kinds)
            self._types[kinds] = tuple(triple.object for triple in triples if isinstance(triple.object, NamedNode))
        return self._types[kinds]

    def _properties(
        self, node: Node, shapes: tuple[Node, ...] = (), above: tuple[Term, ...] = (), leave_out: Iterable[Term] = ()
    ) -> tuple[Property, ...]:
        """Return the statements of a node, without types and names, in the order of the shapes and then of the ontology."""
        hints = self._hints(node, shapes)
        labels, hidden = self.names.labels(node) if isinstance(node, NamedNode) else {}, set(leave_out)
        own = [triple for triple in self.index.about(node) if triple.predicate != RDF_TYPE and not self._is_name(triple, labels)]
        found = [triple for triple in self.vocabulary.narrowest(own) if triple.object not in hidden]
        found.sort(key=lambda triple: hints.key(triple.predicate))
        return tuple(
            self._property(predicate, [triple.object for triple in group], hints, (*above, node))
            for predicate, group in groupby(found, lambda triple: triple.predicate)
        )

    def _hints(self, node: Node, shapes: tuple[Node, ...] = ()) -> Hints:
        own = self.index.by_property(node)
        return self._shapes.of_statements(node, own.get(RDF_TYPE, ()), own, self.index.by_naming_property(node), shapes)

    def _is_name(self, triple: Triple, labels: Mapping[str, str]) -> bool:
        name = triple.object
        return triple.predicate in self._labelling and isinstance(name, Literal) and labels.get(name.language or "") == name.value

    def _property(self, predicate: NamedNode, terms: Iterable[Term], hints: Hints, above: tuple[Term, ...]) -> Property:
        hint = hints.forward.get(predicate)
        group = hints.group(predicate)
        values = [self._value(term, hint.shapes if hint else (), above) for term in terms]
        if any(isinstance(value.term, BlankNode) for value in values):
            values.sort(key=_content_key)
        return Property(predicate, tuple(values), hint.names if hint else {}, None if group is None else hints.groups[group].labels)

    def _value(self, term: Term, shapes: tuple[Node, ...], above: tuple[Term, ...]) -> Value:
        if not isinstance(term, BlankNode):
            return Value(term)
        if term in above or len(above) > _MAX_DEPTH:
            return Value(term, is_repeated=True)
        items = list_items(self.index, term)
        if items is not None:
            return Value(term, items=tuple(self._value(item, shapes, (*above, term)) for item in items))
        return Value(term, self.types(term), self._properties(term, shapes, above))

    def _incoming(self, thing: NamedNode, triples: Sequence[Triple]) -> tuple[Incoming, ...]:
        hints = self._hints(thing) if triples else Hints()
        found = []
        for predicate, group in groupby(triples, lambda triple: triple.predicate):
            subjects = [triple.subject for triple in group]
            if any(isinstance(subject, BlankNode) for subject in subjects):
                subjects.sort(key=lambda subject: _content_key(self._value(subject, (), ())))
            hint = hints.inverse.get(predicate)
            inverse = {**self._inverse(predicate), **(hint.names if hint else {})}
            found.append(Incoming(predicate, tuple(subjects), inverse, len(subjects)))
        return tuple(found)

    def _inverse(self, predicate: NamedNode) -> Mapping[str, str]:
        """Return the labels of the inverse of a property (owl:inverseOf), if the ontology has one."""
        if predicate not in self._inverses:
            store = self.vocabulary.store
            inverse = [quad.object for quad in store.quads_for_pattern(predicate, _INVERSE, None)]
            inverse += [quad.subject for quad in store.quads_for_pattern(None, _INVERSE, predicate)]
            terms = sorted((term for term in inverse if isinstance(term, NamedNode)), key=self.vocabulary.rank)
            self._inverses[predicate] = {"": words(terms[0]), **self.vocabulary.labels(terms[0])} if terms else {}
        return self._inverses[predicate]


def _content_key(value: Value) -> tuple[object, ...]:
    """Return a sort key of a value that does not depend on the labels of blank nodes."""
    return natural_key(_content(value)), _content(value)


def _content(value: Value) -> str:
    if not isinstance(value.term, BlankNode):
        return str(value.term)
    items = [_content(item) for item in value.items or ()]
    below = [f"{of.predicate} {_content(nested)}" for of in value.below for nested in of.values]
    return f"[{' '.join((*map(str, value.types), *items, *below))}]"
