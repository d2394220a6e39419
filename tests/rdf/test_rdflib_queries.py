"""rdflib parses a query once while pySHACL runs, and answers as before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from pyparsing.exceptions import ParseException
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.plugins.sparql import processor

from kzit_graph.rdf.rdflib_queries import queries_parsed_once

GRAPH = Graph().parse(data="<urn:a> <urn:p> 1, 2 . <urn:b> <urn:p> 3 .", format="turtle")
VALUE = Variable("value")
PROCESSOR = vars(processor)
QUERY = "SELECT ?value { ?thing p: ?value } ORDER BY ?value"


def values(thing: str, namespace: str = "urn:p") -> list[int]:
    rows = GRAPH.query(QUERY, initNs={"p": namespace}, initBindings={"thing": URIRef(thing)})
    return [int(row[VALUE]) for row in rows.bindings if isinstance(row[VALUE], Literal)]


def test_a_query_is_parsed_once_for_all_bindings(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = PROCESSOR["parseQuery"]

    def counted(text: str) -> object:
        parsed.append(text)
        return parse(text)

    monkeypatch.setitem(PROCESSOR, "parseQuery", counted)
    with queries_parsed_once():
        assert [values("urn:a"), values("urn:b"), values("urn:c"), values("urn:a")] == [[1, 2], [3], [], [1, 2]]
    assert parsed == [QUERY]


def test_other_prefixes_are_another_query() -> None:
    with queries_parsed_once():
        assert [values("urn:a"), values("urn:a", "urn:other"), values("urn:a")] == [[1, 2], [], [1, 2]]


def test_a_mistake_is_reported_each_time() -> None:
    with queries_parsed_once():
        for _ in range(2):
            with pytest.raises(ParseException):
                GRAPH.query("SELECT nonsense")


def test_rdflib_is_as_before_when_the_last_thread_is_done() -> None:
    before = dict(PROCESSOR)

    def ask(number: int) -> list[int]:
        with queries_parsed_once():
            return values("urn:a" if number % 2 else "urn:b")

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(20))) == [[3], [1, 2]] * 10
    assert before == PROCESSOR
