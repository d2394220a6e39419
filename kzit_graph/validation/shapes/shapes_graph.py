"""A shapes graph as it is written, which can be changed for an engine.

A store is no place for it: pyoxigraph's stores write 4.0 as 4 and "1"^^xsd:boolean as true, and SHACL compares terms.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.nested_shapes import LIST_REFERENCES, SINGLE_REFERENCES
from kzit_graph.rdf.namespaces import OWL, RDF, RDFS, SHACL
from kzit_graph.rdf.node_positions import positions_of_blank_nodes, positions_of_iris
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.rdf.writing import serialized

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

FIRST: Final = f"{RDF}first"
REST: Final = f"{RDF}rest"
TYPE: Final = f"{RDF}type"
NIL: Final = NamedNode(f"{RDF}nil")

CLASSES: Final = (NamedNode(f"{RDFS}Class"), NamedNode(f"{OWL}Class"))
"""The types of classes. A shape of one of these types applies to its own instances (SHACL, section 2.1.3.3)."""

COUNTS: Final = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
"""Parameters whose values are whole numbers."""


def sh(name: str) -> str:
    """Return the IRI of a term of SHACL."""
    return SHACL + name


_USERS: Final = ("sparql", "validator", "nodeValidator", "propertyValidator")
"""Properties whose values have queries."""

_SHAPE_TYPES: Final = (NamedNode(sh("NodeShape")), NamedNode(sh("PropertyShape")))
_SINGLE: Final = frozenset(map(sh, SINGLE_REFERENCES))
_LISTS: Final = frozenset(map(sh, LIST_REFERENCES))
_PROPERTIES_OF_SHAPES: Final = """
    targetClass targetNode targetSubjectsOf targetObjectsOf
    and class closed datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive
    maxLength minCount minExclusive minInclusive minLength node nodeKind not or pattern property qualifiedValueShape sparql
    uniqueLang xone
"""
_OF_SHAPES: Final = frozenset(map(sh, _PROPERTIES_OF_SHAPES.split()))
"""Properties that make a node a shape."""


class ShapesGraph:
    """The triples of shapes files, in the order of the files and without duplicates. Predicates are given by their IRIs."""

    def __init__(self, files: Iterable[RdfFile]) -> None:
        self._files = tuple(files)
        self._nodes: dict[Node, dict[str, dict[Term, None]]] = {}
        for file in self._files:
            for quad in file.quads:
                assert not isinstance(quad.subject, Triple)
                assert not isinstance(quad.object, Triple), "refused by RdfFile"
                self.add(quad.subject, quad.predicate.value, quad.object)

    @classmethod
    def of_ntriples(cls, content: bytes, files: Iterable[RdfFile]) -> ShapesGraph:
        """Return the graph of N-Triples in their order, with the labels of its blank nodes. files: those that shapes have positions in."""
        graph = cls(())
        graph._files = tuple(files)
        for quad in parse(content, format=RdfFormat.N_TRIPLES, lenient=True):
            graph.add(quad.subject, quad.predicate.value, quad.object)
        return graph

    def add(self, subject: Node, predicate: str, value: Term) -> None:
        """Add a triple, unless the graph has it."""
        self._nodes.setdefault(subject, {}).setdefault(predicate, {})[value] = None

    def remove(self, subject: Node, predicate: str, value: Term | None = None) -> None:
        """Remove a triple, or all triples of a subject and a predicate."""
        properties = self._nodes.get(subject, {})
        values = properties.get(predicate, {})
        if value is not None:
            values.pop(value, None)
        if value is None or not values:
            properties.pop(predicate, None)

    def subjects(self, predicate: str | None = None) -> list[Node]:
        """Return the subjects of a predicate, or all subjects."""
        return [node for node, properties in self._nodes.items() if properties and (predicate is None or predicate in properties)]

    def values(self, subject: Node, predicate: str) -> list[Term]:
        """Return the objects of a subject and a predicate."""
        return list(self._nodes.get(subject, {}).get(predicate, ()))

    def properties(self, subject: Node) -> Mapping[str, Collection[Term]]:
        """Return the objects of a subject by predicate."""
        return self._nodes.get(subject, {})

    def members(self, head: Term) -> list[Term]:
        """Return the members of a list. A list that is malformed ends there."""
        found: list[Term] = []
        seen: set[Term] = set()
        while isinstance(head, NamedNode | BlankNode) and head != NIL and head not in seen:
            seen.add(head)
            found += self.values(head, FIRST)[:1]
            head = next(iter(self.values(head, REST)), NIL)
        return found

    def is_list(self, head: Term) -> bool:
        """Whether a term is the head of a list that is well-formed (SHACL, section 1.1)."""
        seen: set[Term] = set()
        while head != NIL:
            if isinstance(head, Literal) or head in seen:
                return False
            seen.add(head)
            rest = self.values(head, REST)
            if len(rest) != 1 or len(self.values(head, FIRST)) != 1:
                return False
            head = rest[0]
        return True

    def add_list(self, members: Sequence[Term]) -> Node:
        """Add a list and return its head."""
        head: Node = NIL
        for member in reversed(members):
            cell = BlankNode()
            self.add(cell, FIRST, member)
            self.add(cell, REST, head)
            head = cell
        return head

    def references(self) -> Iterator[tuple[Node, str, Term, Term]]:
        """Yield each reference to a shape: the referring shape, the parameter, its value, and the shape, which may be in a list."""
        for shape, properties in self._nodes.items():
            for predicate, values in properties.items():
                if predicate in _SINGLE:
                    yield from ((shape, predicate, value, value) for value in values)
                elif predicate in _LISTS:
                    yield from ((shape, predicate, head, member) for head in values for member in self.members(head))

    def queries(self) -> Iterator[tuple[Node, str, Literal]]:
        """Yield the queries of constraints and validators: the node that has it, sh:select or sh:ask, and the text."""
        used = dict.fromkeys(value for user in _USERS for shape in self.subjects(sh(user)) for value in self.values(shape, sh(user)))
        for node in used:
            for name in ("select", "ask"):
                if isinstance(node, NamedNode | BlankNode):
                    yield from ((node, sh(name), query) for query in self.values(node, sh(name)) if isinstance(query, Literal))

    def is_shape(self, node: Node) -> bool:
        """Whether a node is a shape by its type, its targets or its constraints (SHACL, section 2.1)."""
        properties = self.properties(node)
        return not _OF_SHAPES.isdisjoint(properties) or any(value in _SHAPE_TYPES for value in properties.get(TYPE, ()))

    @property
    def labels(self) -> dict[str, BlankNode]:
        """The shapes without an IRI by a label for each, which is the same for the same files."""
        candidates = [*(referred for *_, referred in self.references()), *filter(self.is_shape, self._nodes)]
        anonymous = dict.fromkeys(node for node in candidates if isinstance(node, BlankNode))
        return {f"_:shape{number}": node for number, node in enumerate(anonymous, start=1)}

    def replace_terms(self, replaced: Callable[[Term], Term]) -> None:
        """Replace each subject and object by the result of a function."""
        before, self._nodes = self._nodes, {}
        for subject, properties in before.items():
            node = replaced(subject)
            assert isinstance(node, NamedNode | BlankNode)
            for predicate, values in properties.items():
                for value in values:
                    self.add(node, predicate, replaced(value))

    def copy(self) -> ShapesGraph:
        """Return a graph with the same triples that can be changed separately."""
        other = ShapesGraph(())
        other._files = self._files
        other._nodes = {
            node: {predicate: dict(values) for predicate, values in properties.items()} for node, properties in self._nodes.items()
        }
        return other

    def owner(self, node: Node) -> Node:
        """Return the nearest node with an IRI that refers to a node, directly or through blank nodes; the node itself if there is none."""
        seen: set[Node] = set()
        current = node
        while isinstance(current, BlankNode) and current in self._referring and current not in seen:
            seen.add(current)
            current = self._referring[current]
        return current

    @computed_once
    def _referring(self) -> dict[Term, Node]:
        """A subject of each object, when it is first needed. Blank nodes have one."""
        found: dict[Term, Node] = {}
        for subject, _, value in self.triples():
            found.setdefault(value, subject)
        return found

    def position(self, node: Node) -> Position | None:
        """Return the file and line of a node, or of its owner if it has no IRI."""
        owner = self.owner(node)
        return self._lines_of_blank_nodes.get(owner) if isinstance(owner, BlankNode) else self._lines_of_iris.get(owner.value)

    @computed_once
    def _lines_of_iris(self) -> dict[str, Position]:
        """The positions of all nodes with an IRI, when the first is needed, since a graph can have thousands of warnings."""
        return positions_of_iris(self._files)

    @computed_once
    def _lines_of_blank_nodes(self) -> dict[BlankNode, Position]:
        return positions_of_blank_nodes(self._files)

    def name(self, node: Node) -> str:
        """Return how a message names a shape, such as "the shape <http://e/S>"."""
        owner = self.owner(node)
        if isinstance(owner, BlankNode):
            return "a shape without an IRI"
        return f"the shape {owner}" if owner == node else f"a part of the shape {owner}"

    def unusable(self, node: Node, problem: str) -> InvalidInput:
        """Return the error of a shape that cannot be used, with its name, file and line."""
        return InvalidInput(f"the shapes cannot be used: {self.name(node)}: {problem}", self.position(node))

    def warning(self, node: Node, problem: str) -> str:
        """Return a warning about a shape, with its name, file and line."""
        position = self.position(node)
        return f"{position}: {self.name(node)}: {problem}" if position else f"{self.name(node)}: {problem}"

    def triples(self) -> Iterator[tuple[Node, str, Term]]:
        """Yield all triples."""
        for subject, properties in self._nodes.items():
            for predicate, values in properties.items():
                for value in values:
                    yield subject, predicate, value

    def target_nodes(self) -> Iterator[Triple]:
        """Yield the triples of sh:targetNode. Their objects need not be in the data."""
        predicate = sh("targetNode")
        for shape in self.subjects(predicate):
            yield from (Triple(shape, NamedNode(predicate), value) for value in self.values(shape, predicate))

    def to_ntriples(self) -> str:
        """Return the graph as N-Triples."""
        return serialized(
            (Triple(subject, NamedNode(predicate), value) for subject, predicate, value in self.triples()), RdfFormat.N_TRIPLES, {}
        ).decode()
