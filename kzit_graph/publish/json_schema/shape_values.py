"""Read the constraints of shapes on single values of a property: their kind and their limits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.publish.json_schema.forms import NODE, TAGGED, Limits
from kzit_graph.publish.json_schema.shape_graph import Shape
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF, SHACL
from kzit_graph.rdf.ordering import natural_key

_LANG_STRING: Final = f"{RDF}langString"
_DIRECTED: Final = f"{RDF}dirLangString"
_NODE_KINDS: Final = frozenset(f"{SHACL}{kind}" for kind in ("IRI", "BlankNode", "BlankNodeOrIRI"))

_MAX_MEMBERS: Final = 1_000
"""A longer list of values is not a code list."""

_NOT_IN_JAVASCRIPT: Final = re.compile(r"\\[pPiIcC]|\[[^\]]*-\[")
"""Syntax of SPARQL regular expressions that JavaScript does not support."""


class ShapeValues:
    """Reads constraints on values. data: the store with the code lists that shapes refer to."""

    def __init__(self, data: Store, vocabulary: Vocabulary) -> None:
        self._data, self._vocabulary = data, vocabulary

    def kinds(self, shapes: Iterable[Shape]) -> frozenset[str] | None:
        """Return the kinds of values (see `forms`) that all shapes allow, or None if they do not restrict the kind."""
        known = [kinds for shape in shapes for kinds in self._kinds(shape)]
        return reduce(frozenset.__and__, known) if known else None

    def limits(self, shapes: Iterable[Shape]) -> Limits:
        """Return the combined limits of the shapes."""
        shapes = tuple(shapes)
        minima, maxima, lengths = (
            [number for shape in shapes if (number := shape.number(name)) is not None]
            for name in ("minInclusive", "maxInclusive", "maxLength")
        )
        members = self.members(shapes)
        return Limits(
            patterns=tuple(pattern for shape in shapes for pattern in _portable_patterns(shape)),
            minimum=max(minima, default=None),
            maximum=min(maxima, default=None),
            max_length=int(min(lengths)) if lengths else None,
            members=None if members is None else _sorted(members),
            classes=tuple(tuple(self._vocabulary.written_classes(iri)) for shape in shapes for iri in shape.texts("class")),
        )

    def members(self, shapes: Iterable[Shape]) -> frozenset[Term] | None:
        """Return the values that all shapes allow, or None if they are not a short list."""
        shapes = tuple(shapes)
        known = [members for shape in shapes for members in self._members(shape)]
        if not known:
            return None
        excluded = [self._exactly(inner) for shape in shapes for inner in shape.shapes("not")]
        found = reduce(frozenset.__and__, known).difference(*excluded)
        is_list = len(found) <= _MAX_MEMBERS and all(isinstance(term, NamedNode | Literal) for term in found)
        return found if is_list else None

    def subjects(self, path: Iterable[str], value: Term) -> frozenset[Term]:
        """Return the nodes from which a path leads to a value."""
        found: set[Term] = {value}
        for step in reversed(tuple(path)):
            quads = (quad for end in found for quad in self._data.quads_for_pattern(None, NamedNode(step), end))
            found = {quad.subject for quad in quads}
        return frozenset(found)

    def _members(self, shape: Shape) -> list[frozenset[Term]]:
        known = [frozenset(shape.items("in"))] if "in" in shape.parameters else []
        for inner in shape.shapes("property"):
            known += [self.subjects(inner.path, value) for value in inner.values("hasValue") if inner.path]
        for inner in shape.shapes("node"):
            known += self._members(inner)
        return known

    def _exactly(self, shape: Shape) -> frozenset[Term]:
        """Return the nodes that match a shape if it consists only of sh:hasValue constraints; else the empty set."""
        simple = shape.parameters == {"property"} and all(inner.parameters == {"path", "hasValue"} for inner in shape.shapes("property"))
        return reduce(frozenset.__and__, self._members(shape)) if simple else frozenset()

    def _kinds(self, shape: Shape) -> list[frozenset[str]]:
        datatypes = [datatype for datatype in shape.texts("datatype") if datatype != _DIRECTED]
        known = [frozenset({TAGGED if datatype == _LANG_STRING else datatype}) for datatype in datatypes]
        if "in" in shape.parameters:
            known.append(frozenset(_kind(member) for member in shape.items("in")))
        described = any(inner.number("minCount") or inner.values("hasValue") for inner in shape.shapes("property"))
        if described or "class" in shape.parameters or _NODE_KINDS.intersection(shape.texts("nodeKind")):
            known.append(frozenset({NODE}))
        for inner in shape.shapes("node"):
            known += self._kinds(inner)
        for alternatives in shape.alternatives():
            either = [self.kinds([inner]) for inner in alternatives]
            known += [frozenset().union(*(kinds for kinds in either if kinds))] if all(kinds is not None for kinds in either) else []
        return known


def _kind(term: Term) -> str:
    if not isinstance(term, Literal):
        return NODE
    return TAGGED if term.language and not term.direction else term.datatype.value


def _portable_patterns(shape: Shape) -> list[str]:
    if "flags" in shape.parameters:
        return []
    return [pattern for pattern in shape.texts("pattern") if _is_portable(pattern)]


def _is_portable(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return not _NOT_IN_JAVASCRIPT.search(pattern)


def _sorted(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: natural_key(str(term))))
