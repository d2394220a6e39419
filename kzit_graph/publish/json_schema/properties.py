"""Shapes of a property → what stands under its keys, as JSON Schema."""

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
    """Describes properties in the terms of a context. by_path: all property shapes, by their property."""

    def __init__(self, forms: Forms, values: ShapeValues, vocabulary: Vocabulary, by_path: Mapping[str, Sequence[Shape]]) -> None:
        self._forms, self._values, self._vocabulary, self._by_path = forms, values, vocabulary, by_path

    def entries(self, iri: str, own: Sequence[Shape], every: Iterable[Shape], whatever: bool) -> dict[str, Json]:
        """A property by its keys. own: its property shapes; every: all property shapes that hold for the same nodes.

        whatever: whether keys are given, too, of which nothing is known.
        """
        above = self._vocabulary.superproperties(iri)
        shapes = [shape for shape in every if len(shape.path) == 1 and shape.path[0] in above]
        kinds = self._values.kinds(shapes)
        limits = self._values.limits(shapes)
        if kinds is None and not whatever and iri != TYPE_IRI and not any(shape.texts("description") for shape in own):
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
        """What stands under a key. shapes: those of the property; alone: whether all its values stand there."""
        options: list[Json] = []
        tagged = [form for form in forms if form.tags]
        if tagged:
            options.append(self._by_language(key, tagged, shapes))
        plain = [form.schema for form in forms if not form.tags]
        if plain:
            least = max((int(shape.number("minCount") or 0) for shape in shapes), default=0)
            most = min((int(number) for shape in shapes if (number := shape.number("maxCount")) is not None), default=None)
            options.append(several(one_of(plain), self._forms.is_set(key), least if alone else 1, most))
        return {**one_of(options), **(self._counted(key, shapes) if alone else {})}

    def _counted(self, key: str, shapes: Sequence[Shape]) -> Json:
        """How many values must be among some."""
        for shape in shapes if self._forms.is_set(key) else ():
            for inner in shape.shapes("qualifiedValueShape"):
                words = self._forms.words(inner.items("in"), key)
                if words and inner.parameters == {"in"}:
                    ends = (("minContains", shape.number("qualifiedMinCount") or 0), ("maxContains", shape.number("qualifiedMaxCount")))
                    return {"contains": among(words), **{name: int(end) for name, end in ends if end is not None}}
        return {}

    def _by_language(self, key: str, forms: Sequence[Form], shapes: Sequence[Shape]) -> Json:
        """Text by its language. A wanted language may be there in a regional form alone."""
        text = one_of([form.schema for form in forms])
        most = 1 if any(shape.is_true("uniqueLang") for shape in shapes) else None
        schema: Json = {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "|".join(sorted({form.tags for form in forms}))},
            "additionalProperties": several(text, self._forms.is_set_by_language(key), most=most),
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
        """In words: what the shape says here, else what the vocabulary says, else what a shape says elsewhere."""
        texts = (
            *(text for shape in own for text in shape.in_english("description")),
            *filter(None, [self._vocabulary.definition(iri)]),
            *(text for shape in self._by_path.get(iri, ()) for text in shape.in_english("description")),
        )
        return {"description": texts[0]} if texts else {}


def several(value: Json, always_array: bool, least: int = 1, most: int | None = None) -> Json:
    """From least to most different values, alone or in an array. always_array: whether one makes an array, too."""
    if most == 0:
        return NOTHING
    array = {"type": "array", "items": value, "minItems": max(least, 1 if always_array else 2), "uniqueItems": True}
    array |= {"maxItems": most} if most is not None else {}
    if always_array:
        return array
    if most == 1:
        return value
    return array if least > 1 else {"anyOf": [value, array]}
