"""Finds the line on which a file begins to speak of a thing: parsers give triples, people need lines.

Turtle, TriG, N-Triples and N-Quads are read from statement to statement, since what begins one is its subject: all else
is skipped in the longest steps that literals, IRIs, comments and dots inside of names allow. In other syntaxes the first
line that holds the IRI is taken. A file is read once, however many IRIs are sought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import Position
from kzit_graph.rdf.formats import format_of_file

_STATEMENT_SYNTAXES: Final = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)

# The terminals of Turtle (RDF 1.1 Turtle, section 6.5), as far as they hide or hold the dot that ends a statement.
_LITERAL: Final = r"""
    (?: \"{3} [^\"\\]* (?: (?: \\. | \"(?!\"\") ) [^\"\\]* )* \"{3}
      | '{3}  [^'\\]*  (?: (?: \\. | '(?!'') )    [^'\\]*  )* '{3}
      | \" [^\"\\\n]* (?: \\. [^\"\\\n]* )* \"
      | '  [^'\\\n]*  (?: \\. [^'\\\n]*  )* ' )
    (?: @[\w\-]+ (?![\w\-.]) )?    # a dot after a language tag ends the statement: the separator takes both
"""
_IN_NAME: Final = r"[^\s\"'<>\#.,;\[\](){}@^]"
_INNER_DOT: Final = rf"(?<={_IN_NAME})\.+(?={_IN_NAME})"
_ESCAPED: Final = rf"\\. (?: \.+(?={_IN_NAME}) )?"
_DIRECTIVE: Final = r"""
      @?prefix\s+(?P<prefix>[^\s:<>]*):\s*<(?P<namespace>[^<>\s]*)>
    | @?base\s*<[^<>\s]*>
    | @?version\s+(?:\"[^\"\n]*\"|'[^'\n]*')
"""
_SUBJECT: Final = r"<(?P<iri>[^<>\s]*)> | (?! prefix\s | base[\s<] | version\s ) (?P<name>(?: [^\s\"'<>\#,;\[\](){}@^\\]+ | \\. )+)"
_GAP: Final = r"(?: \s+ | \#[^\n]* )*"

_STEP: Final = re.compile(
    rf"""
      (?: {_DIRECTIVE} | @[\w\-]+\. | (?!{_INNER_DOT})[.{{}}] | \A )    # what a statement can follow
      (?: [\s.{{}}]+ | \#[^\n]* )*
      (?: (?: {_SUBJECT} ) (?= {_GAP} (?P<graph>\{{)? ) )?
    | (?: [^\"'<\#.{{}}\\@]+ | {_LITERAL} | <[^<>\s]*> | \#[^\n]* | {_ESCAPED} | {_INNER_DOT} ){{1,64}}
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.ASCII,
)
"""A step ends with the subject of the next statement, if it begins with what a statement can follow; else inside of a statement.

The matcher keeps each turn of a repetition in memory, so the turns inside of a statement are bounded.
"""
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_WORD: Final = re.compile(r"[^\"<>\s]+", re.ASCII)


def find_subjects(path: Path, iris: set[str], content: bytes | None = None) -> dict[str, Position]:
    """Find where each of some IRIs first stands as a subject in a file (line numbers from 1). Absent ones are left out.

    content: the bytes of the file, where they were read before. Takes time proportional to the file, whatever the number of IRIs,
    and ends as soon as all are found.
    """
    found: dict[str, Position] = {}
    if not iris:
        return found
    text = (path.read_bytes() if content is None else content).decode("utf-8", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    line, counted = 1, 0
    for iri, offset in _subjects(text) if format_of_file(path) in _STATEMENT_SYNTAXES else _mentions(text):
        if iri in iris and iri not in found:
            line += text.count("\n", counted, offset)
            counted = offset
            found[iri] = Position(path, line)
            if len(found) == len(iris):
                break
    return found


def _subjects(text: str) -> Iterator[tuple[str, int]]:
    """The subjects that are written as an IRI or a prefixed name, statement by statement, each with its offset."""
    prefixes: dict[str, str] = {}
    for step in _STEP.finditer(text):
        if step.lastgroup is None:
            continue
        prefix, namespace, iri, name, graph = step.groups()
        if namespace is not None:
            prefixes[prefix] = namespace
        if graph:
            continue  # what stands before a brace names a graph of TriG
        if iri is not None:
            yield iri, step.start("iri") - 1
        elif name:
            prefix, _, local = name.partition(":")
            yield prefixes.get(prefix, "") + (_ESCAPE.sub(r"\1", local) if "\\" in local else local), step.start("name")


def _mentions(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text, as JSON and XML set off an IRI: by quotation marks, angle brackets or white space.

    An apostrophe can be part of an IRI; where it is the mark of an XML attribute, a word holds two of them.
    """
    for word in _WORD.finditer(text):
        yield word[0], word.start()
        if "'" in word[0]:
            yield word[0].partition("'")[2].rpartition("'")[0], word.start()
