"""Find the token that is to blame for a mistake which only a whole query or group shows.

The engine reports such a mistake at the end of the query or of the group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kzit_graph.sparql.tokens import BRACKETS, CLOSING, OPENING, Token

AGGREGATES: Final = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "INSERT", "DELETE")
"""What ends the prologue."""

_SPACES: Final = re.compile(r"[ \t]*")
_NOT_A_LINE_END: Final = re.compile(r"[^\n]")
_BODY: Final = ("{", "WHERE", "FROM")
"""What ends the variables of SELECT."""

_MODIFIERS: Final = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
"""What ends the terms of GROUP BY."""


class Misuse(NamedTuple):
    """A mistake: the token that is to blame, and what is wrong with it, if that is more than the engine tells."""

    token: Token
    problem: str | None = None


class _Select(NamedTuple):
    """The tokens of a query or subquery: after SELECT, of the group, and of what follows it."""

    clause: Sequence[Token]
    body: Sequence[Token]
    rest: Sequence[Token]


def misuse(found: Sequence[Token], end: int, expected: str) -> Misuse | None:
    """Return the token that is to blame, or None if it is not known.

    found: the tokens of a text. end: the index of the token where the engine noticed the mistake; all of them if it was at the end.
    expected: what the engine says.
    """
    if "VALUES clause rows" in expected:
        return _uneven_row(found, end)
    if "Repeated variables" in expected:
        return _repeated(found[:end])
    select = _select(found, end)
    if select is None:
        return None
    if "SELECT * is not authorized" in expected:
        return next((Misuse(token) for token in select.clause if token.text == "*"), None)
    if "Duplicated variable name" in expected:
        return _second(list(_selected(select.clause)))
    if "overrides an existing variable" in expected:
        return _named_twice(select)
    if again := _grouped_again(select):
        return again
    if "SELECT contains a variable" in expected or "contains an expression with a variable" in expected:
        return _outside_of_group(select)
    return None


def unclosed(found: Sequence[Token], text: str) -> Token | None:
    """Return the bracket that is not closed, or None if all are.

    Those open at the end may have lost their closing one to another bracket inside of them. Indentation tells: a bracket that begins a
    line closes one whose line is indented as much.
    """
    opened: list[Token] = []
    for token in found:
        if token.text in OPENING:
            opened.append(token)
        elif token.text in CLOSING and opened:
            closed = opened.pop()
            line, indented = _indentation(text, token)
            line_of_closed, indented_of_closed = _indentation(text, closed)
            if token.start == indented and line_of_closed < line and indented_of_closed - line_of_closed > indented - line:
                return closed
    return opened[-1] if opened else None


def _indentation(text: str, token: Token) -> tuple[int, int]:
    """Return where the line of a token starts, and where its indentation ends."""
    start = text.rfind("\n", 0, token.start) + 1
    spaces = _SPACES.match(text, start)
    return start, spaces.end() if spaces else start


def open_at(found: Sequence[Token], index: int) -> list[int]:
    """Return the indexes of the brackets that are open before a token, the innermost last."""
    opened: list[int] = []
    for number, token in enumerate(found[:index]):
        if token.text in OPENING:
            opened.append(number)
        elif token.text in CLOSING and opened and BRACKETS[found[opened[-1]].text] == token.text:
            opened.pop()
    return opened


def subquery(found: Sequence[Token], index: int, text: str) -> str | None:
    """Return the subquery in the group that closes at an index, at its place in a text without the rest, but with its prologue."""
    opening = _opening(found, index) if found[index].text == "}" else None
    if not opening or found[opening + 1].text.upper() != "SELECT":
        return None
    begin, end = found[opening + 1].start, found[index].start
    prologue = next((token.start for token in found if token.kind == "word" and token.text.upper() in _FORMS), 0)
    return text[:prologue] + _NOT_A_LINE_END.sub(" ", text[prologue:begin]) + text[begin:end]


def _opening(found: Sequence[Token], closing: int) -> int | None:
    """Return the index of the bracket that is closed at an index."""
    depth = 0
    for index in range(closing, -1, -1):
        depth += (found[index].text in CLOSING) - (found[index].text in OPENING)
        if depth == 0:
            return index
    return None


def _closing(found: Sequence[Token], opening: int) -> int | None:
    depth = 0
    for index in range(opening, len(found)):
        depth += (found[index].text in OPENING) - (found[index].text in CLOSING)
        if depth == 0:
            return index
    return None


def _select(found: Sequence[Token], end: int) -> _Select | None:
    """Return the query, or the subquery in the group that closes at an index."""
    start = 0
    if end < len(found):
        if found[end].text != "}" or (opening := _opening(found, end)) is None:
            return None
        start = opening + 1
    first = next((index for index in range(start, end) if found[index].text.upper() == "SELECT"), None)
    if first is None:
        return None
    clause = _until(found[first + 1 : end], _BODY)
    body = next((index for index in range(first + 1 + len(clause), end) if found[index].text == "{"), None)
    if body is None or (closing := _closing(found, body)) is None:
        return None
    return _Select(clause, found[body : closing + 1], found[closing + 1 : end])


def _until(found: Sequence[Token], words: Sequence[str]) -> Sequence[Token]:
    """Return the tokens before the first of some words that is not in brackets."""
    depth = 0
    for index, token in enumerate(found):
        if depth == 0 and token.text.upper() in words:
            return found[:index]
        depth += (token.text in OPENING) - (token.text in CLOSING)
    return found


def _is_after_as(found: Sequence[Token], index: int) -> bool:
    return index > 0 and found[index - 1].text.upper() == "AS"


def _selected(clause: Sequence[Token]) -> Iterator[Token]:
    """Yield the variables that get a name in the result."""
    depth = 0
    for index, token in enumerate(clause):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.kind == "variable" and (depth == 0 or (depth == 1 and _is_after_as(clause, index))):
            yield token


def _second(found: Sequence[Token]) -> Misuse | None:
    """Return the first variable that was there before."""
    names: set[str] = set()
    for token in found:
        if token.name in names:
            return Misuse(token)
        names.add(token.name)
    return None


def _named_twice(select: _Select) -> Misuse | None:
    """Return the variable after AS that has a value already."""
    names = {token.name for token in select.body if token.kind == "variable"}
    for index, token in enumerate(select.clause):
        if token.kind == "variable":
            if _is_after_as(select.clause, index) and token.name in names:
                return Misuse(token)
            names.add(token.name)
    return None


def _grouped_again(select: _Select) -> Misuse | None:
    """Return the variable after AS in GROUP BY that has a value already. The engine does not say so."""
    names = _in_scope(select.body)
    for token in _selected(_group_terms(select.rest) or ()):
        if token.name in names and token.start in _after_as(select.rest):
            return Misuse(token, f"AS gives a value to {token.text}, which has one already; choose another name")
        names.add(token.name)
    return None


def _after_as(found: Sequence[Token]) -> set[int]:
    """Return where the tokens after AS start."""
    return {following.start for token, following in pairwise(found) if token.text.upper() == "AS"}


def _in_scope(body: Sequence[Token]) -> set[str]:
    """Return the names of variables that a group gives a value for certain: not those in filters, subqueries and the like."""
    names: set[str] = set()
    index = 0
    while index < len(body):
        token = body[index]
        before, following = (body[near].text.upper() if 0 <= near < len(body) else "" for near in (index - 1, index + 1))
        if token.text == "(" or (token.text == "{" and (before in ("MINUS", "EXISTS") or following == "SELECT")):
            closing = _closing(body, index) or len(body)
            if closing < len(body) and _is_after_as(body, closing - 1):  # of BIND
                names.add(body[closing - 1].name)
            index = closing
        elif token.kind == "variable":
            names.add(token.name)
        index += 1
    return names


def _outside_of_group(select: _Select) -> Misuse | None:
    """Return what cannot be answered for a group of solutions: a variable that differs in it, or an aggregate of no group."""
    group = _grouped(select.rest)
    aggregates = [_aggregates(part) for part in (select.clause, select.rest, select.body)]
    if group is None and not aggregates[0] and not aggregates[1] and aggregates[2]:
        token = aggregates[2][0]
        return Misuse(token, f"{token.text.upper()} cannot be used inside of the braces; use HAVING after them, or a subquery")
    known = set(group or ())
    inside, depth = 0, 0
    for index, token in enumerate(select.clause):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.text == "(" and index and select.clause[index - 1].text.upper() in AGGREGATES:
            inside = inside or depth
        elif depth < inside:
            inside = 0
        if token.kind == "variable" and not inside and not _is_after_as(select.clause, index) and token.name not in known:
            return Misuse(token)
    return None


def _grouped(rest: Sequence[Token]) -> set[str] | None:
    """Return the names of the variables of GROUP BY, or None if there is none."""
    terms = _group_terms(rest)
    return None if terms is None else {term.name for term in _selected(terms)}


def _group_terms(rest: Sequence[Token]) -> Sequence[Token] | None:
    """Return the tokens of the terms of GROUP BY, or None if there is none."""
    for index, (token, following) in enumerate(pairwise(rest)):
        if token.text.upper() == "GROUP" and following.text.upper() == "BY":
            return _until(rest[index + 2 :], _MODIFIERS)
    return None


def _aggregates(found: Sequence[Token]) -> list[Token]:
    """Return the names of aggregates that are not in a subquery."""
    aggregates: list[Token] = []
    index = 0
    while index < len(found):
        following = found[index + 1].text.upper() if index + 1 < len(found) else ""
        if found[index].text == "{" and following == "SELECT":
            index = _closing(found, index) or len(found)
        elif found[index].kind == "word" and found[index].text.upper() in AGGREGATES and following == "(":
            aggregates.append(found[index])
        index += 1
    return aggregates


def _uneven_row(found: Sequence[Token], end: int) -> Misuse | None:
    """Return the first row of VALUES that has another number of values than there are variables."""
    closing = next((index for index in range(min(end, len(found) - 1), 0, -1) if found[index].text == "}"), None)
    opening = None if closing is None else _opening(found, closing)
    if closing is None or not opening or found[opening - 1].text != ")" or (variables := _opening(found, opening - 1)) is None:
        return None
    expected, index = opening - variables - 2, opening + 1
    while index < closing and (row_end := _closing(found, index)):
        count = _count_of_values(found[index + 1 : row_end])
        if count != expected:
            problem = f"the variables of VALUES are {expected}, the values of this row {count}; write UNDEF for a missing value"
            return Misuse(found[index], problem)
        index = row_end + 1
    return None


def _count_of_values(row: Sequence[Token]) -> int:
    """Return the number of terms in a row. A literal can have a sign, a language or a datatype."""
    parts = sum(token.kind == "language" or token.text in ("+", "-") for token in row)
    return len(row) - parts - 2 * sum(token.text == "^^" for token in row)


def _repeated(found: Sequence[Token]) -> Misuse | None:
    """Return the variable that the last VALUES has twice."""
    start = next((index for index in range(len(found) - 1, -1, -1) if found[index].text.upper() == "VALUES"), None)
    return None if start is None else _second([token for token in _until(found[start + 1 :], ("{",)) if token.kind == "variable"])
