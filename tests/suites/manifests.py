"""Read the manifests of W3C test suites, which are in RDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kzit_graph.rdf.names import Term

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_LOCAL: Final = re.compile("[#/]")


@dataclass(frozen=True)
class Suite:
    """A suite: its folder, the IRI that the folder has on the web, ending in a slash, and the start of its tests' ids."""

    folder: Path
    base: str
    prefix: str = ""

    def iri(self, path: Path) -> str:
        return self.base + path.relative_to(self.folder).as_posix()

    def path(self, iri: Term) -> Path:
        assert isinstance(iri, NamedNode)
        assert iri.value.startswith(self.base), iri
        return self.folder / iri.value.removeprefix(self.base)


@dataclass(frozen=True)
class Graph:
    """The triples of an RDF file: the objects of each subject and predicate, in order."""

    objects_of: dict[tuple[Term, str], list[Term]]

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        return self.objects_of.get((subject, predicate), [])

    def object(self, subject: Term, predicate: str) -> Term | None:
        return next(iter(self.objects(subject, predicate)), None)

    def values(self, predicate: str) -> list[Term]:
        """Return the objects of a predicate, of any subject."""
        return [value for (_, other), values in self.objects_of.items() if other == predicate for value in values]

    def items(self, head: Term | None) -> Iterator[Term]:
        """Yield the items of an RDF list."""
        while head is not None and head != NamedNode(f"{RDF}nil"):
            yield from self.objects(head, f"{RDF}first")
            head = self.object(head, f"{RDF}rest")


@dataclass(frozen=True)
class Entry:
    """A test of a manifest.

    id: the folder and the local name. kind: the local name of its class. node: the test in its manifest.
    """

    id: str
    kind: str
    suite: Suite = field(repr=False)
    manifest: Graph = field(repr=False, hash=False, compare=False)
    node: Term = field(repr=False)

    def part(self, name: str) -> Term | None:
        """Return a property of the test, with a name of the manifest vocabulary."""
        return self.manifest.object(self.node, MF + name)

    @property
    def action(self) -> Path:
        """The input, of a test with one file."""
        action = self.part("action")
        assert action is not None
        return self.suite.path(action)

    @property
    def result(self) -> Path:
        """The file of the expected result."""
        result = self.part("result")
        assert result is not None
        return self.suite.path(result)


@cache
def read_graph(path: Path, base: str, syntax: RdfFormat = RdfFormat.TURTLE) -> Graph:
    objects: dict[tuple[Term, str], list[Term]] = {}
    for quad in parse(path.read_bytes(), format=syntax, base_iri=base, rename_blank_nodes=True):
        objects.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
    return Graph(objects)


@cache
def entries(suite: Suite, manifest: str) -> tuple[Entry, ...]:
    """Return the tests of a manifest and of those that it includes; none if the suite is absent."""
    path = suite.folder / manifest
    return tuple(_entries(suite, path)) if path.is_file() else ()


def _entries(suite: Suite, path: Path) -> Iterator[Entry]:
    graph = read_graph(path, suite.iri(path))
    for included in graph.values(f"{MF}include"):
        for other in graph.items(included) if isinstance(included, BlankNode) else [included]:
            yield from _entries(suite, suite.path(other))
    for node in chain.from_iterable(map(graph.items, graph.values(f"{MF}entries"))):
        kind = graph.object(node, f"{RDF}type")
        assert isinstance(node, NamedNode)
        assert isinstance(kind, NamedNode), node
        folder = path.parent.relative_to(suite.folder).as_posix()
        yield Entry(f"{suite.prefix}{folder}/{_LOCAL.split(node.value)[-1]}", kind.value.split("#")[-1], suite, graph, node)
