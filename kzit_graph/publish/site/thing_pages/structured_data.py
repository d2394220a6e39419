"""What a page says to search engines: schema.org in JSON-LD, as text for a script element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kzit_graph.rdf.namespaces import SCHEMA, SCHEMAS

_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that could end the script element, or that JavaScript takes for line ends."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def script_text(value: Mapping[str, Any]) -> str:
    """Return JSON-LD as the text of a script element."""
    text = _ENCODER.encode(value)
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def schema_types(classes: Iterable[str]) -> list[str]:
    """Return the names of the classes of schema.org among some classes, or "Thing"."""
    found = (iri.removeprefix(space) for iri in classes for space in SCHEMAS if iri.startswith(space))
    return sorted(dict.fromkeys(found)) or ["Thing"]


def thing_data(iri: str, classes: Iterable[str], name: str, page: str, same_as: Iterable[str]) -> dict[str, Any]:
    """Return the description of a thing. page: the address of its page."""
    types = schema_types(classes)
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": types[0] if len(types) == 1 else types,
        "@id": iri,
        "name": name,
        "mainEntityOfPage": page,
    }
    others = list(same_as)
    return {**found, "sameAs": others} if others else found
