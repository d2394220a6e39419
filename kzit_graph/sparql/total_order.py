"""Rewrite ORDER BY so that the engine can order any values (SPARQL 1.1, section 15.1).

Oxigraph orders numbers, durations and times by value, and literals that it cannot compare by their text. In a column that mixes both,
that can be a circle, such as 9 < 10 < "1a" < 9. Its sort may then end the whole process, which cannot be caught. So values are first
ordered by a class, inside which there is no circle. The specification leaves the order of different kinds of literals open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kzit_graph.rdf.namespaces import RDF, XSD
from kzit_graph.sparql.tokens import CLOSING, OPENING, Token, significant

_DIRECTIONS: Final = ("ASC", "DESC")

_OPEN: Final = ("IF", "COALESCE", "MIN", "MAX", "SAMPLE")
"""Functions with values of any type. Values of another function have one type, or are fewer than its arguments."""


def _in(*datatypes: str) -> str:
    return f"DATATYPE(§) IN ({', '.join(f'<{datatype}>' for datatype in datatypes)})"


_TEXTS: Final = _in(f"{XSD}string", f"{RDF}langString")
_TIMES: Final = _in(*(f"{XSD}{name}" for name in ("dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gDay", "gMonthDay")))
_DURATIONS: Final = _in(*(f"{XSD}{name}" for name in ("duration", "dayTimeDuration", "yearMonthDuration")))

_LIKE_TEXTS: Final = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:]{8}([.][0-9]+)?)?)?)?$|^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:]{8})?)?)?Z$"
"""Times whose order is that of their texts, so that a year, a day and a text can stand in one order."""

_WITH_ZONE: Final = "(Z|[+-][0-9]{2}:[0-9]{2})$"
_CLASS_OF_TIME: Final = f"""IF(REGEX(STR(§), "{_LIKE_TEXTS}"), 3, CONCAT("2", STR(REGEX(STR(§), "{_WITH_ZONE}")), STR(DATATYPE(§))))"""
_CLASS_OF_DURATION: Final = (
    """IF(REGEX(STR(§), "^-?P[0-9YM]+$"), "1m", IF(REGEX(STR(§), "^-?P([0-9]+D)?(T.*)?$"), "1d", CONCAT("1x", STR(§))))"""
)
_CLASS: Final = f"IF(isNUMERIC(§), 0, IF({_TEXTS}, 3, IF({_TIMES}, {_CLASS_OF_TIME}, IF({_DURATIONS}, {_CLASS_OF_DURATION}, 3))))"
"""The class of §: numbers, durations, times, texts. It is unbound for IRIs and blank nodes, as for no value: these come first."""


def with_total_order(sparql: str) -> str:
    """Return a query in which each condition of ORDER BY whose values can have several types is preceded by one for their class."""
    if "ORDER" not in sparql.upper():
        return sparql
    found = significant(sparql)
    parts: list[str] = []
    end = 0
    for direction, start, stop, before in _conditions(found):
        value = sparql[start:stop]
        parts += [sparql[end:before], f" {direction}({_CLASS.replace('§', value)}) "]
        end = before
    return "".join((*parts, sparql[end:]))


def _conditions(found: Sequence[Token]) -> Iterator[tuple[str, int, int, int]]:
    """Yield the direction of each open condition, where its expression starts and ends, and where the condition starts."""
    at = 0
    while at + 1 < len(found):
        if _word(found[at]) != "ORDER" or _word(found[at + 1]) != "BY":
            at += 1
            continue
        at += 2
        while at < len(found) and (last := _last(found, at)) is not None:
            first = at + 1 if _word(found[at]) in _DIRECTIONS else at
            if _is_open(found, first, last):
                yield (_word(found[at]) if first > at else "ASC"), found[first].start, found[last].end, found[at].start
            at = last + 1


def _is_open(found: Sequence[Token], first: int, last: int) -> bool:
    """Return whether the values of an expression can have several types."""
    while found[first].text == "(" and _last(found, first + 1) == last - 1:
        first, last = first + 1, last - 1
    return found[first].kind == "variable" or found[first].text == "(" or _word(found[first]) in _OPEN


def _last(found: Sequence[Token], at: int) -> int | None:
    """Return the last token of the condition that starts at a token. None if none starts there."""
    if found[at].kind == "variable":
        return at
    opened = at if found[at].text == "(" else at + 1
    if found[at].kind not in ("word", "iri", "prefixed", "sign") or opened >= len(found) or found[opened].text != "(":
        return None
    depth = 0
    for index, token in enumerate(found[opened:], opened):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth == 0:
            return index
    return None


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""
