"""SPARQL constraints asked once for all their focus nodes, where an engine would ask once for each: shapes + store → results.

Follows SHACL (W3C Recommendation 2017), section 5. Asked node by node, a constraint that compares two nodes takes time squared,
because the engine reads one of the two anew each time. Asked for all at once, the store joins the two sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Store, Variable

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.sparql.lexer import code
from kzit_graph.sparql.queries import bundled_query, select
from kzit_graph.validation.results import Result, Severity

_COMPONENT: Final = f"{SHACL}SPARQLConstraintComponent"
_SPARQL: Final = NamedNode(f"{SHACL}sparql")
_MESSAGE: Final = NamedNode(f"{SHACL}message")
_FOCUS_QUERIES: Final = {
    "targetClass": "focus-target-class.rq",
    "targetSubjectsOf": "focus-target-subjects-of.rq",
    "targetObjectsOf": "focus-target-objects-of.rq",
    "targetNode": "focus-target-node.rq",
}
"""The query that finds the focus nodes of each kind of target."""

_NODE_BY_NODE: Final = re.compile(
    r"\b(GROUP|HAVING|LIMIT|OFFSET|MINUS|SERVICE|VALUES|OPTIONAL|UNION|GRAPH|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\b", re.IGNORECASE
)
"""Words of a query that may mean something else when it is asked for many nodes at once, or leave the node unbound somewhere."""

_SPECIAL: Final = re.compile(r"[?$](PATH|shapesGraph|currentShape|message)\b")
_OPENING: Final = re.compile(r"(?P<exists>\bEXISTS\s*)?\{", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class SparqlConstraint:
    """A SPARQL constraint that can be asked once for all focus nodes of its shape.

    shape: the node shape. queries: SPARQL, one for each target of the shape, with the focus node as ?this. prefixes: name
    to namespace. messages: with {?variable} where a value belongs.
    """

    shape: NamedNode
    severity: Severity
    messages: tuple[str, ...]
    queries: tuple[str, ...]
    prefixes: Mapping[str, str]


def split_constraints(shapes: Store) -> tuple[list[SparqlConstraint], Store]:
    """Return the SPARQL constraints of a shapes graph that can be asked once for all focus nodes, and the shapes without these.

    Those that cannot be, or not surely with the same meaning, stay in the shapes for an engine to ask: constraints of shapes
    that others refer to, of property shapes, with groups, aggregates or subqueries.
    """
    rest = Store()
    rest.bulk_extend(shapes)
    prefixes: dict[object, dict[str, str]] = {}
    for constraint, prefix, namespace in select(shapes, "shapes-prefixes.rq"):
        prefixes.setdefault(constraint, {})[prefix.value] = namespace.value
    taken = []
    for shape, constraint, query, severity in list(select(shapes, "shapes-sparql.rq")):
        if not isinstance(shape, NamedNode) or not _at_once(query.value):
            continue
        for quad in shapes.quads_for_pattern(shape, _SPARQL, constraint):
            rest.remove(quad)
        taken.append(
            SparqlConstraint(
                shape=shape,
                severity=Severity(severity.value.removeprefix(SHACL)) if severity else Severity.VIOLATION,
                messages=_messages(shapes, constraint) or _messages(shapes, shape),
                queries=tuple(_with_focus_nodes(query.value, focus) for focus in _focus_queries(shapes, shape)),
                prefixes=prefixes.get(constraint, {}),
            )
        )
    return taken, rest


def run_constraint(constraint: SparqlConstraint, data: Store) -> list[Result]:
    """The results of a constraint on the union of a store's graphs.

    Raises `InvalidInput` where its query is malformed.
    """
    results: dict[str, list[Result]] = {}
    for query in constraint.queries:
        found: dict[str, list[Result]] = {}
        try:
            solutions = data.query(query, prefixes=dict(constraint.prefixes), use_default_graph_as_union=True)
        except SyntaxError as error:
            raise InvalidInput(f"the shapes cannot be used: {constraint.shape}: {' '.join(str(error).split())}") from error
        assert isinstance(solutions, QuerySolutions)
        for solution in solutions:
            result = _result(constraint, solution, solutions.variables)
            found.setdefault(result.focus, []).append(result)
        results = found | results  # a node is one focus node, however many targets it is
    return [result for of_one_node in results.values() for result in of_one_node]


def _at_once(select: str) -> bool:
    """Whether a query surely means the same when ?this is joined with all focus nodes at its beginning."""
    text = code(select)
    groups = [opening["exists"] is not None for opening in _OPENING.finditer(text)]
    return (
        not _NODE_BY_NODE.search(text)
        and not _SPECIAL.search(select)
        and len(re.findall(r"\bSELECT\b", text, re.IGNORECASE)) == 1
        and len(groups) > 0
        and not groups[0]
        and all(groups[1:])
    )


def _with_focus_nodes(select: str, focus: str) -> str:
    """Return the query with a subquery for the focus nodes as the first thing it matches."""
    start = code(select).index("{") + 1
    return "".join((select[:start], " { ", focus, "} ", select[start:]))


def _focus_queries(shapes: Store, shape: NamedNode) -> Iterator[str]:
    """Return a subquery for the focus nodes of each target of a shape."""
    for target, query in _FOCUS_QUERIES.items():
        for quad in shapes.quads_for_pattern(shape, NamedNode(f"{SHACL}{target}"), None):
            if isinstance(quad.object, NamedNode | Literal):
                yield bundled_query(query, target=quad.object)


def _messages(shapes: Store, subject: NamedNode | BlankNode) -> tuple[str, ...]:
    quads = shapes.quads_for_pattern(subject, _MESSAGE, None)
    return tuple(sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal)))


def _result(constraint: SparqlConstraint, solution: QuerySolution, variables: list[Variable]) -> Result:
    values = {variable.value: value for variable, value in zip(variables, solution, strict=True) if value is not None}
    focus, path = str(values["this"]), values.get("path")
    return Result(
        severity=constraint.severity,
        focus=focus,
        path=str(path) if isinstance(path, NamedNode) else None,
        value=str(values.get("value", values["this"])),
        shape=str(constraint.shape),
        component=_COMPONENT,
        message=" ".join(_filled(message, values) for message in constraint.messages),
    )


def _filled(message: str, values: Mapping[str, object]) -> str:
    def value(placeholder: re.Match[str]) -> str:
        term = values.get(placeholder[1])
        return placeholder[0] if term is None else getattr(term, "value", str(term))

    return _PLACEHOLDER.sub(value, message)
