"""Refuse query texts that are so deep or wide that a native engine would overflow its stack or plan for minutes.

The limits are far below those at which the engine fails, because a thread can have a smaller stack. The numbers are counts of
tokens, so they are estimates: the grammar is the engine's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.lexer import form
from kzit_graph.sparql.tokens import CLOSING, OPENING, Token, significant

MAX_DEPTH: Final = 100
"""Nested brackets. The engine's stack overflows at 850."""

MAX_OPERATORS: Final = 1_000
"""Operators of expressions and paths. The engine's stack overflows at 7,000 in a chain."""

MAX_PARTS: Final = 500
"""Groups, filters, assignments and described things. The engine's stack overflows at 2,800 in a row."""

MAX_PATTERNS: Final = 100
"""Triple patterns that are joined. The engine plans 200 for up to 20 seconds, and 800 for minutes."""

MAX_VARIABLES: Final = 2_000

_OPERATORS: Final = ("||", "&&", "|", "!", "*", "/", "^", "^^", "+", "-")
_SEPARATORS: Final = (".", ";", ",", "/")
_QUOTED_PATTERNS: Final = 10
"""Triple patterns that a quoted triple or an annotation counts for: the engine expands it to several."""

_TERMS: Final = ("iri", "prefixed", "string", "number", "variable", "blank")
_PARTS: Final = ("FILTER", "AS")
_TEMPLATES: Final = ("CONSTRUCT", "INSERT", "DELETE", "DATA")
"""Words before a group that is not matched with the data."""

_NO_TOKEN: Final = Token("space", "", 0)
_SEPARATE: Final = ("UNION", "OPTIONAL", "MINUS", "EXISTS")
"""Words before a group whose patterns are not joined with those around it."""


def refuse_large(sparql: str, what: str, *, is_update: bool = False) -> None:
    """Raise `InvalidInput` if a query is too deep or too wide. what: the query, as the message names it.

    is_update: whether it is an update, whose operations are separated by semicolons.
    """
    found = significant(sparql)
    variables = {token.name for token in found if token.kind == "variable"}
    if len(variables) > MAX_VARIABLES:
        raise InvalidInput(f"{what} has more than {MAX_VARIABLES:,} variables; use VALUES, or several queries")
    size = _Size(describes=form(sparql) == "DESCRIBE", is_update=is_update)
    for index, token in enumerate(found):
        size.add(token, found[index + 1] if index + 1 < len(found) else _NO_TOKEN)
        if len(size.brackets) - 1 > MAX_DEPTH:
            raise InvalidInput(f"{what} nests brackets more than {MAX_DEPTH} deep; make it flatter")
        if size.brackets[-1].patterns > MAX_PATTERNS:
            raise InvalidInput(f"{what} joins more than {MAX_PATTERNS} triple patterns; use VALUES, or several queries")
    if size.operators > MAX_OPERATORS:
        raise InvalidInput(f"{what} has more than {MAX_OPERATORS:,} operators; use VALUES or IN")
    if size.parts > MAX_PARTS:
        raise InvalidInput(f"{what} has more than {MAX_PARTS} groups, filters and assignments; use VALUES, or several queries")


@dataclass
class _Bracket:
    """An open bracket.

    patterns: the number of triple patterns joined inside. is_list: whether it holds nodes, not an expression. is_data: whether it
    holds VALUES or a template. is_joined: whether its patterns are joined with those around it. is_last_alternative: whether it is
    a group after UNION, and so may end a union, which is joined as a whole.
    """

    opening: str
    patterns: int = 0
    is_list: bool = False
    is_data: bool = False
    is_joined: bool = True
    is_last_alternative: bool = False


class _Size:
    """The size of the tokens so far. brackets: the open ones, after one for the whole text."""

    def __init__(self, *, describes: bool, is_update: bool) -> None:
        self.brackets = [_Bracket("")]
        self.operators = 0
        self.parts = 0
        self._describes = describes
        self._is_update = is_update
        self._before = _NO_TOKEN
        self._in_values = False
        self._in_select = False

    def add(self, token: Token, after: Token) -> None:
        """Count a token. after: the next one."""
        before, inner = self._before, self.brackets[-1]
        self._before = token
        if token.kind not in ("word", "sign") and not inner.is_list and not self._describes:
            return  # a term counts in lists and in DESCRIBE only
        self._count_part(token)
        if self._is_update and token.text == ";" and len(self.brackets) == 1:
            inner.patterns = 0
        elif _is_double("<", token, before):
            self.brackets.append(_Bracket("<<", patterns=_QUOTED_PATTERNS))
        elif token.text in OPENING:
            self._open(token, before)
        elif token.text in CLOSING or (inner.opening == "<<" and _is_double(">", token, before)):
            if len(self.brackets) > 1:
                self._close(is_alternative=after.text.upper() == "UNION")
        elif not inner.is_data:
            self.operators += _is_operator(token, before)
            inner.patterns += _patterns(token, before, inner)

    def _count_part(self, token: Token) -> None:
        word = token.text.upper() if token.kind == "word" else ""
        self._in_values = word == "VALUES" or (self._in_values and word == "")
        self._in_select = word == "SELECT" or (self._in_select and token.text != "{")
        self.parts += word in _PARTS or token.text == "{"
        self.parts += self._describes and len(self.brackets) == 1 and token.kind in _TERMS

    def _open(self, token: Token, before: Token) -> None:
        outer, group = self.brackets[-1], token.text == "{"
        self.brackets.append(
            _Bracket(
                token.text,
                is_list=token.text == "("
                and not self._in_select
                and (outer.is_list or (outer.opening in ("{", "[") and before.kind != "word")),
                is_data=outer.is_data or (group and (self._in_values or before.text.upper() in _TEMPLATES)),
                is_joined=not group or before.text.upper() not in _SEPARATE,
                is_last_alternative=before.text.upper() == "UNION",
            )
        )
        self._in_values = self._in_values and not group

    def _close(self, *, is_alternative: bool) -> None:
        """Close a bracket, and count its patterns in the outer one if they are joined. A row of data is none."""
        inner = self.brackets.pop()
        if not is_alternative and not self.brackets[-1].is_data:
            is_expression = inner.opening == "(" and not inner.is_list
            self.brackets[-1].patterns += inner.patterns + (not is_expression) if inner.is_joined else inner.is_last_alternative


def _is_operator(token: Token, before: Token) -> bool:
    if token.text in ("+", "-"):
        return before.kind in _TERMS or before.text in CLOSING
    return token.kind == "sign" and token.text in _OPERATORS


def _is_double(sign: str, token: Token, before: Token) -> bool:
    """Return whether a token is the second half of << or >>."""
    return token.text == before.text == sign and before.end == token.start


def _patterns(token: Token, before: Token, bracket: _Bracket) -> int:
    """Return how many triple patterns a token adds to its bracket."""
    if token.text == "|" and before.text == "{":
        return _QUOTED_PATTERNS
    if bracket.is_list:
        return 2 * (token.kind in _TERMS)
    return token.text == "/" if bracket.opening == "(" else token.kind == "sign" and token.text in _SEPARATORS
