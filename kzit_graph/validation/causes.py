"""Report one mistake once: leave out results that only follow from another, and say when a value or a term is unknown.

A report with four lines for one misspelt class hides the line that helps. SHACL has a result for each constraint; see
docs/deviations.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kzit_graph.project.rules.typed import CHECK
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import OWL, RDF, RDF_TYPE, RDFS, SHACL, XSD
from kzit_graph.rdf.prefixed_names import prefixed_name
from kzit_graph.sparql.queries import select
from kzit_graph.validation.nearest import Known
from kzit_graph.validation.results import Result, Severity, Text
from kzit_graph.validation.shapes.shapes_graph import ShapesGraph, sh

_TYPE: Final = str(RDF_TYPE)
_NEEDS_DESCRIPTION: Final = frozenset(f"{SHACL}{name}ConstraintComponent" for name in ("Class", "In", "Node", "Or"))
"""Constraints that a value without a description often violates."""

_CLASS: Final = f"{SHACL}ClassConstraintComponent"
_CLOSED: Final = f"{SHACL}ClosedConstraintComponent"
_IN: Final = f"{SHACL}InConstraintComponent"
_MIN_COUNT: Final = f"{SHACL}MinCountConstraintComponent"
RANGE: Final = NamedNode(f"{RDFS}range")
_NOT_DESCRIBED: Final = (RDF, RDFS, XSD, OWL)
"""Namespaces of ranges that do not ask for a description."""


class Causes:
    """What results come from. prefixes: returns them, for messages. shorthand: returns the terms that the rules of the project read."""

    def __init__(
        self,
        shapes: ShapesGraph,
        data: Store,
        vocabulary: Vocabulary,
        base: str,
        prefixes: Callable[[], Mapping[str, str]],
        shorthand: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._shapes = shapes
        self._data = data
        self._vocabulary = vocabulary
        self._known = Known(data, vocabulary, shapes, base, shorthand)
        self._prefixes = prefixes
        self._near = cache(self._known.nearest)
        self._near_properties = cache(self._known.nearest_properties)
        self._is_property = cache(self._known.is_property)

    def one_result_each(self, results: Iterable[Result], following: Collection[tuple[str, str]] = ()) -> list[Result]:
        """Return the results without those that follow from another. following: see `kzit_graph.validation.rules.what_follows`.

        Of results of one shape for the same value with the same message, those of one constraint are kept. If the only class of a
        node is unknown, results about the node itself follow from that, and so do those that it is not what another node needs.
        That a property is missing follows from a misspelt name of the property. If a check of the rules finds that a property is
        unknown, or that a literal cannot be read, a shape need not say so again.
        """
        found = [self._with_property(result) for result in results]
        typed = {(result.focus, result.value) for result in found if _is_of_check(result) and (result.value or "").startswith('"')}
        told = {(result.focus, result.unknown) for result in found if result.unknown}
        unknown_classes = [result for result in found if self._is_unknown_class(result)]
        misspelt = {result.focus for result in unknown_classes}
        untyped = misspelt - {focus for focus in misspelt if self._has_known_class(focus)}
        meant = {
            (result.focus, property_)
            for result in found
            if self._is_unknown_property(result) and result.path
            for property_ in self._near_properties(result.path)
        }
        components: dict[tuple[str | None, ...], str] = {}
        for result in sorted(found, key=lambda result: (_rank(result.component), result.component)):
            components.setdefault(_mistake(result), result.component)
        return [
            self._explained(result)
            for result in found
            if components[_mistake(result)] == result.component
            and not (result.component in _NEEDS_DESCRIPTION - {_IN} and result.value in misspelt)
            and not (result.path is None and result.focus in untyped)
            and not (result.component == _MIN_COUNT and (result.focus, result.path) in meant)
            and not (result.component == _CLOSED and (result.focus, result.path) in told)
            and not (result.component == _MIN_COUNT and (result.focus, result.path) in following)
            and (result.focus, result.shape) not in following
            and (_is_of_check(result) or (result.focus, result.value) not in typed)
        ]

    def nearest(self, unknown: str) -> str:
        """Return the names of the things that an unknown IRI probably stands for, as a list for people; empty if there is none."""
        return ", ".join(map(self._short, self._near(unknown)))

    def of_statements(self, results: Sequence[Result]) -> Iterator[Result]:
        """Yield a warning for each statement with an unknown IRI of the project, if none of the results names it.

        These are classes and properties in a namespace of the ontology that are like one of its terms, and values of properties with
        a class as range.
        """
        named = {(result.focus, result.unknown) for result in results}
        for quad, unknown in self._unknown_in_data():
            focus, path, value = str(quad.subject), str(quad.predicate), None if unknown == quad.predicate else str(unknown)
            if (focus, str(unknown)) in named:
                continue
            named.add((focus, str(unknown)))
            is_thing = value is not None and path != _TYPE and not self._known.is_own_term(value)
            near = self._near(value) if value else self._near_properties(path)
            if not is_thing and (not near or self._known.is_shorthand(str(unknown))):
                continue  # not misspelt: a project may use more terms than its ontology declares
            repair = "Describe it, or correct its spelling." if is_thing else "Correct its spelling, or declare it in the ontology."
            message = f"{self._cause(str(unknown), near)} {repair}"
            component = _CLASS if value else _CLOSED
            yield Result(Severity.WARNING, focus, path, value, None, component, message, texts=(Text(message, "en"),), unknown=str(unknown))

    def _unknown_in_data(self) -> Iterator[tuple[Quad, NamedNode]]:
        """Yield the statements with an unknown IRI of the project, and this IRI."""
        axioms = self._vocabulary.store.quads_for_pattern(None, RANGE, None)
        of_terms = self._properties_of_terms()
        ranged = [axiom.subject for axiom in axioms if isinstance(axiom.subject, NamedNode) and asks_for_description(axiom.object)]
        with ThreadPoolExecutor(max_workers=2) as executor:  # the queries read all data
            in_use = executor.submit(self._terms_in_use)
            undescribed = list(executor.map(self._undescribed_values, (*ranged, *of_terms)))
        for term in in_use.result():
            if self._known.is_own_term(str(term)) and not self._known.is_described(str(term)):
                yield from ((quad, term) for quad in self._data.quads_for_pattern(None, term, None))
                yield from ((quad, term) for quad in self._data.quads_for_pattern(None, RDF_TYPE, term))
        for property_, values in zip((*ranged, *of_terms), undescribed, strict=True):
            is_own = self._known.is_own if property_ in ranged else self._known.is_own_term
            if unknown := {each for each in values if is_own(str(each)) and not self._known.is_described(str(each))}:
                quads = self._data.quads_for_pattern(None, property_, None)
                yield from ((quad, quad.object) for quad in quads if isinstance(quad.object, NamedNode) and quad.object in unknown)

    def _properties_of_terms(self) -> list[NamedNode]:
        """Return the properties that have a property of the ontology as a value, such as rdf:predicate."""
        declared = self._vocabulary.store.quads_for_pattern(None, RDF_TYPE, None)
        terms = {quad.subject for quad in declared if isinstance(quad.object, NamedNode) and quad.object.value.endswith("Property")}
        found = {quad.predicate for term in terms for quad in self._data.quads_for_pattern(None, None, term)}
        return sorted(found - {RDF_TYPE}, key=str)

    def _terms_in_use(self) -> list[NamedNode]:
        """Return the properties and classes of the data. One query for both would take half as long again."""
        found = {row["term"] for query in ("properties-in-use.rq", "classes-in-use.rq") for row in select(self._data, query)}
        return sorted(found, key=str)

    def _undescribed_values(self, property_: NamedNode) -> set[NamedNode]:
        return {row["value"] for row in select(self._data, "undescribed-values.rq", property=property_)}

    def _with_property(self, result: Result) -> Result:
        """Return a mistake that a rule found with the unknown property of its statement, and the nearest known ones."""
        if result.value is None or result.path is not None or not _is_of_check(result) or not result.focus.startswith("<"):
            return result
        for quad in self._data.quads_for_pattern(NamedNode(result.focus[1:-1]), None, None):
            path = str(quad.predicate)
            is_known = self._is_property(path) or self._known.is_described(path) or self._known.is_shorthand(path)
            if str(quad.object) == result.value and not is_known and (near := self._near_properties(path)):
                message = f"{result.message} Nearest: {', '.join(map(self._short, near))}."
                return replace(result, path=path, message=message, unknown=path)
        return result

    def _is_unknown_class(self, result: Result) -> bool:
        is_of_type = result.component == _IN and result.path == _TYPE and result.severity is Severity.VIOLATION
        return is_of_type and result.value is not None and not self._known.is_described(result.value)

    def _has_known_class(self, focus: str) -> bool:
        types = self._data.quads_for_pattern(NamedNode(focus[1:-1]), RDF_TYPE, None) if focus.startswith("<") else ()
        return any(self._known.is_described(str(quad.object)) for quad in types)

    def _is_unknown_property(self, result: Result) -> bool:
        path = result.path or ""
        return (
            result.component == _CLOSED
            and path.startswith("<")
            and not self._is_property(path)
            and (bool(self._near_properties(path)) or (self._known.is_own_term(path) and not self._known.is_described(path)))
        )

    def _explained(self, result: Result) -> Result:
        """Return a result that says so if its property or its value is an IRI that nothing describes."""
        value = result.value or ""
        if self._is_unknown_property(result) and result.path:
            unknown, near = result.path, self._near_properties(result.path)
        elif result.component in _NEEDS_DESCRIPTION and value != result.focus and not self._known.is_described(value):
            listed = self._members(result)
            unknown, near = value, self._known.nearest(value, listed) if listed else self._near(value)
        else:
            return result
        cause = self._cause(unknown, near)
        texts = (Text(cause, "en"), *(result.texts or [Text(result.message)]))
        return replace(result, message=f"{cause} {result.message}", texts=texts, unknown=unknown)

    def _cause(self, unknown: str, near: Sequence[str]) -> str:
        hint = f"; nearest: {', '.join(map(self._short, near))}" if near else ""
        return f"{self._short(unknown)} is unknown: nothing describes it{hint}."

    def _members(self, result: Result) -> Sequence[str]:
        """Return the IRIs of sh:in, if a result is of this constraint."""
        if result.component != _IN or not (result.shape or "").startswith("<"):
            return ()
        heads = self._shapes.values(NamedNode((result.shape or "")[1:-1]), sh("in"))
        return [str(member) for head in heads for member in self._shapes.members(head) if isinstance(member, NamedNode)]

    def _short(self, term: str) -> str:
        return prefixed_name(term[1:-1], self._prefixes()) or term


def asks_for_description(range_: Term) -> bool:
    """Return whether a range is a class of things that have to be described, and not of all things or of literals."""
    return isinstance(range_, NamedNode) and not range_.value.startswith(_NOT_DESCRIBED)


def _is_of_check(result: Result) -> bool:
    """Return whether a check of the rules found a mistake."""
    return (result.shape or "").endswith(CHECK)


def _mistake(result: Result) -> tuple[str | None, ...]:
    """Return what is equal for results that say the same about a value."""
    return (result.severity_iri, result.focus, result.path, result.value, result.shape, result.message or result.component)


def _rank(component: str) -> int:
    """Return 1 for constraints that follow from others, such as a bound that a text cannot have."""
    return int(any(name in component for name in ("Inclusive", "Exclusive", "Length", "Pattern", "LessThan", "LanguageIn")))
