"""Count the nested partitions of a dataset in VoID: class → property → class or datatype of the objects.

Query editors read them to complete queries. Their form is that of void-generator: an object class is a void:classPartition and a
datatype a void-ext:datatypePartition, both of the property partition. Each level is one query over the store, which counts what any
SPARQL query counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, Store

from kzit_graph.plain_text import counted
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import RDF_TYPE, VOID, VOID_EXT, XSD
from kzit_graph.sparql.queries import select

_COUNTS: Final = {"triples": "triples", "subjects": "distinctSubjects", "objects": "distinctObjects"}
"""Variables of the queries to properties of VoID."""

_KINDS: Final = {
    "partitions-by-class.rq": (f"{VOID}classPartition", f"{VOID}class"),
    "partitions-by-datatype.rq": (f"{VOID_EXT}datatypePartition", f"{VOID_EXT}datatype"),
}
"""Queries for the partitions by kinds of objects to the property for such a partition, and the property for its kind."""

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
    """Nested partitions. quads: in the default graph. warnings: a line for each level that is left out."""

    quads: frozenset[Quad] = field(repr=False)
    warnings: tuple[str, ...] = ()


def nested_partitions(store: Store, dataset: NamedNode, triples: int, typed: int, limits: PartitionLimits = DEFAULT_LIMITS) -> Partitions:
    """Return the property partitions of each class, with the classes and datatypes of their objects.

    triples: number in the merge of the graphs. typed: number of instances of classes. The class partitions are those of
    `kzit_graph.publish.dcat.statistics`.
    """
    properties = list(select(store, "partitions-by-property.rq"))
    if len(properties) > limits.partitions:
        return Partitions(frozenset(), (_left_out("properties", "of classes", len(properties), limits),))
    quads = set(_properties(dataset, properties))
    kinds, warnings = _kinds(store, properties, triples, typed, limits)
    for query, rows in kinds.items():
        quads.update(_objects(dataset, rows, *map(NamedNode, _KINDS[query])))
    return Partitions(frozenset(quads), warnings)


def _kinds(
    store: Store, properties: Sequence[QuerySolution], triples: int, typed: int, limits: PartitionLimits
) -> tuple[Mapping[str, Sequence[QuerySolution]], tuple[str, ...]]:
    """Return the rows of each query for the kinds of objects; none if they pass a limit."""
    classes = sum(_number(row, "triples") for row in properties if row["property"] == RDF_TYPE) / max(1, typed)
    if triples * classes * classes > limits.matches:
        problem = f"with {classes:.0f} classes per thing, they take too long to count"
        return {}, (f"the classes and datatypes of objects are left out of the partitions in dataset.ttl: {problem}",)
    found = {query: list(select(store, query)) for query in _KINDS}
    number = len(properties) + sum(map(len, found.values()))
    if number > limits.partitions:
        return {}, (_left_out("classes and datatypes", "of objects", number, limits),)
    return found, ()


def _left_out(what: str, whose: str, number: int, limits: PartitionLimits) -> str:
    kept = f"at most {limits.partitions:,} are written"
    return f"the {what} {whose} are left out of the partitions in dataset.ttl: there are {counted(number, 'partition')}, and {kept}"


def _properties(dataset: NamedNode, rows: Iterable[QuerySolution]) -> Iterator[Quad]:
    for row in rows:
        class_partition = NamedNode(part_of(dataset.value, f"class-{quote(_iri(row, 'class'), safe='~')}"))
        partition = _partition(dataset, _iri(row, "class"), _iri(row, "property"))
        yield Quad(class_partition, NamedNode(f"{VOID}propertyPartition"), partition)
        yield Quad(partition, NamedNode(f"{VOID}property"), NamedNode(_iri(row, "property")))
        yield from _counts(partition, row)


def _objects(dataset: NamedNode, rows: Iterable[QuerySolution], parts: NamedNode, kind: NamedNode) -> Iterator[Quad]:
    for row in rows:
        of_property = _partition(dataset, _iri(row, "class"), _iri(row, "property"))
        partition = _partition(dataset, _iri(row, "class"), _iri(row, "property"), kind.value, _iri(row, "kind"))
        yield Quad(of_property, parts, partition)
        yield Quad(partition, kind, NamedNode(_iri(row, "kind")))
        yield from _counts(partition, row)


def _counts(partition: NamedNode, row: QuerySolution) -> Iterator[Quad]:
    for variable, name in _COUNTS.items():
        yield Quad(partition, NamedNode(VOID + name), Literal(str(_number(row, variable)), datatype=NamedNode(f"{XSD}integer")))


def _partition(dataset: NamedNode, *iris: str) -> NamedNode:
    """Return a short IRI for a partition: the IRIs of three terms in it would make it longer than what it states."""
    digest = hashlib.sha256(" ".join(iris).encode()).hexdigest()
    return NamedNode(part_of(dataset.value, f"partition-{digest[:_DIGITS]}"))


def _iri(row: QuerySolution, variable: str) -> str:
    term = row[variable]
    assert isinstance(term, NamedNode)
    return term.value


def _number(row: QuerySolution, variable: str) -> int:
    term = row[variable]
    assert isinstance(term, Literal)
    return int(term.value)
