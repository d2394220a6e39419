"""Write nodes as JSON text, compacted with a context, without a tree of objects.

Follows JSON-LD 1.1 Processing Algorithms and API (W3C Recommendation 2020), sections 6.1 and 6.3. The key and the form of a value
depend only on the property and the kind of the value, so they are cached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as json_string
from typing import Final

from pyoxigraph import Literal

from kzit_graph.rdf.jsonld.compaction import DIRECTED, PLAIN, REFERENCE, REFERENCE_TO_TERM, Compaction
from kzit_graph.rdf.jsonld.context import ContextTerm
from kzit_graph.rdf.jsonld.nodes import NATIVE_DATATYPES, NodeMap, Properties, Value, is_native
from kzit_graph.rdf.namespaces import STRING_IRI, TYPE_IRI

_NATIVE: Final = "@native"
"""The kind of a literal that is written as a JSON number or boolean."""

_CACHED_NAMES: Final = 2**16
_PLACEHOLDER: Final = "\0"
"""Marks the position of a value in a template. JSON text has no such character."""

_Member = tuple[str, str]
"""The sort key of a member, and its key and value as text."""

_Write = Callable[[str], str]
"""Returns a literal's text or a node's name as JSON."""


@dataclass(frozen=True, eq=False)
class _Place:
    """The position of values in an object: under a key, or under a tag in a language map.

    order, tag_order: the sort keys. always_array: whether a single value is also an array.
    """

    order: str
    key: str
    always_array: bool = False
    tag: str | None = None
    tag_order: str = ""


def block(opening: str, items: Iterable[str], closing: str) -> str:
    """Return a JSON object or array of items that are JSON text, each on its own lines and indented by two spaces."""
    # JSON strings have no line breaks, so every line break is layout.
    return (opening + "\n" + ",\n".join(items)).replace("\n", "\n  ") + "\n" + closing


def _object(members: list[_Member]) -> str:
    members.sort()
    return block("{", [text for _, text in members], "}")


class NodeWriter:
    """Writes nodes with keys in the order of a context; all other keys come last, sorted by name."""

    def __init__(self, compaction: Compaction, keys: Iterable[str]) -> None:
        self.compaction = compaction
        self.embedding = compaction.embedding
        self._rank = {key: place for place, key in enumerate(keys)}
        self._places: dict[tuple[str, str | None], _Place] = {}
        self.id_text = lru_cache(_CACHED_NAMES)(lambda name: json_string(compaction.id(name)))
        self.name_text = lru_cache(_CACHED_NAMES)(lambda iri, vocab: json_string(compaction.name(iri, vocab)))
        self._id, self._graph = self.place(compaction.keyword("@id")), self.place(compaction.keyword("@graph"))
        self._properties: dict[str, _Property | _Types] = {TYPE_IRI: _Types(self)}

    def nodes(self, node_map: NodeMap) -> list[str]:
        """Return each top-level node as a JSON object. Raises `ConfusedIri`."""
        return [self.node(name, properties, node_map.embedded) for name, properties in node_map.nodes.items()]

    def graph(self, name: str, node_map: NodeMap) -> str:
        """Return a named graph as a JSON object. name: its IRI, or "_:" and a label. Raises `ConfusedIri`."""
        nodes = block("[", self.nodes(node_map), "]")
        return _object([self._id_member(name), (self._graph.order, self._graph.key + nodes)])

    def node(self, name: str, properties: Properties, embedded: Mapping[str, Properties]) -> str:
        """Return a node as a JSON object. embedded: the nodes to write in place of references to them."""
        members = [self._id_member(name)]
        for iri, values in properties.items():
            known = self._properties.get(iri)
            if known is None:
                known = self._properties[iri] = _Property(self, iri)
            members += known.members(values, embedded)
        return _object(members)

    def _id_member(self, name: str) -> _Member:
        return self._id.order, self._id.key + self.id_text(name)

    def place(self, key: str, always_array: bool = False, tag: str | None = None) -> _Place:
        """Return the place under a key, or under a tag of its language map. Equal places are the same object."""
        place = self._places.get((key, tag))
        if place is None:
            under = (None, "") if tag is None else (f"{json_string(tag)}: ", self._order(tag))
            place = self._places[key, tag] = _Place(self._order(key), f"{json_string(key)}: ", always_array, *under)
        return place

    def _order(self, key: str) -> str:
        """Return the sort key of a key."""
        return f"{self._rank.get(key, len(self._rank)):09}{key}"

    def reference(self) -> _Write:
        """Return a function that writes a reference as an object."""
        before, _, after = _object([(self._id.order, self._id.key + _PLACEHOLDER)]).partition(_PLACEHOLDER)
        return lambda name: before + self.id_text(name) + after

    def value_object(self, write: _Write, entries: Mapping[str, str]) -> _Write:
        """Return a function that writes a value object. write: for the value itself. entries: the other keywords, with JSON text."""
        keyword = self.compaction.keyword
        value = keyword("@value")
        members = [(self._order(value), f"{json_string(value)}: {_PLACEHOLDER}")]
        for key, text in entries.items():
            # rdflib does not support an alias of "@type" together with "@value".
            name = key if (key, value) == ("@type", "@value") else keyword(key)
            members.append((self._order(name), f"{json_string(name)}: {text}"))
        before, _, after = _object(members).partition(_PLACEHOLDER)
        return lambda text: before + write(text) + after


class _Types:
    """The classes of a node, which have a keyword in JSON-LD."""

    def __init__(self, writer: NodeWriter) -> None:
        self._writer = writer
        key = writer.compaction.keyword("@type")
        term = writer.compaction.term(key)
        self._place = writer.place(key, always_array=term is not None and term.container == "@set")
        self._others = _Property(writer, TYPE_IRI)

    def members(self, values: Sequence[Value], embedded: Mapping[str, Properties]) -> list[_Member]:
        """Return the members for the classes of a node. A class that is a literal is written like other properties."""
        vocab = self._writer.compaction.vocab
        classes = [(self._place, self._writer.name_text(value, vocab)) for value in values if isinstance(value, str)]
        literals = [value for value in values if isinstance(value, Literal)]
        return _members(classes) + self._others.members(literals, embedded)


class _Property:
    """One property: the keys of its values, and the form of each value."""

    def __init__(self, writer: NodeWriter, iri: str) -> None:
        self._writer, self._compaction, self._iri = writer, writer.compaction, iri
        self._distinguishes_terms = writer.compaction.distinguishes_terms(iri)
        self._may_be_native = iri not in writer.compaction.by_language
        self._known: dict[str, tuple[_Place, _Write]] = {}

    def members(self, values: Sequence[Value], embedded: Mapping[str, Properties]) -> list[_Member]:
        """Return the members for the values of a node: one for each key."""
        if len(values) == 1:  # the usual case, on a fast path
            place, text = self._placed(values[0], embedded)
            if place.tag is None:
                return [(place.order, place.key + (block("[", (text,), "]") if place.always_array else text))]
            return _members([(place, text)])
        return _members([self._placed(value, embedded) for value in values])

    def _placed(self, value: Value, embedded: Mapping[str, Properties]) -> tuple[_Place, str]:
        if isinstance(value, str):
            place, write = self._known_kind(self._compaction.kind_of_reference(value) if self._distinguishes_terms else REFERENCE)
            return place, self._writer.node(value, embedded[value], embedded) if value in embedded else write(value)
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
            known = self._known[kind] = self._place_and_form(kind)
        return known

    def _place_and_form(self, kind: str) -> tuple[_Place, _Write]:
        """Return the place and the form of values of a kind (section 6.3).

        kind: one of `kzit_graph.rdf.jsonld.compaction`, a tag with or without a direction, `_NATIVE`, or a datatype.
        """
        tag, _, direction = kind.partition("--")
        if kind in (REFERENCE, REFERENCE_TO_TERM):
            return self._reference(kind)
        if kind == _NATIVE:
            return self._native()
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

    def _native(self) -> tuple[_Place, _Write]:
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

    def _key(self, kind: str) -> tuple[str, ContextTerm | None]:
        key = self._compaction.key(self._iri, kind)
        return key, self._compaction.term(key)


def _is_set(term: ContextTerm | None) -> bool:
    return term is not None and term.container == "@set"


def _members(placed: Sequence[tuple[_Place, str]]) -> list[_Member]:
    """Group values with the same key, or the same tag of a language map, into one member."""
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
