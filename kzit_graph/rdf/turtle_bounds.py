"""Refuse RDF 1.2 in Turtle, TriG, N-Triples and N-Quads, and namespaces that expand without bound, before a parser reads them.

Parsers differ in what they do with RDF 1.2: some drop it, some read it as something else, and deeply nested triple terms exhaust
the stack of the process. Dumps and engines of this package are RDF 1.1.
"""

from __future__ import annotations

import re
from mmap import mmap
from pathlib import Path
from typing import Final

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.parser_errors import encoding_problem

_SIGNS: Final = (b"~", b"|", b"<<")
_DIRECTION: Final = re.compile(rb"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+--")
"""What RDF 1.2 has at least one of, unless it is a version. It is searched first, because that is fast."""

_HEAD: Final = 1 << 16
"""The part of a file in which versions are searched. Elsewhere they have no effect."""

_SEARCHED: Final = 4 << 20
"""The part of a file in which namespaces are searched. Larger files expand less, compared with their size."""

_MAX_NAMESPACE: Final = 2_048
"""Bytes of a namespace or a base IRI. They are repeated in each name that uses them."""

_MAX_BASES: Final = 1_000
"""Base IRIs of a file. Each can be longer than the one that it is relative to."""

_NAMESPACE: Final = re.compile(rb"\b(?:prefix|base)\b[^<>\n\"']{0,200}+<[^<>\s]{%d}" % _MAX_NAMESPACE, re.IGNORECASE)
_LONG_IRI: Final = re.compile(rb"<[^<>\s]{%d}" % _MAX_NAMESPACE)
_BASE: Final = re.compile(rb"\bbase\s*+<", re.IGNORECASE)

_STEP: Final = re.compile(
    rb"""
      (?P<term> <<\(?+ | \{\| | ~ )
    | (?P<direction> @[A-Za-z]++ (?:-[A-Za-z0-9]++)*+ --[A-Za-z]*+ )
    | (?P<version> (?<![^\s.}]) @?version (?= \s*+ ["'] ) )
    | (?: [^"'<#\\{~@vV]++
        | <[^<>"\s]*+>
        | \#[^\n\r]*+
        | \"{3} (?: [^"\\]++ | \\. | "(?!"") )*+ \"{3}
        | '{3}  (?: [^'\\]++ | \\. | '(?!'') )*+ '{3}
        | "(?!"") (?: [^"\\\n\r]++ | \\. )*+ "
        | '(?!'') (?: [^'\\\n\r]++ | \\. )*+ '
        | \\.
        | (?! <<|\{\||~ ) (?! @[A-Za-z]++ (?:-[A-Za-z0-9]++)*+ -- ) (?! @?version\s*+["'] ) .
      ){1,64}+
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""One token of RDF 1.2, or tokens of RDF 1.1, which are skipped."""


def check_turtle(content: bytes | mmap, path: Path) -> None:
    """Raise `InvalidInput` as `refuse_rdf12` does, and if a namespace, a base IRI or their number is too large."""
    refuse_rdf12(content, path)
    check_namespaces(content, path)


def check_namespaces(content: bytes | mmap, path: Path) -> None:
    """Raise `InvalidInput` if a namespace, a base IRI or their number is too large."""
    head = content[:_SEARCHED]
    # The first searches are cheap, and find nothing in almost every file.
    if _LONG_IRI.search(head) and (namespace := _NAMESPACE.search(head)):
        problem = f"a namespace or a base IRI has more than {_MAX_NAMESPACE:,} bytes; shorten it"
        raise InvalidInput(problem, _position(path, content, namespace.start()))
    if head.lower().count(b"base") > _MAX_BASES and len(_BASE.findall(head)) > _MAX_BASES:
        raise InvalidInput(f"more than {_MAX_BASES:,} base IRIs; use prefixes instead", Position(path))


def refuse_rdf12(content: bytes | mmap, path: Path) -> None:
    """Raise `InvalidInput`, with its line, if Turtle or a related syntax has a triple term, a base direction or a version."""
    if not (any(content.find(sign) >= 0 for sign in _SIGNS) or _DIRECTION.search(content) or b"version" in content[:_HEAD].lower()):
        return
    for step in _STEP.finditer(content):
        if step.lastgroup:
            if wrong_encoding := encoding_problem(content[: step.start()], path):
                raise wrong_encoding  # in it, anything could look like RDF 1.2
            raise InvalidInput(
                _problem(step.lastgroup, step[0].decode(), content[step.start() : step.start() + 3]), _position(path, content, step.start())
            )


def _problem(kind: str, text: str, start: bytes) -> str:
    if start == b"<<<":
        return "a merge conflict is left in the file; choose one side and remove its <<<<<<<, ======= and >>>>>>> lines"
    if kind == "direction":
        return f"base directions (RDF 1.2) are not supported: {text}; write {text.partition('--')[0]}"
    if kind == "version":
        return "version announcements (RDF 1.2) are not supported; remove this line"
    return f"triple terms (RDF 1.2) are not supported: {text}; give the statement an IRI and describe it by triples"


def _position(path: Path, content: bytes | mmap, offset: int) -> Position:
    before = content[:offset]
    start = before.rfind(b"\n") + 1
    return Position(path, before.count(b"\n") + 1, len(before[start:].decode("utf-8", errors="replace")) + 1)
