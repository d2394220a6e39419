"""Check the query texts in shapes before a SHACL engine gets them.

The engines run these texts themselves: some send SERVICE over HTTP, and rdflib fetches the graphs of FROM.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.sparql.gate import check_query, refuse_from

_QUERIES: Final = ("select", "ask", "construct", "describe", "update")
"""Properties whose value is a SPARQL text (SHACL, section 5; SHACL Advanced Features)."""

_MAX_UNNAMED_HOPS: Final = 20


def refuse_unsafe_queries(shapes: Store, position: Callable[[object], Position | None]) -> None:
    """Raise `InvalidInput` if a query text in a shapes graph does not pass the gate; see `kzit_graph.sparql.gate`.

    position: returns where a shape is defined.
    """
    for name in _QUERIES:
        for quad in shapes.quads_for_pattern(None, NamedNode(f"{SHACL}{name}"), None):
            if isinstance(quad.object, Literal):
                shape = owner_of(quad.subject, shapes)
                try:
                    _check(quad.object.value, f"sh:{name} of {shape}" if isinstance(shape, NamedNode) else f"a query in sh:{name}")
                except InvalidInput as error:
                    raise InvalidInput(error.problem, position(shape)) from error


def _check(sparql: str, what: str) -> None:
    check_query(sparql, what)
    refuse_from(sparql, what)


def owner_of(node: object, shapes: Store) -> object:
    """Return the node, or the named shape that a blank node belongs to; the outermost blank node if there is none."""
    for _ in range(_MAX_UNNAMED_HOPS):
        if not isinstance(node, BlankNode):
            break
        node = min((quad.subject for quad in shapes.quads_for_pattern(None, None, node)), key=str, default=node)
    return node
