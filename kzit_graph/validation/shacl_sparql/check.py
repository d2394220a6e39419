"""Check the SPARQL of shapes before an engine runs it, so that a mistake names its shape, file and line.

Engines report a mistake in a constraint without saying in which shape, and pySHACL with a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from pyoxigraph import Literal, QueryBoolean, QuerySolutions, QueryTriples, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.gate import unescaped
from kzit_graph.sparql.lexer import code, form, line_of, quoted_line, undeclared_prefixes, with_prefixes
from kzit_graph.sparql.queries import select
from kzit_graph.sparql.tokens import significant
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph, sh

_UNSUPPORTED: Final = re.compile(r"\b(MINUS|VALUES)\b", re.IGNORECASE)
_SUBQUERY: Final = re.compile(r"\{\s*SELECT\b([^{]*)", re.IGNORECASE)
_PRE_BOUND: Final = re.compile(r"\bAS\s+[?$](this|currentShape|shapesGraph)\b", re.IGNORECASE)
_SUSPECT: Final = re.compile(r"MINUS|SERVICE|VALUES|\bAS\s+[?$]|SELECT.*SELECT", re.IGNORECASE | re.DOTALL)
"""What occurs in each query that SHACL does not allow. Most queries need no closer look."""

_MAY_USE_GRAPH: Final = re.compile(r"GRAPH|\\u", re.IGNORECASE)
_THIS: Final = re.compile(r"[?$]this\b|\*")
_PATH: Final = re.compile(r"[?$]PATH\b")
_SHAPES_GRAPH: Final = re.compile(r"[?$]shapesGraph\b")


def prefixes_of_queries(shapes: Store) -> dict[Node, dict[str, str]]:
    """Return the prefixes of each node that has a query, prefix to namespace (SHACL, section 5.2.1)."""
    prefixes: dict[Node, dict[str, str]] = {}
    for constraint, prefix, namespace in select(shapes, "shapes-prefixes.rq"):
        prefixes.setdefault(constraint, {})[prefix.value] = namespace.value
    return prefixes


def check_queries(shapes: ShapesGraph, prefixes: Mapping[Node, Mapping[str, str]], *, with_shapes_graph: bool) -> None:
    """Raise `InvalidInput` with the shape, its file and line if a query of the shapes cannot be used.

    with_shapes_graph: whether the engine supports the variable $shapesGraph.
    """
    constraints = {value for shape in shapes.subjects(sh("sparql")) for value in shapes.values(shape, sh("sparql"))}
    for node, parameter, query in shapes.queries():
        problem = (
            _problem(query.value, prefixes.get(node, {}), with_shapes_graph=with_shapes_graph)
            or _other_form(query.value, parameter)
            or (_without_this(query.value, prefixes.get(node, {})) if node in constraints else None)
        )
        if problem:
            raise InvalidInput(f"the shapes cannot be used: {_name(shapes, node)}: {problem}", shapes.position(node))


def declare_prefixes(shapes: ShapesGraph, prefixes: Mapping[Node, Mapping[str, str]]) -> None:
    """Write the prefixes of each query into its text. pySHACL does not find all of them, and refuses some."""
    for node, parameter, query in list(shapes.queries()):
        shapes.remove(node, parameter, query)
        shapes.add(node, parameter, Literal(with_prefixes(query.value, prefixes.get(node, {}), end=" ")))
    for name in ("prefixes", "declare"):
        for subject in shapes.subjects(sh(name)):
            shapes.remove(subject, sh(name))


def _problem(query: str, prefixes: Mapping[str, str], *, with_shapes_graph: bool) -> str | None:
    """Return why a query cannot be used, or None."""
    if not with_shapes_graph and _SHAPES_GRAPH.search(query):
        return 'its query uses $shapesGraph, which the engine "pyshacl" does not support; use the engine "shacl"'
    if _uses_graph(query):
        return "its query uses GRAPH, but the data is one graph without a name, so nothing would be found; remove GRAPH"
    if _SUSPECT.search(query) and (problem := _problem_of_pre_binding(query)):
        return problem
    try:
        _parsed(query, prefixes)
    except (SyntaxError, ValueError) as error:
        unknown = [prefix for prefix in undeclared_prefixes(query) if prefix not in prefixes]
        if unknown:
            return f"its query uses the prefix {unknown[0]}:, which is not declared; add it with sh:prefixes"
        return f"its query is not SPARQL{_where(error, query, prefixes)}; correct it"
    return None


def _uses_graph(query: str) -> bool:
    """Whether a query asks for named graphs of the data, and not only for the shapes graph. Its keywords may be escaped."""
    found = significant(unescaped(query)) if _MAY_USE_GRAPH.search(query) else ()
    return any(
        token.kind == "word" and token.text.upper() == "GRAPH" and following.text not in ("$shapesGraph", "?shapesGraph")
        for token, following in pairwise(found)
    )


def _other_form(query: str, parameter: str) -> str | None:
    """Return why a query does not fit its parameter, sh:select or sh:ask, or None."""
    name = parameter.removeprefix(sh(""))
    if form(query) == name.upper():
        return None
    return f"its query in sh:{name} is not of the form {name.upper()}; write {name.upper()}"


def _without_this(query: str, prefixes: Mapping[str, str]) -> str | None:
    """Return that a SELECT query does not return $this, as SHACL requires (section 5.2.1), or None."""
    solutions = _parsed(query, prefixes)
    if isinstance(solutions, QuerySolutions) and all(variable.value != "this" for variable in solutions.variables):
        return "its query does not return $this; add it to its SELECT"
    return None


def _parsed(query: str, prefixes: Mapping[str, str]) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Return the answer of a query on no data. Raises `SyntaxError` or `ValueError` if it is malformed. Its positions are kept."""
    return Store().query(_PATH.sub("<u:p>", query), prefixes=dict(prefixes))


def _problem_of_pre_binding(query: str) -> str | None:
    """Return what SHACL does not allow in a query, because $this has a value before it runs (appendix A), or None."""
    text = code(query)
    if line_of("SERVICE", query):
        return "its query uses SERVICE, which SHACL does not allow; write the query without it"
    if keyword := _UNSUPPORTED.search(text):
        return f"its query uses {keyword[1].upper()}, which SHACL does not allow; write the query without it"
    if variable := _PRE_BOUND.search(query):
        return f"its query assigns ${variable[1]}, which has a value already; use another variable"
    if any(not _THIS.search(query[start:end]) for start, end in (found.span(1) for found in _SUBQUERY.finditer(text))):
        return "a subquery does not return $this, as SHACL requires; add it to its SELECT"
    return None


def _name(shapes: ShapesGraph, node: Node) -> str:
    return shapes.name(node).removeprefix("a part of ")


def _where(error: Exception, query: str, prefixes: Mapping[str, str]) -> str:
    """Return the line of a query at which it stops being SPARQL, and what is wrong there."""
    from kzit_graph.sparql.syntax_place import mistake_at, place_of_mistake

    place = place_of_mistake(query, lambda text: _parsed(text, prefixes))
    if place is None:
        return f": {' '.join(str(error).split())}"
    shown = quoted_line(query, place.line, "the query", place.column)
    return f" (line {place.line}, column {place.column} of it: {mistake_at(place, query)} — {shown})"
