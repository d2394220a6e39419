"""The gate of query texts: no text takes long to read, and none that it passes can crash an engine."""

from __future__ import annotations

import gc
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.gate import check_query
from kzit_graph.sparql.lexer import bind, code, form, mentioned_iris, parameters, undeclared_prefixes
from kzit_graph.sparql.query import query

WIDE: Final[dict[str, Callable[[int], str]]] = {
    "parentheses": lambda n: f"ASK {{ FILTER({'(' * n}1{')' * n}) }}",
    "groups": lambda n: f"ASK {'{' * n}{'}' * n}",
    "subqueries": lambda n: f"SELECT * {'{SELECT * ' * n}{{}}{'}' * n}",
    "functions": lambda n: f"SELECT ({'IF(1,1,' * n}1{')' * n} AS ?x) {{}}",
    "EXISTS in EXISTS": lambda n: f"ASK {{ {'FILTER EXISTS {?s ?p ?o ' * n}{'}' * n} }}",
    "OPTIONAL in OPTIONAL": lambda n: f"ASK {{ {'OPTIONAL {' * n}{'}' * n} }}",
    "blank nodes in blank nodes": lambda n: f"ASK {{ ?s ?p {'[?p ' * n}1{']' * n} }}",
    "lists in lists": lambda n: f"ASK {{ ?s ?p {'(' * n}1{')' * n} }}",
    "quoted triples": lambda n: f"ASK {{ ?s ?p {'<< ?s ?p ' * n}1{' >>' * n} }}",
    "triple terms": lambda n: f"ASK {{ ?s ?p {'<<( ?s ?p ' * n}1{' )>>' * n} }}",
    "annotations": lambda n: f"ASK {{ ?s ?p ?o {'{| ?p ?o ' * n}{'|}' * n} }}",
    "nots": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
    "spaced nots": lambda n: f"ASK {{ FILTER({'! ' * n}true) }}",
    "sums": lambda n: f"ASK {{ FILTER(1{' + 1' * n}) }}",
    "signed numbers": lambda n: f"ASK {{ FILTER(?x{' -1' * n}) }}",
    "products": lambda n: f"ASK {{ FILTER(?x{'*?x' * n}) }}",
    "ands": lambda n: f"ASK {{ FILTER(?x=1{' && ?x=1' * n}) }}",
    "ors": lambda n: f"ASK {{ FILTER(?x=1{' || ?x=1' * n}) }}",
    "path steps": lambda n: f"ASK {{ ?s <a:p>{'/<a:p>' * n} ?o }}",
    "path choices": lambda n: f"ASK {{ ?s <a:p>{'|<a:p>' * n} ?o }}",
    "path repetitions": lambda n: f"ASK {{ ?s {'(' * n}<a:p>{')*' * n} ?o }}",
    "MINUS": lambda n: f"ASK {{ {'MINUS {?s ?p ?o} ' * n} }}",
    "UNION": lambda n: f"ASK {{ {{}} {'UNION {} ' * n} }}",
    "OPTIONAL": lambda n: f"ASK {{ {'OPTIONAL {?s ?p ?o} ' * n} }}",
    "BIND": lambda n: "ASK { " + " ".join(f"BIND(1 AS ?v{number})" for number in range(n)) + "}",
    "FILTER": lambda n: f"ASK {{ {'FILTER(?s) ' * n} }}",
    "FILTER EXISTS": lambda n: f"ASK {{ {'FILTER EXISTS {?s ?p ?o} ' * n} }}",
    "GRAPH": lambda n: f"ASK {{ {'GRAPH <a:g> {?s ?p ?o} ' * n} }}",
    "VALUES": lambda n: f"ASK {{ {'VALUES ?x {1} ' * n} }}",
    "triples": lambda n: f"ASK {{ {'?s ?p ?o . ' * n} }}",
    "a chain of triples": lambda n: "ASK { " + " ".join(f"?s{number} <a:p> ?s{number + 1} ." for number in range(n)) + "}",
    "objects": lambda n: f"ASK {{ ?s ?p ?o{', ?o' * n} }}",
    "predicates": lambda n: f"ASK {{ ?s ?p ?o{'; ?p ?o' * n} }}",
    "list items": lambda n: f"ASK {{ ?s ?p ({'1 ' * n}) }}",
    "paths": lambda n: f"ASK {{ {'?s <a:p>* ?o . ' * n} }}",
    "expressions": lambda n: "SELECT " + " ".join(f"(1 AS ?v{number})" for number in range(n)) + " {}",
    "aggregates": lambda n: "SELECT " + " ".join(f"(COUNT(?x{number}) AS ?v{number})" for number in range(n)) + " {}",
    "columns": lambda n: "SELECT " + " ".join(f"?v{number}" for number in range(n)) + " {}",
    "described things": lambda n: f"DESCRIBE {'<a:x> ' * n}",
}
"""Queries of a construct repeated n times, each of which crashes or blocks the engine if n is large enough."""

LONG: Final = {
    "rows of VALUES": f"SELECT ?x {{ VALUES ?x {{ {'-1 ' * 20_000} }} }}",
    "rows of several columns": f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {'(1 UNDEF) ' * 20_000} }} ?x ?p ?y }}",
    "rows of a trailing VALUES": f"SELECT ?x {{ ?x ?p ?y }} VALUES (?x ?y) {{ {'(<a:x> 1) ' * 20_000} }}",
    "items of IN": f"ASK {{ FILTER(1 IN (0{',-1' * 20_000})) }}",
    "filters of functions": "ASK { ?s ?p ?o FILTER(" + " || ".join(['CONTAINS(LCASE(STR(?o)), "a")'] * 150) + ") }",
    "assignments": "ASK { " + " ".join(f"BIND(STR({number}) AS ?v{number})" for number in range(150)) + " }",
    "triples of a template": f"CONSTRUCT {{ {'?s ?p ?o . ' * 5_000} }} {{ ?s ?p ?o }}",
    "comments": "# {{{{{{{{{{{{{ ((((((((((( !!!!!!!!!!!!!!!!!\n" * 1_000 + "ASK {}",
    "alternatives": f"ASK {{ {{}} {'UNION { ?s ?p ?o ; ?q ?r ; ?t ?u } ' * 90} }}",
}
"""Long queries that the engine answers at once."""

REPEATED: Final = (
    *("<", '"', "'", '"\\', "'\\'", '"""', '"""a', "'''", "''x", "#", "#\n", "a.", "a-", ".", "a..", ":", "a:", "_:a.", "?a"),
    *("<?a", "<a", "@a-", "a\u0301", "{", "\\", "1e", "1.", '"\n', "'\\\n", "\\u0053", "SERVICE", "(", "!", "$x "),
)
"""Texts that a careless lexer reads again and again."""

READERS: Final[dict[str, Callable[[str], object]]] = {
    "form": form,
    "parameters": parameters,
    "undeclared_prefixes": undeclared_prefixes,
    "code": code,
    "check_query": check_query,
    "mentioned_iris": lambda text: mentioned_iris(text, {}),
    "bind": lambda text: bind(text, {"x": NamedNode("http://e/a")}),
}


@pytest.fixture(scope="module", autouse=True)
def answers_end_where_they_began() -> Iterator[None]:
    """Collect answers of the engine in cycles: a server's thread that did so in a later test would be at fault."""
    yield
    gc.collect()


def store() -> Store:
    found = Store()
    found.add(Quad(NamedNode("http://e/a"), NamedNode("http://e/p"), Literal("x"), NamedNode("http://e/g")))
    return found


def passes(text: str) -> bool:
    try:
        check_query(text)
    except InvalidInput:
        return False
    return True


@pytest.mark.parametrize("name", WIDE)
def test_a_query_that_would_crash_or_block_the_engine_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match=r"^the query (nests|joins|has) [^\n]+$"):
        query(store(), WIDE[name](3_000))


@pytest.mark.slow
@pytest.mark.parametrize("name", WIDE)
def test_the_largest_query_that_passes_does_not_crash_the_engine(name: str) -> None:
    largest = bisect(range(1, 2_100), 0, key=lambda count: not passes(WIDE[name](count)))
    with suppress(InvalidInput):  # some constructs are not SPARQL 1.1
        query(store(), WIDE[name](largest))


@pytest.mark.parametrize("name", LONG)
def test_a_long_query_of_values_or_alternatives_is_answered(name: str) -> None:
    query(store(), LONG[name])


def test_a_text_of_a_million_characters_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidInput, match="more than 1,000,000 characters"):
        query(store(), "ASK {}" + " " * 1_000_000)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_reading_takes_time_in_proportion_to_the_length(reader: str) -> None:
    gc.disable()  # it would look at all that other tests keep
    try:
        for repeated in REPEATED:
            begin = time.process_time()
            with suppress(InvalidInput):
                READERS[reader](repeated * (20_000 // len(repeated)))
            assert time.process_time() - begin < 4, repeated  # a fifth of a second; quadratic readers take many
    finally:
        gc.enable()
