"""Write and read JSON-LD with PyLD, a full processor, as the reference for our writer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, Quad, RdfFormat, parse

from kzit_graph.rdf.jsonld.nodes import NATIVE_DATATYPES, Properties, Value, is_native, node_map, node_name
from kzit_graph.rdf.namespaces import STRING_IRI, TYPE_IRI
from tests.rdf.jsonld.contexts import read_context

Json = dict[str, Any]
DEFAULTS: Final = frozenset({"@direction", "@language", "@vocab"})


def by_pyld(quads: Iterable[Quad], context_file: Path) -> bytes:
    """Return quads as a document compacted by PyLD, with keys in the order of the context. Raises `JsonLdError`."""
    context = dict(read_context(context_file))
    graphs: dict[Any, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad)
    embedding, by_language = embedding_properties(context), by_language_properties(context)
    expanded: list[Json] = []
    for graph, members in graphs.items():
        found = node_map(members, embedding)
        nodes = [_node(name, properties, found.embedded, by_language) for name, properties in found.nodes.items()]
        expanded += nodes if isinstance(graph, DefaultGraph) else [{"@id": node_name(graph), "@graph": nodes}]
    document = {"@context": context, "@graph": _in_order(_compacted(expanded, context), context)}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def read_by_pyld(content: bytes) -> Dataset:
    """Return the quads that PyLD reads from a document, with canonical labels."""
    dataset = Dataset(parse(jsonld.to_rdf(json.loads(content), {"format": "application/n-quads"}), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def embedding_properties(context: Json) -> frozenset[str]:
    """Return the properties whose values may be embedded nodes, because a term of the property has no type."""
    return frozenset(iri for iri, definition in _definitions(context) if not definition.keys() & {"@type", "@context"})


def by_language_properties(context: Json) -> frozenset[str]:
    """Return the properties with a language map."""
    return frozenset(iri for iri, definition in _definitions(context) if "@language" in (definition.get("@container") or ()))


def _node(name: str, properties: Properties, embedded: Mapping[str, Properties], by_language: frozenset[str]) -> Json:
    node: Json = {"@id": name}
    for iri, values in properties.items():
        classes = [value for value in values if isinstance(value, str)] if iri == TYPE_IRI else []
        node |= {"@type": classes} if classes else {}
        if written := values if iri != TYPE_IRI else [value for value in values if isinstance(value, Literal)]:
            node[iri] = [_value(value, embedded, by_language, may_be_native=iri not in by_language) for value in written]
    return node


def _value(value: Value, embedded: Mapping[str, Properties], by_language: frozenset[str], may_be_native: bool) -> Json:
    if isinstance(value, str):
        return _node(value, embedded[value], embedded, by_language) if value in embedded else {"@id": value}
    if value.language:
        direction = {"@direction": value.direction.value} if value.direction else {}
        return {"@value": value.value, "@language": value.language, **direction}
    datatype = value.datatype.value
    if datatype == STRING_IRI:
        return {"@value": value.value}
    if may_be_native and datatype in NATIVE_DATATYPES and is_native(value.value, datatype):
        return {"@value": json.loads(value.value)}
    return {"@value": value.value, "@type": datatype}


def _compacted(expanded: list[Json], context: Json) -> list[Json]:
    # PyLD's expansion would drop IRIs that it finds invalid, for example with a no-break space.
    options = {"graph": True, "skipExpansion": True}
    # PyLD fails on a default that is null before it is set.
    usable = {key: value for key, value in context.items() if value is not None or key not in DEFAULTS}
    compacted: Json = jsonld.compact(expanded, usable, options)
    (body,) = (value for key, value in compacted.items() if key != "@context")  # the context may have an alias of "@graph"
    assert isinstance(body, list)
    return body


def _in_order(value: Any, context: Json) -> Any:
    """Sort the keys of objects in the context's order, and keep "@type" in typed values, as rdflib requires."""
    if isinstance(value, list):
        return [_in_order(item, context) for item in value]
    if isinstance(value, dict):
        rank = {key: place for place, key in enumerate(context)}
        ids = {term: found.get("@id") if isinstance(found, dict) else found for term, found in context.items()}
        spelt = {key: "@type" for key, name in ids.items() if name == "@type" and "@value" in value}
        keys = sorted(value, key=lambda key: (rank.get(key, len(rank)), key))
        return {spelt.get(key, key): _in_order(value[key], context) for key in keys}
    return value


def _definitions(context: Json) -> Iterator[tuple[str, Json]]:
    """Yield the IRIs of a valid context's terms, with their definitions."""
    for term, value in context.items():
        definition = value if isinstance(value, dict) else {"@id": value}
        name = definition.get("@id", term)
        if isinstance(name, str) and not term.startswith("@") and not name.startswith("@"):
            yield _iri(name, context, any_prefix=name == term), definition


def _iri(name: str, context: Json, any_prefix: bool = False, seen: frozenset[str] = frozenset()) -> str:
    """Expand a term, a compact IRI, or a name relative to the vocabulary.

    any_prefix: whether every term can be a prefix. seen: the terms that are being expanded.
    """
    head, colon, local = name.partition(":")
    value = None if head in seen else context.get(head)
    target = value.get("@id", head) if isinstance(value, dict) else value
    is_prefix = value.get("@prefix", False) if isinstance(value, dict) else str(value).endswith(tuple(":/?#[]@"))
    if isinstance(target, str) and (not colon or any_prefix or is_prefix) and not local.startswith("//"):
        return _iri(target, context, seen=seen | {head}) + local
    return name if colon else (context.get("@vocab") or "") + name
