"""Store + SPARQL → one answer: solutions, a truth value or a graph, each able to write itself in the standard syntaxes.

Queries see the union of the named graphs as the default graph, and each of them by GRAPH. Updates are no queries, and
SERVICE is refused: nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)

from kzit_graph.errors import InvalidInput

Term = NamedNode | BlankNode | Literal | Triple

SOLUTION_FORMATS: Final = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
"""Syntaxes of SELECT and ASK results, as the SPARQL 1.1 recommendations define them."""

_NOT_CODE: Final = re.compile(
    r"""
      <[^<>"{}|^`\s]*>
    | "{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
    | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
    | \#[^\r\n]*
    | [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
    | :(?:[\w:%]|\\.)(?:[\w\-:.%]|\\.)*
    """,
    re.VERBOSE | re.DOTALL,
)
"""What cannot call anything: IRIs, strings, comments, variables, language tags, and names behind their prefix."""
# The parser asks for no space after a keyword ("SERVICESILENT<…>", "SERVICEx:y"), so the word alone is enough.
_SERVICE: Final = re.compile(r"SERVICE", re.IGNORECASE)
_UPDATE: Final = re.compile(r"(?<![?$:\w])(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)(?![:\w])", re.IGNORECASE)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class Solutions:
    """Rows of a SELECT query. variables: the column names, in order; rows: a term for each, or None where unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    sparql_json: bytes

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def serialize(self, name: str) -> bytes:
        """The rows in one of `SOLUTION_FORMATS`; `KeyError` for any other."""
        return _convert(self.sparql_json, name)


@dataclass(frozen=True)
class Truth:
    """The answer of an ASK query."""

    value: bool
    sparql_json: bytes

    def __bool__(self) -> bool:
        return self.value

    def serialize(self, name: str) -> bytes:
        """The truth value in one of `SOLUTION_FORMATS`; `KeyError` for any other. The CSV and TSV forms are one word."""
        return f"{str(self.value).lower()}\n".encode() if name in ("csv", "tsv") else _convert(self.sparql_json, name)


@dataclass(frozen=True)
class Triples:
    """The graph of a CONSTRUCT or DESCRIBE query."""

    triples: tuple[Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)


Answer = Solutions | Truth | Triples


def query(store: Store, sparql: str) -> Answer:
    """Answers a SPARQL 1.1 query over the union of the store's graphs.

    Raises `InvalidInput` where the text is not a query, with line and column, or where it calls SERVICE.
    """
    _refuse_what_leaves_the_store(sparql)
    try:
        answer = store.query(sparql, use_default_graph_as_union=True)
        if isinstance(answer, QueryBoolean):
            return Truth(bool(answer), _serialized(answer))
        if isinstance(answer, QuerySolutions):
            sparql_json = _serialized(answer)
            rows = parse_query_results(sparql_json, format=QueryResultsFormat.JSON)
            assert isinstance(rows, QuerySolutions)
            return Solutions(tuple(variable.value for variable in rows.variables), tuple(tuple(row) for row in rows), sparql_json)
        return Triples(tuple(answer))
    except SyntaxError as error:
        raise InvalidInput(_plain(str(error), sparql)) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise InvalidInput(f"the query cannot be answered: {' '.join(str(error).split())}") from error


def _refuse_what_leaves_the_store(sparql: str) -> None:
    code = _NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sparql)
    if found := _SERVICE.search(code):
        line = code.count("\n", 0, found.start()) + 1
        raise InvalidInput(f"the query, line {line}: SERVICE is refused, nothing is ever fetched; query that endpoint on its own")
    if found := _UPDATE.search(code):
        line = code.count("\n", 0, found.start()) + 1
        raise InvalidInput(
            f"the query, line {line}: {found[1].upper()} is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered"
        )


def _plain(message: str, sparql: str) -> str:
    place = _PLACE.search(message)
    if place is None:
        return f"the query: {' '.join(message.split())}"
    line, column, expected = int(place[1]), int(place[2]), " ".join(place[3].split())
    lines = sparql.splitlines()
    shown = lines[line - 1].strip() if line <= len(lines) else "its end"
    fault = "a prefix is not declared; add a PREFIX line" if "Prefix not found" in expected else f"not SPARQL: {expected[:200]}"
    return f"the query, line {line}, column {column}: {fault} — {shown}"


def _serialized(answer: QueryBoolean | QuerySolutions) -> bytes:
    text = answer.serialize(format=QueryResultsFormat.JSON)
    assert text is not None
    return text


def _convert(sparql_json: bytes, name: str) -> bytes:
    syntax = SOLUTION_FORMATS[name]
    if syntax == QueryResultsFormat.JSON:
        return sparql_json
    results = parse_query_results(sparql_json, format=QueryResultsFormat.JSON)
    text = results.serialize(format=syntax)
    assert text is not None
    return text
