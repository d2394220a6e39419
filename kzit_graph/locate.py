"""Finds the line on which a file begins to speak of a thing: parsers give triples, people need lines.

Turtle, TriG, N-Triples and N-Quads are scanned token by token (only as far as is needed to know which IRIs stand in the
place of a subject); in other syntaxes the first line that holds the IRI is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import Position
from kzit_graph.formats import format_of_file

_LINE_SYNTAXES: Final = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_TOKEN: Final = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<literal>\"{3}(?:[^\\\"]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^\\']|\\.|'{1,2}(?!'))*'{3}
                | \"(?:[^\\\"\n]|\\.)*\" | '(?:[^\\'\n]|\\.)*')
    | <(?P<iri>[^<>\"{}|^`\s]*)>
    | (?P<directive>@?prefix\s+(?P<prefix>[^\s:<>]*):\s*<(?P<namespace>[^<>]*)>(?:\s*\.)? | @?base\s+<[^<>]*>(?:\s*\.)?)
    | (?P<name>(?:\w[\w\-.]*)?:(?:[\w\-:%]|\\.|\.(?=[\w\-:%\\.]))*)
    | (?P<open>[\[({])
    | (?P<close>[\])}])
    | (?P<end>\.)
    | (?P<other>[^\s\[\](){}<>\"'\#.]+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def find_subjects(path: Path, iris: set[str]) -> dict[str, Position]:
    """Where each of some IRIs first stands as a subject in a file (line numbers from 1); the absent ones are left out."""
    text = path.read_text("utf-8", errors="replace")
    if format_of_file(path) in _LINE_SYNTAXES:
        offsets = _scan(text, set(iris))
    else:
        offsets = ((iri, found.start()) for iri in iris if (found := re.search(rf"{re.escape(iri)}(?=[\"'<>\s]|$)", text)))
    return {iri: Position(path, text.count("\n", 0, offset) + 1) for iri, offset in offsets}


def _scan(text: str, wanted: set[str]) -> Iterator[tuple[str, int]]:
    """The wanted IRIs that stand as subjects, each with its first offset. A statement begins where the one before ended."""
    prefixes: dict[str, str] = {}
    at_subject = True
    depth = 0
    for token in _TOKEN.finditer(text):
        match token.lastgroup:
            case "comment":
                pass
            case "directive":
                prefixes[token["prefix"]] = token["namespace"]
            case "open" | "close" if token[0] in "{}":
                at_subject = True
            case "open" | "close":
                depth += 1 if token.lastgroup == "open" else -1
                at_subject = False
            case "end":
                at_subject = depth == 0
            case _ if at_subject:
                at_subject = False
                if (iri := _expand(token, prefixes)) in wanted:
                    wanted.discard(iri)
                    yield iri, token.start()


def _expand(token: re.Match[str], prefixes: dict[str, str]) -> str:
    if token.lastgroup == "iri":
        return token["iri"]
    prefix, _, local = token[0].partition(":")
    return prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
