"""Refuse shapes that SHACL calls ill-formed, with the shape, its file and line.

Engines ignore some of them without a word, or say neither which shape they mean nor where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.xsd_datatypes import INTEGERS, is_well_formed
from kzit_graph.validation.shapes_graph import FIRST, NIL, REST, Node, ShapesGraph, Term, sh

_COUNTS: Final = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
_LISTS: Final = ("and", "in", "languageIn", "or", "xone", "ignoredProperties")
_ONCE: Final = (
    *("closed", "datatype", "deactivated", "flags", "in", "ignoredProperties", "languageIn", "nodeKind", "path", "pattern", "uniqueLang"),
    *("maxExclusive", "maxInclusive", "minExclusive", "minInclusive", "severity", *_COUNTS),
)
"""Properties with one value at most."""

_OF_PROPERTIES: Final = ("lessThan", "lessThanOrEquals", "maxCount", "minCount", "uniqueLang")
"""Parameters that need a property shape."""

_IRIS: Final = ("class", "datatype", "disjoint", "equals", "lessThan", "lessThanOrEquals", "nodeKind", "severity")
_LITERALS: Final = ("flags", "maxExclusive", "maxInclusive", "minExclusive", "minInclusive", "pattern")


def refuse_ill_formed(shapes: ShapesGraph) -> None:
    """Raise `InvalidInput` with its file and line for the first shape that is ill-formed (SHACL, sections 2 and 4)."""
    parts = {referred for _, parameter, _, referred in shapes.references() if parameter == sh("property")}
    for shape in shapes.subjects():
        if shape in parts or shapes.is_shape(shape):
            problem = next(chain(_problems_of_structure(shapes, shape, shape in parts), _problems_of_values(shapes, shape)), None)
            if problem:
                raise InvalidInput(f"the shapes cannot be used: {shapes.name(shape)}: {problem}", shapes.position(shape))


def _problems_of_structure(shapes: ShapesGraph, shape: Node, is_part: bool) -> Iterator[str]:
    """Yield what is missing or too much in a shape. is_part: whether sh:property refers to it."""
    properties = shapes.properties(shape)
    has_path = sh("path") in properties
    if is_part and not has_path:
        yield "sh:property refers to a shape without sh:path; add it, or use sh:node"
    for predicate, values in properties.items():
        name = predicate.removeprefix(SHACL)
        if len(values) > 1 and name in _ONCE:
            yield f"sh:{name} has {len(values)} values; keep one"
        if name in _OF_PROPERTIES and not has_path:
            yield f"sh:{name} needs a property shape; add sh:path, or move it into sh:property"


def _problems_of_values(shapes: ShapesGraph, shape: Node) -> Iterator[str]:
    """Yield each parameter of a shape with a value of the wrong kind."""
    kinds: tuple[tuple[tuple[str, ...], Callable[[Term], bool], str], ...] = (
        (_COUNTS, _is_count, "a whole number that is not negative"),
        (_IRIS, lambda value: isinstance(value, NamedNode), "an IRI"),
        (_LITERALS, lambda value: isinstance(value, Literal), "a literal"),
        (_LISTS, lambda value: _is_list(shapes, value), "a list; write ( … )"),
        (("path",), lambda value: not isinstance(value, Literal), "a property or a property path, not a literal"),
    )
    for predicate, values in shapes.properties(shape).items():
        name = predicate.removeprefix(SHACL)
        for names, fits, kind in kinds:
            if name in names and not all(map(fits, values)):
                yield f"sh:{name} must be {kind}"


def _is_count(value: Term) -> bool:
    return (
        isinstance(value, Literal)
        and value.datatype.value in INTEGERS
        and is_well_formed(value.value, value.datatype.value)
        and (not value.value.startswith("-") or not value.value.strip("-0"))
    )


def _is_list(shapes: ShapesGraph, head: Term) -> bool:
    seen: set[Term] = set()
    while head != NIL:
        if isinstance(head, Literal) or head in seen:
            return False
        seen.add(head)
        rest = shapes.values(head, REST)
        if len(rest) != 1 or len(shapes.values(head, FIRST)) != 1:
            return False
        head = rest[0]
    return True
