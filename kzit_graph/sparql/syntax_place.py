"""Find where a text stops being SPARQL, and say what people usually did.

The engine tries keywords on the characters that follow, and reports where the longest of them would end, which can be lines further on.
If the tokens are far enough apart, this is before the next token.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from kzit_graph.sparql.misuse_place import AGGREGATES, misuse, open_at, subquery, unclosed
from kzit_graph.sparql.tokens import BRACKETS, CLOSING, Token, significant

_SPACE: Final = " " * 24
"""Longer than any keyword."""

_PUNCTUATION: Final = ("{", "}", "(", ")", ";", ",")
_MISUSES: Final = {
    "overrides an existing variable": "a variable after AS has a value already; choose another name",
    "Duplicated variable name": "a variable is selected twice; leave one out, or choose another name",
    "SELECT * is not authorized": "with GROUP BY or an aggregate, name the selected variables instead of *",
    "contains an expression with a variable": "with an aggregate, an expression cannot use another selected value; use a subquery",
    "SELECT contains a variable": "with an aggregate, every other selected variable must be in GROUP BY",
    "VALUES clause rows": "a row of VALUES has more or fewer values than there are variables; write UNDEF for a missing value",
    "Repeated variables": "a variable occurs twice in VALUES; leave one out",
    "limit should be": "LIMIT needs a whole number of 64 bits",
    "offset should be": "OFFSET needs a whole number of 64 bits",
    "IRI parsing failed": "an IRI is relative or malformed; write it in full, or add a BASE line",
}
"""Mistakes in texts that the grammar allows, by a part of what the engine says."""

_REPAIRS: Final = {
    "==": "write = once",
    "<>": "write !=",
    "AND": "write &&",
    "OR": "write ||",
    "LIKE": "use CONTAINS or REGEX",
    "TOP": "write LIMIT at the end",
    ",": "separate variables by spaces",
}
"""What people mean by a token that SPARQL does not have there."""

_BEFORE_PARENTHESES: Final = (
    *("FILTER", "BIND", "VALUES", "HAVING", "BY", "IN", "AND", "OR", "NOT", "LIKE", "EXISTS", "OPTIONAL", "UNION", "MINUS", "GRAPH"),
    *("SELECT", "DISTINCT", "REDUCED", "WHERE", "ASC", "DESC", "AS", "TOP"),
)
"""Words before a parenthesis that are no names of functions."""

_MAX_CHARACTERS: Final = 100_000
"""Characters of a text that is read again. Longer ones take too much time."""

_MAX_SHOWN: Final = 40
"""Characters of an unexpected token that a message quotes."""

_POSITION: Final = re.compile(r"(?s)error at (\d+):(\d+): (.*)")


class Place(NamedTuple):
    """Where a text stops being SPARQL. token: what is wrong there; None if the text ends too early. expected: what the engine says.

    problem: what is wrong, if the engine does not tell.
    """

    line: int
    column: int
    token: Token | None
    expected: str
    problem: str | None = None


def place_of_mistake(sparql: str, parse: Callable[[str], object]) -> Place | None:
    """Return where a text stops being SPARQL, or None if the engine does not tell.

    parse: lets the engine read a text, and raises its `SyntaxError`.
    """
    if len(sparql) > _MAX_CHARACTERS:
        return None
    found = significant(sparql)
    spread, starts = _spread(found)
    try:
        parse(spread)
    except SyntaxError as error:
        position = _POSITION.search(str(error))
        if position is None:
            return None
        at = int(position[2]) - 1
    else:
        return None
    index = max((number for number, start in enumerate(starts) if start <= at), default=None)
    if index is None:
        return None
    is_end = at >= len(spread) and found[-1].kind != "broken"
    if blamed := misuse(found, len(found) if is_end else index, position[3]):
        return _place(sparql, blamed.token, position[3], blamed.problem)
    if is_end and _is_known(position[3]) is None and (bracket := unclosed(found, sparql)):
        return _place(sparql, bracket, position[3], f"this {bracket.text} is not closed")
    if is_end:
        end = sparql.rstrip()
        return Place(end.count("\n") + 1, len(end) - end.rfind("\n"), None, position[3])
    token = found[index]
    if (inner := subquery(found, index, sparql)) and (place := place_of_mistake(inner, parse)):
        return place
    if token.text == "}" and (variable := _assigned_twice(found[:index])):
        return _place(sparql, variable, position[3], f"AS gives a value to {variable.text}, which has one already; choose another name")
    return _place(sparql, token, position[3])


def _place(sparql: str, token: Token, expected: str, problem: str | None = None) -> Place:
    before = sparql[: token.start]
    return Place(before.count("\n") + 1, token.start - before.rfind("\n"), token, expected, problem)


def _is_known(expected: str) -> str | None:
    """Return what is wrong with a text that the grammar allows, or None if the engine says something else."""
    return next((words for symptom, words in _MISUSES.items() if symptom in expected), None)


def _spread(found: tuple[Token, ...]) -> tuple[str, list[int]]:
    """Return a text on one line with spaces between tokens, where they change nothing, and where each token starts in it."""
    parts: list[str] = []
    starts: list[int] = []
    size = 0
    for number, token in enumerate(found):
        starts.append(size)
        is_apart = number + 1 == len(found) or found[number + 1].start > token.end or _is_separated(token, found[number + 1])
        part = token.text.replace("\n", " ") + (_SPACE if is_apart else "")
        parts.append(part)
        size += len(part)
    return "".join(parts), starts


def _is_separated(token: Token, following: Token) -> bool:
    """Return whether spaces between two tokens change nothing, although the text has none."""
    return token.text in _PUNCTUATION or following.text in _PUNCTUATION


def mistake_at(place: Place, sparql: str) -> str:
    """Return what is wrong at a place of a text, and what to do if that is known."""
    token = place.token
    if known := place.problem or _is_known(place.expected):
        return known
    if token is None:
        return "the text ends too early"
    if token.kind == "broken":
        return "the string that starts here is not closed"
    if token.kind == "prefixed" and "Prefix not found" in place.expected:
        return f"the prefix {token.prefix}: is not declared; add a PREFIX line"
    if token.kind == "blank" and "unreported" in place.expected:
        return f"the blank node {token.text} is used in two groups; use a variable instead"
    shown = token.text if len(token.text) <= _MAX_SHOWN else f"{token.text[:_MAX_SHOWN]}…"
    quoted = " ".join(shown.split()) if token.kind == "string" else f'"{" ".join(shown.split())}"'
    repair = _repair(token, sparql)
    return f"unexpected {quoted}" + (f"; {repair}" if repair else "")


def _repair(token: Token, sparql: str) -> str | None:
    found = significant(sparql)
    index = found.index(token)
    before = found[index - 1].text.upper() if index else ""
    following = found[index + 1].text if index + 1 < len(found) else ""
    word = token.text.upper()
    if repair := _open_bracket(token, index, found, sparql):
        return repair
    if token.text == "=" and before == "=":
        return _REPAIRS["=="]
    if token.text == "<" and following == ">":
        return _REPAIRS["<>"]
    if token.text == ",":
        return _REPAIRS[","] if found[index - 1].kind == "variable" and following[:1] in ("?", "$") else None
    if word in AGGREGATES and following == "(":
        return f"write ({token.text}(…) AS ?name)"
    if token.kind == "word" and following == "(" and word not in _BEFORE_PARENTHESES:
        return "SPARQL has no function of this name"
    return _REPAIRS.get(word)


def _open_bracket(token: Token, index: int, found: tuple[Token, ...], sparql: str) -> str | None:
    """Return what to do about a token that an open bracket, or the lack of one, makes unexpected."""
    opened = open_at(found, index)
    innermost = found[opened[-1]] if opened else None
    before = found[opened[-1] - 1] if opened and opened[-1] else None
    wanted = next((opening for opening, closing in BRACKETS.items() if closing == token.text), None)
    if wanted and all(found[number].text != wanted for number in opened):
        return f"no {wanted} is open here"
    if innermost is None or token.text not in (*CLOSING, ".", ","):
        return None
    if innermost.text == "(" and before and before.kind == "word" and before.text.upper() not in _BEFORE_PARENTHESES:
        if token.text == ",":
            more = '; write "; separator=" before a separator' if before.text.upper() == "GROUP_CONCAT" else ""
            return f"{before.text} has too many values{more}"
        if token.text == ")" and found[index - 1].text not in ("(", ",", "*"):
            return f"{before.text} has too few values"
    if token.text not in (",", BRACKETS[innermost.text]) and (token.text != "." or innermost.text != "{"):
        place = _place(sparql, innermost, "")
        return f"close the {innermost.text} of line {place.line}, column {place.column} before it"
    return None


def _assigned_twice(found: tuple[Token, ...]) -> Token | None:
    """Return the variable of the last AS in a group, if it is used before."""
    for index in range(len(found) - 1, 0, -1):
        if found[index].kind == "variable" and found[index - 1].text.upper() == "AS":
            used = {token.name for token in found[: index - 1] if token.kind == "variable"}
            return found[index] if found[index].name in used else None
    return None
