"""Read the tokens of a SPARQL text one after the other. Readers of the pattern of a query build on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kzit_graph.sparql.tokens import BRACKETS, Token, significant

_END: Final = Token("space", "", 0)


class UnreadablePattern(Exception):
    """A query does not have the grammar that a reader knows."""


class TokenReader:
    """Reads tokens without white space and comments. At the end, the next token is an empty one."""

    def __init__(self, sparql: str) -> None:
        self._tokens: Sequence[Token] = significant(sparql)
        self._at = 0

    @property
    def _token(self) -> Token:
        """The next token."""
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    @property
    def _word(self) -> str:
        """The next token in upper case if it is a word, else an empty text."""
        return self._token.text.upper() if self._token.kind == "word" else ""

    def _take(self) -> Token:
        """Return the next token and go on behind it. Raises `UnreadablePattern` at the end."""
        if self._at >= len(self._tokens):
            raise UnreadablePattern
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self) -> None:
        """Read a bracket with its content."""
        closing = [BRACKETS[self._take().text]]
        while closing:
            token = self._take()
            if token.text in BRACKETS:
                closing.append(BRACKETS[token.text])
            elif token.text == closing[-1]:
                closing.pop()
