"""Find what JSON-LD processors drop without an error: relative and invalid IRIs, base directions, and keys without an IRI.

They drop statements that are not well-formed RDF (JSON-LD 1.1 Processing Algorithms and API, section 8.1), and keys that do not
expand to an IRI (section 5.1.2, step 13.3). A parser without these checks returns both.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

from kzit_graph.errors import InvalidInput, Position

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_DIRECTION: Final = r'"(?:@direction%s)"\s*+:\s*+"(?:ltr|rtl)"'
_DIRECTION_ALIAS: Final = re.compile(r'"([^"\\]++)"\s*+:\s*+"@direction"')

Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


def find_dropped_keys(content: bytes, path: Path, base: str | None = None) -> tuple[str, ...]:
    """Return the keys of JSON-LD that have no IRI, which processors drop with their values.

    base: the IRI that resolves relative IRIs, if any. Raises `InvalidInput` if another part of a statement would be dropped, and
    the parser's error if the file is malformed.
    """
    text = content.decode("utf-8", errors="replace")
    keys: dict[str, None] = {}
    checked: set[Term] = set()
    for quad in parse(content, format=RdfFormat.JSON_LD, base_iri=base, lenient=True):
        predicate = quad.predicate
        if is_dropped(predicate):
            keys[predicate.value] = None
            continue
        for term in (quad.subject, predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode | Literal) and term not in checked:
                if (problem := _problem(term)) is not None:
                    raise InvalidInput(problem, _position(path, text, term.value))
                if isinstance(term, NamedNode):
                    checked.add(term)
    return tuple(keys)


def is_dropped(predicate: NamedNode) -> bool:
    """Return whether processors drop the statements of a property, because it is a relative IRI or a blank node."""
    return predicate.value.startswith("_:") or not _ABSOLUTE.match(predicate.value)


def line_of_direction(content: bytes) -> int | None:
    """Return the line of the first base direction in JSON-LD, if any. RDF 1.1 has none, so they are dropped (section 8.2)."""
    if b'"@direction"' not in content:
        return None
    text = content.decode("utf-8", errors="replace")
    aliases = "".join(f"|{re.escape(alias)}" for alias in _DIRECTION_ALIAS.findall(text))
    direction = re.search(_DIRECTION % aliases, text)
    return text.count("\n", 0, direction.start()) + 1 if direction else None


def _problem(term: NamedNode | Literal) -> str | None:
    if isinstance(term, Literal):
        return (
            None
            if term.language is None or _is_valid(term)
            else f'"{term.language}" is not a language tag, so its text would be dropped; write a tag such as en'
        )
    if not _ABSOLUTE.match(term.value):
        return f'the IRI "{term.value}" is relative, so its statements would be dropped; write the full IRI, or add "@base" to the context'
    return (
        None
        if _is_valid(term)
        else f'"{term.value}" is not a valid IRI, so its statements would be dropped; percent-encode what is not allowed, such as spaces'
    )


def _is_valid(term: NamedNode | Literal) -> bool:
    try:
        if isinstance(term, Literal):
            Literal(term.value, language=term.language)
        else:
            NamedNode(term.value)
    except ValueError:
        return False
    return True


def _position(path: Path, text: str, value: str) -> Position:
    """Return the line of a value, if it is written in the file as it is."""
    offset = text.find(json.dumps(value, ensure_ascii=False))
    return Position(path, text.count("\n", 0, offset) + 1 if offset >= 0 else None)
