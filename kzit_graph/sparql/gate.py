"""The gate that every query text passes before an engine reads it, whether a user or a file of a project wrote it.

It refuses updates and SERVICE, so that a query neither changes data nor contacts a server, and texts so long, deep or wide that a
native engine would overflow its stack or plan for minutes.
"""

from __future__ import annotations

import re
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.lexer import code, line_of
from kzit_graph.sparql.query_size import refuse_large

_UPDATE: Final = re.compile(r"(?<![?$:\w])(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)(?![:\w])", re.IGNORECASE)
_FROM: Final = re.compile(r"(?<![:\w])FROM(?![:\w])", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")


def check_query(sparql: str, what: str = "the query") -> None:
    """Raise `InvalidInput` if an engine must not get a text: an update, one that uses SERVICE, or one that is too large.

    what: the query, as the message names it.
    """
    refuse_updates(sparql, what)
    refuse_service(sparql, what)
    refuse_large(sparql, what)


def refuse_updates(sparql: str, what: str = "the query") -> None:
    """Raise `InvalidInput` if a text is a SPARQL update."""
    if found := _UPDATE.search(text := code(sparql)):
        line = text.count("\n", 0, found.start()) + 1
        raise InvalidInput(f"{what}, line {line}: {found[1].upper()} is an update; use SELECT, ASK, CONSTRUCT or DESCRIBE")


def refuse_service(sparql: str, what: str = "the query") -> None:
    """Raise `InvalidInput` if a text uses SERVICE, also if its letters are escaped (SPARQL 1.1, section 19.2)."""
    for text in dict.fromkeys((sparql, unescaped(sparql))):
        if "SERVICE" in text.upper() and (line := line_of("SERVICE", text)):
            raise InvalidInput(f"{what}, line {line}: SERVICE is refused; query that endpoint directly")


def refuse_from(sparql: str, what: str = "the query") -> None:
    """Raise `InvalidInput` if a text names its own dataset, also if its letters are escaped. rdflib fetches such graphs."""
    for text in dict.fromkeys((sparql, unescaped(sparql))):
        if found := _FROM.search(blanked := code(text)):
            line = blanked.count("\n", 0, found.start()) + 1
            raise InvalidInput(f"{what}, line {line}: FROM is refused in shapes, whose queries read the union of the data; remove it")


def unescaped(sparql: str) -> str:
    """Return a query with its escaped characters, which can be letters of keywords (SPARQL 1.1, section 19.2)."""

    def character(escape: re.Match[str]) -> str:
        point = int(escape[1] or escape[2], 16)
        return chr(point) if point <= 0x10FFFF else escape[0]

    return _ESCAPE.sub(character, sparql) if "\\u" in sparql or "\\U" in sparql else sparql
