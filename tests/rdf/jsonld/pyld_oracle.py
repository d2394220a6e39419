"""Nodes as JSON text in the terms of a context, by PyLD, a full JSON-LD processor: for contexts that are not compiled.

PyLD builds and compacts a tree of objects, many times slower than `kzit_graph.rdf.jsonld.node_writer` writes the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.nodes import NATIVE_DATATYPES, NodeMap, Properties, Value, is_native
from kzit_graph.rdf.namespaces import STRING_IRI, TYPE_IRI

_DEFAULTS: Final = frozenset({"@direction", "@language", "@vocab"})

Json = dict[str, Any]


class PyldWriter:
    """Writes nodes with the keys of a context, in its order; keys that it does not have come last, by their names.

    Raises `InvalidInput` with the file of the context where it cannot be used, from the beginning or for some IRI.
    """

    def __init__(self, context: Json, context_file: Path) -> None:
        self._context, self._file = context, context_file
        self._compact([])
        definitions = list(_definitions(context))
        self.owning = frozenset(iri for iri, definition in definitions if not definition.keys() & {"@type", "@context"})
        self._by_language = frozenset(iri for iri, definition in definitions if "@language" in (definition.get("@container") or ()))
        self._rank = {key: place for place, key in enumerate(context)}
        self._type_names = _type_names(context)

    def nodes(self, node_map: NodeMap) -> list[str]:
        """Each node that stands by itself as the text of a JSON object."""
        return self._texts(self._expanded(node_map))

    def graph(self, name: str, node_map: NodeMap) -> str:
        """A named graph as the text of a JSON object. name: its IRI, or "_:" and a label."""
        (text,) = self._texts([{"@id": name, "@graph": self._expanded(node_map)}])
        return text

    def _texts(self, expanded: list[Json]) -> list[str]:
        return [json.dumps(self._in_order(item), ensure_ascii=False, indent=2) for item in self._compact(expanded)]

    def _expanded(self, node_map: NodeMap) -> list[Json]:
        return [self._node(name, properties, node_map.inside) for name, properties in node_map.nodes.items()]

    def _node(self, name: str, properties: Properties, inside: Mapping[str, Properties]) -> Json:
        node: Json = {"@id": name}
        for iri, values in properties.items():
            written: Sequence[Value] = values
            if iri == TYPE_IRI:
                classes = [value for value in values if isinstance(value, str)]
                written = [value for value in values if isinstance(value, Literal)]
                node |= {"@type": classes} if classes else {}
            if written:
                node[iri] = [self._value(value, inside, may_be_native=iri not in self._by_language) for value in written]
        return node

    def _value(self, value: Value, inside: Mapping[str, Properties], may_be_native: bool) -> Json:
        if isinstance(value, str):
            return self._node(value, inside[value], inside) if value in inside else {"@id": value}
        if value.language:
            direction = {"@direction": value.direction.value} if value.direction else {}
            return {"@value": value.value, "@language": value.language, **direction}
        datatype = value.datatype.value
        if datatype == STRING_IRI:
            return {"@value": value.value}
        if may_be_native and datatype in NATIVE_DATATYPES and is_native(value.value, datatype):
            return {"@value": json.loads(value.value)}
        return {"@value": value.value, "@type": datatype}

    def _compact(self, expanded: list[Json]) -> list[Json]:
        from pyld import jsonld

        # Without another expansion, which would drop what PyLD takes for no IRI: a space of another script in it is enough.
        options = {"documentLoader": _refuse_to_load, "graph": True, "skipExpansion": True}
        # Nor with what a context takes back before it is said, which PyLD stumbles over.
        context = {key: value for key, value in self._context.items() if value is not None or key not in _DEFAULTS}
        try:
            compacted: Json = jsonld.compact(expanded, context, options)
        except jsonld.JsonLdError as error:
            raise InvalidInput(f"the context cannot be used: {_cause(error)}", Position(self._file)) from error
        # The context may have another name for "@graph".
        (body,) = (value for key, value in compacted.items() if key != "@context")
        assert isinstance(body, list)
        return body

    def _in_order(self, value: Any) -> Any:
        """The same JSON with each object's keys in order, and "@type" spelt out in typed values, where rdflib knows no other name."""
        if isinstance(value, list):
            return [self._in_order(item) for item in value]
        if isinstance(value, dict):
            keys = sorted(value, key=lambda key: (self._rank.get(key, len(self._rank)), key))
            spelt = {key: "@type" for key in self._type_names if "@value" in value}
            return {spelt.get(key, key): self._in_order(value[key]) for key in keys}
        return value


def _cause(error: BaseException) -> str:
    """The innermost reason that PyLD wraps, with the IRI that it is about."""
    while error.__cause__ is not None:
        error = error.__cause__
    iri = (getattr(error, "details", None) or {}).get("iri")
    return f"{error.args[0]}" + (f" ({iri})" if iri else "")


def _refuse_to_load(url: str, _options: object) -> None:
    raise InvalidInput(f"the context refers to {url}; nothing is ever fetched")


def _definitions(context: Json) -> Iterator[tuple[str, Json]]:
    """The IRIs of a valid context's terms with their definitions, as far as these can be read one by one."""
    for term, value in context.items():
        definition = value if isinstance(value, dict) else {"@id": value}
        name = definition.get("@id", term)
        if isinstance(name, str) and not term.startswith("@") and not name.startswith("@"):
            yield _iri(name, context, any_prefix=name == term), definition


def _iri(name: str, context: Json, any_prefix: bool = False, seen: frozenset[str] = frozenset()) -> str:
    """A term, a compact IRI or a word of the vocabulary in full.

    any_prefix: whether a term before the colon counts that is no prefix elsewhere. seen: the terms that are being looked up.
    """
    head, colon, local = name.partition(":")
    value = None if head in seen else context.get(head)
    target = value.get("@id", head) if isinstance(value, dict) else value
    is_prefix = value.get("@prefix", False) if isinstance(value, dict) else str(value).endswith(tuple(":/?#[]@"))
    if isinstance(target, str) and (not colon or any_prefix or is_prefix) and not local.startswith("//"):
        return _iri(target, context, seen=seen | {head}) + local
    return name if colon else (context.get("@vocab") or "") + name


def _type_names(context: Json) -> frozenset[str]:
    """What the context calls "@type"."""
    ids = {term: value.get("@id") if isinstance(value, dict) else value for term, value in context.items()}
    return frozenset(term for term, name in ids.items() if name == "@type")
