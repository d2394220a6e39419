"""Describe the size of a dataset and of its parts in VoID: classes, properties, and class → property → class or datatype of the objects.

Query editors read the nested partitions to complete queries. Their form is that of void-generator: an object class is a
void:classPartition and a datatype a void-ext:datatypePartition, both of the property partition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kzit_graph.plain_text import counted
from kzit_graph.publish.dumps.union_counts import Size, UnionCounts
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import VOID, VOID_EXT, XSD

_CLASS: Final = (NamedNode(f"{VOID}classPartition"), NamedNode(f"{VOID}class"))
_PROPERTY: Final = (NamedNode(f"{VOID}propertyPartition"), NamedNode(f"{VOID}property"))
_DATATYPE: Final = (NamedNode(f"{VOID_EXT}datatypePartition"), NamedNode(f"{VOID_EXT}datatype"))
"""The property for a partition of a kind, and the property for what it is a partition by."""

_DIGITS: Final = 16
"""Hexadecimal digits in the IRI of a partition."""


@dataclass(frozen=True)
class PartitionLimits:
    """Limits on nested partitions. A level that passes one is left out as a whole, so what is stated is complete.

    partitions: number of partitions. matches: approximate number of matches that are counted for the classes of objects: triples,
    times the square of the classes per instance.
    """

    partitions: int = 10_000
    matches: int = 200_000_000


DEFAULT_LIMITS: Final = PartitionLimits()


@dataclass(frozen=True)
class Partitions:
    """The size of a dataset and its partitions. quads: in the default graph. warnings: a line for each level that is left out."""

    quads: frozenset[Quad] = field(repr=False)
    warnings: tuple[str, ...] = ()


def partitions(dataset: NamedNode, counts: UnionCounts, limits: PartitionLimits = DEFAULT_LIMITS) -> Partitions:
    """Return the size of a dataset, its classes and its properties, and the nested partitions of its classes."""
    quads = {*_whole(dataset, counts), *_of_properties(dataset, counts), *_of_classes(dataset, counts)}
    number = len(counts.of_class_properties)
    if number > limits.partitions:
        return Partitions(frozenset(quads), (_left_out("properties", "of classes", number, limits),))
    quads.update(_nested(dataset, counts))
    kinds, warnings = _kinds(counts, limits)
    for parts, sizes in kinds.items():
        quads.update(_of_objects(dataset, *parts, sizes))
    return Partitions(frozenset(quads), warnings)


_Kinds = Mapping[tuple[NamedNode, NamedNode], Mapping[tuple[str, str, str], Size]]
"""The sizes by kinds of objects, by the properties of such partitions."""


def _kinds(counts: UnionCounts, limits: PartitionLimits) -> tuple[_Kinds, tuple[str, ...]]:
    """Return the sizes by kinds of objects; none if they pass a limit."""
    classes = counts.types / max(1, counts.entities)
    if counts.whole.triples * classes * classes > limits.matches:
        problem = f"with {classes:.0f} classes per thing, they take too long to count"
        return {}, (f"the classes and datatypes of objects are left out of the partitions in dataset.ttl: {problem}",)
    found = {_CLASS: counts.by_class_of_object(), _DATATYPE: counts.by_datatype_of_object()}
    number = len(counts.of_class_properties) + sum(map(len, found.values()))
    if number > limits.partitions:
        return {}, (_left_out("classes and datatypes", "of objects", number, limits),)
    return found, ()


def _left_out(what: str, whose: str, number: int, limits: PartitionLimits) -> str:
    kept = f"at most {limits.partitions:,} are written"
    return f"the {what} {whose} are left out of the partitions in dataset.ttl: there are {counted(number, 'partition')}, and {kept}"


def _whole(dataset: NamedNode, counts: UnionCounts) -> Iterator[Quad]:
    yield from _sizes(dataset, counts.whole)
    yield _number(dataset, "properties", len(counts.of_properties))
    yield _number(dataset, "classes", counts.classes)
    yield _number(dataset, "entities", counts.entities)


def _of_properties(dataset: NamedNode, counts: UnionCounts) -> Iterator[Quad]:
    for name, size in counts.of_properties.items():
        yield from _partition(dataset, _named_part(dataset, "property", name), *_PROPERTY, name, size)


def _of_classes(dataset: NamedNode, counts: UnionCounts) -> Iterator[Quad]:
    for name, of_class in counts.of_classes.items():
        part = _named_part(dataset, "class", name)
        yield from _partition(dataset, part, *_CLASS, name, of_class.size)
        yield _number(part, "entities", of_class.size.subjects)
        yield _number(part, "properties", of_class.properties)


def _nested(dataset: NamedNode, counts: UnionCounts) -> Iterator[Quad]:
    for (kind, name), size in counts.of_class_properties.items():
        yield from _partition(_named_part(dataset, "class", kind), _short_part(dataset, kind, name), *_PROPERTY, name, size)


def _of_objects(dataset: NamedNode, parts: NamedNode, kind: NamedNode, sizes: Mapping[tuple[str, str, str], Size]) -> Iterator[Quad]:
    for (one, name, of_object), size in sizes.items():
        part = _short_part(dataset, one, name, kind.value, of_object)
        yield from _partition(_short_part(dataset, one, name), part, parts, kind, of_object, size)


def _partition(whole: NamedNode, part: NamedNode, parts: NamedNode, by: NamedNode, name: str, size: Size) -> Iterator[Quad]:
    """Yield what describes a part of a dataset. parts: the property for such parts. by: the property for the name, which is an IRI."""
    yield Quad(whole, parts, part)
    yield Quad(part, by, NamedNode(name))
    yield from _sizes(part, size)


def _sizes(part: NamedNode, size: Size) -> Iterator[Quad]:
    yield _number(part, "triples", size.triples)
    yield _number(part, "distinctSubjects", size.subjects)
    yield _number(part, "distinctObjects", size.objects)


def _number(part: NamedNode, name: str, number: int) -> Quad:
    return Quad(part, NamedNode(VOID + name), Literal(str(number), datatype=NamedNode(f"{XSD}integer")))


def _named_part(dataset: NamedNode, kind: str, iri: str) -> NamedNode:
    return NamedNode(part_of(dataset.value, f"{kind}-{quote(iri, safe='~')}"))


def _short_part(dataset: NamedNode, *iris: str) -> NamedNode:
    """Return a short IRI for a partition: the IRIs of three terms in it would make it longer than what it states."""
    digest = hashlib.sha256(" ".join(iris).encode()).hexdigest()
    return NamedNode(part_of(dataset.value, f"partition-{digest[:_DIGITS]}"))
