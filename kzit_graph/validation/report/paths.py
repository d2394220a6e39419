"""Write the property path of a result, which has the syntax of SPARQL, in Turtle as SHACL does (section 2.3.1), and read it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode

from kzit_graph.validation.shapes.shapes_graph import FIRST, ShapesGraph, Term, sh

_TOKEN: Final = re.compile(r"<[^<>]*>|[\^()/|*+?]")
_REPETITIONS: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def path_in_turtle(path: str) -> str | None:
    """Return a path in Turtle with the prefix sh; None if it is malformed.

    >>> path_in_turtle("(<http://e/a>/^<http://e/b>)")
    '( <http://e/a> [ sh:inversePath <http://e/b> ] )'
    """
    tokens = _TOKEN.findall(path)
    if "".join(tokens) != path:
        return None
    reader = iter((*tokens, ""))
    try:
        text, rest = _path(next(reader), reader)
    except (StopIteration, ValueError):
        return None
    return text if rest == "" else None


def _path(start: str, tokens: Iterator[str]) -> tuple[str, str]:
    """Return a path, whose first token is given, and the token after it."""
    if start.startswith("<"):
        return start, next(tokens)
    if start == "^":
        inner, after = _path(next(tokens), tokens)
        return f"[ sh:inversePath {inner} ]", after
    if start != "(":
        raise ValueError(start)
    first, separator = _path(next(tokens), tokens)
    parts = [first]
    after = separator
    while after == separator and separator in ("/", "|"):
        part, after = _path(next(tokens), tokens)
        parts.append(part)
    if after != ")":
        raise ValueError(after)
    after = next(tokens)
    if separator == ")":
        if after not in _REPETITIONS:
            return first, after
        return f"[ sh:{_REPETITIONS[after]} {first} ]", next(tokens)
    members = f"( {' '.join(parts)} )"
    return (members if separator == "/" else f"[ sh:alternativePath {members} ]"), after


def path_in_sparql(graph: ShapesGraph, path: Term) -> str:
    """Return a path of a well-formed report in the syntax of SPARQL, as results have it."""
    if not isinstance(path, BlankNode):
        return str(path)
    if graph.values(path, FIRST):
        return f"({'/'.join(path_in_sparql(graph, part) for part in graph.members(path))})"
    for inner in graph.values(path, sh("inversePath")):
        return f"^{path_in_sparql(graph, inner)}"
    for head in graph.values(path, sh("alternativePath")):
        return f"({'|'.join(path_in_sparql(graph, part) for part in graph.members(head))})"
    for mark, name in _REPETITIONS.items():
        for inner in graph.values(path, sh(name)):
            return f"({path_in_sparql(graph, inner)}){mark}"
    return ""
