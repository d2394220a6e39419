"""Look up the statements about a node and those that name it: in memory for all things of a build, or in a store for one thing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kzit_graph.computed_once import computed_once
from kzit_graph.project.statements.statements import GraphName, GraphStatements
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.sparql.roles import Roles

Node = NamedNode | BlankNode

_NOTHING: Final[Mapping[NamedNode, Sequence[Any]]] = MappingProxyType({})
_MAX_COUNTED: Final = 5_000
"""Things of a class up to which they are counted in a store."""


@dataclass(frozen=True)
class GraphSize:
    """What a named graph has. statements: their number. subjects: those with an IRI."""

    statements: int
    subjects: tuple[NamedNode, ...]


class StatementIndex(ABC):
    """The statements of a dataset: the union of its graphs, with literals as they were written."""

    @abstractmethod
    def about(self, node: Term) -> Sequence[Triple]:
        """Return the distinct statements with a node as the subject."""

    @abstractmethod
    def naming(self, node: Term) -> Sequence[Triple]:
        """Return the distinct statements with a node as the object."""

    @abstractmethod
    def in_graph(self, graph: Node) -> Sequence[Triple]:
        """Return the statements of a graph that is a claim or the content of one."""

    @abstractmethod
    def graphs_about(self, node: Node) -> Sequence[tuple[Node, NamedNode]]:
        """Return the graphs, of those of `in_graph`, with statements about a node, each with a property of such a statement."""

    @abstractmethod
    def homes(self, node: Term) -> Mapping[Triple, Sequence[GraphName]]:
        """Return the named graphs of each statement with a node as the subject; nothing if the dataset has one graph."""

    @abstractmethod
    def instances(self, kind: NamedNode) -> int:
        """Return the number of things of a class. A large number may be cut off."""

    @abstractmethod
    def by_property(self, node: Term) -> Mapping[NamedNode, Sequence[Term]]:
        """Return the values of a node by property."""

    @abstractmethod
    def by_naming_property(self, node: Term) -> Mapping[NamedNode, Sequence[Node]]:
        """Return the nodes that have a node as a value, by property."""

    def values(self, node: Term, predicates: Collection[NamedNode]) -> list[Term]:
        """Return the values of some properties of a node."""
        if not predicates or not (own := self.by_property(node)):
            return []
        return [value for predicate in predicates for value in own.get(predicate, ())]

    def holders(self, node: Term, predicates: Collection[NamedNode]) -> list[Node]:
        """Return the nodes that have a node as the value of some property."""
        if not predicates or not (naming := self.by_naming_property(node)):
            return []
        return [subject for predicate in predicates for subject in naming.get(predicate, ())]

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None, /) -> Iterator[Any]:  # noqa: A002, ARG002 - as a store has it
        """Yield the statements with a subject or an object, as a store does."""
        if subject is not None:
            found = (triple for triple in self.about(subject) if object is None or triple.object == object)
        else:
            found = (triple for triple in self.naming(object))
        return (triple for triple in found if predicate is None or triple.predicate == predicate)


class WholeIndex(StatementIndex):
    """The statements of all things, in memory.

    graphs: N-Triples by the name of their graph, with the labels of blank nodes to publish. roles: those of claims.
    """

    def __init__(self, graphs: Iterable[tuple[GraphName, bytes]], roles: Roles) -> None:
        self._about: dict[Term, list[Triple]] = {}
        self._naming: dict[Term, list[Triple]] = {}
        self._by_property: dict[Term, dict[NamedNode, list[Term]]] = {}
        self._by_naming: dict[Term, dict[NamedNode, list[Node]]] = {}
        self._graphs: dict[Node, list[Triple]] = {}
        self._graphs_about: dict[Node, list[tuple[Node, NamedNode]]] = {}
        found = {name: dict.fromkeys(GraphStatements(name, lines).triples()) for name, lines in graphs}
        self._homes = _homes(found)
        self.size, self.number_of_graphs = len(self._homes), len(found)
        for triple in self._homes:
            subject, predicate, value = triple
            self._about.setdefault(subject, []).append(triple)
            self._by_property.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if not isinstance(value, Literal):
                self._naming.setdefault(value, []).append(triple)
                if isinstance(subject, NamedNode | BlankNode):
                    self._by_naming.setdefault(value, {}).setdefault(predicate, []).append(subject)
        self._keep_contents(found, roles)

    def _keep_contents(self, graphs: dict[Node, dict[Triple, None]], roles: Roles) -> None:
        classes = frozenset(roles["claim"])
        for name, triples in graphs.items():
            is_content = any(triple.predicate in roles["content"] for triple in self.naming(name))
            is_claim = any(triple.object in classes for triple in self.about(name))
            if is_content or is_claim:
                self._graphs[name] = list(triples)
                for triple in triples:
                    if isinstance(triple.subject, NamedNode | BlankNode):
                        self._graphs_about.setdefault(triple.subject, []).append((name, triple.predicate))

    def homes(self, node: Term) -> Mapping[Triple, Sequence[GraphName]]:
        """Return the named graphs of each statement with a node as the subject; nothing if the dataset has one graph."""
        return {triple: self._homes[triple] for triple in self.about(node)} if self.number_of_graphs > 1 else {}

    @computed_once
    def graphs(self) -> Mapping[GraphName, GraphSize]:
        """The named graphs with what is in them."""
        statements: Counter[GraphName] = Counter()
        subjects: dict[GraphName, dict[NamedNode, None]] = {}
        for triple, names in self._homes.items():
            for name in names:
                statements[name] += 1
                own = subjects.setdefault(name, {})
                if isinstance(triple.subject, NamedNode):
                    own[triple.subject] = None
        return {name: GraphSize(number, tuple(subjects[name])) for name, number in statements.items()}

    def instances(self, kind: NamedNode) -> int:
        """Return the number of things of a class."""
        return len(self.by_naming_property(kind).get(RDF_TYPE, ()))

    def described(self) -> list[Node]:
        """Return the subjects, sorted."""
        found = (subject for subject in self._about if isinstance(subject, NamedNode | BlankNode))
        return sorted(found, key=str)

    def subjects(self) -> list[NamedNode]:
        """Return the subjects that have an IRI."""
        return [subject for subject in self._about if isinstance(subject, NamedNode)]

    def about(self, node: Term) -> Sequence[Triple]:
        """Return the distinct statements with a node as the subject."""
        return self._about.get(node, ())

    def naming(self, node: Term) -> Sequence[Triple]:
        """Return the distinct statements with a node as the object."""
        return self._naming.get(node, ())

    def by_property(self, node: Term) -> Mapping[NamedNode, Sequence[Term]]:
        """Return the values of a node by property."""
        return self._by_property.get(node, _NOTHING)

    def by_naming_property(self, node: Term) -> Mapping[NamedNode, Sequence[Node]]:
        """Return the nodes that have a node as a value, by property."""
        return self._by_naming.get(node, _NOTHING)

    def in_graph(self, graph: Node) -> Sequence[Triple]:
        """Return the statements of a graph that is a claim or the content of one."""
        return self._graphs.get(graph, ())

    def graphs_about(self, node: Node) -> Sequence[tuple[Node, NamedNode]]:
        """Return the graphs, of those of `in_graph`, with statements about a node."""
        return self._graphs_about.get(node, ())


class StoreIndex(StatementIndex):
    """The statements in a store, which are looked up when they are needed. forms: how its literals were written."""

    def __init__(self, store: Store, forms: WrittenForms) -> None:
        self._store, self._forms = store, forms
        self._known_about: dict[Term, list[Triple]] = {}
        self._known_naming: dict[Term, list[Triple]] = {}

    def about(self, node: Term) -> Sequence[Triple]:
        """Return the distinct statements with a node as the subject."""
        if not isinstance(node, NamedNode | BlankNode):
            return ()
        if node not in self._known_about:
            found = dict.fromkeys(quad.triple for quad in self._store.quads_for_pattern(node, None, None))
            self._known_about[node] = list(dict.fromkeys(self._forms.triples(found)))
        return self._known_about[node]

    def naming(self, node: Term) -> Sequence[Triple]:
        """Return the distinct statements with a node as the object."""
        if node not in self._known_naming:
            self._known_naming[node] = list(dict.fromkeys(quad.triple for quad in self._store.quads_for_pattern(None, None, node)))
        return self._known_naming[node]

    def homes(self, node: Term) -> Mapping[Triple, Sequence[GraphName]]:
        """Return the named graphs of each statement with a node as the subject; nothing if the dataset has one graph."""
        if not isinstance(node, NamedNode | BlankNode) or len(list(islice(self._store.named_graphs(), 2))) < 2:
            return {}
        by_graph: dict[GraphName, dict[Triple, None]] = {}
        for quad in self._store.quads_for_pattern(node, None, None):
            if isinstance(quad.graph_name, NamedNode | BlankNode):
                by_graph.setdefault(quad.graph_name, {})[quad.triple] = None
        return _homes({name: dict.fromkeys(self._forms.triples(triples)) for name, triples in by_graph.items()})

    def instances(self, kind: NamedNode) -> int:
        """Return the number of things of a class, up to some thousands: more would take long to count."""
        return sum(1 for _ in islice(self._store.quads_for_pattern(None, RDF_TYPE, kind), _MAX_COUNTED))

    def by_property(self, node: Term) -> Mapping[NamedNode, Sequence[Term]]:
        """Return the values of a node by property."""
        found: dict[NamedNode, list[Term]] = {}
        for triple in self.about(node):
            found.setdefault(triple.predicate, []).append(triple.object)
        return found

    def by_naming_property(self, node: Term) -> Mapping[NamedNode, Sequence[Node]]:
        """Return the nodes that have a node as a value, by property."""
        found: dict[NamedNode, list[Node]] = {}
        for triple in self.naming(node):
            if isinstance(triple.subject, NamedNode | BlankNode):
                found.setdefault(triple.predicate, []).append(triple.subject)
        return found

    def in_graph(self, graph: Node) -> Sequence[Triple]:
        """Return the statements of a graph."""
        found = dict.fromkeys(quad.triple for quad in self._store.quads_for_pattern(None, None, None, graph))
        return list(dict.fromkeys(self._forms.triples(found)))

    def graphs_about(self, node: Node) -> Sequence[tuple[Node, NamedNode]]:
        """Return the graphs with statements about a node, each with a property of such a statement."""
        quads = self._store.quads_for_pattern(node, None, None)
        return [(quad.graph_name, quad.predicate) for quad in quads if isinstance(quad.graph_name, NamedNode | BlankNode)]


def _homes(graphs: Mapping[GraphName, Iterable[Triple]]) -> dict[Triple, tuple[GraphName, ...]]:
    """Return the graphs of each triple."""
    found: dict[Triple, tuple[GraphName, ...]] = {}
    for name, triples in graphs.items():
        alone = (name,)
        for triple in triples:
            known = found.get(triple)
            found[triple] = alone if known is None else (*known, name)
    return found
