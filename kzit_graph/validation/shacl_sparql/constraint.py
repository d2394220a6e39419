"""Evaluate a SPARQL constraint with one query for all focus nodes of its shape.

Follows SHACL (W3C Recommendation 2017), section 5. With a query for each node, a constraint that compares two nodes takes
quadratic time. With one query for all of them, the store joins the two sides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store, Variable

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.default_graph import default_graph_options
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.results import Result, Severity, Text
from kzit_graph.validation.shapes.shapes_graph import Node

VARYING: Final = re.compile(r"\b(RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
"""What has another value in each solution."""

_COMPONENT: Final = f"{SHACL}SPARQLConstraintComponent"
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class SparqlConstraint:
    """A SPARQL constraint that can be evaluated for all focus nodes of its shape at once.

    shape: the node shape. node: the constraint. messages: templates with {?variable} for a value. queries: SPARQL, one for each
    target of the shape, with the focus node as ?this, and in a total order. prefixes: prefix to namespace.
    """

    shape: NamedNode
    node: Node
    severity: NamedNode
    messages: tuple[Text, ...]
    queries: tuple[str, ...]
    prefixes: Mapping[str, str]


def can_vary(constraint: SparqlConstraint) -> bool:
    """Whether a constraint has other values in each solution, so that equal solutions cannot be recognized."""
    return any(VARYING.search(query) for query in constraint.queries)


def run_constraint(constraint: SparqlConstraint, data: Store) -> list[Result]:
    """Return the results of a constraint on a store's default graph, or on the union of its graphs if that is empty.

    In the union, a triple of two graphs counts twice; see `kzit_graph.rdf.default_graph`. Raises `InvalidInput` if its query is malformed.
    """
    results: dict[str, list[Result]] = {}
    for query in constraint.queries:
        found: dict[str, list[Result]] = {}
        try:
            solutions = data.query(query, prefixes=dict(constraint.prefixes), **default_graph_options(data))
        except SyntaxError as error:
            raise InvalidInput(f"the shapes cannot be used: {constraint.shape}: {' '.join(str(error).split())}") from error
        assert isinstance(solutions, QuerySolutions)
        for solution in solutions:
            result = _result(constraint, solution, solutions.variables)
            found.setdefault(result.focus, []).append(result)
        results = found | results  # a node that matches several targets is one focus node
    return [result for of_one_node in results.values() for result in of_one_node]


def _result(constraint: SparqlConstraint, solution: QuerySolution, variables: list[Variable]) -> Result:
    values = {variable.value: value for variable, value in zip(variables, solution, strict=True) if value is not None}
    focus, path = str(values["this"]), values.get("path")
    severity, custom = Severity.of(constraint.severity.value)
    texts = tuple(Text(_filled(message.value, values), message.language) for message in constraint.messages)
    return Result(
        severity=severity,
        focus=focus,
        path=str(path) if isinstance(path, NamedNode) else None,
        value=str(values.get("value", values["this"])),
        shape=str(constraint.shape),
        component=_COMPONENT,
        message=" ".join(text.value for text in texts),
        custom_severity=custom,
        texts=texts,
    )


def _filled(message: str, values: Mapping[str, object]) -> str:
    def value(placeholder: re.Match[str]) -> str:
        term = values.get(placeholder[1])
        return placeholder[0] if term is None else getattr(term, "value", str(term))

    return _PLACEHOLDER.sub(value, message)
