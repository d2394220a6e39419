"""Find the line of a file that describes a thing. Parsers return triples without positions, but people need lines.

In Turtle, TriG, N-Triples and N-Quads this is the line where the IRI is first a subject. A scanner finds the start of each
statement and skips the rest, including literals, comments and dots inside names. In JSON-LD and RDF/XML it is the line with the IRI of
the node, also if it is abbreviated; else it is the first line with the IRI. A file is scanned once for all IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from pyoxigraph import RdfFormat

from kzit_graph.errors import Position
from kzit_graph.rdf.formats import syntax_of_content
from kzit_graph.rdf.opening import read_rdf

STATEMENT_SYNTAXES: Final = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)

# The terminals of Turtle (RDF 1.1 Turtle, section 6.5) in which a dot does not end the statement.
LITERAL: Final = r"""
    (?: \"{3} [^\"\\]* (?: (?: \\. | \"(?!\"\") ) [^\"\\]* )* \"{3}
      | '{3}  [^'\\]*  (?: (?: \\. | '(?!'') )    [^'\\]*  )* '{3}
      | \" [^\"\\\n]* (?: \\. [^\"\\\n]* )* \"
      | '  [^'\\\n]*  (?: \\. [^'\\\n]*  )* ' )
    (?: @[\w\-]+ (?![\w\-.]) )?    # but not a tag directly before a dot, which is part of the separator
"""
IN_NAME: Final = r"[^\s\"'<>\#.,;\[\](){}@^]"
_INNER_DOT: Final = rf"(?<={IN_NAME})\.+(?={IN_NAME})"
_ESCAPED: Final = rf"\\. (?: \.+(?={IN_NAME}) )?"
_DIRECTIVE: Final = r"""
      @?prefix\s+(?P<prefix>[^\s:<>]*):\s*<(?P<namespace>[^<>\s]*)>
    | @?base\s*<(?P<base>[^<>\s]*)>
    | @?version\s+(?:\"[^\"\n]*\"|'[^'\n]*')
"""
_SUBJECT: Final = r"<(?P<iri>[^<>\s]*)> | (?! prefix\s | base[\s<] | version\s ) (?P<name>(?: [^\s\"'<>\#,;\[\](){}@^\\]+ | \\. )+)"
_GAP: Final = r"(?: \s+ | \#[^\n]* )*"

_STEP: Final = re.compile(
    rf"""
      (?: {_DIRECTIVE} | @[\w\-]+\. | (?!{_INNER_DOT})[.{{}}] | \A )    # what can precede a statement
      (?: [\s.{{}}]+ | \#[^\n]* )*
      (?: (?: {_SUBJECT} ) (?= {_GAP} (?P<graph>\{{)? ) )?
    | (?: [^\"'<\#.{{}}\\@]+ | {LITERAL} | <[^<>\s]*> | \#[^\n]* | {_ESCAPED} | {_INNER_DOT} ){{1,64}}
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.ASCII,
)
"""One step of the scanner: either a separator and the subject of the next statement, or a part of the rest of a statement.

The regex engine keeps each repetition in memory, so a step has at most 64 of them.
"""
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_WORD: Final = re.compile(r"[^\"<>\s]+", re.ASCII)


BASE: Final = "@base"
"""The key of the base IRI among prefixes."""


def find_subjects(path: Path, iris: set[str], content: bytes | None = None, base: str | None = None) -> dict[str, Position]:
    """Return the position in a file where each IRI is first a subject. IRIs that are not found are left out.

    content: the bytes of the file, if already read. base: the base IRI of the file. The time depends on the size of the file, not
    on the number of IRIs; the scan stops when all are found.
    """
    found: dict[str, Position] = {}
    if not iris:
        return found
    content = read_rdf(path) if content is None else content
    text = content.decode("utf-8", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if syntax_of_content(path, content) in STATEMENT_SYNTAXES:
        _find(found, path, iris, text, subjects_of(text, {BASE: base} if base else {}))
        return found
    from kzit_graph.rdf.document_subjects import json_subjects, xml_subjects

    if syntax_of_content(path, content) == RdfFormat.JSON_LD:
        _find(found, path, iris, text, json_subjects(text, base))
    else:
        for iri, line in xml_subjects(text.encode(), base):
            if iri in iris:
                found.setdefault(iri, Position(path, line))
    if len(found) < len(iris):
        _find(found, path, iris, text, _mentions(text))
    return found


def _find(found: dict[str, Position], path: Path, iris: set[str], text: str, places: Iterable[tuple[str, int]]) -> None:
    """Add the position of each IRI that is not yet found. places: IRIs with their offsets, almost in the order of the text."""
    line, counted = 1, 0
    for iri, offset in places:
        if iri in iris and iri not in found:
            if offset < counted:
                line, counted = 1, 0
            line += text.count("\n", counted, offset)
            counted = offset
            found[iri] = Position(path, line)
            if len(found) == len(iris):
                break


def subjects_of(text: str, prefixes: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Yield each subject that is an IRI or a prefixed name, with its offset. prefixes: gets those declared so far, and `BASE`."""
    for step in _STEP.finditer(text):
        if step.lastgroup is None:
            continue
        prefix, namespace, base, iri, name, graph = step.groups()
        if base is not None:
            prefixes[BASE] = resolved(base, prefixes)
        if namespace is not None:
            prefixes[prefix] = resolved(namespace, prefixes)
        if graph:
            continue  # in TriG, the name before a brace is a graph
        if iri is not None:
            yield resolved(iri, prefixes), step.start("iri") - 1
        elif name:
            prefix, _, local = name.partition(":")
            yield prefixes.get(prefix, "") + (_ESCAPE.sub(r"\1", local) if "\\" in local else local), step.start("name")


def resolved(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI resolved against the base IRI among prefixes, if there is one."""
    if BASE not in prefixes or _ABSOLUTE.match(iri):
        return iri
    address, mark, fragment = iri.partition("#")  # apart, because urljoin drops an empty fragment
    base = prefixes[BASE].partition("#")[0]
    return (urljoin(base, address) if address else base) + mark + fragment


def _mentions(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a text and their offsets. JSON and XML delimit an IRI by quotes, angle brackets or white space.

    An apostrophe can be part of an IRI. An XML attribute in apostrophes has two of them, so the text between is also a word.
    """
    for word in _WORD.finditer(text):
        yield word[0], word.start()
        if "'" in word[0]:
            yield word[0].partition("'")[2].rpartition("'")[0], word.start()
