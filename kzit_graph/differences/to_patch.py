"""The quads that differ → what turns the old dataset in a store into the new one: an RDF Patch, or a SPARQL update.

Both are exact, graphs included. Labels of blank nodes mean nothing outside of their file. A patch names blank nodes of the old
dataset by the labels in its file, as a store that keeps labels knows them; an update cannot name them, so it can remove none.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Quad

from kzit_graph.differences.quad_changes import QuadChanges
from kzit_graph.differences.quad_lines import as_line, split_graph
from kzit_graph.errors import InvalidInput

_PER_OPERATION: Final = 1_000
"""Quads of one DELETE DATA or INSERT DATA: servers limit the length of an operation."""


def rdf_patch(changes: QuadChanges) -> str:
    """Write one transaction of an RDF Patch, as Apache Jena and RDF Delta read it (https://jena.apache.org/documentation/rdf-patch/).

    Its identifier is a hash of its content, so the same changes make the same patch.
    """
    gone = [*changes.gone, *map(_row, chain.from_iterable(changes.gone_components))]
    new = [*changes.new, *map(_row, chain.from_iterable(changes.new_components))]
    body = [*(f"D {line}" for line in gone), *(f"A {line}" for line in new)]
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, "".join(body))
    return "".join((f"H id <urn:uuid:{identifier}> .\n", "TX .\n", *body, "TC .\n"))


def sparql_update(changes: QuadChanges) -> str:
    """Write one SPARQL 1.1 Update request, in operations of about a thousand quads, graph by graph.

    Raises `InvalidInput` when statements with blank nodes are gone, or when a new graph is a blank node: an update cannot name them.
    """
    if unnameable := _unnameable(changes):
        raise InvalidInput(f"a SPARQL update cannot name {unnameable}; write a patch (--format patch), or give these nodes IRIs")
    if not changes:
        return "# nothing differs\n"
    return "".join(
        (
            *_operations("DELETE DATA", _chunks(changes.gone)),
            *_operations("INSERT DATA", _chunks(changes.new)),
            # A label stands for one node within one operation only, so quads that share blank nodes are inserted together.
            *_operations("INSERT DATA", _together(changes.new_components)),
        )
    )


def _unnameable(changes: QuadChanges) -> str:
    """Return what DELETE DATA and INSERT DATA cannot hold, with an example; empty when they can hold everything."""
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


def _row(quad: Quad) -> str:
    """Write a quad of a patch. Blank nodes are `<_:label>`, because Jena 5 drops the start of `_:label`."""
    terms = filter(None, (quad.subject, quad.predicate, quad.object, quad.graph_name if quad.graph_name != DefaultGraph() else None))
    return f"{' '.join(f'<{term}>' if isinstance(term, BlankNode) else str(term) for term in terms)} .\n"


def _text(quad: Quad) -> str:
    return as_line(quad).decode()
