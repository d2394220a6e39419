"""Find the line on which a statement stands, not only the line on which the description of its subject begins.

The text after a subject is split into the tokens of Turtle. A value counts wherever it stands in the description of its subject, also
after another predicate, because what rules and ontologies entail has other predicates than what was typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from kzit_graph.errors import Position
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.namespaces import TYPE_IRI
from kzit_graph.rdf.opening import read_rdf
from kzit_graph.rdf.positions import BASE, IN_NAME, LITERAL, STATEMENT_SYNTAXES, find_subjects, resolved, subjects_of

_TOKEN: Final = re.compile(
    rf"""
      \#[^\n]*
    | (?P<literal> {LITERAL} )
    | <(?P<iri>[^<>\s]*)>
    | (?P<name> (?: {IN_NAME[:-1]}\\] | \\. | \.+(?={IN_NAME}) )+ )
    | (?P<mark> [;,.\[\](){{}}] )
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_SUBJECT, _PREDICATE, _VALUE, _BOTH = range(1, 5)
"""How much of what is sought was found."""


class Sought(NamedTuple):
    """A statement to find. subject, predicate: IRIs. value: an IRI in angle brackets, or a literal, in N-Triples syntax."""

    subject: str
    predicate: str | None = None
    value: str | None = None


class Found(NamedTuple):
    """Where a statement stands. precision: 1 if only its subject was found, up to 4 if its predicate and its value were."""

    precision: int
    position: Position

    @property
    def has_value(self) -> bool:
        """Whether the value stands there."""
        return self.precision >= _VALUE


class _Pair(NamedTuple):
    predicate: str
    value: str | None
    offset: int


def find_statements(path: Path, sought: Iterable[Sought], content: bytes | None = None, base: str | None = None) -> dict[Sought, Found]:
    """Return where each statement stands in a file, as precisely as possible. Those with unknown subjects are left out.

    content: the bytes of the file, if already read. base: the base IRI of the file. In JSON and XML, this is the line of the subject.
    """
    by_subject: dict[str, list[Sought]] = {}
    for each in sought:
        by_subject.setdefault(each.subject, []).append(each)
    if not by_subject:
        return {}
    content = read_rdf(path) if content is None else content
    if format_of_file(path) not in STATEMENT_SYNTAXES:
        lines = find_subjects(path, set(by_subject), content, base)
        return {each: Found(_SUBJECT, position) for iri, position in lines.items() for each in by_subject[iri]}
    text = content.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    ends = [end.start() for end in re.finditer("\n", text)]
    return {each: Found(rank, Position(path, bisect_left(ends, at) + 1)) for each, (rank, at) in _search(text, by_subject, base).items()}


def _search(text: str, by_subject: Mapping[str, list[Sought]], base: str | None) -> dict[Sought, tuple[int, int]]:
    """Return the precision and the offset of each statement."""
    prefixes = {BASE: base} if base else {}
    best: dict[Sought, tuple[int, int]] = {}
    missing = {each for found in by_subject.values() for each in found}
    for iri, offset in subjects_of(text, prefixes):
        waiting = [each for each in by_subject.get(iri, ()) if each in missing]
        if not waiting:
            continue
        pairs = list(_pairs(text, offset, prefixes))
        for each in waiting:
            found = max([(_SUBJECT, offset), *_matches(each, pairs)], key=lambda match: match[0])
            if found[0] > best.get(each, (0, 0))[0]:
                best[each] = found
            if best[each][0] >= _most(each):
                missing.discard(each)
        if not missing:
            break
    return best


def _matches(sought: Sought, pairs: Iterable[_Pair]) -> Iterator[tuple[int, int]]:
    value = _key(sought.value) if sought.value else None
    for pair in pairs:
        if value is not None and pair.value == value:
            yield (_BOTH if pair.predicate == sought.predicate else _VALUE), pair.offset
        elif pair.value is None and pair.predicate == sought.predicate:
            yield _PREDICATE, pair.offset


def _most(sought: Sought) -> int:
    if sought.value is None:
        return _SUBJECT if sought.predicate is None else _PREDICATE
    return _VALUE if sought.predicate is None else _BOTH


def _pairs(text: str, offset: int, prefixes: Mapping[str, str]) -> Iterator[_Pair]:
    """Yield the predicates, without a value, and the values that follow a subject, up to the end of its statement.

    Those in brackets count as well: the description of a node without a name belongs to the subject.
    """
    tokens = _TOKEN.finditer(text, offset)
    for token in tokens:  # the subject
        if token.lastgroup:
            break
    predicate, needs_predicate = "", True
    outer: list[str] = []
    for token in tokens:
        kind = token.lastgroup
        if kind == "mark":
            mark = token[0]
            if mark in "{}" or (mark == "." and not outer):
                return
            if mark in "[(":
                outer.append(predicate)
            elif mark in "])" and outer:
                predicate = outer.pop()
            needs_predicate = mark in ";[" or (needs_predicate and mark not in ",(])")
        elif kind and needs_predicate:
            predicate, needs_predicate = TYPE_IRI if token[0] == "a" else _term(token, prefixes)[1:-1], False
            yield _Pair(predicate, None, token.start())
        elif kind:
            yield _Pair(predicate, _term(token, prefixes), token.start())


def _term(token: re.Match[str], prefixes: Mapping[str, str]) -> str:
    if token["literal"]:
        return _key(token[0])
    if token["iri"] is not None:
        return f"<{resolved(token['iri'], prefixes)}>"
    prefix, colon, local = token[0].partition(":")
    return f"<{prefixes.get(prefix, '')}{_ESCAPE.sub(chr(92) + '1', local)}>" if colon else f'"{token[0]}"'


def _key(term: str) -> str:
    """Return an IRI unchanged, and what literals with the same text and language have in common, in any quotes."""
    if term.startswith("<"):
        return term
    quote = term[0]
    end = term.rindex(quote)
    marks = 3 if term.startswith(quote * 3) and end >= 5 else 1
    tag = term[end + 1 :].lower()
    return f'"{_unescaped(term[marks : end + 1 - marks])}"{tag if tag.startswith("@") else ""}'


def _unescaped(text: str) -> str:
    plain = {"n": "\n", "r": "\r", "t": "\t"}
    return _ESCAPE.sub(lambda found: plain.get(found[1], found[1]), text) if "\\" in text else text
