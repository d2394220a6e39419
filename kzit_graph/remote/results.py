"""The body that an endpoint sent → one answer, or one line that says why it is none.

Below `endpoint`. Everything here was written by strangers: what is cut off, nested without end or of another kind is told
before or instead of being read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kzit_graph.rdf.names import Names
from kzit_graph.remote.faults import is_page, one_line, page_title
from kzit_graph.sparql.answers import Answer, Triples, solutions, truth

RESULTS: Final = {QueryResultsFormat.JSON: "", QueryResultsFormat.XML: ";q=0.9"}
"""The syntaxes of SELECT and ASK results that are read, each with its weight (RFC 9110, section 12.4.2)."""

GRAPHS: Final = {RdfFormat.N_TRIPLES: "", RdfFormat.TURTLE: ";q=0.9"}
"""The syntaxes of CONSTRUCT and DESCRIBE results that are read, each with its weight. RDF/XML has entities, and is not asked for."""

# Triple terms nest, and the native parser ends the process when they nest some thousands deep.
_DEEPEST: Final = 100
_JSON_BRACKET: Final = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+"?)*+(?:(?P<open>[{\[])|(?P<close>[}\]])|\Z)', re.DOTALL)
_TURTLE_BRACKET: Final = re.compile(
    rb'"{3}(?:[^"\\]++|\\.|"(?!""))*+(?:"{3})?'
    rb"|'{3}(?:[^'\\]++|\\.|'(?!''))*+(?:'{3})?"
    rb'|"(?:[^"\\\r\n]++|\\.)*+"?'
    rb"|'(?:[^'\\\r\n]++|\\.)*+'?"
    rb"|<[^<>\s]*+>|\#[^\r\n]*+|\\.|(?P<open><<)|(?P<close>>>)",
    re.DOTALL,
)


class NoAnswer(Exception):
    """A body is no answer to the query. Its text is the fault and the repair, without the address."""


def read_answer(body: bytes, content_type: str, form: str, names: Names) -> Answer:
    """The answer that a body holds.

    content_type: the header as it came. form: of the query, SELECT, ASK, CONSTRUCT or DESCRIBE. names: how the answer names things.

    Raises `NoAnswer` where it is malformed, cut off, or no answer to a query of that form.
    """
    _refuse_page(body, content_type)
    try:
        if form in ("SELECT", "ASK"):
            return _results(body, content_type, form, names)
        return _graph(body, content_type, names)
    except (SyntaxError, ValueError, OSError, MemoryError, expat.ExpatError) as error:
        raise NoAnswer(f"the answer is malformed or cut off: {one_line(str(error))}; ask again, or tell the endpoint's keepers") from error


def _results(body: bytes, content_type: str, form: str, names: Names) -> Answer:
    syntax = QueryResultsFormat.from_media_type(content_type)
    if syntax not in RESULTS:
        raise _other_syntax(content_type)
    if syntax == QueryResultsFormat.XML:
        _check_xml(body)
    elif _check_depth(_JSON_BRACKET.finditer(body)) != 0:
        raise ValueError("brackets that are opened are not closed")
    results = parse_query_results(body, format=syntax)
    if isinstance(results, QueryBoolean) and form == "ASK":
        return truth(results)
    if isinstance(results, QuerySolutions) and form == "SELECT":
        return solutions(results, names)
    other = "a truth value" if isinstance(results, QueryBoolean) else "rows"
    raise NoAnswer(f"answers {form} with {other}; check the address, and tell the endpoint's keepers")


def _graph(body: bytes, content_type: str, names: Names) -> Triples:
    syntax = RdfFormat.from_media_type(content_type)
    if syntax not in GRAPHS:
        raise _other_syntax(content_type)
    if body.count(b"<<") > _DEEPEST:
        _check_depth(_TURTLE_BRACKET.finditer(body))
    quads = parse(body, format=syntax, rename_blank_nodes=True)
    # A graph has each triple once, but some endpoints write one for each way to find it.
    return Triples(tuple(dict.fromkeys(quad.triple for quad in quads)), names)


def _refuse_page(body: bytes, content_type: str) -> None:
    text = body[: 1 << 16].decode(errors="replace")
    if is_page(text, content_type.partition(";")[0].strip().lower()):
        title = page_title(text)
        page = f"a web page (“{title}”)" if title else "a web page"
        raise NoAnswer(f"answered with {page} instead of results; check the path of the address, which often ends in /sparql or /query")


def _other_syntax(content_type: str) -> NoAnswer:
    if not content_type.strip():
        return NoAnswer("does not say in which syntax it answers (no Content-Type); check the address")
    return NoAnswer(f"answers in {one_line(content_type, 80)}, which was not asked for; check the address, or ask another endpoint")


def _check_depth(brackets: Iterable[re.Match[bytes]]) -> int:
    """How many brackets stay open in the end. Raises `ValueError` where they nest too deep."""
    depth = 0
    for bracket in brackets:
        if bracket["open"]:
            depth += 1
            if depth > _DEEPEST:
                raise ValueError(f"it is nested more than {_DEEPEST} deep")
        elif bracket["close"]:
            depth -= 1
    return depth


def _check_xml(body: bytes) -> None:
    """Raises `ExpatError` where XML is not well formed to its end, `ValueError` where it nests too deep or declares a document type.

    The results parser takes a document that breaks off for one that ends there.
    """
    parser = expat.ParserCreate()
    depth = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError(f"it is nested more than {_DEEPEST} deep")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_declaration: object) -> None:
        raise ValueError("it declares a document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(body, True)
