"""Refuse files whose statements repeat a long term so often that a small file fills the memory.

Turtle, TriG and JSON-LD write the subject, the predicate and the graph once for many statements, and a namespace once for many names.
RDF/XML is counted where its elements are read (`xml_grammar`).
"""

from __future__ import annotations

import json
import re
from mmap import mmap
from pathlib import Path
from typing import Any, Final

from kzit_graph.errors import InvalidInput, Position

_MAX_REPEATED: Final = 64 << 20
"""Characters that statements repeat, in a small file."""

_MAX_RATIO: Final = 50
"""The same in a large file, for each of its bytes."""

_LONG: Final = 512
"""Bytes of a term that is worth counting."""

_OTHER_SPACE: Final = (b"\n", b"\t", b"\r")

_TOKEN: Final = re.compile(
    rb"""
      (?P<open> \{ )
    | (?P<close> \} )
    | (?P<next> [;,] )
    | (?P<end> \.(?=[\s<>"'\[\](){}\#_@] | \Z) )
    | (?P<term> <[^<>"\s]*+> | (?: [^\s<>"'\[\](){};,\#.\\] | \\. | \.(?![\s<>"'\[\](){}\#_@]|\Z) )++ )
    | \#[^\n\r]*+
    | \"{3} (?: [^"\\]++ | \\. | "(?!"") )*+ \"{3}
    | '{3}  (?: [^'\\]++ | \\. | '(?!'') )*+ '{3}
    | "(?!"") (?: [^"\\\n\r]++ | \\. )*+ "
    | '(?!'') (?: [^'\\\n\r]++ | \\. )*+ '
    | \s++
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIX: Final = re.compile(rb"\bprefix\s++([^\s<>:]*+:)\s*+<([^<>\s]{%d,})>" % _LONG, re.IGNORECASE)
_BASE: Final = re.compile(rb"\bbase\s*+<([^<>\s]{%d,})>" % _LONG, re.IGNORECASE)
_LONG_STRING: Final = re.compile(rb'"[^"\s]{%d}' % _LONG)
"""A long string without white space in JSON, such as an IRI or a language tag."""


def check_turtle_repetition(content: bytes | mmap, path: Path) -> None:
    """Raise `InvalidInput` if Turtle or TriG repeats long terms without bound."""
    start = _next_long(content, 0)
    if start is None:
        return
    limit = repetition_limit(len(content))
    text = content if isinstance(content, bytes) else content[:]
    repeated = sum(text.count(found[1]) * len(found[2]) for found in _PREFIX.finditer(text))
    repeated += max((len(found[1]) for found in _BASE.finditer(text)), default=0) * text.count(b"<")
    if repeated > limit:
        raise too_much_repetition(limit, Position(path))
    while start is not None:
        repeated, end = _repeated_from(text, start, repeated, limit)
        if repeated > limit:
            raise too_much_repetition(limit, Position(path, text.count(b"\n", 0, start) + 1))
        start = _next_long(text, end)


def _next_long(content: bytes | mmap, start: int) -> int | None:
    """Return where the next word begins that is as long as a long term; None if there is none. The search leaps from space to space."""
    end = len(content)
    while end - start >= _LONG:
        space = content.rfind(b" ", start, start + _LONG)  # there is one in almost every leap
        if space < 0:
            space = max(content.rfind(character, start, start + _LONG) for character in _OTHER_SPACE)
        if space < 0:
            return start
        start = space + 1
    return None


def _repeated_from(text: bytes, start: int, repeated: int, limit: int) -> tuple[int, int]:
    """Count what the statement or the graph that a long term begins repeats. Return the new count, and where it ends.

    If the term is in a text, what follows is read wrongly, at most up to the end of the line.
    """
    graph = long = 0
    for token in _TOKEN.finditer(text, start):
        kind = token.lastgroup
        if kind == "term":
            length = token.end() - token.start()
            long += length if length >= _LONG else 0
        elif kind in ("next", "end"):
            repeated += long + graph
            long = long if kind == "next" else 0
        elif kind == "open":
            graph, long = long, 0
        elif kind == "close":
            graph = long = 0
        if repeated > limit or (kind in ("end", "close") and not graph):
            return repeated, token.end()
    return repeated, len(text)


def check_json_repetition(content: bytes, path: Path) -> None:
    """Raise `InvalidInput` if JSON-LD repeats long terms without bound. Malformed JSON is left to the parser."""
    if not _LONG_STRING.search(content):
        return
    try:
        document = json.loads(content, parse_int=len, parse_float=len)  # numbers do not matter, and Python refuses long ones
    except ValueError:
        return
    limit = repetition_limit(len(content))
    if _repeated(document, _names_of_id(document)) > limit:
        raise too_much_repetition(limit, Position(path))


def _names_of_id(document: Any) -> frozenset[str]:
    """Return the keyword @id and the terms of contexts that stand for it."""
    names = {"@id"}
    waiting = [document]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            names.update(key for key, value in found.items() if value == "@id")
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found
    return frozenset(names)


def _repeated(document: Any, ids: frozenset[str]) -> int:
    """Return how many characters of keys and subjects the values in a document repeat, at most."""
    repeated = 0
    waiting = [(document, 0, 0)]
    while waiting:
        found, graph, length = waiting.pop()
        if isinstance(found, list):
            waiting += [(value, graph, length) for value in found]
            continue
        repeated += graph + length
        if isinstance(found, dict):
            named = [value for key, value in found.items() if key in ids and isinstance(value, str)]
            subject = max(map(_counted, named)) if named else length  # maps by language and the like have the subject around them
            for key, value in found.items():
                if key == "@graph":
                    waiting.append((value, graph + subject, 0))
                elif key != "@context":
                    waiting.append((value, graph, subject + _counted(key)))
    return repeated


def _counted(term: str) -> int:
    return len(term) if len(term) >= _LONG else 0


def repetition_limit(size: int) -> int:
    """Return how many characters of long terms the statements of a file may repeat. size: its number of bytes."""
    return max(_MAX_REPEATED, _MAX_RATIO * size)


def too_much_repetition(limit: int, position: Position) -> InvalidInput:
    """Return the error of a file whose statements repeat more than this."""
    return InvalidInput(f"the statements repeat long IRIs or language tags, more than {limit >> 20:,} MiB in all; shorten these", position)
