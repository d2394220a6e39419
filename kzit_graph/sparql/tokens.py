"""Split a SPARQL text into tokens (SPARQL 1.1, section 19.8), in time proportional to its length.

Below `lexer` and `gate`. The query engine parses the grammar; it is scannerless, so it also reads a keyword and a name without a
space between them, such as "SERVICEe:x".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from typing import Final, Literal, NamedTuple, TypeVar, cast

from kzit_graph.errors import InvalidInput

Kind = Literal["space", "iri", "string", "broken", "comment", "variable", "language", "blank", "prefixed", "number", "word", "sign"]
Value = TypeVar("Value")

BRACKETS: Final = {"(": ")", "{": "}", "[": "]"}
"""The closing bracket of each opening one."""

OPENING: Final = tuple(BRACKETS)
CLOSING: Final = tuple(BRACKETS.values())

# All repetitions are possessive: a text that fits no alternative is not read again and again.
_NAME: Final = r"\w\u00B7\u0300-\u036F\u203F\u2040"
"""Characters of names (PN_CHARS). Decomposed accents are not word characters in Python."""

_LOCAL: Final = rf"(?:(?:[\w:%]|\\.)(?:\.*+(?:[{_NAME}\-:%]|\\.)++)*+)?"
"""The part of a prefixed name after the colon."""

_COMPARED: Final = r"<(?=[?$])"
"""A "<" that can start an IRI or a comparison with a variable, as in "?a<$x&&?a>$y". The grammar decides which."""

_KINDS: Final = rf"""
    | (?P<space>\s++)
    | (?P<iri><[^<>"{{}}|^`\x00-\x20]*+>)
    | (?P<string>
        "{{3}}(?:[^"\\]++|\\.|"{{1,2}}+(?!"))*+"{{3}} | '{{3}}(?:[^'\\]++|\\.|'{{1,2}}+(?!'))*+'{{3}}
        | (?!"{{3}}|'{{3}})(?:"(?:[^"\\\r\n]++|\\[^\r\n])*+" | '(?:[^'\\\r\n]++|\\[^\r\n])*+'))
    | (?P<broken>"{{3}}.*+|'{{3}}.*+|["'][^\r\n]*+)
    | (?P<comment>\#[^\r\n]*+)
    | (?P<variable>[?$]\w[{_NAME}]*+)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<blank>_:\w(?:\.*+[{_NAME}\-]++)*+)
    | (?P<prefixed>(?:[^\W\d_](?:\.*+[{_NAME}\-]++)*+)?:{_LOCAL})
    | (?P<run>[^\W\d_][{_NAME}\-.]*+)
    | (?P<number>[0-9]++\.[0-9]*+[eE][+-]?[0-9]++ | \.?[0-9]++[eE][+-]?[0-9]++ | [0-9]*+\.[0-9]++(?:[eE][+-]?[0-9]++)? | [0-9]++)
    | (?P<word>\w++)
    | (?P<sign>\|\||&&|\^\^|[!<>]=|.)
    """
_FLAGS: Final = re.VERBOSE | re.DOTALL
_TOKEN: Final = re.compile(f"(?P<compared>{_COMPARED}) {_KINDS}", _FLAGS)
_TOKEN_OR_IRI: Final = f"(?P<compared>(?!)) {_KINDS}"
"""Compiled when needed, because few texts need it."""

_KIND_OF: Final[dict[str | None, Kind]] = {"compared": "sign", "run": "word"}
_IN_RUN: Final = re.compile(r"(?P<word>\w++)|.", re.DOTALL)


MAX_CHARACTERS: Final = 1_000_000

_SHORT: Final = 8_000
"""Characters of a short text; see `kept_by_text`."""


class Token(NamedTuple):
    """A token: its kind, its text, and where it starts.

    A "broken" token is a string without its end. prefix, local: the parts of a prefixed name.
    """

    kind: Kind
    text: str
    start: int
    prefix: str = ""
    local: str = ""

    @property
    def end(self) -> int:
        """The position after the token."""
        return self.start + len(self.text)

    @property
    def name(self) -> str:
        """The name of a variable, or the text of an IRI without its brackets."""
        return self.text[1:] if self.kind == "variable" else self.text[1:-1]


def kept_by_text(function: Callable[[str], Value]) -> Callable[[str], Value]:
    """Keep the last values of a function of a query text: of many short texts, which one check after another reads, but few long ones."""
    of_short, of_long = lru_cache(maxsize=128)(function), lru_cache(maxsize=8)(function)

    @wraps(function)
    def kept(sparql: str) -> Value:
        return of_short(sparql) if len(sparql) <= _SHORT else of_long(sparql)

    return kept


@kept_by_text
def tokens(sparql: str) -> tuple[Token, ...]:
    """Return all tokens of a text, with spaces and comments. "<?a>" is read as a comparison with a variable.

    Raises `InvalidInput` if the text is longer than `MAX_CHARACTERS`.
    """
    return tuple(_tokens(sparql, _TOKEN))


def tokens_or_iris(sparql: str) -> tuple[Token, ...]:
    """Return all tokens of a text as `tokens` does, but read "<?a>" as an IRI."""
    return _tokens_with_iris(sparql) if _may_be_iri(sparql) else tokens(sparql)


@kept_by_text
def _tokens_with_iris(sparql: str) -> tuple[Token, ...]:
    return tuple(_tokens(sparql, re.compile(_TOKEN_OR_IRI, _FLAGS)))


@kept_by_text
def significant(sparql: str) -> tuple[Token, ...]:
    """Return the tokens of a text without spaces and comments."""
    return without_spaces(tokens(sparql))


def without_spaces(found: Iterable[Token]) -> tuple[Token, ...]:
    """Return tokens without spaces and comments."""
    return tuple(token for token in found if token.kind not in ("space", "comment"))


def _may_be_iri(sparql: str) -> bool:
    return "<?" in sparql or "<$" in sparql


def _tokens(sparql: str, pattern: re.Pattern[str]) -> Iterator[Token]:
    if len(sparql) > MAX_CHARACTERS:
        raise InvalidInput(f"the query has more than {MAX_CHARACTERS:,} characters; shorten it, or load its values as data")
    for match in pattern.finditer(sparql):  # one alternative is any character, so nothing is skipped
        kind, text, start = match.lastgroup, match[0], match.start()
        if kind == "prefixed":
            prefix, _, local = text.partition(":")
            yield Token("prefixed", text, start, prefix, local)
        elif kind == "run" and not text.isalnum():
            # No prefix can start inside either, because the colon is missing at the same place.
            for part in _IN_RUN.finditer(sparql, start, match.end()):
                yield Token("word" if part["word"] else "sign", part[0], part.start())
        else:
            yield Token(_KIND_OF.get(kind) or cast("Kind", kind), text, start)
