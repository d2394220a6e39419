"""Store + SPARQL → one answer.

Queries see the union of the named graphs as the default graph, and each of them by GRAPH. Updates are no queries, and
SERVICE is refused: nothing is ever fetched.
"""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import nearest
from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Answer, Triples, solutions, truth
from kzit_graph.sparql.lexer import form, line_of, refuse_deep, refuse_updates, undeclared_prefixes

_CHARACTERS: Final = re.compile(r",? ?(?:\[[^\]]*\]|'[^']*'\.\.=?'[^']*')(?=,|$)")
"""Classes of characters among what the parser expected: no help to a person."""

_FEW: Final = 6
"""So many things that the parser would have taken can be listed."""

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def query(store: Store, sparql: str, names: Names | None = None) -> Answer:
    """Answers a SPARQL 1.1 query over the union of the store's graphs.

    names: how the answer names things; its prefixes need no PREFIX line in the query.

    Raises `InvalidInput` where the text is not a query, with line and column, or where it calls SERVICE.
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
        few = words not in ("expected", "expected one of") and words.count(", ") < _FEW
        fault = f"not SPARQL: {words}" if few else "not SPARQL: something else is expected here"
    return f"the query, line {line}, column {column}: {fault} — {shown}"


def _undeclared(sparql: str, names: Names) -> str:
    unknown = next((prefix for prefix in undeclared_prefixes(sparql) if prefix not in names.prefixes), "")
    known = [*nearest(unknown, names.prefixes), *names.prefixes]
    listed = f"; known are {', '.join(f'{prefix}:' for prefix in dict.fromkeys(known))}" if known else ""
    return f"the prefix {unknown}: is not declared; add a PREFIX line{listed}"
