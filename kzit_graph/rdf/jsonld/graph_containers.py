"""Refuse JSON-LD in which a term with the container @graph has a list or a set. The parser ends the process at it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.strings import STRING

_TOKEN: Final = re.compile(rf"(?P<string>{STRING})(?P<colon>\s*+:)?|[\[\]{{}}]", re.DOTALL)
_OTHER, _GRAPH, _MAP = range(3)
"""What a value is: something else, a graph, or graphs by their names or indexes."""


def refuse_lists_of_graphs(text: str, definitions: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Raise `InvalidInput`, with its line, if a value of a term with the container @graph has @list or @set.

    definitions: the terms of all contexts of the document.
    """
    terms = {name: kind for names in definitions for name, definition in names.items() if (kind := _kind(definition))}
    if not terms:
        return
    listing = {"@list", "@set"}
    listing |= {name for names in definitions for name, definition in names.items() if definition in ("@list", "@set")}
    outer: list[int] = []
    kind, following = _OTHER, _OTHER
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            outer.append(kind)
            kind, following = following, following if token[0] == "[" else _OTHER
        elif token[0] in "}]":
            kind = outer.pop() if outer else _OTHER
            following = kind
        elif token["colon"]:
            key = _text(token["string"])
            if kind and key in listing:
                problem = f"a value of a term with the container @graph must not have {key}; write an array of graphs instead"
                raise InvalidInput(problem, Position(path, text.count("\n", 0, token.start()) + 1))
            following = _GRAPH if kind == _MAP else terms.get(key, _OTHER)


def _kind(definition: Any) -> int:
    container = definition.get("@container") if isinstance(definition, dict) else None
    names = container if isinstance(container, list) else [container]
    if "@graph" not in names:
        return _OTHER
    return _MAP if "@id" in names or "@index" in names else _GRAPH


def _text(string: str) -> str:
    try:
        return str(json.loads(string)) if "\\" in string else string[1:-1]
    except ValueError:
        return string[1:-1]
