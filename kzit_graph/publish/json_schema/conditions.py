"""Shapes of nodes → conditions on the objects that stand for them, as JSON Schema.

A condition may say less than its shape, never more. Where it is part of a negation it has to say the same; so each comes with
whether it does.
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
_SAYS_NOTHING: Final = frozenset({"message", "severity", "description", "name", "order", "group", "defaultValue"})


@dataclass(frozen=True)
class Condition:
    """schemas: what must hold, all of them. whole: whether nothing is missing."""

    schemas: tuple[Json, ...] = ()
    whole: bool = True

    def __and__(self, other: Condition) -> Condition:
        return Condition(self.schemas + other.schemas, self.whole and other.whole)

    @property
    def schema(self) -> Json:
        """All in one schema."""
        return self.schemas[0] if len(self.schemas) == 1 else {"allOf": list(self.schemas)} if self.schemas else {}


_UNSAID: Final = Condition(whole=False)


class Conditions:
    """Makes conditions in the terms of a context."""

    def __init__(self, forms: Forms, values: ShapeValues, vocabulary: Vocabulary, by_path: Mapping[str, Sequence[Shape]]) -> None:
        self._forms, self._values, self._vocabulary, self._by_path = forms, values, vocabulary, by_path

    def of_node(self, shape: Shape) -> Condition:
        """What a node shape says of the object of a node, its property shapes included."""
        return self.beside_properties(shape) & self._all(self.of_property(inner) for inner in shape.shapes("property"))

    def beside_properties(self, shape: Shape) -> Condition:
        """What a node shape says of the object of a node, without its property shapes, and without closing it."""
        said = {"class", "node", "or", "not", "property", "path", "nodeKind"} | _SAYS_NOTHING
        found = Condition(whole=shape.parameters <= said)
        for iri in shape.texts("class"):
            found &= Condition((self._forms.is_one_of(self._vocabulary.written_classes(iri)),))
        for kind in shape.texts("nodeKind"):
            found &= Condition((self._forms.has_iri(),)) if kind == _IRI else _UNSAID
        found &= self._all(self.of_node(inner) for inner in shape.shapes("node"))
        for alternatives in shape.alternatives():
            found &= _any_of([self.of_node(inner) for inner in alternatives])
        for excluded in (self.of_node(inner) for inner in shape.shapes("not")):
            found &= Condition(({"not": excluded.schema},)) if excluded.whole else _UNSAID
        return found

    def of_property(self, shape: Shape) -> Condition:
        """What a property shape says by counting values, or by naming one of them."""
        keys = self.keys(shape.path[0]) if shape.path else ()
        if len(keys) != 1:
            return _UNSAID
        (key,) = keys
        found = Condition(whole=shape.parameters <= {"path", "minCount", "maxCount", "hasValue"} | _SAYS_NOTHING)
        least, most = shape.number("minCount") or 0, shape.number("maxCount")
        if len(shape.path) > 1 and (least or most is not None):
            return _UNSAID
        if least:
            found &= Condition(({"required": [key]},))
        if least > 1:
            found &= Condition(({"properties": {key: {"minItems": int(least)}}},)) if self._forms.is_set(key) else _UNSAID
        if most is not None:
            found &= Condition(({"not": {"required": [key]}},)) if most == 0 else _UNSAID
        for value in shape.values("hasValue"):
            found &= self._has(key, self._values.subjects(shape.path[1:], value))
        return found

    def keys(self, iri: str) -> tuple[str, ...]:
        """The keys under which values of a property stand, whatever shapes may say of it."""
        shapes = [shape for name in self._vocabulary.superproperties(iri) for shape in self._by_path.get(name, ())]
        kinds = {kind for shape in shapes for kind in self._values.kinds([shape]) or ()} or {ANY}
        return tuple(sorted({form.key for kind in kinds for form in self._forms.of(iri, kind, Limits())}))

    def _has(self, key: str, values: Iterable[Term]) -> Condition:
        values = tuple(values)
        words = self._forms.words(values, key)
        if words is None or len(words) < len(values):
            return _UNSAID
        return Condition(({"properties": {key: self._forms.some(key, among(sorted(words)))}, "required": [key]},))

    def _all(self, conditions: Iterable[Condition]) -> Condition:
        found = Condition()
        for condition in conditions:
            found &= condition
        return found


def _any_of(conditions: list[Condition]) -> Condition:
    """One that says nothing makes the others say nothing, too."""
    whole = all(condition.whole for condition in conditions)
    if not all(condition.schemas for condition in conditions):
        return Condition(whole=False)
    return Condition(({"anyOf": [condition.schema for condition in conditions]},), whole)
