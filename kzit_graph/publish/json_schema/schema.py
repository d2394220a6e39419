"""Generate a JSON Schema of a project's JSON-LD dump from its context, shapes, vocabulary and code lists, for readers without RDF.

Follows JSON Schema 2020-12. The dump of valid data is valid against the schema, if each thing is described in a single graph. The
schema accepts some data that the shapes reject: it checks one object at a time, so it omits constraints between things or between
values, constraints in SPARQL, and constraints with a severity below sh:Violation.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.publish.json_schema.conditions import Conditions
from kzit_graph.publish.json_schema.forms import Forms, Json
from kzit_graph.publish.json_schema.properties import Properties, several
from kzit_graph.publish.json_schema.shape_graph import Shape, ShapeGraph
from kzit_graph.publish.json_schema.shape_values import ShapeValues
from kzit_graph.rdf.jsonld.compaction import ConfusedIri
from kzit_graph.rdf.jsonld.context import Terms
from kzit_graph.rdf.namespaces import TITLE, TYPE_IRI

SCHEMA_EXTENSION: Final = "schema.json"
"""File extension of the schema."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_IRI: Final = r'[^\s<>"{}|\\^`:]+:[^\s<>"{}|\\^`]*'
_ABOUT: Final = (
    "The JSON-LD dump of this dataset, as plain JSON. It is an array of graphs, one for each file of the data, and a graph is an array of "
    "things. A thing is an object, and other things refer to it by its id. This schema is generated from the ontology, the shapes and the "
    "code lists of the dataset. It checks single objects; only the shapes check, for example, that each thing is described."
)


def json_schema(loaded: LoadedProject) -> bytes | None:
    """Return the schema of the JSON-LD dump of a project, as JSON in UTF-8.

    Returns None if the context would change an IRI of the shapes. Raises `UnsupportedContext` if JSON-LD cannot be written with the
    context, and `InvalidInput` if the context, a shape or the ontology is malformed.
    """
    try:
        terms = loaded.context.terms
        schema = _Schema(terms, ShapeGraph(loaded.shapes), loaded.vocabulary, loaded.store).document(loaded.project)
    except ConfusedIri:
        return None
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


class _Schema:
    def __init__(self, terms: Terms, graph: ShapeGraph, vocabulary: Vocabulary, store: Store) -> None:
        self._terms, self._graph, self._vocabulary, self._store = terms, graph, vocabulary, store
        self._forms, self._values = Forms(terms), ShapeValues(store, vocabulary)
        self._by_class, self._by_path = graph.by_class(), graph.by_path()
        self._conditions = Conditions(self._forms, self._values, vocabulary, self._by_path)
        self._properties = Properties(self._forms, self._values, vocabulary, self._by_path)
        self._rank = {key: place for place, key in enumerate(terms.by_name)}
        self._id, self._type, self._graph_key = (self._forms.compaction.keyword(keyword) for keyword in ("@id", "@type", "@graph"))

    def document(self, project: Project) -> Json:
        common = self._common()
        classes = {self._name(iri, common): (iri, found) for iri in self._by_class if (found := self._class(iri))}
        return {
            "$schema": _DIALECT,
            "$id": f"{project.files_base}{project.name}.{SCHEMA_EXTENSION}",
            **self._titles(project),
            "type": "object",
            "required": ["@context", "@graph"],
            "additionalProperties": False,
            "properties": {
                "@context": {"description": "What each key means in RDF. Readers of plain JSON can ignore it."},
                "@graph": {
                    "description": "The named graphs. Each has the statements of one file of the data.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/graph"},
                },
            },
            "$defs": {
                **common,
                "thing": self._thing({name: iri for name, (iri, _) in classes.items()}),
                **{name: schema for name, (_, schema) in sorted(classes.items())},
            },
        }

    def _titles(self, project: Project) -> Json:
        values = self._store.quads_for_pattern(project.dataset, TITLE, None)
        titles = sorted(quad.object.value for quad in values if isinstance(quad.object, Literal) and quad.object.language == "en")
        return {"title": (titles or [project.name])[0], "description": _ABOUT}

    def _common(self) -> Json:
        prefixes = "|".join(sorted(name for name, term in self._terms.by_name.items() if term.prefix))
        iri = {"type": "string", "pattern": f"^{_IRI}$"}
        return {
            "graph": {
                "description": "The statements of one file of the data.",
                "type": "object",
                "required": [self._id, self._graph_key],
                "additionalProperties": False,
                "properties": {
                    self._id: {"description": "The IRI of the graph.", **iri},
                    self._graph_key: {
                        "description": "The things that the file describes.",
                        "type": "array",
                        "items": {"$ref": "#/$defs/thing"},
                        "minItems": 1,
                    },
                },
            },
            "iri": {
                "description": "The id of a thing, here or elsewhere: an IRI, or a prefix of the context, a colon and the rest of the IRI.",
                **iri,
            },
            "compactIri": {"type": "string", "pattern": f"^({prefixes}):(?!//)"},
            "reference": {
                "description": "The id of a thing that is described elsewhere.",
                "type": "object",
                "required": [self._id],
                "additionalProperties": False,
                "properties": {self._id: {"$ref": "#/$defs/iri"}},
            },
            "type": {
                "description": "The classes of the thing.",
                **several({"type": "string", "minLength": 1}, always_array=self._forms.is_set(self._type)),
            },
        }

    def _thing(self, classes: Mapping[str, str]) -> Json:
        """Return the schema of any thing. Its classes and keys select further schemas."""
        schema: Json = {
            "type": "object",
            "required": [self._id],
            "properties": {self._id: self._described_id(), self._type: {"$ref": "#/$defs/type"}},
        }
        if self._forms.compaction.vocab is None:
            schema["propertyNames"] = {"anyOf": [{"enum": self._keys(classes)}, {"pattern": ":"}]}
        by_class = [
            {"if": self._forms.is_one_of(self._vocabulary.written_classes(iri)), "then": {"$ref": f"#/$defs/{_pointer(name)}"}}
            for name, iri in sorted(classes.items())
        ]
        schema |= {"allOf": by_class} if by_class else {}
        schema["dependentSchemas"] = dict(sorted(self._by_key(), key=self._order))
        return schema

    def _keys(self, classes: Mapping[str, str]) -> list[str]:
        """Return the keys of the context, without prefixes and classes."""
        known = {*classes.values(), *(iri for shapes in self._by_path.get(TYPE_IRI, ()) for iri in _iris(shapes))}
        own = [name for name, term in self._terms.by_name.items() if not (term.prefix or term.iri.startswith("@") or term.iri in known)]
        return [self._id, self._type, *own]

    def _by_key(self) -> list[tuple[str, Json]]:
        """Return the schemas for things that have a key, by key."""
        found: dict[str, list[Json]] = defaultdict(list)
        for iri, shapes in self._graph.by_subjects().items():
            schema = self._node([shape for shape in shapes if shape.is_fault], shapes)
            for key in (self._type,) if iri == TYPE_IRI else self._conditions.keys(iri):
                found[key] += [schema] if schema else []
        return [(key, schemas[0] if len(schemas) == 1 else {"allOf": schemas}) for key, schemas in found.items() if schemas]

    def _class(self, iri: str) -> Json:
        """Translate the shapes of a class. Empty if they have no constraints."""
        above = self._vocabulary.superclasses(iri)
        every = [shape for name in sorted(above) for shape in self._by_class.get(name, ()) if shape.is_fault]
        schema = self._node([shape for shape in self._by_class[iri] if shape.is_fault], every)
        title, text = self._vocabulary.label(iri), self._vocabulary.definition(iri)
        about = {**({"title": title} if title else {}), **({"description": text} if text else {})}
        return {**about, "type": "object", **schema} if schema else {}

    def _node(self, shapes: Sequence[Shape], every: Iterable[Shape]) -> Json:
        """Translate shapes of a node. every: these and all other shapes for the same nodes."""
        closed = any(shape.is_true("closed") for shape in shapes)
        properties: dict[str, Json] = {}
        described: set[str] = set()
        required: set[str] = set()
        conditions: list[Json] = []
        inner = [shape for outer in every for shape in outer.shapes("property") if shape.is_fault]
        for iri in self._paths(shapes):
            own = [shape for outer in shapes for shape in outer.shapes("property") if shape.path == (iri,) and shape.is_fault]
            entries = self._properties.entries(iri, own, inner, include_unconstrained=closed)
            properties |= entries
            described |= {iri} if entries else set()
            if any(shape.number("minCount") or shape.number("qualifiedMinCount") for shape in own):
                if len(entries) == 1:
                    required |= entries.keys()
                elif entries:
                    conditions.append({"anyOf": [{"required": [key]} for key in sorted(entries)]})
        for outer in shapes:
            conditions += self._conditions.without_properties(outer).schemas
            for shape in outer.shapes("property"):
                if shape.is_fault and (len(shape.path) != 1 or shape.path[0] not in described or shape.values("hasValue")):
                    conditions += self._conditions.of_property(shape).schemas
        schema: Json = {}
        if required:
            schema["required"] = sorted(required, key=self._order_of_key)
        if closed:
            properties |= {self._id: self._described_id()}
            schema["additionalProperties"] = False
        if properties:
            schema["properties"] = dict(sorted(properties.items(), key=self._order))
        if conditions:
            schema["allOf"] = [condition for place, condition in enumerate(conditions) if condition not in conditions[:place]]
        return conditions[0] if len(conditions) == len(schema) == 1 else schema

    def _paths(self, shapes: Sequence[Shape]) -> list[str]:
        """Return the properties that closed shapes allow, or that shapes constrain if none is closed."""
        allowed = [
            {
                *(inner.path[0] for inner in shape.shapes("property") if len(inner.path) == 1),
                *(term.value for term in shape.items("ignoredProperties") if isinstance(term, NamedNode)),
            }
            for shape in shapes
            if shape.is_true("closed")
        ]
        inner = (shape for outer in shapes for shape in outer.shapes("property") if len(shape.path) == 1)
        return sorted(set.intersection(*allowed) if allowed else {shape.path[0] for shape in inner if shape.is_fault})

    def _described_id(self) -> Json:
        return {"description": "The IRI of the thing, by which other things refer to it.", "$ref": "#/$defs/iri"}

    def _name(self, iri: str, taken: Container[str]) -> str:
        name = self._forms.compaction.name(iri, self._forms.compaction.vocab)
        return iri if name == "thing" or name in taken else name

    def _order_of_key(self, key: str) -> tuple[int, str]:
        return self._rank.get(key, len(self._rank)), key

    def _order(self, entry: tuple[str, Json]) -> tuple[int, str]:
        return self._order_of_key(entry[0])


def _iris(shape: Shape) -> list[str]:
    return [term.value for term in shape.items("in") if isinstance(term, NamedNode)]


def _pointer(name: str) -> str:
    """Escape a name for a JSON Pointer in an IRI (RFC 6901, section 6)."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~:@!$&'()*+,;=")
