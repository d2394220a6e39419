"""Write changed quads as an RDF Patch or a SPARQL update, which turns the old dataset in a store into the new one.

Both are exact, graphs included. They add again what a store with one form of each value would remove as well. Neither can remove
statements with blank nodes: an update has no name for them, and a patch needs the store's own labels, which are not those of a file.
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

_OPERATION_QUADS: Final = 1_000
"""The most quads in one DELETE DATA or INSERT DATA: servers limit the length of an operation."""


def rdf_patch(changes: QuadChanges) -> str:
    """Return an RDF Patch of one transaction, for Apache Jena and RDF Delta (https://jena.apache.org/documentation/rdf-patch/).

    Its identifier is a hash of its content, so equal changes give equal patches. Raises `InvalidInput` if removed statements have
    blank nodes: a patch names them by the identifiers that the store gave them when it was loaded.
    """
    for component in changes.removed_components:
        raise InvalidInput(f"an RDF patch cannot name the blank nodes of removed statements ({component[0]}); give these nodes IRIs")
    new = [*changes.equal, *changes.added, *map(_row, chain.from_iterable(changes.added_components))]
    body = [*(f"D {line}" for line in changes.removed), *(f"A {line}" for line in new)]
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, "".join(body))
    return "".join((f"H id <urn:uuid:{identifier}> .\n", "TX .\n", *body, "TC .\n"))


def sparql_update(changes: QuadChanges, *, operation_quads: int = _OPERATION_QUADS) -> str:
    """Return one SPARQL 1.1 Update request.

    operation_quads: the most quads in one operation; only quads that share blank nodes are kept together beyond it.

    Raises `InvalidInput` if removed statements have blank nodes, or if an added graph is a blank node.
    """
    if unnameable := _unnameable(changes):
        raise InvalidInput(f"a SPARQL update cannot name {unnameable}; give these nodes IRIs")
    if not changes:
        return "# nothing differs\n"
    return "".join(
        (
            *_operations("DELETE DATA", _chunks(changes.removed, operation_quads)),
            *_operations("INSERT DATA", _chunks([*changes.equal, *changes.added], operation_quads)),
            # The scope of a label is one operation, so quads that share blank nodes are inserted together.
            *_operations("INSERT DATA", _chunks_of_components(changes.added_components, operation_quads)),
        )
    )


def _unnameable(changes: QuadChanges) -> str:
    """Describe the blank nodes that an update cannot name, with an example; "" if there are none."""
    for component in changes.removed_components:
        return f"the blank nodes of removed statements ({component[0]})"
    for quad in chain.from_iterable(changes.added_components):
        if isinstance(quad.graph_name, BlankNode):
            return f"a graph without an IRI ({quad})"
    return ""


def _operations(keyword: str, chunks: Iterable[Sequence[str]]) -> Iterator[str]:
    for chunk in chunks:
        yield f"{keyword} {{\n"
        by_graph = ((split_graph(line.encode())[::-1]) for line in chunk)
        for graph, quads in groupby(sorted(by_graph), key=lambda quad: quad[0]):
            indent = "    " if graph else "  "
            if graph:
                yield f"  GRAPH {graph.decode()} {{\n"
            yield from (f"{indent}{triple.decode()} .\n" for _, triple in quads)
            if graph:
                yield "  }\n"
        yield "} ;\n"


def _chunks(lines: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    by_graph = sorted(lines, key=lambda line: split_graph(line.encode())[1])
    yield from (by_graph[start : start + size] for start in range(0, len(by_graph), size))


def _chunks_of_components(components: Iterable[Sequence[Quad]], size: int) -> Iterator[Sequence[str]]:
    chunk: list[str] = []
    for component in components:
        if chunk and len(chunk) + len(component) > size:
            yield chunk
            chunk = []
        chunk += map(_text, component)
    if chunk:
        yield chunk


def _row(quad: Quad) -> str:
    """Return a quad in the syntax of a patch. Blank nodes are `<_:label>`, because Jena 5 drops the start of `_:label`."""
    terms = filter(None, (quad.subject, quad.predicate, quad.object, quad.graph_name if quad.graph_name != DefaultGraph() else None))
    return f"{' '.join(f'<{term}>' if isinstance(term, BlankNode) else str(term) for term in terms)} .\n"


def _text(quad: Quad) -> str:
    return as_line(quad).decode()
