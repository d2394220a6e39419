"""Count how the data use classes and properties, and find examples: once for all pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kzit_graph.publish.site.things.statement_index import Node, WholeIndex
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import natural_key

MAX_VALUES = 60
"""Different values of a property from which they are not listed."""


@dataclass(frozen=True)
class PropertyUse:
    """How a property is used.

    statements: their number. example: the first subject, one with an IRI before others. values: their numbers, with the first subject of
    each, if they are things and few.
    """

    statements: int
    example: Node
    values: Mapping[NamedNode, tuple[int, Node]]


@dataclass(frozen=True)
class Usage:
    """How the data use terms. classes: the number of instances, with the first one."""

    classes: Mapping[NamedNode, tuple[int, Node]]
    properties: Mapping[NamedNode, PropertyUse]

    def instances(self, kind: Term) -> int:
        """Return the number of things of a class."""
        return self.classes[kind][0] if isinstance(kind, NamedNode) and kind in self.classes else 0

    def uses(self, term: NamedNode) -> int:
        """Return the number of things of a class, or of statements with a property."""
        if term in self.classes:
            return self.classes[term][0]
        return self.properties[term].statements if term in self.properties else 0


def read_usage(index: WholeIndex) -> Usage:
    """Return how the statements of an index use classes and properties."""
    classes: dict[NamedNode, tuple[int, Node]] = {}
    counts: Counter[NamedNode] = Counter()
    examples: dict[NamedNode, Node] = {}
    values: dict[NamedNode, dict[NamedNode, tuple[int, Node]] | None] = {}
    for subject in sorted(index.described(), key=lambda node: (not isinstance(node, NamedNode), natural_key(str(node)))):
        for triple in index.about(subject):
            predicate, value = triple.predicate, triple.object
            if predicate == RDF_TYPE and isinstance(value, NamedNode):
                number, first = classes.get(value, (0, subject))
                classes[value] = (number + 1, first)
            counts[predicate] += 1
            examples.setdefault(predicate, subject)
            _add_value(values, predicate, value, subject)
    uses = {term: PropertyUse(number, examples[term], values.get(term) or {}) for term, number in counts.items()}
    return Usage(classes, uses)


def _add_value(values: dict[NamedNode, dict[NamedNode, tuple[int, Node]] | None], predicate: NamedNode, value: Term, subject: Node) -> None:
    """Count a value of a property, until it has too many or one that is no thing."""
    own = values.setdefault(predicate, {})
    if own is None:
        return
    if not isinstance(value, NamedNode) or (value not in own and len(own) == MAX_VALUES):
        values[predicate] = None
        return
    number, first = own.get(value, (0, subject))
    own[value] = (number + 1, first)
