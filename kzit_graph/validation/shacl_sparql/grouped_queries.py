"""Tell whether a SPARQL constraint with groups and subqueries keeps its meaning when it is evaluated once, for all focus nodes.

SHACL evaluates it with $this bound in advance, in its subqueries too (appendix A). Unbound, a query has the same solutions, joined
with the focus nodes, if each group that speaks of $this finds its values itself, before a condition needs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kzit_graph.sparql.tokens import CLOSING, OPENING, Token, significant

_THIS: Final = "this"
_DISTINCT_ONLY: Final = ("COUNT", "SUM", "AVG", "GROUP_CONCAT")
"""Aggregates that count a triple of two graphs twice, unless they are DISTINCT."""

_OTHER_AGGREGATES: Final = ("MIN", "MAX")
_OF_EXISTS: Final = frozenset({"EXISTS", "NOT", "FILTER", "IN", "TRUE", "FALSE", "A"})
"""Words that can follow in the group of EXISTS, beside functions."""

_IN_TRIPLES: Final = (".", ";", ",", "[", "]", "(", ")", "/", "|", "^", "^^", "!", "+", "-")
"""Signs in triple patterns. Paths that can have no step are not among them: they match terms that are in no triple."""

_END: Final = Token("space", "", 0)


class _NotJoinable(Exception):
    """The query may have another meaning."""


@dataclass(frozen=True)
class _Part:
    """A part of a query. mentions: whether it speaks of $this. binds: whether each of its solutions has a value for it."""

    mentions: bool
    binds: bool


def is_joinable_in_groups(select: str) -> bool:
    """Whether a SELECT query has the same solutions if ?this is joined with all focus nodes at the start of its WHERE clause.

    False if that cannot be told, or if it counts triples that can be in two graphs.
    """
    reader = _Reader(significant(select))
    try:
        reader.select(is_outer=True)
    except _NotJoinable:
        return False
    return reader.next is _END


class _Reader:
    """Reads a query from its first token on. Each method reads one part, and raises `_NotJoinable` for any other text."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens = found
        self._at = 0

    @property
    def next(self) -> Token:
        """The next token."""
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def select(self, *, is_outer: bool = False) -> _Part:
        """Read a SELECT query up to the end of its solution modifiers. is_outer: whether the focus nodes are joined in it."""
        self._take("SELECT")
        self._skip("DISTINCT")
        projected, aggregates = False, False
        while (token := self.next).text != "{" and _word(token) != "WHERE":
            if token.kind == "variable":
                projected = projected or token.name == _THIS
                self._at += 1
            elif token.text == "(":
                aggregates = _aggregates(self._expression()) or aggregates
            else:
                raise _NotJoinable
        self._skip("WHERE")
        if not self._group(is_outer=is_outer).binds or not projected:
            raise _NotJoinable
        if _word(self.next) == "GROUP":
            self._take("GROUP")
            self._take("BY")
            if _THIS not in self._variables():
                raise _NotJoinable
        elif aggregates:
            raise _NotJoinable
        if _word(self.next) == "ORDER":
            self._order()
        return _Part(mentions=True, binds=True)

    def _order(self) -> None:
        """Read ORDER BY, which does not matter, because nothing cuts the solutions off."""
        start = self._at
        while (
            self.next.kind in ("variable", "iri", "prefixed", "string", "number")
            or self.next.text in ("(", ")", ",")
            or _is_plain(self.next)
        ):
            self._at += 1
        if _aggregates(self._tokens[start : self._at]):
            raise _NotJoinable

    def _group(self, *, is_outer: bool = False) -> _Part:
        """Read a group in braces. is_outer: whether the focus nodes are joined at its start."""
        self._take("{")
        if _word(self.next) == "SELECT" and not is_outer:
            part = self.select()
            self._take("}")
            return part
        mentions, binds, in_filter = False, is_outer, False
        while (token := self.next).text != "}":
            word = _word(token)
            if token.text == "{":
                part = self._union()
                mentions, binds = mentions or part.mentions, binds or part.binds
            elif word == "OPTIONAL":
                self._at += 1
                part = self._group()
                if part.mentions and not (binds and part.binds):
                    raise _NotJoinable
                mentions = mentions or part.mentions
            elif word == "FILTER":
                self._at += 1
                in_filter = _mentions_this(self._condition()) or in_filter
            elif word == "BIND":
                self._at += 1
                expression = self._expression()
                if (_mentions_this(expression) and not binds) or expression[-2].text[1:] == _THIS:
                    raise _NotJoinable
            elif token.kind in ("variable", "iri", "prefixed", "string", "number", "language", "blank") or (
                token.text in _IN_TRIPLES or word in ("A", "TRUE", "FALSE")
            ):
                self._at += 1
                if token.kind == "variable" and token.name == _THIS:
                    mentions = binds = True
            else:
                raise _NotJoinable
        self._take("}")
        if (in_filter or mentions) and not binds:
            raise _NotJoinable
        return _Part(mentions or in_filter, binds)

    def _union(self) -> _Part:
        parts = [self._group()]
        while _word(self.next) == "UNION":
            self._at += 1
            parts.append(self._group())
        return _Part(any(part.mentions for part in parts), all(part.binds for part in parts))

    def _condition(self) -> Sequence[Token]:
        """Read the condition of a FILTER: an expression in brackets, a call, or EXISTS with its group."""
        start = self._at
        while self.next.text not in ("(", "{"):
            if self.next.kind not in ("word", "iri", "prefixed"):
                raise _NotJoinable
            self._at += 1
        self._brackets()
        found = self._tokens[start : self._at]
        depth = 0
        for before, token, after in zip([_END, *found], found, [*found[1:], _END], strict=False):
            depth += (token.text == "{") - (token.text == "}")
            if token.text == "{" and _word(before) != "EXISTS":
                raise _NotJoinable
            if depth and token.kind == "word" and after.text != "(" and _word(token) not in _OF_EXISTS:
                raise _NotJoinable
        return found

    def _expression(self) -> Sequence[Token]:
        """Read an expression in brackets, without EXISTS."""
        found = self._brackets()
        if any(token.text == "{" for token in found):
            raise _NotJoinable
        return found

    def _brackets(self) -> Sequence[Token]:
        """Read up to the bracket that closes the next one."""
        start, depth = self._at, 0
        while self.next is not _END:
            depth += (self.next.text in OPENING) - (self.next.text in CLOSING)
            self._at += 1
            if depth == 0:
                return self._tokens[start : self._at]
        raise _NotJoinable

    def _variables(self) -> set[str]:
        names: set[str] = set()
        while self.next.kind == "variable":
            names.add(self.next.name)
            self._at += 1
        return names

    def _take(self, text: str) -> None:
        if self.next.text.upper() != text:
            raise _NotJoinable
        self._at += 1

    def _skip(self, text: str) -> None:
        self._at += self.next.text.upper() == text


def _aggregates(expression: Sequence[Token]) -> bool:
    """Whether an expression has aggregates. Raises `_NotJoinable` for one that can count a triple twice, or that takes any value."""
    found = False
    for token, opening, after in zip(expression, expression[1:], expression[2:], strict=False):
        name = _word(token) if opening.text == "(" else ""
        if name == "SAMPLE" or (name in _DISTINCT_ONLY and _word(after) != "DISTINCT"):
            raise _NotJoinable
        found = found or name in _DISTINCT_ONLY or name in _OTHER_AGGREGATES
    return found


def _is_plain(token: Token) -> bool:
    return token.kind == "word" and _word(token) not in ("LIMIT", "OFFSET", "VALUES", "EXISTS", "HAVING")


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""


def _mentions_this(found: Sequence[Token]) -> bool:
    return any(token.kind == "variable" and token.name == _THIS for token in found)
