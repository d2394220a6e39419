"""What differs between two datasets → what makes the new one of the old one in a store: an RDF Patch, or a SPARQL update.

Both are exact: applied to the old dataset, graphs and all, they give the new one. Blank nodes have no names that hold
everywhere. A patch names those of the old dataset by the labels that its file gives them, as a store that keeps labels knows
them; an update cannot name them at all, so that none may be gone from it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Quad

from kzit_graph.differences.quad_lines import QuadLines, as_line, difference, split_graph
from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.blank_nodes import Component, blank_nodes, renamed

_PER_OPERATION: Final = 1_000
"""Quads of one DELETE DATA or INSERT DATA: servers limit how long an operation may be."""


@dataclass(frozen=True)
class QuadChanges:
    """The quads that differ.

    gone, new: those without blank nodes, as sorted lines of N-Quads, each with a full stop and a line end. gone_components,
    new_components: those with blank nodes, the quads that hang together by them in one tuple; gone ones bear the labels of the old
    dataset, new ones labels that it does not have.
    """

    gone: tuple[str, ...]
    new: tuple[str, ...]
    gone_components: tuple[tuple[Quad, ...], ...] = ()
    new_components: tuple[tuple[Quad, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gone or self.new or self.gone_components or self.new_components)


def quad_changes(old: QuadLines, new: QuadLines) -> QuadChanges:
    """The quads by which two datasets differ."""
    gone, came = difference(old, new)
    lost, won = _among(old.components, gone), _among(new.components, came)
    taken = {node for component in old.components for quad in component.stated for node in blank_nodes(quad)}
    return QuadChanges(
        tuple(sorted(line.decode() for line in gone - _lines(lost))),
        tuple(sorted(line.decode() for line in came - _lines(won))),
        tuple(component.stated for component in lost),
        tuple(tuple(renamed(quad, lambda node: _fresh(node, taken)) for quad in component.labelled) for component in won),
    )


def rdf_patch(changes: QuadChanges) -> Iterator[str]:
    """The changes as one transaction of an RDF Patch, as Apache Jena and RDF Delta read it (https://jena.apache.org/documentation/rdf-patch/).

    Its identifier is made of its content: the same changes make the same patch.
    """
    gone = [*changes.gone, *map(_row, chain.from_iterable(changes.gone_components))]
    new = [*changes.new, *map(_row, chain.from_iterable(changes.new_components))]
    body = [*(f"D {line}" for line in gone), *(f"A {line}" for line in new)]
    yield f"H id <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, ''.join(body))}> .\n"
    yield "TX .\n"
    yield from body
    yield "TC .\n"


def sparql_update(changes: QuadChanges) -> Iterator[str]:
    """The changes as operations of one SPARQL 1.1 update request, some thousand quads each, graph by graph.

    Raises `InvalidInput` where statements with blank nodes are gone, or where a graph is one: an update's data cannot name them.
    """
    if unnameable := _unnameable(changes):
        raise InvalidInput(f"a SPARQL update cannot name {unnameable}; write a patch (--format patch), or give these nodes IRIs")
    if not changes:
        yield "# nothing differs\n"
        return
    yield from _operations("DELETE DATA", _chunks(changes.gone))
    yield from _operations("INSERT DATA", _chunks(changes.new))
    # A label means one node within one operation only, so what hangs together is inserted together.
    yield from _operations("INSERT DATA", _together(changes.new_components))


def _unnameable(changes: QuadChanges) -> str:
    """What DELETE DATA and INSERT DATA cannot hold, with an example; empty where there is nothing."""
    for component in changes.gone_components:
        return f"the blank nodes of statements that are gone ({component[0]})"
    for quad in chain.from_iterable(changes.new_components):
        if isinstance(quad.graph_name, BlankNode):
            return f"a graph that is a blank node ({quad})"
    return ""


def _operations(keyword: str, chunks: Iterable[Sequence[str]]) -> Iterator[str]:
    for chunk in chunks:
        yield f"{keyword} {{\n"
        parted = ((split_graph(line.encode())[::-1]) for line in chunk)
        for graph, quads in groupby(sorted(parted), key=lambda quad: quad[0]):
            indent = "    " if graph else "  "
            if graph:
                yield f"  GRAPH {graph.decode()} {{\n"
            yield from (f"{indent}{triple.decode()} .\n" for _, triple in quads)
            if graph:
                yield "  }\n"
        yield "} ;\n"


def _chunks(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    by_graph = sorted(lines, key=lambda line: split_graph(line.encode())[1])
    yield from (by_graph[start : start + _PER_OPERATION] for start in range(0, len(by_graph), _PER_OPERATION))


def _together(components: Iterable[Sequence[Quad]]) -> Iterator[Sequence[str]]:
    chunk: list[str] = []
    for component in components:
        if chunk and len(chunk) + len(component) > _PER_OPERATION:
            yield chunk
            chunk = []
        chunk += map(_text, component)
    if chunk:
        yield chunk


def _among(components: Iterable[Component], lines: set[bytes]) -> list[Component]:
    """The components that differ; they do so as a whole."""
    return [component for component in components if as_line(component.labelled[0]) in lines]


def _lines(components: Iterable[Component]) -> set[bytes]:
    return {as_line(quad) for component in components for quad in component.labelled}


def _row(quad: Quad) -> str:
    """A quad as a patch has it. Its blank nodes are written as `<_:label>`: of `_:label` Jena 5 loses the beginning."""
    terms = filter(None, (quad.subject, quad.predicate, quad.object, quad.graph_name if quad.graph_name != DefaultGraph() else None))
    return f"{' '.join(f'<{term}>' if isinstance(term, BlankNode) else str(term) for term in terms)} .\n"


def _text(quad: Quad) -> str:
    return as_line(quad).decode()


def _fresh(node: BlankNode, taken: set[BlankNode]) -> BlankNode:
    while node in taken:
        node = BlankNode(f"{node.value}n")
    return node
