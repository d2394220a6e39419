"""Which properties the instances of each class have, read from the description of the dataset (VoID)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import VOID
from kzit_graph.rdf.ordering import natural_key

_CLASS, _CLASS_PARTITION = NamedNode(f"{VOID}class"), NamedNode(f"{VOID}classPartition")
_PROPERTY, _PROPERTY_PARTITION = NamedNode(f"{VOID}property"), NamedNode(f"{VOID}propertyPartition")
_ENTITIES, _TRIPLES = NamedNode(f"{VOID}entities"), NamedNode(f"{VOID}triples")

_Statements = Mapping[Term, Mapping[NamedNode, list[Term]]]


@dataclass(frozen=True)
class PropertyOfClass:
    """A property of the instances of a class. number: of statements. kinds: the classes of its values with numbers of statements."""

    property: NamedNode
    number: int
    kinds: tuple[tuple[NamedNode, int], ...]


@dataclass(frozen=True)
class ClassUse:
    """A class. number: of instances. properties: of these, the most used ones first."""

    kind: NamedNode
    number: int
    properties: tuple[PropertyOfClass, ...]


def class_uses(described: Iterable[Quad], dataset: NamedNode) -> tuple[ClassUse, ...]:
    """Return the classes of a dataset with their properties, the largest ones first. described: the description of the dataset."""
    found: dict[Term, dict[NamedNode, list[Term]]] = {}
    for quad in described:
        if quad.predicate.value.startswith(VOID):
            found.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    partitions = found.get(dataset, {}).get(_CLASS_PARTITION, [])
    uses = [
        ClassUse(kind, _number(found, partition, _ENTITIES), _properties(found, partition))
        for partition in partitions
        for kind in _named(found, partition, _CLASS)
    ]
    return tuple(sorted(uses, key=lambda use: (-use.number, natural_key(use.kind.value))))


def _properties(found: _Statements, partition: Term) -> tuple[PropertyOfClass, ...]:
    uses = [
        PropertyOfClass(name, _number(found, inner, _TRIPLES), _kinds(found, inner))
        for inner in found.get(partition, {}).get(_PROPERTY_PARTITION, [])
        for name in _named(found, inner, _PROPERTY)
    ]
    return tuple(sorted(uses, key=lambda use: (-use.number, natural_key(use.property.value))))


def _kinds(found: _Statements, partition: Term) -> tuple[tuple[NamedNode, int], ...]:
    kinds = [
        (kind, _number(found, inner, _TRIPLES))
        for inner in found.get(partition, {}).get(_CLASS_PARTITION, [])
        for kind in _named(found, inner, _CLASS)
    ]
    return tuple(sorted(kinds, key=lambda kind: (-kind[1], natural_key(kind[0].value))))


def _named(found: _Statements, partition: Term, predicate: NamedNode) -> list[NamedNode]:
    return [term for term in found.get(partition, {}).get(predicate, []) if isinstance(term, NamedNode)]


def _number(found: _Statements, partition: Term, predicate: NamedNode) -> int:
    return next((int(term.value) for term in found.get(partition, {}).get(predicate, []) if isinstance(term, Literal)), 0)
