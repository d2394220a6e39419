"""Read the body of an endpoint's answer.

Below `endpoint`. Bodies are untrusted: one that is cut off, nested too deeply or of another kind is refused before it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar
from xml.parsers import expat

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.names import Names
from kzit_graph.rdf.xml_encoding import in_utf8
from kzit_graph.remote.addresses import redacted
from kzit_graph.remote.faults import is_page, one_line, page_title
from kzit_graph.remote.messages import Reply
from kzit_graph.remote.xml_results import MAX_COLUMNS, TooManyColumns, as_json
from kzit_graph.sparql.answers import Answer, Triples, Truth
from kzit_graph.sparql.engine_results import read_solutions, read_truth

A = TypeVar("A", bound=Answer)

_RESULTS: Final = (QueryResultsFormat.JSON, QueryResultsFormat.XML)
_GRAPHS: Final = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)  # RDF/XML has entities, and is not asked for

_SUCCESS: Final = "00000"
"""The state of SQL without a fault."""

MAX_ROWS: Final = "X-SPARQL-MaxRows"
"""A header of Virtuoso with an answer that has as many rows as the server allows, so that more may be missing."""

_TERM_KEYS: Final = ("type", "value", "xml:lang", "datatype", "its:dir")

ACCEPT_RESULTS: Final = f"{QueryResultsFormat.JSON.media_type}, {QueryResultsFormat.XML.media_type};q=0.9"
"""The Accept header for SELECT and ASK results (RFC 9110, section 12.5.1)."""

ACCEPT_GRAPH: Final = f"{RdfFormat.N_TRIPLES.media_type}, {RdfFormat.TURTLE.media_type};q=0.9"
"""The Accept header for triples."""

# Triple terms nest, and the native parser ends the process when they nest some thousands deep.
_MAX_DEPTH: Final = 100
_JSON_BRACKET: Final = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+"?)*+(?:(?P<open>[{\[])|(?P<close>[}\]])|\Z)', re.DOTALL)
_JSON_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_JSON_STRINGS: Final = re.compile(rb'\[(?:\s*+"(?:[^"\\]++|\\.)*+"\s*+,?)++', re.DOTALL)
"""An array of strings, as the names of the columns are."""

_TURTLE_BRACKET: Final = re.compile(
    rb'"{3}(?:[^"\\]++|\\.|"(?!""))*+(?:"{3})?'
    rb"|'{3}(?:[^'\\]++|\\.|'(?!''))*+(?:'{3})?"
    rb'|"(?:[^"\\\r\n]++|\\.)*+"?'
    rb"|'(?:[^'\\\r\n]++|\\.)*+'?"
    rb"|<[^<>\s]*+>|\#[^\r\n]*+|\\.|(?P<open><<)|(?P<close>>>)",
    re.DOTALL,
)


class _NoAnswer(Exception):
    """A body is not an answer to the query. Its text is the fault and the repair, without the address."""


def read_answer(reply: Reply, form: str, names: Names) -> Answer:
    """Return the answer to a query that a reply holds.

    form: of the query, SELECT, ASK, CONSTRUCT or DESCRIBE. names: how the answer names things.

    Raises `UnreachableEndpoint` if the body is malformed, cut off, or no answer to a query of that form.
    """
    if form not in ("SELECT", "ASK"):
        return read_triples(reply, names)
    with _checked(reply):
        return _noted(_results(reply.body, reply.content_type, form, names), reply)


def read_triples(reply: Reply, names: Names) -> Triples:
    """Return the triples that a reply holds, with the parameters and exceptions of `read_answer`."""
    with _checked(reply):
        return _noted(_graph(reply.body, reply.content_type, names), reply)


@contextmanager
def _checked(reply: Reply) -> Iterator[None]:
    """Raise `UnreachableEndpoint` if the body is a web page, or cannot be read inside the block."""
    try:
        _refuse_page(reply.body, reply.content_type)
        _refuse_part(reply.headers)
        yield
    except (SyntaxError, ValueError, OSError, MemoryError, expat.ExpatError) as error:
        fault = f"the answer is malformed or cut off: {one_line(str(error))}; try again, or report it to the endpoint's operator"
        raise UnreachableEndpoint(f"{redacted(reply.url)}: {fault}") from error
    except _NoAnswer as error:
        raise UnreachableEndpoint(f"{redacted(reply.url)}: {error}") from error


def _refuse_part(headers: Mapping[str, str]) -> None:
    if was_stopped(headers):
        raise _NoAnswer("the endpoint stopped at its own time limit, so the answer is incomplete; ask for less")


def was_stopped(headers: Mapping[str, str]) -> bool:
    """Return whether the headers of an answer say that it is incomplete, because it took too long (Virtuoso, "anytime" queries)."""
    return "X-SPARQL-Anytime" in headers or headers.get("X-SQL-State", _SUCCESS) != _SUCCESS


def _noted(answer: A, reply: Reply) -> A:
    """Return an answer, with a warning if the endpoint may have cut it."""
    if MAX_ROWS not in reply.headers or isinstance(answer, Truth):
        return answer
    limit = one_line(reply.headers[MAX_ROWS], 20)
    warning = f"the endpoint gives at most {limit} rows, so there may be more; ask for parts, with ORDER BY, LIMIT and OFFSET"
    return replace(answer, find_warnings=lambda: (warning,))


def _results(body: bytes, content_type: str, form: str, names: Names) -> Answer:
    syntax = QueryResultsFormat.from_media_type(content_type)
    if syntax not in _RESULTS:
        raise _other_syntax(content_type)
    if syntax == QueryResultsFormat.XML:
        body, syntax = _xml_as_json(body), QueryResultsFormat.JSON
    else:
        if _check_depth(_JSON_BRACKET.finditer(body)) != 0:
            raise ValueError("a bracket is not closed")
        for array in _JSON_STRINGS.finditer(body):
            _check_columns(sum(1 for _ in _JSON_STRING.finditer(array[0])))
    try:
        return _parsed(body, syntax, form, names)
    except SyntaxError:
        return _parsed(_without_other_keys(body), syntax, form, names)


def _parsed(body: bytes, syntax: QueryResultsFormat, form: str, names: Names) -> Answer:
    results = parse_query_results(body, format=syntax)
    if isinstance(results, QueryBoolean) and form == "ASK":
        return read_truth(results)
    if isinstance(results, QuerySolutions) and form == "SELECT":
        return read_solutions(results, names)
    other = "a boolean" if isinstance(results, QueryBoolean) else "rows"
    raise _NoAnswer(f"the answer to {form} is {other}; check the address, and report it to the endpoint's operator")


def _without_other_keys(body: bytes) -> bytes:
    """Return JSON results with the keys of the Recommendation only (SPARQL 1.1 Query Results JSON Format, section 3).

    Others may be present, but the parser refuses them behind the bindings and in terms. It also refuses null for an unbound variable,
    an empty language, and blank nodes with the names of Virtuoso, such as nodeID://b1. Raises `ValueError` for other JSON.
    """
    import json

    match json.loads(body, parse_int=str):
        case {"head": {**head}, "results": {"bindings": [*rows]}}:
            labels: dict[object, str] = {}
            bindings = [_without_other_term_keys(row, labels) for row in rows]
            return json.dumps({"head": {"vars": head.get("vars")}, "results": {"bindings": bindings}}).encode()
        case {"head": {}, "boolean": value}:
            return json.dumps({"head": {}, "boolean": value}).encode()
    raise ValueError("neither rows nor a boolean")


def _without_other_term_keys(row: object, labels: dict[object, str]) -> object:
    """Return a row that the parser reads. labels: the labels of the blank nodes so far; this function adds to them."""
    if not isinstance(row, dict):
        return row
    return {name: _plain_term(term, labels) for name, term in row.items() if term is not None}


def _plain_term(term: object, labels: dict[object, str]) -> object:
    match term:
        case {"type": "bnode", "value": str(value)}:
            return {"type": "bnode", "value": labels.setdefault(value, f"b{len(labels)}")}
        case {"type": "triple", "value": {**parts}}:
            return {"type": "triple", "value": {name: _plain_term(part, labels) for name, part in parts.items()}}
        case {**keys}:
            return {key: value for key, value in keys.items() if key in _TERM_KEYS and (key, value) != ("xml:lang", "")}
    return term


def _graph(body: bytes, content_type: str, names: Names) -> Triples:
    syntax = RdfFormat.from_media_type(content_type)
    if syntax not in _GRAPHS:
        raise _other_syntax(content_type)
    if body.count(b"<<") > _MAX_DEPTH:
        _check_depth(_TURTLE_BRACKET.finditer(body))
    quads = parse(body, format=syntax, rename_blank_nodes=True)
    # A graph has each triple once, but some endpoints write one for each way to find it.
    return Triples(tuple(dict.fromkeys(quad.triple for quad in quads)), names)


def _refuse_page(body: bytes, content_type: str) -> None:
    text = body[: 1 << 16].decode(errors="replace")
    if is_page(text, content_type.partition(";")[0].strip().lower()):
        title = page_title(text)
        page = f"a web page (“{title}”)" if title else "a web page"
        raise _NoAnswer(f"the answer is {page}, not results; check the path of the address, which often ends in /sparql or /query")


def _other_syntax(content_type: str) -> _NoAnswer:
    if not content_type.strip():
        return _NoAnswer("the answer has no Content-Type; check the address")
    return _NoAnswer(f"the answer has an unsupported type, {one_line(content_type, 80)}; check the address, or use another endpoint")


def _check_depth(brackets: Iterable[re.Match[bytes]]) -> int:
    """Return how many brackets are not closed. Raises `ValueError` if they nest too deeply."""
    depth = 0
    for bracket in brackets:
        if bracket["open"]:
            depth += 1
            if depth > _MAX_DEPTH:
                raise ValueError(f"nested more than {_MAX_DEPTH} levels deep")
        elif bracket["close"]:
            depth -= 1
    return depth


def _check_columns(number: int) -> None:
    if number > MAX_COLUMNS:
        raise _too_many_columns()


def _too_many_columns() -> _NoAnswer:
    return _NoAnswer(f"the answer has more than {MAX_COLUMNS:,} columns; select only the variables that you need")


def _xml_as_json(body: bytes) -> bytes:
    """Return XML results as JSON. Raises `ValueError` if they are not in the encoding that they name, and as `as_json` does."""
    try:
        return as_json(in_utf8(body, Path()))
    except InvalidInput as error:
        raise ValueError(error.problem) from error
    except TooManyColumns as error:
        raise _too_many_columns() from error
