"""A text that is not SPARQL is answered with the token that is wrong, and with what people usually did."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.query import query
from kzit_graph.sparql.syntax_place import place_of_mistake

MISTAKES = {
    "SELECT ?s, ?p { ?s ?p ?o }": '1, column 10: not SPARQL: unexpected ","; separate variables by spaces',
    "SELECT TOP 1 * { ?s ?p ?o }": '1, column 8: not SPARQL: unexpected "TOP"; write LIMIT at the end',
    "SELECT *\n{\n ?s p ?o\n}\n": '3, column 5: not SPARQL: unexpected "p"',
    "SELECT * { ?s\np\n?o }": '2, column 1: not SPARQL: unexpected "p"',
    "SELECT * { ?s ?p ?o } }": '1, column 23: not SPARQL: unexpected "}"; no { is open here',
    "ASK { ?s ?p ?o ] }": '1, column 16: not SPARQL: unexpected "]"; no [ is open here',
    "ASK {\n  OPTIONAL {\n    ?s ?p ?o\n  GRAPH ?g {}\n}\n": "2, column 12: not SPARQL: this { is not closed — OPTIONAL {",
    "ASK {\n  OPTIONAL { ?s ?p ?o }\n": "1, column 5: not SPARQL: this { is not closed — ASK {",
    "ASK { FILTER(STRLEN(?o > 1) }": 'column 29: not SPARQL: unexpected "}"; close the ( of line 1, column 13 before it',
    "ASK { ?s ?p [ ?q ?r . }": 'column 21: not SPARQL: unexpected "."; close the [ of line 1, column 13 before it',
    "ASK { FILTER(STRLEN(?o, 1)) }": 'column 23: not SPARQL: unexpected ","; STRLEN has too many values',
    "ASK { FILTER(REGEX(?o)) }": 'column 22: not SPARQL: unexpected ")"; REGEX has too few values',
    "SELECT (GROUP_CONCAT(?s, 'x') AS ?n) {}": 'column 24: not SPARQL: unexpected ","; GROUP_CONCAT has too many values; write',
    "SELECT * { ?s ?p ?o FILTER(?o == 1) }": '1, column 32: not SPARQL: unexpected "="; write = once',
    "SELECT * { ?s ?p ?o FILTER(?o <> 1) }": '1, column 31: not SPARQL: unexpected "<>"; write !=',
    "SELECT * { FILTER(1 = 1 AND 2 = 2) }": '1, column 25: not SPARQL: unexpected "AND"; write &&',
    "SELECT * { FILTER(1 = 1 or (2 = 2)) }": '1, column 25: not SPARQL: unexpected "or"; write ||',
    "SELECT * { ?s ?p ?o FILTER(?o LIKE 'x') }": '1, column 31: not SPARQL: unexpected "LIKE"; use CONTAINS or REGEX',
    "SELECT COUNT(*) AS ?n { ?s ?p ?o }": '1, column 8: not SPARQL: unexpected "COUNT"; write (COUNT(…) AS ?name)',
    "SELECT * { FILTER(LENGTH(?x) > 1) }": '1, column 19: not SPARQL: unexpected "LENGTH"; SPARQL has no function of this name',
    "CONSTRUCT { ?s ?p ?o FILTER(true) } WHERE { ?s ?p ?o }": '1, column 22: not SPARQL: unexpected "FILTER" —',
    'SELECT * { ?s "p" ?o }': '1, column 15: not SPARQL: unexpected "p" —',
    'SELECT *\n{ ?s ?p "x }': "2, column 9: not SPARQL: the string that starts here is not closed",
    "SELECT * { ?s ?p 'it's' }": "1, column 23: not SPARQL: the string that starts here is not closed",
    "SELECT * {\n{ ?s ?p ?o }": "1, column 10: not SPARQL: this { is not closed — SELECT * {",
    "SELECT * { ?s ?p ?o } ORDER BY": "1, column 31: not SPARQL: the text ends too early —",
    "SELECT (?v AS ?v) { ?s ?p ?v }": "1, column 15: not SPARQL: a variable after AS has a value already; choose another name",
    "SELECT (1 AS ?v) (2 AS ?v) {}": "1, column 24: not SPARQL: a variable is selected twice; leave one out, or choose another name",
    "SELECT * { ?s ?p ?v } GROUP BY ?s": "1, column 8: not SPARQL: with GROUP BY or an aggregate, name the",
    "SELECT ?v (COUNT(*) AS ?n) { ?s ?p ?v }": "1, column 8: not SPARQL: with an aggregate, every other selected variable must be in",
    "SELECT (COUNT(?v) AS ?n) (?n + 1 AS ?m) { ?s ?p ?v }": "1, column 27: not SPARQL: with an aggregate, an expression cannot use another",
    "SELECT * { VALUES (?a ?b) { ('x'@en -1) (?c) } }": "1, column 42: not SPARQL: unexpected",
    "SELECT * { VALUES (?a ?b) { ('x'@en -1) (1) } }": "1, column 41: not SPARQL: the variables of VALUES are 2, the values of this row 1",
    "SELECT * {} VALUES (?a) { (1) ('x'^^<http://e/t> 2) }": "1, column 31: not SPARQL: the variables of VALUES are 1, the values of",
    "SELECT * { VALUES (?a ?a) { (1 2) } }": "1, column 23: not SPARQL: a variable occurs twice in VALUES",
    "SELECT * { ?s ?p ?v BIND(1 AS ?v) }": "1, column 31: not SPARQL: AS gives a value to ?v, which has one already",
    "SELECT *\n{ BIND(1 AS ?v)\n BIND(2 AS ?v)\n}": "3, column 12: not SPARQL: AS gives a value to ?v, which has one already",
    "SELECT * {\n{ SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } } ?s ?p ?n }": "2, column 10: not SPARQL: with an aggregate, every other",
    "PREFIX e: <http://e/> SELECT * {\n{ SELECT (1 AS ?s) { ?s e:p ?o } } }": "2, column 16: not SPARQL: a variable after AS has a value",
    "ASK { { SELECT ?s {\n{ SELECT ?s { ?s p ?o } } } } }": '2, column 18: not SPARQL: unexpected "p"',
    "SELECT ?s (COUNT(*) AS ?n)\n{ ?s ?p ?o }\nGROUP BY (?o AS ?s)\nORDER BY ?n": "3, column 17: not SPARQL: AS gives a value to ?s, which",
    "SELECT ?x { { SELECT ?s { ?s ?p ?o } GROUP BY (?o AS ?s) } ?s ?p ?x }": "1, column 54: not SPARQL: AS gives a value to ?s, which",
    "SELECT ?x { ?s ?p ?o } GROUP BY (?o AS ?x) (?p AS ?x)": "1, column 51: not SPARQL: AS gives a value to ?x, which",
    "SELECT ?x { ?s ?p ?o BIND(1 AS ?x) } GROUP BY (?o AS ?x) HAVING(COUNT(*) > 1)": "1, column 54: not SPARQL: AS gives a value to ?x",
    "SELECT ?p ?x { ?s ?y ?o MINUS { ?x ?y 1 } FILTER(?x = 1) } GROUP BY (?o AS ?x)": "1, column 8: not SPARQL: with an aggregate, every",
    "SELECT ?s ?p (MAX(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s": "1, column 11: not SPARQL: with an aggregate, every other",
    "SELECT ?s { ?s ?p ?o\nFILTER(COUNT(?o) > 1) }": "2, column 8: not SPARQL: COUNT cannot be used inside of the braces; use HAVING",
    "SELECT * { { _:a ?p ?o } { _:a ?p ?o } }": "1, column 28: not SPARQL: the blank node _:a is used in two groups",
    "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999": "1, column 29: not SPARQL: LIMIT needs a whole number of 64 bits",
    "SELECT * { ?s ?p <a> }": "1, column 18: not SPARQL: an IRI is relative or malformed",
    "# {\nSELECT * { ?s ?p ?o # }\n, , }": '3, column 3: not SPARQL: unexpected ","',
}


@pytest.mark.parametrize("sparql", MISTAKES, ids=lambda sparql: sparql.replace("\n", " "))
def test_a_mistake_in_a_query_is_named_where_it_is(sparql: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        query(Store(), sparql)
    assert MISTAKES[sparql] in str(caught.value)
    assert "expected one of" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("size", [10_000, 60_000])
def test_a_mistake_in_a_long_query_is_one_short_line(size: int) -> None:
    with pytest.raises(InvalidInput, match=r"the query.*: not SPARQL: ") as caught:
        query(Store(), f"SELECT * {{ VALUES ?s {{ {'1 ' * size} }} , }}")
    assert len(str(caught.value)) < 300


def test_a_text_that_the_engine_reads_has_no_mistake() -> None:
    assert place_of_mistake("SELECT * { ?s ?p ?o }", Store().query) is None


DEEP = "ASK { " + "{ SELECT ?s { " * 20 + "?s p ?o" + " } }" * 20 + " }"


@pytest.mark.parametrize(("text", "token"), [("ASK { " + "{ } " * 5_000, "{"), ("ASK {" + "\n{\n}" * 5_000, "{"), (DEEP, "p")])
def test_many_brackets_and_deep_subqueries_are_read(text: str, token: str) -> None:
    place = place_of_mistake(text, Store().query)
    assert place is not None
    assert place.token is not None
    assert place.token.text == token
