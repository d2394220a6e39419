"""Split a SPARQL text into tokens (SPARQL 1.1, section 19.8), in time proportional to its length.

Below `lexer` and `gate`. The query engine parses the grammar; it is scannerless, so it also reads a keyword and a name without a
space between them, such as "SERVICEe:x".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple, cast

from kzit_graph.errors import InvalidInput

Kind = Literal["space", "iri", "string", "broken", "comment", "variable", "language", "blank", "prefixed", "number", "word", "sign"]

# All repetitions are possessive: a text that fits no alternative is not read again and again.
_NAME: Final = r"\w\u00B7\u0300-\u036F\u203F\u2040"
"""Characters of names (PN_CHARS). Decomposed accents are not word characters in Python."""

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
    | (?P<prefixed>:)
    | (?P<run>[^\W\d_][{_NAME}\-.]*+)
    | (?P<number>[0-9]++\.[0-9]*+[eE][+-]?[0-9]++ | \.?[0-9]++[eE][+-]?[0-9]++ | [0-9]*+\.[0-9]++(?:[eE][+-]?[0-9]++)? | [0-9]++)
    | (?P<word>\w++)
    | (?P<sign>\|\||&&|\^\^|[!<>]=|.)
    """
_TOKEN: Final = re.compile(f"(?P<compared>{_COMPARED}) {_KINDS}", re.VERBOSE | re.DOTALL)
_TOKEN_OR_IRI: Final = re.compile(f"(?P<compared>(?!)) {_KINDS}", re.VERBOSE | re.DOTALL)
_LOCAL: Final = re.compile(rf"(?:(?:[\w:%]|\\.)(?:\.*+(?:[{_NAME}\-:%]|\\.)++)*+)?", re.DOTALL)
_IN_RUN: Final = re.compile(r"(?P<word>\w++)|.", re.DOTALL)


MAX_CHARACTERS: Final = 1_000_000


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


def tokens(sparql: str) -> tuple[Token, ...]:
    """Return all tokens of a text, with spaces and comments. "<?a>" is read as a comparison with a variable.

    Raises `InvalidInput` if the text is longer than `MAX_CHARACTERS`.
    """
    return _cached(sparql, _TOKEN)


def tokens_or_iris(sparql: str) -> tuple[Token, ...]:
    """Return all tokens of a text as `tokens` does, but read "<?a>" as an IRI."""
    return _cached(sparql, _TOKEN_OR_IRI) if _may_be_iri(sparql) else tokens(sparql)


def significant(sparql: str) -> tuple[Token, ...]:
    """Return the tokens of a text without spaces and comments."""
    return tuple(token for token in tokens(sparql) if token.kind not in ("space", "comment"))


@lru_cache(maxsize=8)
def _cached(sparql: str, pattern: re.Pattern[str]) -> tuple[Token, ...]:
    if len(sparql) > MAX_CHARACTERS:
        raise InvalidInput(f"the query has more than {MAX_CHARACTERS:,} characters; shorten it, or load its values as data")
    return tuple(_tokens(sparql, pattern))


def _may_be_iri(sparql: str) -> bool:
    return "<?" in sparql or "<$" in sparql


def _tokens(sparql: str, pattern: re.Pattern[str]) -> Iterator[Token]:
    position = 0
    while position < len(sparql):
        match = pattern.match(sparql, position)
        assert match is not None
        kind, start, position = match.lastgroup, position, match.end()
        if kind == "prefixed" or (kind == "run" and sparql.startswith(":", position) and not match[0].endswith(".")):
            prefix = match[0].removesuffix(":")
            local = _LOCAL.match(sparql, start + len(prefix) + 1)
            assert local is not None
            position = local.end()
            yield Token("prefixed", sparql[start:position], start, prefix, local[0])
        elif kind == "run":
            # No prefix can start inside either, because the colon is missing at the same place.
            for part in _IN_RUN.finditer(sparql, start, position):
                yield Token("word" if part["word"] else "sign", part[0], part.start())
        else:
            yield Token("sign" if kind == "compared" else cast("Kind", kind), match[0], start)
