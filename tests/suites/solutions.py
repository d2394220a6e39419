"""Read the expected solutions of a SPARQL test, and compare them with an answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.values import is_number, to_python
from tests.suites.manifests import RDF, Graph, read_graph

RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

Solution = Mapping[str, Term]


@dataclass(frozen=True)
class Table:
    """The solutions of a query. is_ordered: whether their order matters."""

    variables: frozenset[str]
    solutions: Sequence[Solution]
    is_ordered: bool = False


def read_results(path: Path, iri: str) -> Table | bool | None:
    """Return the solutions or the truth value in a file of results, or None if the file is a graph."""
    syntax = QueryResultsFormat.from_extension(path.suffix.removeprefix("."))
    return read_syntax(path.read_bytes(), syntax) if syntax else _read_graph(path, iri)


def read_syntax(content: bytes, syntax: QueryResultsFormat) -> Table | bool:
    results = parse_query_results(content, format=syntax)
    if isinstance(results, QueryBoolean):
        return bool(results)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return Table(frozenset(names), [_bound(zip(names, row, strict=True)) for row in results])


def _bound(pairs: Iterable[tuple[str, Term | None]]) -> Solution:
    return {name: term for name, term in pairs if term is not None}


def _read_graph(path: Path, iri: str) -> Table | bool | None:
    """Read solutions that are written as RDF."""
    syntax = RdfFormat.from_extension(path.suffix.removeprefix("."))
    assert syntax is not None
    graph = read_graph(path, iri, syntax)
    for value in graph.values(f"{RS}boolean"):
        assert isinstance(value, Literal)
        return value.value == "true"
    names = frozenset(_text(name) for name in graph.values(f"{RS}resultVariable"))
    solutions = graph.values(f"{RS}solution")
    if NamedNode(f"{RS}ResultSet") not in graph.values(f"{RDF}type"):
        return None
    is_ordered = bool(graph.values(f"{RS}index"))
    if is_ordered:
        solutions.sort(key=lambda solution: int(_text(graph.object(solution, f"{RS}index"))))
    return Table(names, [_solution(graph, solution) for solution in solutions], is_ordered)


def _solution(graph: Graph, node: Term) -> Solution:
    bindings = graph.objects(node, f"{RS}binding")
    return _bound((_text(graph.object(binding, f"{RS}variable")), graph.object(binding, f"{RS}value")) for binding in bindings)


def _text(term: Term | None) -> str:
    assert isinstance(term, Literal)
    return term.value


def same_solutions(found: Table, expected: Table, *, by_value: bool = False) -> bool:
    """Whether two tables have the same solutions, as often and, if it matters, in the same order.

    Blank nodes of the one stand for blank nodes of the other, one for one. by_value: compare the values of numbers and
    booleans, not their lexical forms.
    """
    if found.variables != expected.variables or len(found.solutions) != len(expected.solutions):
        return False
    normal = _value if by_value else _term
    return _match(_rows(found, normal), _rows(expected, normal), {}, is_ordered=expected.is_ordered)


def same_reduced_solutions(found: Table, expected: Table) -> bool:
    """Whether each expected solution is found, at least once and at most as often as expected (SPARQL 1.1, section 18.5, Reduced)."""
    ours, theirs = Counter(_rows(found, _term)), Counter(_rows(expected, _term))
    return found.variables == expected.variables and set(ours) == set(theirs) and ours <= theirs


_Row = tuple[tuple[str, object], ...]


def _rows(table: Table, normal: Callable[[Term], object]) -> list[_Row]:
    return [
        tuple(sorted(((name, normal(term)) for name, term in solution.items()), key=lambda pair: pair[0])) for solution in table.solutions
    ]


def _term(term: Term) -> object:
    """Return a term with the language tag in lower case (RDF 1.1 Concepts, section 3.3)."""
    if isinstance(term, Literal) and term.language:
        return term.value, term.language.lower(), term.direction
    return term


def _value(term: Term) -> object:
    value = to_python(term)
    if isinstance(term, Literal) and (isinstance(value, bool) or (is_number(value) and math.isfinite(value))):
        return term.datatype, Fraction(value)
    return _term(term)


def _match(found: list[_Row], expected: list[_Row], nodes: dict[object, object], *, is_ordered: bool) -> bool:
    """Whether the rows are the same under a bijection of blank nodes that extends `nodes`."""
    if not found:
        return not expected
    first, *rest = found
    for index, other in enumerate(expected[:1] if is_ordered else expected):
        extended = _unified(first, other, nodes)
        if extended is not None:
            remaining = expected[:index] + expected[index + 1 :]
            if _match(rest, remaining, extended, is_ordered=is_ordered):
                return True
            if extended == nodes:
                return False  # another equal row would fail as well
    return False


def _unified(one: _Row, other: _Row, nodes: dict[object, object]) -> dict[object, object] | None:
    """Return the bijection with what makes two rows the same, or None if nothing does."""
    if [name for name, _ in one] != [name for name, _ in other]:
        return None
    extended = dict(nodes)
    for (_, term), (_, wanted) in zip(one, other, strict=True):
        if not (isinstance(term, BlankNode) and isinstance(wanted, BlankNode)):
            if term != wanted:
                return None
        elif extended.setdefault(term, wanted) != wanted:
            return None
    return extended if len(set(extended.values())) == len(extended) else None
