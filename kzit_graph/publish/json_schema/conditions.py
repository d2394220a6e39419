"""Translate node shapes to conditions on JSON objects, as JSON Schema.

A condition may be weaker than its shape, but never stricter. Inside a negation it must be exact, so each condition records whether
it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.publish.json_schema.forms import ANY, Forms, Json, Limits, among
from kzit_graph.publish.json_schema.shape_graph import Shape
from kzit_graph.publish.json_schema.shape_values import ShapeValues
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import SHACL

_IRI: Final = f"{SHACL}IRI"
_NON_VALIDATING: Final = frozenset({"message", "severity", "description", "name", "order", "group", "defaultValue"})


@dataclass(frozen=True)
class Condition:
    """The translation of a shape. schemas: all must hold. exact: whether they express the whole shape."""

    schemas: tuple[Json, ...] = ()
    exact: bool = True

    def __and__(self, other: Condition) -> Condition:
        return Condition(self.schemas + other.schemas, self.exact and other.exact)

    @property
    def schema(self) -> Json:
        """The schemas combined into one."""
        return self.schemas[0] if len(self.schemas) == 1 else {"allOf": list(self.schemas)} if self.schemas else {}


_UNTRANSLATED: Final = Condition(exact=False)


class Conditions:
    """Translates shapes, using the keys of a JSON-LD context."""

    def __init__(self, forms: Forms, values: ShapeValues, vocabulary: Vocabulary, by_path: Mapping[str, Sequence[Shape]]) -> None:
        self._forms, self._values, self._vocabulary, self._by_path = forms, values, vocabulary, by_path

    def of_node(self, shape: Shape) -> Condition:
        """Translate a node shape with its property shapes."""
        return self.without_properties(shape) & self._all(self.of_property(inner) for inner in shape.shapes("property"))

    def without_properties(self, shape: Shape) -> Condition:
        """Translate a node shape without its property shapes and sh:closed."""
        translated = {"class", "node", "or", "not", "property", "path", "nodeKind"} | _NON_VALIDATING
        found = Condition(exact=shape.parameters <= translated)
        for iri in shape.texts("class"):
            found &= Condition((self._forms.is_one_of(self._vocabulary.written_classes(iri)),))
        for kind in shape.texts("nodeKind"):
            found &= Condition((self._forms.has_iri(),)) if kind == _IRI else _UNTRANSLATED
        found &= self._all(self.of_node(inner) for inner in shape.shapes("node"))
        for alternatives in shape.alternatives():
            found &= _any_of([self.of_node(inner) for inner in alternatives])
        for excluded in (self.of_node(inner) for inner in shape.shapes("not")):
            found &= Condition(({"not": excluded.schema},)) if excluded.exact else _UNTRANSLATED
        return found

    def of_property(self, shape: Shape) -> Condition:
        """Translate the minimum and maximum count of a property shape, and its sh:hasValue."""
        keys = self.keys(shape.path[0]) if shape.path else ()
        if len(keys) != 1:
            return _UNTRANSLATED
        (key,) = keys
        found = Condition(exact=shape.parameters <= {"path", "minCount", "maxCount", "hasValue"} | _NON_VALIDATING)
        min_count, max_count = shape.number("minCount") or 0, shape.number("maxCount")
        if len(shape.path) > 1 and (min_count or max_count is not None):
            return _UNTRANSLATED
        if min_count:
            found &= Condition(({"required": [key]},))
        if min_count > 1:
            found &= Condition(({"properties": {key: {"minItems": int(min_count)}}},)) if self._forms.is_set(key) else _UNTRANSLATED
        if max_count is not None:
            found &= self._at_most(key, int(max_count))
        for value in shape.values("hasValue"):
            found &= self._has_value(key, self._values.subjects(shape.path[1:], value))
        return found

    def _at_most(self, key: str, count: int) -> Condition:
        if count == 0:
            return Condition(({"not": {"required": [key]}},))
        return Condition(({"properties": {key: {"maxItems": count}}},)) if self._forms.is_set(key) else _UNTRANSLATED

    def keys(self, iri: str) -> tuple[str, ...]:
        """Return the keys that values of a property can have, under any shape."""
        shapes = [shape for name in self._vocabulary.superproperties(iri) for shape in self._by_path.get(name, ())]
        kinds = {kind for shape in shapes for kind in self._values.kinds([shape]) or ()} or {ANY}
        return tuple(sorted({form.key for kind in kinds for form in self._forms.of(iri, kind, Limits())}))

    def _has_value(self, key: str, values: Iterable[Term]) -> Condition:
        values = tuple(values)
        words = self._forms.words(values, key)
        if words is None or len(words) < len(values):
            return _UNTRANSLATED
        return Condition(({"properties": {key: self._forms.some(key, among(sorted(words)))}, "required": [key]},))

    def _all(self, conditions: Iterable[Condition]) -> Condition:
        found = Condition()
        for condition in conditions:
            found &= condition
        return found


def _any_of(conditions: list[Condition]) -> Condition:
    """Combine alternatives. If one of them is untranslated, the result accepts anything."""
    exact = all(condition.exact for condition in conditions)
    if not all(condition.schemas for condition in conditions):
        return Condition(exact=False)
    return Condition(({"anyOf": [condition.schema for condition in conditions]},), exact)
