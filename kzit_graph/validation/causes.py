"""Report one mistake once: leave out results that only follow from another, and say when a value is unknown.

A report with four lines for one misspelt class hides the line that helps. SHACL has a result for each constraint; see
docs/deviations.md.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.rdf.names import Names
from kzit_graph.rdf.namespaces import RDF_TYPE, SHACL
from kzit_graph.sparql.queries import select
from kzit_graph.validation.results import Result, Severity, Text
from kzit_graph.validation.shapes_graph import ShapesGraph, sh

_TYPE: Final = str(RDF_TYPE)
_NEEDS_DESCRIPTION: Final = frozenset(f"{SHACL}{name}ConstraintComponent" for name in ("Class", "In", "Node", "Or"))
"""Constraints that a value without a description often violates."""

_CLASS: Final = f"{SHACL}ClassConstraintComponent"
_IN: Final = f"{SHACL}InConstraintComponent"
_MAX_CANDIDATES: Final = 5_000
"""The most names that are compared with an unknown one."""

_MIN_SIMILARITY: Final = 0.7


class Causes:
    """What results come from. data, ontology: to know which IRIs are described. prefixes: returns them, for messages."""

    def __init__(self, shapes: ShapesGraph, data: Store, ontology: Store, prefixes: Callable[[], Mapping[str, str]]) -> None:
        self._shapes = shapes
        self._stores = (data, ontology)
        self._prefixes = prefixes
        self._is_described = cache(self._find_description)
        self._candidates = cache(self._find_candidates)

    def one_result_each(self, results: Iterable[Result]) -> list[Result]:
        """Return the results without those that follow from another.

        Of results of one shape for the same value with the same message, those of one constraint are kept. A result that a node has
        no class follows from a result that says that the node's class is unknown.
        """
        found = list(results)
        misspelt = {result.focus for result in found if self._is_unknown_class(result)}
        components: dict[tuple[str | None, ...], str] = {}
        for result in sorted(found, key=lambda result: (_rank(result.component), result.component)):
            components.setdefault(_mistake(result), result.component)
        return [
            self._explained(result)
            for result in found
            if components[_mistake(result)] == result.component and not (result.component == _CLASS and result.value in misspelt)
        ]

    def _is_unknown_class(self, result: Result) -> bool:
        is_of_type = result.component == _IN and result.path == _TYPE and result.severity is Severity.VIOLATION
        return is_of_type and result.value is not None and not self._is_described(result.value)

    def _explained(self, result: Result) -> Result:
        """Return a result that says so if its value is an IRI that nothing describes."""
        value = result.value or ""
        if result.component not in _NEEDS_DESCRIPTION or value == result.focus or self._is_described(value):
            return result
        near = self._nearest(value, result)
        hint = f"; nearest: {near}" if near else ""
        cause = f"{self._short(value)} is unknown: nothing describes it{hint}."
        texts = (Text(cause, "en"), *(result.texts or [Text(result.message)]))
        return replace(result, message=f"{cause} {result.message}", texts=texts)

    def _nearest(self, value: str, result: Result) -> str | None:
        """Return the name of the IRI that a misspelt one probably stands for."""
        listed = self._members(result)
        namespace, local = _split(value)
        candidates = listed or self._candidates(namespace)
        close = difflib.get_close_matches(local, [_split(each)[1] for each in candidates], 1, _MIN_SIMILARITY)
        near = next((each for each in candidates if close and _split(each)[1] == close[0]), None)
        return self._short(near) if near else None

    def _members(self, result: Result) -> Sequence[str]:
        """Return the IRIs of sh:in, if a result is of this constraint."""
        if result.component != _IN or not (result.shape or "").startswith("<"):
            return ()
        heads = self._shapes.values(NamedNode((result.shape or "")[1:-1]), sh("in"))
        return [str(member) for head in heads for member in self._shapes.members(head) if isinstance(member, NamedNode)]

    def _find_candidates(self, namespace: str) -> Sequence[str]:
        found = [str(row["subject"]) for store in self._stores for row in select(store, "subjects-in.rq", namespace=Literal(namespace))]
        return found if len(found) <= _MAX_CANDIDATES else ()

    def _find_description(self, term: str) -> bool:
        """Whether a term is the subject of a triple. True for literals and blank nodes, which need no description."""
        if not term.startswith("<"):
            return True
        node = NamedNode(term[1:-1])
        return any(next(store.quads_for_pattern(node, None, None), None) is not None for store in self._stores)

    def _short(self, term: str) -> str:
        return Names(self._prefixes()).shorten(NamedNode(term[1:-1]))


def _mistake(result: Result) -> tuple[str | None, ...]:
    """Return what is equal for results that say the same about a value."""
    return (result.severity_iri, result.focus, result.path, result.value, result.shape, result.message or result.component)


def _rank(component: str) -> int:
    """Return 1 for constraints that follow from others, such as a bound that a text cannot have."""
    return int(any(name in component for name in ("Inclusive", "Exclusive", "Length", "Pattern", "LessThan", "LanguageIn")))


def _split(term: str) -> tuple[str, str]:
    """Return the namespace and the last part of an IRI in angle brackets."""
    iri = term[1:-1]
    at = max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1
    return iri[:at], iri[at:]
