"""Translate property shapes to JSON Schema of the keys of the property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal

from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.publish.json_schema.forms import ANY, NOTHING, Form, Forms, Json, among, one_of
from kzit_graph.publish.json_schema.shape_graph import Shape
from kzit_graph.publish.json_schema.shape_values import ShapeValues
from kzit_graph.rdf.namespaces import TYPE_IRI


class Properties:
    """Translates property shapes, using the keys of a context. by_path: all property shapes, by property."""

    def __init__(self, forms: Forms, values: ShapeValues, vocabulary: Vocabulary, by_path: Mapping[str, Sequence[Shape]]) -> None:
        self._forms, self._values, self._vocabulary, self._by_path = forms, values, vocabulary, by_path

    def entries(self, iri: str, own: Sequence[Shape], every: Iterable[Shape], include_unconstrained: bool) -> dict[str, Json]:
        """Return the schemas of a property, by key. own: its property shapes. every: all property shapes for the same nodes.

        include_unconstrained: also return keys without constraints.
        """
        above = self._vocabulary.superproperties(iri)
        shapes = [shape for shape in every if len(shape.path) == 1 and shape.path[0] in above]
        kinds = self._values.kinds(shapes)
        limits = self._values.limits(shapes)
        if kinds is None and not include_unconstrained and iri != TYPE_IRI and not any(shape.texts("description") for shape in own):
            return {}
        by_key: dict[str, list[Form]] = defaultdict(list)
        for kind in sorted(kinds) if kinds else (ANY,):
            for form in self._forms.of(iri, kind, limits):
                by_key[form.key].append(form)
        about, here = self._description(iri, own), [shape for shape in shapes if shape.path == (iri,)]
        if iri == TYPE_IRI and limits.members is None:
            (key,) = by_key
            return {key: {"$ref": "#/$defs/type", **self._counted(key, here)}}
        return {key: {**about, **self._under(key, forms, here, len(by_key) == 1)} for key, forms in by_key.items()}

    def _under(self, key: str, forms: Sequence[Form], shapes: Sequence[Shape], alone: bool) -> Json:
        """Return the schema of a key. shapes: of the property. alone: whether all its values are under this key."""
        options: list[Json] = []
        tagged = [form for form in forms if form.tags]
        if tagged:
            options.append(self._by_language(key, tagged, shapes))
        plain = [form.schema for form in forms if not form.tags]
        if plain:
            min_count = max((int(shape.number("minCount") or 0) for shape in shapes), default=0)
            max_count = min((int(number) for shape in shapes if (number := shape.number("maxCount")) is not None), default=None)
            options.append(
                several(one_of(plain), always_array=self._forms.is_set(key), min_count=min_count if alone else 1, max_count=max_count)
            )
        return {**one_of(options), **(self._counted(key, shapes) if alone else {})}

    def _counted(self, key: str, shapes: Sequence[Shape]) -> Json:
        """Translate qualified counts of values in a list."""
        for shape in shapes if self._forms.is_set(key) else ():
            for inner in shape.shapes("qualifiedValueShape"):
                words = self._forms.words(inner.items("in"), key)
                if words and inner.parameters == {"in"}:
                    ends = (("minContains", shape.number("qualifiedMinCount") or 0), ("maxContains", shape.number("qualifiedMaxCount")))
                    return {"contains": among(words), **{name: int(end) for name, end in ends if end is not None}}
        return {}

    def _by_language(self, key: str, forms: Sequence[Form], shapes: Sequence[Shape]) -> Json:
        """Return the schema of text by language. A required language may be present only as a regional variant."""
        text = one_of([form.schema for form in forms])
        max_count = 1 if any(shape.is_true("uniqueLang") for shape in shapes) else None
        schema: Json = {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "|".join(sorted({form.tags for form in forms}))},
            "additionalProperties": several(text, always_array=self._forms.is_set_by_language(key), max_count=max_count),
        }
        wanted = [
            tag.value
            for shape in shapes
            for inner in shape.shapes("qualifiedValueShape")
            if shape.number("qualifiedMinCount") and len(tags := inner.items("languageIn")) == 1
            for tag in tags
            if isinstance(tag, Literal)
        ]
        conditions = [{"if": {"propertyNames": {"not": {"pattern": f"^{tag}-"}}}, "then": {"required": [tag]}} for tag in wanted]
        return {**schema, **({"allOf": conditions} if conditions else {})}

    def _description(self, iri: str, own: Sequence[Shape]) -> Json:
        """Return the description of the first source that has one: the own shapes, the vocabulary, other shapes."""
        texts = (
            *(text for shape in own for text in shape.in_english("description")),
            *filter(None, [self._vocabulary.definition(iri)]),
            *(text for shape in self._by_path.get(iri, ()) for text in shape.in_english("description")),
        )
        return {"description": texts[0]} if texts else {}


def several(value: Json, *, always_array: bool, min_count: int = 1, max_count: int | None = None) -> Json:
    """Return a schema for distinct values, alone or in an array. always_array: whether a single value is an array, too."""
    if max_count == 0:
        return NOTHING
    array = {"type": "array", "items": value, "minItems": max(min_count, 1 if always_array else 2), "uniqueItems": True}
    array |= {"maxItems": max_count} if max_count is not None else {}
    if always_array:
        return array
    if max_count == 1:
        return value
    return array if min_count > 1 else {"anyOf": [value, array]}
