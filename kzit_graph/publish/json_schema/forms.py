"""Describe the JSON of property values under a context: the output of `kzit_graph.rdf.jsonld.node_writer`, as JSON Schema.

Follows JSON-LD 1.1 Processing Algorithms and API (W3C Recommendation 2020), section 6.3, and JSON Schema 2020-12. Lexical forms
of literals follow XML Schema 1.1, part 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.rdf.jsonld.compaction import DIRECTED, PLAIN, REFERENCE, REFERENCE_TO_TERM, Compaction
from kzit_graph.rdf.jsonld.context import ContextTerm, Terms
from kzit_graph.rdf.jsonld.nodes import NATIVE_DATATYPES
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import STRING_IRI, TYPE_IRI, XSD

Json = dict[str, Any]

NODE: Final = "@id"
"""Kind of values: nodes. The other kinds are `TAGGED`, `ANY` and the IRIs of datatypes."""
TAGGED: Final = "@language"
"""Kind of values: text with a language tag."""
ANY: Final = "@any"
"""Kind of values: unknown."""

NOTHING: Final[Json] = {"not": {}}
"""Schema that accepts no value."""

LANGUAGE_TAG: Final = "^[a-z]{1,8}(-[a-z0-9]{1,8})*$"

_UNDETERMINED: Final = "und"
_NO_DATATYPE_OF_ANY_TERM: Final = "urn:kzit-graph:datatype"

_ZONE: Final = "(Z|[+-][0-9]{2}:[0-9]{2})?"
_YEAR: Final = "-?([1-9][0-9]{3,}|0[0-9]{3})"
_PATTERNS: Final = {
    f"{XSD}boolean": "^(true|false|1|0)$",
    f"{XSD}integer": "^[+-]?[0-9]+$",
    f"{XSD}nonNegativeInteger": "^([+]?[0-9]+|-0+)$",
    f"{XSD}decimal": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$",
    f"{XSD}date": f"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}$",
    f"{XSD}dateTime": rf"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?{_ZONE}$",
    f"{XSD}gYearMonth": f"^{_YEAR}-[0-9]{{2}}{_ZONE}$",
    f"{XSD}gYear": f"^{_YEAR}{_ZONE}$",
    f"{XSD}duration": r"^-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?$",
    f"{XSD}hexBinary": "^([0-9a-fA-F]{2})*$",
}
"""Patterns of the lexical forms of literals, by datatype."""


@dataclass(frozen=True)
class Limits:
    """Constraints on values of any kind.

    patterns: of their text. minimum, maximum: of numbers, inclusive. max_length: in characters. members: the allowed values, None
    for any. classes: sets of class IRIs; a node must have one class of each set.
    """

    patterns: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int | None = None
    members: Sequence[Term] | None = None
    classes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Form:
    """The form of values of one kind under one key.

    tags: pattern of the language keys if the values are in an object by language, else empty. schema: of one value, without the
    array or object around it.
    """

    key: str
    tags: str
    schema: Json


class Forms:
    """Describes values of properties under a context."""

    def __init__(self, terms: Terms) -> None:
        self.compaction = Compaction(terms)
        self._terms = terms
        self._id, self._type, self._value = (self.compaction.keyword(keyword) for keyword in ("@id", "@type", "@value"))
        self._no_tag = f"^{re.escape(self.compaction.keyword('@none'))}$"

    def of(self, iri: str, kind: str, limits: Limits) -> list[Form]:
        """Return the forms of a property's values of one kind: `NODE`, `TAGGED`, `ANY` or the IRI of a datatype."""
        if iri == TYPE_IRI:
            return [self._form(self._type, self._words(limits, self.compaction.vocab))]
        if kind == ANY:
            return [
                self._form(key, self._anything(iri, key, limits), f"{LANGUAGE_TAG}|{self._no_tag}") for key in sorted(self._any_keys(iri))
            ]
        if kind == NODE:
            kinds = (REFERENCE, REFERENCE_TO_TERM) if self.compaction.distinguishes_terms(iri) else (REFERENCE,)
            return [self._node(iri, kind, limits) for kind in kinds]
        if kind == TAGGED:
            return [self._tagged(iri, tag, limits) for tag in sorted(self._languages(iri))]
        if kind == STRING_IRI:
            return [self._string(iri, limits)]
        native = kind in NATIVE_DATATYPES and iri not in self.compaction.by_language
        return [*([self._native(iri, kind, limits)] if native else []), self._typed(iri, kind, limits)]

    def words(self, terms: Iterable[Term], key: str) -> list[str] | None:
        """Return nodes as text under a key, or None if the key does not hold them as text."""
        term = self.compaction.term(key)
        iris = [term.value for term in terms if isinstance(term, NamedNode)]
        if key == self._type:
            return [self.compaction.name(iri, self.compaction.vocab) for iri in iris]
        if term is None or term.type not in (REFERENCE, REFERENCE_TO_TERM):
            return None
        if term.type == REFERENCE:
            return [self.compaction.id(iri) for iri in iris]
        return [self.compaction.name(iri, term.vocab or self.compaction.vocab) for iri in iris]

    def is_one_of(self, classes: Iterable[str]) -> Json:
        """Return a schema for a node of one of these classes."""
        names = among([self.compaction.name(iri, self.compaction.vocab) for iri in classes])
        return {"properties": {self._type: self.some(self._type, names)}, "required": [self._type]}

    def has_iri(self) -> Json:
        """Return a schema for a node that is not blank."""
        return {"properties": {self._id: {"not": {"pattern": "^_:"}}}}

    def some(self, key: str, schema: Json) -> Json:
        """Return a schema for the content of a key where at least one value matches."""
        several = {"type": "array", "contains": schema}
        return several if self.is_set(key) else {"anyOf": [schema, several]}

    def is_set(self, key: str) -> bool:
        """Return whether a single value under a key is an array, too."""
        term = self.compaction.term(key)
        return term is not None and term.container == "@set"

    def is_set_by_language(self, key: str) -> bool:
        """Return whether a key holds an object by language in which a single value is an array, too."""
        term = self.compaction.term(key)
        return term is not None and term.container == "@language@set"

    def _form(self, key: str, schema: Json, tags: str = "") -> Form:
        term = self.compaction.term(key)
        return Form(key, tags if term and "@language" in term.container else "", schema)

    def _node(self, iri: str, kind: str, limits: Limits) -> Form:
        key = self.compaction.key(iri, kind)
        term = self.compaction.term(key)
        if term is None or term.type not in (REFERENCE, REFERENCE_TO_TERM):
            return self._form(key, self._whole_or_reference(limits))
        name = self._name_of_node(key, term, limits)
        # Another key of the property allows embedded nodes, so all its keys do.
        return self._form(key, one_of([name, self._whole_or_reference(limits)]) if iri in self.compaction.embedding else name)

    def _name_of_node(self, key: str, term: ContextTerm, limits: Limits) -> Json:
        if limits.members is not None:
            return among(self.words(limits.members, key) or [])
        if term.type == REFERENCE_TO_TERM:
            return {"type": "string", "minLength": 1}
        iri: Json = {"$ref": "#/$defs/iri"}
        return {**iri, "anyOf": [_with_patterns({}, limits), {"$ref": "#/$defs/compactIri"}]} if limits.patterns else iri

    def _whole_or_reference(self, limits: Limits) -> Json:
        classes = [self.is_one_of(classes) for classes in limits.classes]
        return {
            "type": "object",
            "if": {"required": [self._id], "maxProperties": 1},
            "then": {"$ref": "#/$defs/reference"},
            "else": {"$ref": "#/$defs/thing", **({"allOf": classes} if classes else {})},
        }

    def _words(self, limits: Limits, vocab: str | None) -> Json:
        if limits.members is None:
            return {"type": "string", "minLength": 1}
        return among([self.compaction.name(term.value, vocab) for term in limits.members if isinstance(term, NamedNode)])

    def _tagged(self, iri: str, tag: str, limits: Limits) -> Form:
        key = self.compaction.key(iri, tag)
        term = self.compaction.term(key)
        text = _with_patterns({"type": "string"}, limits)
        if term and ("@language" in term.container or term.language == tag):
            return self._form(key, text, LANGUAGE_TAG)
        return self._form(key, self._value_object(text, "@language", {"type": "string", "pattern": LANGUAGE_TAG}))

    def _string(self, iri: str, limits: Limits) -> Form:
        key = self.compaction.key(iri, PLAIN)
        term = self.compaction.term(key)
        text = _of_datatype(_with_patterns({"type": "string"}, limits), STRING_IRI, limits)
        bare = term is None or "@language" in term.container or (term.type is None and term.language in (None, PLAIN))
        return self._form(key, text if bare else self._value_object(text), self._no_tag)

    def _native(self, iri: str, datatype: str, limits: Limits) -> Form:
        key = self.compaction.key(iri, PLAIN)
        term = self.compaction.term(key)
        value: Json = {"type": "boolean"} if datatype == f"{XSD}boolean" else {"type": "integer"}
        value |= {name: _number(end) for name, end in (("minimum", limits.minimum), ("maximum", limits.maximum)) if end is not None}
        bare = term is None or term.type in (None, REFERENCE, REFERENCE_TO_TERM)
        return self._form(key, value if bare else self._value_object(value))

    def _typed(self, iri: str, datatype: str, limits: Limits) -> Form:
        key = self.compaction.key(iri, datatype)
        term = self.compaction.term(key)
        text = _of_datatype(_with_patterns({"type": "string"}, limits), datatype, limits)
        if term and term.type == datatype:
            return self._form(key, text)
        return self._form(key, self._value_object(text, "@type", {"const": self.compaction.name(datatype, self.compaction.vocab)}))

    def _value_object(self, value: Json, keyword: str = "", entry: Json | None = None) -> Json:
        # Spelt as in `NodeWriter.value_object`.
        name = keyword if (keyword, self._value) == ("@type", "@value") else self.compaction.keyword(keyword)
        properties = {**({name: entry} if entry else {}), self._value: value}
        return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}

    def _anything(self, iri: str, key: str, limits: Limits) -> Json:
        """Return a schema for any value under a key. Text is the lexical form of a literal, or the identifier of a node."""
        term = self.compaction.term(key)
        if term and term.type in (REFERENCE, REFERENCE_TO_TERM):
            name: Json = {"type": "string"}
            return one_of([name, self._whole_or_reference(limits)]) if iri in self.compaction.embedding else name
        is_text = term is not None and (term.type is not None or "@language" in term.container)
        return _with_patterns({"type": "string" if is_text else ["string", "number", "boolean", "object"]}, limits)

    def _any_keys(self, iri: str) -> set[str]:
        kinds = {REFERENCE, REFERENCE_TO_TERM, PLAIN, DIRECTED, _NO_DATATYPE_OF_ANY_TERM, *self._languages(iri)}
        kinds |= {term.type for term in self._terms_of(iri) if term.type}
        return {self.compaction.key(iri, kind) for kind in kinds}

    def _languages(self, iri: str) -> set[str]:
        return {_UNDETERMINED} | {term.language for term in self._terms_of(iri) if term.language and term.language != PLAIN}

    def _terms_of(self, iri: str) -> Iterator[ContextTerm]:
        return (term for term in self._terms.by_name.values() if term.iri == iri)


def one_of(schemas: Sequence[Json]) -> Json:
    """Return a schema for values that match at least one of several. Shorter schemas come first."""
    distinct = sorted((schema for place, schema in enumerate(schemas) if schema not in schemas[:place]), key=len)
    return distinct[0] if len(distinct) == 1 else {"anyOf": distinct}


def among(texts: Sequence[str]) -> Json:
    """Return a schema for one of these texts."""
    if not texts:
        return NOTHING
    return {"const": texts[0]} if len(texts) == 1 else {"enum": list(texts)}


def _with_patterns(schema: Json, limits: Limits) -> Json:
    first, *others = limits.patterns or ("",)
    return {
        **schema,
        **({"pattern": first} if first else {}),
        **({"allOf": [{"pattern": pattern} for pattern in others]} if others else {}),
        **({"maxLength": limits.max_length} if limits.max_length is not None else {}),
    }


def _of_datatype(schema: Json, datatype: str, limits: Limits) -> Json:
    """Add the constraints of a datatype to the schema of a literal's text. Numeric limits do not apply to text."""
    if limits.members is not None:
        literals = [term for term in limits.members if isinstance(term, Literal) and term.datatype.value == datatype]
        return {**schema, "enum": [literal.value for literal in literals]}
    pattern = _PATTERNS.get(datatype)
    if pattern is None:
        return schema
    return {"allOf": [schema, {"pattern": pattern}]} if "pattern" in schema else {**schema, "pattern": pattern}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
