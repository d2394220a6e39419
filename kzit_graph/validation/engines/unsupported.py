"""Remove what neither engine checks from a shapes graph, with a warning for each: undefined shapes, and terms beyond SHACL 1.0.

Both engines skip an undefined shape without a word. Of SHACL Advanced Features, each supports another part.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.results import BELOW_INFO
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph, Term, sh

_TERMS: Final = """
    targetClass targetNode targetObjectsOf targetSubjectsOf message severity deactivated
    and class closed ignoredProperties datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals maxCount maxExclusive
    maxInclusive maxLength minCount minExclusive minInclusive minLength node nodeKind not or pattern flags property
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint sparql uniqueLang xone
    path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
    defaultValue description group name order
    ask select prefixes declare prefix namespace parameter optional labelTemplate validator nodeValidator propertyValidator
    conforms detail focusNode result resultMessage resultPath resultSeverity shapesGraph shapesGraphWellFormed sourceConstraint
    sourceConstraintComponent sourceShape suggestedShapesGraph entailment value construct update
"""
"""The properties of SHACL 1.0 (Core and SPARQL), and those of its validation reports."""


_KNOWN: Final = frozenset(_TERMS.split())
_MIN_SIMILARITY: Final = 0.8
_SWITCHES: Final = ("closed", "deactivated", "optional", "qualifiedValueShapesDisjoint", "uniqueLang")
_OF_QUALIFIED: Final = ("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint")
_DEPENDENT: Final = {sh("qualifiedValueShape"): _OF_QUALIFIED}
_NEEDED: Final = {
    "flags": ("pattern",),
    "ignoredProperties": ("closed",),
    **dict.fromkeys(_OF_QUALIFIED, ("qualifiedValueShape",)),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
}
"""Parameters that mean nothing without one of others. pySHACL refuses some of them then."""

_SEVERITIES: Final = ("Info", "Violation", "Warning")
_TRUTH_VALUES: Final = (Literal(True), Literal(False))
"""The values of `_SWITCHES`. SHACL compares terms, so "1"^^xsd:boolean is not true."""


def leave_out_unsupported(shapes: ShapesGraph) -> tuple[str, ...]:
    """Remove references to undefined shapes and unsupported terms from a shapes graph.

    Returns a warning for each, with the file and line of its shape.
    """
    return (
        *_undefined_shapes(shapes),
        *_unknown_terms(shapes),
        *_without_effect(shapes),
        *_other_truth_values(shapes),
        *_unknown_severities(shapes),
        *_entailments(shapes),
    )


def _undefined_shapes(shapes: ShapesGraph) -> Iterator[str]:
    for shape, parameter, value, referred in list(shapes.references()):
        if isinstance(referred, NamedNode) and not shapes.properties(referred):
            shapes.remove(shape, parameter, value)
            problem = (
                f"sh:{_local(parameter)} refers to {referred}, which is not defined, so it is not checked; define it or correct the name"
            )
            if not shapes.values(shape, parameter):
                for name in _DEPENDENT.get(parameter, ()):
                    shapes.remove(shape, sh(name))
            yield shapes.warning(shape, problem)


def _unknown_terms(shapes: ShapesGraph) -> Iterator[str]:
    unknown = [(shape, predicate) for shape in shapes.subjects() for predicate in shapes.properties(shape) if _is_unknown(predicate)]
    below = _blank_nodes_below(shapes, unknown)
    for shape, predicate in unknown:
        shapes.remove(shape, predicate)
        if shape not in below:
            similar = difflib.get_close_matches(_local(predicate), sorted(_KNOWN), 1, _MIN_SIMILARITY)
            hint = f"; nearest: sh:{similar[0]}" if similar else ""
            yield shapes.warning(shape, f"sh:{_local(predicate)} is not a term of SHACL 1.0, so it is ignored{hint}")


def _is_unknown(predicate: str) -> bool:
    return predicate.startswith(SHACL) and _local(predicate) not in _KNOWN


def _blank_nodes_below(shapes: ShapesGraph, unknown: Iterable[tuple[Node, str]]) -> set[Term]:
    """Return the blank nodes that describe the values of unknown terms. They need no warnings of their own."""
    found: set[Term] = set()
    added = [value for shape, predicate in unknown for value in shapes.values(shape, predicate)]
    while added:
        node = added.pop()
        if isinstance(node, BlankNode) and node not in found:
            found.add(node)
            added += [value for values in shapes.properties(node).values() for value in values]
    return found


def _without_effect(shapes: ShapesGraph) -> Iterator[str]:
    """Yield a warning for each parameter that has no effect, because it lacks another one, and remove it."""
    for name, needed in _NEEDED.items():
        for shape in shapes.subjects(sh(name)):
            if not any(shapes.values(shape, sh(other)) for other in needed):
                shapes.remove(shape, sh(name))
                others = " or ".join(f"sh:{other}" for other in needed)
                yield shapes.warning(shape, f"sh:{name} has no effect without {others}, so it is ignored; add it")


def _other_truth_values(shapes: ShapesGraph) -> Iterator[str]:
    for name in _SWITCHES:
        for shape in shapes.subjects(sh(name)):
            for value in shapes.values(shape, sh(name)):
                if value not in _TRUTH_VALUES:
                    shapes.remove(shape, sh(name), value)
                    shown = "of a blank node" if isinstance(value, BlankNode) else str(value)
                    yield shapes.warning(shape, f"sh:{name} {shown} is ignored; write true or false")


def _unknown_severities(shapes: ShapesGraph) -> Iterator[str]:
    """Yield a warning for each severity in the namespace of SHACL that SHACL 1.0 does not define."""
    for shape in shapes.subjects(sh("severity")):
        for value in shapes.values(shape, sh("severity")):
            if isinstance(value, NamedNode) and value.value.startswith(SHACL) and _local(value.value) not in _SEVERITIES:
                name = _local(value.value)
                similar = difflib.get_close_matches(name.capitalize(), _SEVERITIES, 1, _MIN_SIMILARITY)
                hint = f"; nearest: sh:{similar[0]}" if similar else ""
                rank = "an info" if name in BELOW_INFO else "a violation"
                yield shapes.warning(shape, f"sh:severity sh:{name} is not a severity of SHACL 1.0, so it counts as {rank}{hint}")


def _entailments(shapes: ShapesGraph) -> Iterator[str]:
    """Yield a warning for each entailment regime that the shapes ask for (SHACL, section 1.5)."""
    for node in shapes.subjects(sh("entailment")):
        for value in shapes.values(node, sh("entailment")):
            yield shapes.warning(node, f"sh:entailment {value} is not supported; only what subclasses and subproperties entail is checked")


def _local(predicate: str) -> str:
    return predicate.removeprefix(SHACL)
