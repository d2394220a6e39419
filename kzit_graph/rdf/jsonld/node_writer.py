"""Nodes as JSON text in the terms of a context, written directly: no tree of objects is built for them.

Follows JSON-LD 1.1 Processing Algorithms and API (W3C Recommendation 2020), sections 6.1 and 6.3. How a property writes a value
depends on the kind of the value alone, so it is found out once for each kind and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as json_string
from typing import Final

from pyoxigraph import Literal

from kzit_graph.rdf.jsonld.compaction import DIRECTED, PLAIN, REFERENCE, REFERENCE_TO_TERM, Compaction
from kzit_graph.rdf.jsonld.context import Term
from kzit_graph.rdf.jsonld.nodes import NATIVE_DATATYPES, NodeMap, Properties, Value, is_native
from kzit_graph.rdf.namespaces import STRING_IRI, TYPE_IRI

_NATIVE: Final = "@native"
"""The kind of a literal that is written as a number or truth value of JSON."""

_REMEMBERED_NAMES: Final = 2**16
_HERE: Final = "\0"
"""Stands where a value will: a string of JSON holds no such character."""

_Member = tuple[str, str]
"""A key with its value, after the text that it is sorted by."""

_Write = Callable[[str], str]
"""From a literal's text or a node's name to JSON."""


@dataclass(frozen=True, eq=False)
class _Place:
    """Where values go: under a key, or under a tag in the map of languages that stands there.

    order, tag_order: what they are sorted by. always_array: whether a single value makes an array too.
    """

    order: str
    key: str
    always_array: bool = False
    tag: str | None = None
    tag_order: str = ""


def block(opening: str, items: Iterable[str], closing: str) -> str:
    """A JSON object or array of items that are text already, each on lines of its own, two spaces further in."""
    # A string of JSON holds no line break, so every one that is found stands between lines.
    return (opening + "\n" + ",\n".join(items)).replace("\n", "\n  ") + "\n" + closing


def _object(members: list[_Member]) -> str:
    members.sort()
    return block("{", [text for _, text in members], "}")


class NodeWriter:
    """Writes nodes with the keys of a context, in its order; keys that it does not have come last, by their names."""

    def __init__(self, compaction: Compaction, keys: Iterable[str]) -> None:
        self.compaction = compaction
        self.owning = compaction.owning
        self._rank = {key: place for place, key in enumerate(keys)}
        self._places: dict[tuple[str, str | None], _Place] = {}
        self.id_text = lru_cache(_REMEMBERED_NAMES)(lambda name: json_string(compaction.id(name)))
        self.name_text = lru_cache(_REMEMBERED_NAMES)(lambda iri, vocab: json_string(compaction.name(iri, vocab)))
        self._id, self._graph = self.place(compaction.keyword("@id")), self.place(compaction.keyword("@graph"))
        self._properties: dict[str, _Property | _Types] = {TYPE_IRI: _Types(self)}

    def nodes(self, node_map: NodeMap) -> list[str]:
        """Each node that stands by itself as the text of a JSON object. Raises `ConfusedIri`."""
        return [self.node(name, properties, node_map.inside) for name, properties in node_map.nodes.items()]

    def graph(self, name: str, node_map: NodeMap) -> str:
        """A named graph as the text of a JSON object. name: its IRI, or "_:" and a label. Raises `ConfusedIri`."""
        nodes = block("[", self.nodes(node_map), "]")
        return _object([self._id_member(name), (self._graph.order, self._graph.key + nodes)])

    def node(self, name: str, properties: Properties, inside: Mapping[str, Properties]) -> str:
        """One node as the text of a JSON object. inside: the nodes that are written whole where they are referred to."""
        members = [self._id_member(name)]
        for iri, values in properties.items():
            known = self._properties.get(iri)
            if known is None:
                known = self._properties[iri] = _Property(self, iri)
            members += known.members(values, inside)
        return _object(members)

    def _id_member(self, name: str) -> _Member:
        return self._id.order, self._id.key + self.id_text(name)

    def place(self, key: str, always_array: bool = False, tag: str | None = None) -> _Place:
        """The place under a key, or under a tag in the map of languages there: the same object for the same place."""
        place = self._places.get((key, tag))
        if place is None:
            under = (None, "") if tag is None else (f"{json_string(tag)}: ", self._order(tag))
            place = self._places[key, tag] = _Place(self._order(key), f"{json_string(key)}: ", always_array, *under)
        return place

    def _order(self, key: str) -> str:
        """Text that sorts as the key stands in an object."""
        return f"{self._rank.get(key, len(self._rank)):09}{key}"

    def reference(self) -> _Write:
        """How a reference is written that has to be an object."""
        before, _, after = _object([(self._id.order, self._id.key + _HERE)]).partition(_HERE)
        return lambda name: before + self.id_text(name) + after

    def value_object(self, write: _Write, entries: Mapping[str, str]) -> _Write:
        """How a value is written that has to be an object. write: the value itself; entries: the other keywords and their texts."""
        keyword = self.compaction.keyword
        value = keyword("@value")
        members = [(self._order(value), f"{json_string(value)}: {_HERE}")]
        for key, text in entries.items():
            # rdflib knows no other name of "@type" where "@value" stands beside it.
            name = key if (key, value) == ("@type", "@value") else keyword(key)
            members.append((self._order(name), f"{json_string(name)}: {text}"))
        before, _, after = _object(members).partition(_HERE)
        return lambda text: before + write(text) + after


class _Types:
    """The classes of a node, which JSON-LD keeps under a keyword."""

    def __init__(self, writer: NodeWriter) -> None:
        self._writer = writer
        key = writer.compaction.keyword("@type")
        term = writer.compaction.term(key)
        self._place = writer.place(key, always_array=term is not None and term.container == "@set")
        self._others = _Property(writer, TYPE_IRI)

    def members(self, values: Sequence[Value], inside: Mapping[str, Properties]) -> list[_Member]:
        """What a node says of its classes. One that is given as a literal stays a literal."""
        vocab = self._writer.compaction.vocab
        classes = [(self._place, self._writer.name_text(value, vocab)) for value in values if isinstance(value, str)]
        literals = [value for value in values if isinstance(value, Literal)]
        return _members(classes) + self._others.members(literals, inside)


class _Property:
    """One property: which key each of its values goes under, and how it is written there."""

    def __init__(self, writer: NodeWriter, iri: str) -> None:
        self._writer, self._compaction, self._iri = writer, writer.compaction, iri
        self._tells_terms_apart = writer.compaction.tells_terms_apart(iri)
        self._may_be_native = iri not in writer.compaction.by_language
        self._known: dict[str, tuple[_Place, _Write]] = {}

    def members(self, values: Sequence[Value], inside: Mapping[str, Properties]) -> list[_Member]:
        """What a node says by this property: a member for each key that its values go under."""
        if len(values) == 1:  # most of what is said, and soon done
            place, text = self._placed(values[0], inside)
            if place.tag is None:
                return [(place.order, place.key + (block("[", (text,), "]") if place.always_array else text))]
            return _members([(place, text)])
        return _members([self._placed(value, inside) for value in values])

    def _placed(self, value: Value, inside: Mapping[str, Properties]) -> tuple[_Place, str]:
        if isinstance(value, str):
            place, write = self._known_kind(self._compaction.kind_of_reference(value) if self._tells_terms_apart else REFERENCE)
            return place, self._writer.node(value, inside[value], inside) if value in inside else write(value)
        place, write = self._known_kind(self._kind_of_literal(value))
        return place, write(value.value)

    def _kind_of_literal(self, literal: Literal) -> str:
        language = literal.language
        if language:
            return f"{language}--{literal.direction.value}" if literal.direction else language
        datatype = literal.datatype.value
        return _NATIVE if datatype in NATIVE_DATATYPES and self._may_be_native and is_native(literal.value, datatype) else datatype

    def _known_kind(self, kind: str) -> tuple[_Place, _Write]:
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = self._find_out(kind)
        return known

    def _find_out(self, kind: str) -> tuple[_Place, _Write]:
        """Section 6.3. kind: one of `kzit_graph.rdf.jsonld.compaction`, a tag with or without a direction, `_NATIVE`, or a datatype."""
        tag, _, direction = kind.partition("--")
        if kind in (REFERENCE, REFERENCE_TO_TERM):
            return self._reference(kind)
        if kind == _NATIVE:
            return self._number_or_truth_value()
        if kind == STRING_IRI:
            return self._string()
        if ":" in kind:
            return self._typed(kind)
        return self._directed(tag, direction) if direction else self._tagged(tag)

    def _reference(self, kind: str) -> tuple[_Place, _Write]:
        key, term = self._key(kind)
        place = self._writer.place(key, _is_set(term))
        if term is None or term.type not in (REFERENCE, REFERENCE_TO_TERM):
            return place, self._writer.reference()
        if term.type == REFERENCE:
            return place, self._writer.id_text
        vocab = term.vocab or self._compaction.vocab
        return place, lambda name: self._writer.name_text(name, vocab)

    def _number_or_truth_value(self) -> tuple[_Place, _Write]:
        key, term = self._key(PLAIN)
        bare = term is None or term.type in (None, REFERENCE, REFERENCE_TO_TERM)
        return self._writer.place(key, _is_set(term)), str if bare else self._writer.value_object(str, {})

    def _string(self) -> tuple[_Place, _Write]:
        key, term = self._key(PLAIN)
        if term and "@language" in term.container:
            return self._writer.place(key, "@set" in term.container, self._compaction.keyword("@none")), json_string
        bare = term is None or (term.type is None and term.language in (None, PLAIN))
        return self._writer.place(key, _is_set(term)), json_string if bare else self._writer.value_object(json_string, {})

    def _tagged(self, tag: str) -> tuple[_Place, _Write]:
        key, term = self._key(tag)
        if term and "@language" in term.container:
            return self._writer.place(key, "@set" in term.container, tag), json_string
        place = self._writer.place(key, _is_set(term))
        if term and term.language == tag:
            return place, json_string
        return place, self._writer.value_object(json_string, {"@language": json_string(tag)})

    def _directed(self, tag: str, direction: str) -> tuple[_Place, _Write]:
        key, term = self._key(DIRECTED)
        entries = {"@language": json_string(tag), "@direction": json_string(direction)}
        return self._writer.place(key, _is_set(term)), self._writer.value_object(json_string, entries)

    def _typed(self, datatype: str) -> tuple[_Place, _Write]:
        key, term = self._key(datatype)
        place = self._writer.place(key, _is_set(term))
        if term and term.type == datatype:
            return place, json_string
        name = self._writer.name_text(datatype, self._compaction.vocab)
        return place, self._writer.value_object(json_string, {"@type": name})

    def _key(self, kind: str) -> tuple[str, Term | None]:
        key = self._compaction.key(self._iri, kind)
        return key, self._compaction.term(key)


def _is_set(term: Term | None) -> bool:
    return term is not None and term.container == "@set"


def _members(placed: Sequence[tuple[_Place, str]]) -> list[_Member]:
    """What goes under the same key, or the same tag of a map, becomes one member."""
    gathered: dict[_Place, list[str]] = {}
    for place, text in placed:
        gathered.setdefault(place, []).append(text)
    members: list[_Member] = []
    maps: dict[_Member, list[_Member]] = {}
    for place, texts in gathered.items():
        text = block("[", texts, "]") if place.always_array or len(texts) > 1 else texts[0]
        if place.tag is None:
            members.append((place.order, place.key + text))
        else:
            maps.setdefault((place.order, place.key), []).append((place.tag_order, place.tag + text))
    return members + [(order, key + _object(tags)) for (order, key), tags in maps.items()]
