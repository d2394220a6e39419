"""JSON-LD for people: compacted against the project's context, one object a thing, keys in the context's order.

Follows JSON-LD 1.1 (W3C Recommendation 2020). The context is written into each document, so that it reads offline;
nothing is ever fetched.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kzit_graph.errors import InvalidInput, Position

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_LARGEST_SAFE_INTEGER: Final = 2**53 - 1
"""Beyond it, JavaScript and others lose digits of a JSON number."""

Json = dict[str, Any]


def read_context(path: Path) -> Json:
    """The value of "@context" of a context file. Raises `InvalidInput` where the file is missing or malformed."""
    try:
        document = json.loads(path.read_text("utf-8"))
        context = document["@context"]
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror or error}", Position(path)) from error
    except json.JSONDecodeError as error:
        raise InvalidInput(error.msg, Position(path, error.lineno, error.colno)) from error
    except (UnicodeDecodeError, KeyError, TypeError) as error:
        raise InvalidInput('not a JSON-LD context: an object with "@context", in UTF-8', Position(path)) from error
    if not isinstance(context, dict):
        raise InvalidInput("the context must be one object; a remote one is never fetched", Position(path))
    return context


def to_jsonld(quads: Iterable[Quad], context_file: Path) -> bytes:
    """Quads as a compacted JSON-LD document in UTF-8, in the order in which they come.

    Named graphs become objects with "@graph". A node that only one other refers to stands inside that one, where the
    context gives the property no type (so that its value is read as an object anyway).
    """
    context = read_context(context_file)
    owning, by_language = _owning_properties(context), _language_maps(context)
    graphs: dict[str | None, list[Quad]] = defaultdict(list)
    for quad in quads:
        graphs[None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value].append(quad)
    expanded: list[Json] = []
    for graph, members in graphs.items():
        nodes = _nodes(members, owning, by_language)
        expanded.extend(nodes if graph is None else [{"@id": graph, "@graph": nodes}])
    compacted = _compact(expanded, context, context_file)
    body = compacted.get("@graph", [{key: value for key, value in compacted.items() if key != "@context"}])
    rank = {key: place for place, key in enumerate(context)}
    document = {"@context": context, "@graph": _in_order(body, rank, _type_names(context))}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _compact(expanded: list[Json], context: Json, context_file: Path) -> Json:
    from pyld import jsonld

    try:
        compacted: Json = jsonld.compact(expanded, {"@context": context}, {"documentLoader": _refuse_to_load, "graph": True})
    except jsonld.JsonLdError as error:
        raise InvalidInput(f"the context cannot be used: {_cause(error)}", Position(context_file)) from error
    return compacted


def _cause(error: BaseException) -> str:
    """The innermost reason that PyLD wraps, with the IRI that it is about."""
    while error.__cause__ is not None:
        error = error.__cause__
    iri = (getattr(error, "details", None) or {}).get("iri")
    return f"{error.args[0]}" + (f" ({iri})" if iri else "")


def _refuse_to_load(url: str, _options: object) -> None:
    raise InvalidInput(f"the context refers to {url}; nothing is ever fetched")


def _owning_properties(context: Json) -> frozenset[str]:
    """IRIs of the properties whose values the context leaves untyped, so that a node may stand there whole."""
    untyped = (
        definition if isinstance(definition, str) else definition.get("@id", term)
        for term, definition in context.items()
        if isinstance(definition, str) or (isinstance(definition, dict) and not definition.keys() & {"@type", "@context"})
    )
    return frozenset(_expand(name, context) for name in untyped if not name.startswith("@"))


def _language_maps(context: Json) -> frozenset[str]:
    """IRIs of the properties whose values the context writes by language: such a map holds strings alone."""
    maps = (value["@id"] for value in context.values() if isinstance(value, dict) and "@language" in value.get("@container", ()))
    return frozenset(_expand(name, context) for name in maps)


def _expand(name: str, context: Json) -> str:
    prefix, _, local = name.partition(":")
    namespace = context.get(prefix)
    return namespace + local if isinstance(namespace, str) else name


def _nodes(quads: list[Quad], owning: frozenset[str], by_language: frozenset[str]) -> list[Json]:
    nodes: dict[str, Json] = {}
    owners: dict[str, tuple[str, str]] = {}
    references = Counter(quad.object.value for quad in quads if isinstance(quad.object, NamedNode))
    for quad in quads:
        subject = _name(quad.subject)
        node = nodes.setdefault(subject, {"@id": subject})
        if quad.predicate.value == _TYPE and not isinstance(quad.object, Literal):
            node.setdefault("@type", []).append(_name(quad.object))
            continue
        node.setdefault(quad.predicate.value, []).append(_value(quad.object, native=quad.predicate.value not in by_language))
        if isinstance(quad.object, NamedNode) and quad.predicate.value in owning and references[quad.object.value] == 1:
            owners[quad.object.value] = (subject, quad.predicate.value)
    inner = {name: owner for name, owner in owners.items() if name in nodes and owner[0] not in owners and name != owner[0]}
    for name, (owner, predicate) in inner.items():
        values = nodes[owner][predicate]
        values[values.index({"@id": name})] = nodes[name]
    return [node for name, node in nodes.items() if name not in inner]


def _name(term: object) -> str:
    assert isinstance(term, NamedNode | BlankNode)
    return term.value if isinstance(term, NamedNode) else str(term)


def _value(term: object, native: bool) -> Json:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        direction = {"@direction": term.direction.value} if term.direction else {}
        return {"@value": term.value, "@language": term.language, **direction}
    datatype = term.datatype.value
    if datatype == f"{_XSD}string":
        return {"@value": term.value}
    if native and datatype == f"{_XSD}integer" and _is_plain_integer(term.value):
        return {"@value": int(term.value)}
    if native and datatype == f"{_XSD}boolean" and term.value in ("true", "false"):
        return {"@value": term.value == "true"}
    return {"@value": term.value, "@type": datatype}


def _is_plain_integer(text: str) -> bool:
    try:
        number = int(text)
    except ValueError:
        return False
    return str(number) == text and abs(number) <= _LARGEST_SAFE_INTEGER


def _type_names(context: Json) -> frozenset[str]:
    """What the context calls "@type"."""
    ids = {term: value.get("@id") if isinstance(value, dict) else value for term, value in context.items()}
    return frozenset(term for term, name in ids.items() if name == "@type")


def _in_order(value: Any, rank: dict[str, int], type_names: frozenset[str]) -> Any:
    """The same JSON with each object's keys in order, and "@type" spelt out in typed values, where rdflib knows no other name."""
    if isinstance(value, list):
        return [_in_order(item, rank, type_names) for item in value]
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (rank.get(key, len(rank)), key))
        spelt = {key: "@type" for key in type_names if "@value" in value}
        return {spelt.get(key, key): _in_order(value[key], rank, type_names) for key in keys}
    return value
