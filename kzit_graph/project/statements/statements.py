"""The statements of a project's data as they were written, graph by graph.

A pyoxigraph store keeps the value of a literal, not its form: "12"^^xsd:nonNegativeInteger becomes "12"^^xsd:integer, and 1.50
becomes 1.5. So everything that is published, compared or loaded comes from the files, as lines of N-Triples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from kzit_graph.project.statements.entailment import Entailment
from kzit_graph.rdf.blank_nodes import components, has_blank_node
from kzit_graph.rdf.ordering import term_key

GraphName = NamedNode | BlankNode

_BLANK: Final = b"_:"
_NO_ENTAILMENT: Final = Entailment({}, {})
_UNKNOWN: Final[Mapping[GraphName, Callable[[], bytes]]] = MappingProxyType({})


@dataclass(frozen=True)
class GraphStatements:
    """A named graph. lines: its distinct statements as N-Triples, with the entailed ones, in no particular order."""

    name: GraphName
    lines: bytes = field(repr=False)

    def triples(self) -> Iterator[Triple]:
        """Yield the statements as triples."""
        return (quad.triple for quad in parse(self.lines, format=RdfFormat.N_TRIPLES, lenient=True))

    def as_nquads(self) -> bytes:
        """Return the statements as N-Quads."""
        return self.lines.replace(b" .\n", f" {self.name} .\n".encode())


class Statements:
    """The named graphs of a dataset as they were written. A file is read whenever its graph is asked for, and not kept.

    readers: a function that returns the lines of each graph. shared: whether graphs can share blank nodes. Blank nodes have another
    label whenever a graph is read, except in `labelled`. Graphs without statements are left out when iterating.
    stated, entailment: functions that return the lines without those that follow from them, if known, and what follows.
    """

    def __init__(
        self,
        readers: Mapping[GraphName, Callable[[], bytes]],
        *,
        shared: bool = False,
        stated: Mapping[GraphName, Callable[[], bytes]] = _UNKNOWN,
        entailment: Entailment = _NO_ENTAILMENT,
    ) -> None:
        self._readers = {name: readers[name] for name in sorted(readers, key=term_key)}
        self._shared, self._stated, self._entailment = shared, stated, entailment

    @property
    def names(self) -> tuple[GraphName, ...]:
        """The names of the graphs in natural order."""
        return tuple(self._readers)

    def graph(self, name: GraphName) -> GraphStatements:
        """Return the statements of a graph. Raises `KeyError` if there is no such graph."""
        return GraphStatements(name, self._readers[name]())

    def stated_lines(self, name: GraphName) -> bytes:
        """Return the lines of a graph, maybe repeated, and maybe without some that `entailed` adds. This is faster than `graph`."""
        return self._stated.get(name, self._readers[name])()

    def entailed(self, lines: Iterable[bytes]) -> list[bytes]:
        """Return lines of `stated_lines` with what follows from them."""
        return self._entailment.applied(lines)

    def __iter__(self) -> Iterator[GraphStatements]:
        for name in self._readers:
            if (graph := self.graph(name)).lines:
                yield graph

    def with_graph(self, name: GraphName, lines: bytes) -> Statements:
        """Return the same graphs with other lines for one of them."""
        return Statements({**self._readers, name: lambda: lines}, shared=self._shared)

    def labelled(self) -> Statements:
        """Return the graphs with stable labels of blank nodes; see `kzit_graph.rdf.blank_nodes`.

        Reading a graph, or this method if graphs share blank nodes, raises `InvalidInput` if too many blank nodes are similar.
        """
        if self._shared:
            return Statements({graph.name: partial(bytes, graph.lines) for graph in _labelled(list(self))}, shared=True)
        return Statements({name: partial(self._labelled_lines, name) for name in self._readers})

    def _labelled_lines(self, name: GraphName) -> bytes:
        return b"".join(graph.lines for graph in _labelled([self.graph(name)]))


def statements_of_readers(
    readers: Mapping[GraphName, Sequence[Callable[[], bytes]]], entailment: Entailment, *, shared: bool = False
) -> Statements:
    """Return the statements of graphs. readers: functions that return parts of a graph as N-Triples, by its name.

    shared: whether graphs share blank nodes. Reading a graph raises what its functions raise.
    """
    return _with_entailment({name: partial(_joined, parts) for name, parts in readers.items()}, entailment, shared=shared)


def statements_of_lines(graphs: Mapping[GraphName, bytes], entailment: Entailment, *, shared: bool) -> Statements:
    """Return the statements of graphs that are in memory as N-Triples. shared: whether graphs share blank nodes."""
    return _with_entailment({name: partial(bytes, lines) for name, lines in graphs.items()}, entailment, cache, shared=shared)


def _with_entailment(
    stated: Mapping[GraphName, Callable[[], bytes]],
    entailment: Entailment,
    keep: Callable[[Callable[[], bytes]], Callable[[], bytes]] = lambda read: read,
    *,
    shared: bool,
) -> Statements:
    """Return the statements of graphs. keep: returns a function that may keep the complete lines of a graph."""

    def reader(read: Callable[[], bytes]) -> Callable[[], bytes]:
        return keep(lambda: b"".join(entailment.applied(read().splitlines(keepends=True))))

    return Statements({name: reader(read) for name, read in stated.items()}, shared=shared, stated=stated, entailment=entailment)


def _joined(parts: Sequence[Callable[[], bytes]]) -> bytes:
    return b"".join(part() for part in parts)


def statements_of_quads(quads: Iterable[Quad], unnamed: NamedNode, entailment: Entailment) -> Statements:
    """Return the statements of quads. unnamed: the graph for the triples of the default graph. All of them are kept in memory."""
    graphs: dict[GraphName, list[bytes]] = {}
    for quad in quads:
        name = quad.graph_name if isinstance(quad.graph_name, NamedNode | BlankNode) else unnamed
        graphs.setdefault(name, []).append(f"{quad.triple} .\n".encode())
    lines = {name: b"".join(entailment.applied(found)) for name, found in graphs.items()}
    return Statements({name: partial(bytes, found) for name, found in lines.items()}, shared=True)


def _labelled(graphs: Sequence[GraphStatements]) -> Iterator[GraphStatements]:
    """Yield graphs with stable labels, in natural order. All graphs that share blank nodes must be given together."""
    if not any(_BLANK in graph.lines or isinstance(graph.name, BlankNode) for graph in graphs):
        yield from graphs
        return
    lines: dict[GraphName, list[bytes]] = {}
    blank: list[Quad] = []
    for graph in graphs:
        for line in graph.lines.splitlines(keepends=True):
            if _BLANK in line or isinstance(graph.name, BlankNode):
                quad = _quad(line, graph.name)
                if has_blank_node(quad):
                    blank.append(quad)
                    continue
            lines.setdefault(graph.name, []).append(line)
    for component in components(blank):
        for quad in component.relabelled():
            assert isinstance(quad.graph_name, NamedNode | BlankNode)
            lines.setdefault(quad.graph_name, []).append(f"{quad.triple} .\n".encode())
    for name in sorted(lines, key=term_key):
        yield GraphStatements(name, b"".join(lines[name]))


def _quad(line: bytes, graph: GraphName) -> Quad:
    (quad,) = parse(line, format=RdfFormat.N_TRIPLES, lenient=True)
    return Quad(quad.subject, quad.predicate, quad.object, graph)
