"""Answers SPARQL queries from a store.

The default graph is the union of the named graphs; GRAPH reaches each of them. Updates and SERVICE are refused, so that a query
changes nothing and fetches nothing.
"""

from __future__ import annotations

import re
from typing import Final, TypeVar

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import nearest
from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth, solutions, truth
from kzit_graph.sparql.lexer import form, line_of, refuse_deep, refuse_updates, undeclared_prefixes

Kind = TypeVar("Kind", Solutions, Truth, Triples)

_KINDS: Final = {
    "SELECT": (Solutions, "rows", "select()"),
    "ASK": (Truth, "yes or no", "ask()"),
    "CONSTRUCT": (Triples, "a graph", "construct()"),
    "DESCRIBE": (Triples, "a graph", "construct()"),
}
"""What each query form answers with, in words, too, and the method that asks for it."""

_CHARACTERS: Final = re.compile(r",? ?(?:\[[^\]]*\]|'[^']*'\.\.=?'[^']*')(?=,|$)")
"""Character classes among what the parser expected, which help nobody."""

_MAX_EXPECTED: Final = 6
"""The most things that the parser expected to list in an error."""

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def query(store: Store, sparql: str, names: Names | None = None) -> Answer:
    """Answer a SPARQL 1.1 query over the union of the store's graphs.

    names: how the answer names things; its prefixes need no PREFIX line in the query.

    Raises `InvalidInput`, with line and column, if the text is not a query, and if it calls SERVICE.
    """
    names = names or Names()
    refuse_updates(sparql)
    refuse_deep(sparql)
    _refuse_service(sparql)
    try:
        answer = store.query(sparql, prefixes=dict(names.prefixes), use_default_graph_as_union=True)
        if isinstance(answer, QueryBoolean):
            return truth(answer)
        if isinstance(answer, QuerySolutions):
            return solutions(answer, names)
        return Triples(tuple(answer), names)
    except SyntaxError as error:
        raise InvalidInput(_plain(str(error), sparql, names)) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise InvalidInput(f"the query cannot be answered: {' '.join(str(error).split())}") from error


def query_for(kind: type[Kind], store: Store, sparql: str, names: Names | None = None) -> Kind:
    """Answer a query that must give one kind of answer. See `query`.

    Raises `InvalidInput`, before the query is evaluated, if it has a form that answers otherwise.
    """
    refuse_other_forms(sparql, kind)
    answer = query(store, sparql, names)
    assert isinstance(answer, kind)
    return answer


def refuse_other_forms(sparql: str, kind: type[Answer]) -> None:
    """Raises `InvalidInput` if a query has a form that gives another kind of answer."""
    refuse_updates(sparql)
    query_form = form(sparql)
    if query_form is None:
        return
    given, words, method = _KINDS[query_form]
    if given is not kind:
        raise InvalidInput(f"a query of the form {query_form} gives {words}; use {method}, or query() for any form")


def _refuse_service(sparql: str) -> None:
    if line := line_of("SERVICE", sparql):
        raise InvalidInput(f"the query, line {line}: SERVICE is refused, nothing is ever fetched; query that endpoint on its own")


def _plain(message: str, sparql: str, names: Names) -> str:
    place = _PLACE.search(message)
    if form(sparql) is None:
        return "the query, line 1: not SPARQL: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE"
    if place is None:
        return f"the query: {' '.join(message.split())}"
    line, column, expected = int(place[1]), int(place[2]), " ".join(place[3].split())
    lines = sparql.splitlines()
    shown = lines[line - 1].strip() if line <= len(lines) else "its end"
    if "Prefix not found" in expected:
        fault = _undeclared(sparql, names)
    elif "SELECT contains a variable" in expected:
        fault = "not SPARQL: beside an aggregate, a selected variable must be grouped by"
    else:
        words = _CHARACTERS.sub("", expected).strip(" ,")
        few = words not in ("expected", "expected one of") and words.count(", ") < _MAX_EXPECTED
        fault = f"not SPARQL: {words}" if few else "not SPARQL: something else is expected here"
    return f"the query, line {line}, column {column}: {fault} — {shown}"


def _undeclared(sparql: str, names: Names) -> str:
    unknown = next((prefix for prefix in undeclared_prefixes(sparql) if prefix not in names.prefixes), "")
    known = [*nearest(unknown, names.prefixes), *names.prefixes]
    listed = f"; known are {', '.join(f'{prefix}:' for prefix in dict.fromkeys(known))}" if known else ""
    return f"the prefix {unknown}: is not declared; add a PREFIX line{listed}"
