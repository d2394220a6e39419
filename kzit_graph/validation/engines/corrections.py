"""Rewrite constraints on literals so that both engines give the exact result for every value of the data.

For a few values an engine is wrong: for an ill-typed literal that it accepts, or a number with more digits than it reads. Such
values are checked here, and their results written into the shape. With P the values that conform and F those that do not,
`sh:datatype D` becomes `sh:node [ sh:or ( [ sh:datatype D ] [ sh:in (P) ] ) ; sh:not [ sh:in (F) ] ]`, in nested shapes as well. The
engine's results then have another constraint component, which `shapes` maps back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.xsd_datatypes import CHECKED, is_well_formed
from kzit_graph.validation.engines.literals import Found, T, Terms
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph, Term, sh

_CONFORMING_ORDERS: Final[Mapping[str, tuple[int, ...]]] = {
    "minInclusive": (0, 1),
    "minExclusive": (1,),
    "maxInclusive": (-1, 0),
    "maxExclusive": (-1,),
}
"""How a conforming value compares with the bound."""

_CARRIERS: Final = ("node", "xone", "and", "or", "not")
"""Parameters that can hold a rewritten constraint. A shape uses one of each at most, so that its results can be distinguished."""

_NOT_BESIDE_A_LIST: Final = frozenset((sh("in"), sh("sparql")))
"""Parameters beside which sh:pattern cannot be replaced by sh:in: a shape has one list, and a query takes its message from the shape."""

_NO_LISTING: Final = Literal("not one of them")
"""A message that nobody sees. Without one, pySHACL writes all values of sh:in into the message of each result."""

Matching = Callable[[Iterable[str]], Collection[str]]
"""Returns the texts that a regular expression matches."""

Components = Mapping[tuple[str, str], str]
"""The shape and the component of an engine's result to the component of the constraint as written."""


@dataclass(frozen=True)
class Values:
    """The literals that an engine may read in its own way, for which a constraint is checked here.

    checked: literals to check for their datatype. of_bound: returns the literals to check against a bound. every_term: returns all
    IRIs and literals.
    """

    checked: Found
    of_bound: Callable[[Literal], Found]
    every_term: Callable[[], Terms]


def correct(shapes: ShapesGraph, values: Values, patterns: Mapping[Node, Matching], *, has_lookahead: bool = False) -> Components:
    """Rewrite the constraints of shapes whose results can be wrong, and return how to read the components of results.

    patterns: the regular expressions of shapes whose sh:pattern the engine cannot evaluate. has_lookahead: whether its regular
    expressions have lookahead.
    """
    components: dict[tuple[str, str], str] = {}
    wrong = [(shape, constraint) for shape in shapes.subjects() for constraint in _wrong_constraints(shapes, shape, values)]
    for shape, found in patterns.items():
        if has_lookahead:
            _list_in_pattern(shapes, shape, found, values)
            continue
        conforming = _matching(shapes, shape, found, values)
        if _NOT_BESIDE_A_LIST.isdisjoint(shapes.properties(shape)):
            _list_instead(shapes, shape, conforming)
            components[str(shape), _component("in")] = _component("pattern")
        else:
            wrong.append((shape, ("pattern", conforming, [])))
    for shape, (parameter, conforming, failing) in wrong:
        carrier = next((name for name in _CARRIERS if sh(name) not in shapes.properties(shape)), None)
        if carrier is not None:
            _rewrite(shapes, shape, parameter, carrier, conforming, failing)
            components[str(shape), _component(carrier)] = _component(parameter)
    return components


def _wrong_constraints(shapes: ShapesGraph, shape: Node, values: Values) -> Iterable[tuple[str, list[Term], list[Term]]]:
    """Yield each constraint with values to correct: its parameter, the conforming values and the others."""
    stated = shapes.properties(shape)
    for parameter in ("datatype", *_CONFORMING_ORDERS):
        if sh(parameter) not in stated:
            continue
        (bound,) = stated[sh(parameter)]
        if parameter == "datatype" and isinstance(bound, NamedNode) and bound.value in CHECKED:
            literals = [literal for literal in _values_of(shapes, shape, values.checked) if literal.datatype == bound]
            conforming = {literal for literal in literals if is_well_formed(literal.value, bound.value)}
        elif parameter != "datatype" and isinstance(bound, Literal):
            literals = _values_of(shapes, shape, values.of_bound(bound))
            conforming = _conforming(literals, bound, _CONFORMING_ORDERS[parameter]) if literals else set()
        else:
            continue
        if literals:
            yield parameter, [each for each in literals if each in conforming], [each for each in literals if each not in conforming]


def _conforming(literals: Iterable[Literal], bound: Literal, orders: Collection[int | None]) -> set[Literal]:
    from kzit_graph.rdf.xsd_order import compare

    return {literal for literal in literals if compare(literal, bound) in orders}


def _matching(shapes: ShapesGraph, shape: Node, matching: Matching, values: Values) -> list[Term]:
    """Return the values of a shape that a regular expression matches. A blank node never matches (SHACL, section 4.4.3)."""
    terms = _values_of(shapes, shape, values.every_term())
    found = matching(term.value for term in terms)
    return [term for term in terms if term.value in found]


def _list_in_pattern(shapes: ShapesGraph, shape: Node, matching: Matching, values: Values) -> None:
    """Replace a regular expression by one that names the values that it does not match, which are few in most data."""
    texts = {term.value for term in _values_of(shapes, shape, values.every_term())}
    failing = "|".join(map(re.escape, sorted(texts.difference(matching(texts)))))
    shapes.remove(shape, sh("pattern"))
    shapes.add(shape, sh("pattern"), Literal(rf"\A(?!(?:{failing})\Z)" if failing else ""))


def _values_of(shapes: ShapesGraph, shape: Node, found: Mapping[NamedNode, frozenset[T]]) -> list[T]:
    """Return the terms that can be values of a shape, in a stable order: those of its path, if that is a property."""
    path = shapes.values(shape, sh("path"))
    none: frozenset[T] = frozenset()
    if len(path) == 1 and isinstance(path[0], NamedNode):
        return sorted(found.get(path[0], none), key=str)
    return sorted(none.union(*found.values()), key=str)


def _rewrite(shapes: ShapesGraph, shape: Node, parameter: str, carrier: str, conforming: list[Term], failing: list[Term]) -> None:
    (bound,) = shapes.values(shape, sh(parameter))
    shapes.remove(shape, sh(parameter))
    as_written, corrected = BlankNode(), BlankNode()
    shapes.add(as_written, sh(parameter), bound)
    shapes.add(corrected, sh("or"), shapes.add_list([as_written, _one_of(shapes, conforming)] if conforming else [as_written]))
    if failing:
        shapes.add(corrected, sh("not"), _one_of(shapes, failing))
    if carrier == "node":
        shapes.add(shape, sh(carrier), corrected)
    elif carrier == "not":
        opposite = BlankNode()
        shapes.add(opposite, sh("not"), corrected)
        shapes.add(shape, sh(carrier), opposite)
    else:
        shapes.add(shape, sh(carrier), shapes.add_list([corrected]))


def _list_instead(shapes: ShapesGraph, shape: Node, conforming: list[Term]) -> None:
    """Replace sh:pattern by sh:in, which takes less time than a nested shape."""
    shapes.remove(shape, sh("pattern"))
    shapes.add(shape, sh("in"), shapes.add_list(conforming))
    if not shapes.values(shape, sh("message")):
        shapes.add(shape, sh("message"), _NO_LISTING)


def _one_of(shapes: ShapesGraph, values: list[Term]) -> BlankNode:
    shape = BlankNode()
    shapes.add(shape, sh("in"), shapes.add_list(values))
    shapes.add(shape, sh("message"), _NO_LISTING)
    return shape


def _component(parameter: str) -> str:
    return f"{SHACL}{parameter[0].upper()}{parameter[1:]}ConstraintComponent"
