"""Refuse JSON-LD that a parser cannot read in bounded time, memory and stack."""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.graph_containers import refuse_lists_of_graphs
from kzit_graph.rdf.jsonld.strings import STRING

_MAX_DEPTH: Final = 200
"""Nested objects and arrays. The parser's time grows with the cube of their number."""

_MAX_CHAIN: Final = 100
"""Terms of a context that are each defined by the next. The parser follows them on its stack."""

_MAX_WORK: Final = 1_000_000
"""Definitions of terms that may be processed again because a context is used again, in a small file. Each takes about 3 µs."""

_MAX_WORK_PER_BYTE: Final = 1
"""The same in a large file, for each of its bytes."""

_COPIED: Final = 5
"""Definitions that are copied, with the context around them, in the time that one is processed."""

_MAX_NAMESPACE: Final = 2_048
"""Characters of an IRI in a context. It is repeated in each term that uses it."""

_STRING: Final = re.compile(STRING.encode(), re.DOTALL)
_WORD: Final = re.compile(STRING, re.DOTALL)
_CONTEXT_KEY: Final = re.compile(r'"@context"\s*+:\s*+')
_STEPS: Final = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_OTHERS: Final = bytes(set(range(256)) - set(b"[]{}"))


def check_json(content: bytes, path: Path) -> None:
    """Raise `InvalidInput` if JSON-LD is nested too deeply, or if its contexts take too long to process."""
    if _depth(content) > _MAX_DEPTH:
        problem = f"more than {_MAX_DEPTH} objects and arrays are inside one another; write them side by side, and refer to them by @id"
        raise InvalidInput(problem, Position(path))
    text = content.decode("utf-8", errors="replace")
    contexts = list(contexts_of(text, path))
    for context in contexts:
        for terms in objects_of(context):
            if any(len(text) > _MAX_NAMESPACE for text in _texts(terms)):
                problem = f"an IRI of the context has more than {_MAX_NAMESPACE:,} characters; shorten it"
                raise InvalidInput(problem, Position(path))
            if _chain(terms) > _MAX_CHAIN:
                problem = f"more than {_MAX_CHAIN} terms of the context are each defined by the next; write their IRIs in full"
                raise InvalidInput(problem, Position(path))
    if _work(text, contexts) > max(_MAX_WORK, _MAX_WORK_PER_BYTE * len(content)):
        raise InvalidInput("the contexts are used too often inside one another; use one context at the top of the file", Position(path))
    refuse_lists_of_graphs(text, [terms for context in contexts for terms in objects_of(context)], path)


def _depth(content: bytes) -> int:
    brackets = _STRING.sub(b"", content) if b'"' in content else content
    return max(accumulate(array("b", brackets.translate(_STEPS, _OTHERS))), default=0)


def contexts_of(text: str, path: Path | None = None) -> Iterator[Any]:
    """Yield the contexts that are not inside other contexts. Malformed JSON is left to the parser.

    path: the file. If it is given, `InvalidInput` is raised for a key with two values, of which JSON-LD processors take the last.
    """
    # Numbers do not matter, and Python refuses long ones.
    decoder = json.JSONDecoder(parse_int=len, parse_float=len, object_pairs_hook=_without_contradiction if path else None)
    position = 0
    while key := _CONTEXT_KEY.search(text, position):
        try:
            context, position = decoder.raw_decode(text, key.end())
        except _TwoValuesError as error:
            name = error.args[0]
            found = [word.start() for word in _WORD.finditer(text, key.end()) if _unescaped(word[0]) == name][1:2]
            line = text.count("\n", 0, found[0]) + 1 if found else None
            raise InvalidInput(f'the context has "{name}" twice, with two values; remove one', Position(path or Path(), line)) from error
        except ValueError:
            return
        yield context


class _TwoValuesError(Exception):
    """A key has two values."""


def _without_contradiction(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if found.setdefault(key, value) != value:
            raise _TwoValuesError(key)
    return found


def objects_of(context: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a context, including the contexts of its terms."""
    waiting = [context]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            yield found
            waiting += [term["@context"] for term in found.values() if isinstance(term, dict) and "@context" in term]


def _texts(terms: dict[str, Any]) -> Iterator[str]:
    for name, definition in terms.items():
        yield name
        yield from (text for text in (definition.values() if isinstance(definition, dict) else (definition,)) if isinstance(text, str))


def _chain(terms: dict[str, Any]) -> int:
    """Return how many terms of a context are, at most, each defined by the next. A circle is left to the parser."""
    lengths: dict[str, int] = {}
    for start in terms:
        path = [start]
        while path:
            term = path[-1]
            lengths.setdefault(term, 0)
            needed = _needed(term, terms)
            if unknown := next((other for other in needed if other not in lengths), None):
                path.append(unknown)
            else:
                lengths[term] = 1 + max((lengths[other] for other in needed), default=0)
                path.pop()
    return max(lengths.values(), default=0)


def _needed(term: str, terms: dict[str, Any]) -> list[str]:
    """Return the terms that the definition of a term refers to."""
    definition = terms[term]
    values = [definition.get(key) for key in ("@id", "@reverse", "@type", "@index")] if isinstance(definition, dict) else [definition]
    names = [name for value in (term, *values) if isinstance(value, str) for name in (value, value.partition(":")[0])]
    return [name for name in names if name != term and name in terms]


def _work(text: str, contexts: list[Any]) -> int:
    """Return how many definitions are processed because contexts inside a file are used again."""
    objects = [terms for context in contexts for terms in objects_of(context)]
    copied = max((sum(map(len, objects_of(context))) for context in contexts), default=0) // _COPIED
    scoped = {
        name: sum(map(len, objects_of(term["@context"])))
        for terms in objects
        for name, term in terms.items()
        if isinstance(term, dict) and "@context" in term
    }
    again = max(0, len(contexts) - 1) * copied
    if not scoped or again + text.count('"') // 2 * (max(scoped.values()) + copied) <= _MAX_WORK:
        return again
    uses = Counter(word for found in _WORD.finditer(text) if (word := _unescaped(found[0])) in scoped)
    return again + sum(number * (scoped[name] + copied) for name, number in uses.items())


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text[1:-1]
    try:
        return str(json.loads(text))
    except ValueError:
        return text
