"""Find the SPARQL constraints that one query can evaluate for all focus nodes, instead of one query for each node.

Follows SHACL (W3C Recommendation 2017), section 5. With a query for each node, a constraint that compares two nodes takes
quadratic time. With one query for all of them, the store joins the two sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kzit_graph.rdf.namespaces import RDF_TYPE, SHACL
from kzit_graph.sparql.lexer import code
from kzit_graph.sparql.queries import bundled_query, select
from kzit_graph.sparql.total_order import with_total_order
from kzit_graph.validation.results import Text
from kzit_graph.validation.shacl_sparql.check import prefixes_of_queries
from kzit_graph.validation.shacl_sparql.constraint import VARYING, SparqlConstraint
from kzit_graph.validation.shacl_sparql.grouped_queries import is_joinable_in_groups
from kzit_graph.validation.shapes.shapes_graph import CLASSES, Node

_SPARQL: Final = NamedNode(f"{SHACL}sparql")
_MESSAGE: Final = NamedNode(f"{SHACL}message")
_FOCUS_QUERIES: Final = {
    "targetClass": "focus-target-class.rq",
    "targetSubjectsOf": "focus-target-subjects-of.rq",
    "targetObjectsOf": "focus-target-objects-of.rq",
    "targetNode": "focus-target-node.rq",
}
"""The query for the focus nodes of each kind of target."""

_UNSAFE_KEYWORDS: Final = re.compile(
    r"\b(GROUP|HAVING|LIMIT|OFFSET|MINUS|SERVICE|VALUES|OPTIONAL|UNION|GRAPH|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\b", re.IGNORECASE
)
"""Keywords that can change the meaning of a query when it is joined with many focus nodes, or leave ?this unbound."""

_SPECIAL: Final = re.compile(r"[?$](PATH|shapesGraph|currentShape|message)\b")
_OPENING: Final = re.compile(r"(?P<exists>\bEXISTS\s*)?\{", re.IGNORECASE)


def split_constraints(shapes: Store) -> tuple[list[SparqlConstraint], list[tuple[Node, str, Node]]]:
    """Return the constraints of a shapes graph that can be evaluated for all focus nodes at once, and the triples that state them.

    All others are left to an engine: constraints of property shapes and of shapes that others refer to, and queries whose meaning
    could change.
    """
    prefixes = prefixes_of_queries(shapes)
    joinable: list[SparqlConstraint] = []
    stated: list[tuple[Node, str, Node]] = []
    for shape, constraint, query, severity in list(select(shapes, "shapes-sparql.rq")):
        if not isinstance(shape, NamedNode) or not _is_joinable(query.value):
            continue
        stated.append((shape, _SPARQL.value, constraint))
        joinable.append(
            SparqlConstraint(
                shape=shape,
                node=constraint,
                severity=severity or NamedNode(f"{SHACL}Violation"),
                messages=_messages(shapes, constraint) or _messages(shapes, shape),
                queries=tuple(with_total_order(_with_focus_nodes(query.value, focus)) for focus in _focus_queries(shapes, shape)),
                prefixes=prefixes.get(constraint, {}),
            )
        )
    return joinable, stated


def _is_joinable(select: str) -> bool:
    """Whether a query keeps its meaning if ?this is joined with all focus nodes at its start."""
    if _SPECIAL.search(select):
        return False
    return _has_one_group(select) or (not VARYING.search(select) and is_joinable_in_groups(select))


def _has_one_group(select: str) -> bool:
    """Whether a query has no groups but those of EXISTS, and nothing that works on several solutions."""
    text = code(select)
    groups = [opening["exists"] is not None for opening in _OPENING.finditer(text)]
    return (
        not _UNSAFE_KEYWORDS.search(text)
        and len(re.findall(r"\bSELECT\b", text, re.IGNORECASE)) == 1
        and len(groups) > 0
        and not groups[0]
        and all(groups[1:])
    )


def _with_focus_nodes(select: str, focus: str) -> str:
    """Return the query with a subquery for the focus nodes at the start of its WHERE clause."""
    start = code(select).index("{") + 1
    return "".join((select[:start], " { ", focus, "} ", select[start:]))


def _focus_queries(shapes: Store, shape: NamedNode) -> Iterator[str]:
    """Yield a subquery for the focus nodes of each target of a shape."""
    for target, query in _FOCUS_QUERIES.items():
        for quad in shapes.quads_for_pattern(shape, NamedNode(f"{SHACL}{target}"), None):
            if isinstance(quad.object, NamedNode | Literal):
                yield bundled_query(query, target=quad.object)
    if any(Quad(shape, RDF_TYPE, kind) in shapes for kind in CLASSES):
        yield bundled_query(_FOCUS_QUERIES["targetClass"], target=shape)


def _messages(shapes: Store, subject: NamedNode | BlankNode) -> tuple[Text, ...]:
    quads = shapes.quads_for_pattern(subject, _MESSAGE, None)
    return tuple(sorted(Text(quad.object.value, quad.object.language or "") for quad in quads if isinstance(quad.object, Literal)))
