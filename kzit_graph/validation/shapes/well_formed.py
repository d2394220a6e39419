"""Refuse shapes that SHACL calls ill-formed, with the shape, its file and line.

Engines ignore some of them without a word, or say neither which shape they mean nor where it is. The rules are those of SHACL,
sections 2 and 4; `shacl_sparql.syntax` has those of section 5 and 6.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.project.nested_shapes import LIST_REFERENCES
from kzit_graph.rdf.namespaces import RDF, SHACL, XSD
from kzit_graph.rdf.xsd_datatypes import INTEGERS, is_well_formed
from kzit_graph.validation.shapes.path_syntax import path_problem
from kzit_graph.validation.shapes.shapes_graph import COUNTS, TYPE, Node, ShapesGraph, Term, sh

_LISTS: Final = ("in", "languageIn", "ignoredProperties", *LIST_REFERENCES)
_ONCE: Final = (
    *("closed", "datatype", "deactivated", "flags", "in", "ignoredProperties", "languageIn", "nodeKind", "path", "pattern", "uniqueLang"),
    *("maxExclusive", "maxInclusive", "minExclusive", "minInclusive", "severity", *COUNTS),
    *("qualifiedValueShape", "qualifiedValueShapesDisjoint"),
)
"""Properties with one value at most."""

_OF_PROPERTIES: Final = ("lessThan", "lessThanOrEquals", "maxCount", "minCount", "qualifiedValueShape", "uniqueLang")
"""Parameters that need a property shape."""

_IRIS: Final = (
    *("class", "datatype", "disjoint", "equals", "lessThan", "lessThanOrEquals", "severity"),
    *("targetClass", "targetObjectsOf", "targetSubjectsOf"),
)
_LITERALS: Final = ("maxExclusive", "maxInclusive", "minExclusive", "minInclusive")
_TEXTS: Final = (NamedNode(f"{XSD}string"), NamedNode(f"{RDF}langString"))
_NODE_KINDS: Final = ("BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRI", "IRIOrLiteral", "Literal")
_NODE_KIND_IRIS: Final[frozenset[Term]] = frozenset(NamedNode(sh(name)) for name in _NODE_KINDS)
_MIN_SIMILARITY: Final = 0.6


def refuse_ill_formed(shapes: ShapesGraph) -> None:
    """Raise `InvalidInput` with its file and line for the first shape that is ill-formed."""
    referred: dict[Node, set[str]] = {}
    for shape, parameter, _, value in shapes.references():
        if isinstance(value, Literal):
            raise shapes.unusable(shape, f"{_short(parameter)} must refer to a shape, not to a literal")
        referred.setdefault(value, set()).add(_short(parameter))
    for shape in dict.fromkeys([*shapes.subjects(), *referred]):
        if shape in referred or shapes.is_shape(shape):
            problem = next(chain(_problems_of_kind(shapes, shape, referred.get(shape, set())), _problems_of_values(shapes, shape)), None)
            if problem:
                raise shapes.unusable(shape, problem)


def _problems_of_kind(shapes: ShapesGraph, shape: Node, parameters: set[str]) -> Iterator[str]:
    """Yield why a shape is not the node shape or property shape that it has to be. parameters: those that refer to it."""
    properties = shapes.properties(shape)
    types = properties.get(TYPE, ())
    has_path = sh("path") in properties
    if "sh:property" in parameters and not has_path:
        yield "sh:property refers to a shape without sh:path; add it, or use sh:node"
    for predicate, values in properties.items():
        name = predicate.removeprefix(SHACL)
        if len(values) > 1 and name in _ONCE:
            yield f"sh:{name} has {len(values)} values; keep one"
        if name in _OF_PROPERTIES and not has_path:
            yield f"sh:{name} needs a property shape; add sh:path, or move it into sh:property"
    if NamedNode(sh("PropertyShape")) in types and not has_path:
        yield "a sh:PropertyShape needs sh:path; add it, or make it a sh:NodeShape"
    if NamedNode(sh("NodeShape")) in types and has_path:
        yield "a sh:NodeShape must not have sh:path; make it a sh:PropertyShape, or move sh:path into sh:property"
    if "sh:node" in parameters and has_path:
        yield "sh:node refers to a property shape; use sh:property"


def _problems_of_values(shapes: ShapesGraph, shape: Node) -> Iterator[str]:
    """Yield each parameter of a shape with a value of the wrong kind."""
    kinds: tuple[tuple[tuple[str, ...], Callable[[Term], bool], str], ...] = (
        (COUNTS, _is_count, "a whole number that is not negative"),
        (_IRIS, lambda value: isinstance(value, NamedNode), "an IRI"),
        (("targetNode",), lambda value: isinstance(value, NamedNode | Literal), "an IRI or a literal"),
        (_LITERALS, lambda value: isinstance(value, Literal), "a literal"),
        (("flags", "pattern"), is_string, "a text without a language"),
        (("message",), is_text, "a text"),
        (_LISTS, shapes.is_list, "a list; write ( … )"),
        (("languageIn",), lambda head: all(map(is_string, shapes.members(head))), 'a list of texts such as ( "en" "it" )'),
        (("ignoredProperties",), lambda head: all(isinstance(term, NamedNode) for term in shapes.members(head)), "a list of IRIs"),
    )
    for predicate, values in shapes.properties(shape).items():
        name = predicate.removeprefix(SHACL)
        for names, fits, kind in kinds:
            if name in names and not all(map(fits, values)):
                yield f"sh:{name} must be {kind}"
        if name == "nodeKind":
            yield from (_problem_of_node_kind(value) for value in values if value not in _NODE_KIND_IRIS)
        if name == "path":
            yield from filter(None, (path_problem(shapes, value) for value in values))


def _problem_of_node_kind(value: Term) -> str:
    given = value.value.removeprefix(SHACL) if isinstance(value, NamedNode | Literal) else ""
    near = difflib.get_close_matches(given.upper(), [name.upper() for name in _NODE_KINDS], 1, _MIN_SIMILARITY)
    hint = "".join(f"; nearest: sh:{name}" for name in _NODE_KINDS if [name.upper()] == near)
    return f"sh:nodeKind must be one of {', '.join(f'sh:{name}' for name in _NODE_KINDS)}{hint}"


def is_string(term: Term) -> bool:
    """Whether a term is a text without a language."""
    return isinstance(term, Literal) and term.datatype == _TEXTS[0]


def is_text(term: Term) -> bool:
    """Whether a term is a text, with or without a language."""
    return isinstance(term, Literal) and term.datatype in _TEXTS


def _is_count(value: Term) -> bool:
    return (
        isinstance(value, Literal)
        and value.datatype.value in INTEGERS
        and is_well_formed(value.value, value.datatype.value)
        and (not value.value.startswith("-") or not value.value.strip("-0"))
    )


def _short(predicate: str) -> str:
    return f"sh:{predicate.removeprefix(SHACL)}"
