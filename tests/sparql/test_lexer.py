"""SPARQL text: its code, prefixes and IRIs. A bound value is always a single term."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Variable
from rdflib.query import ResultRow

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.gate import refuse_updates
from kzit_graph.sparql.lexer import (
    bind,
    code,
    declared_prefixes,
    form,
    mentioned_iris,
    parameters,
    undeclared_prefixes,
    variables,
    with_prefixes,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
A, P = NamedNode("http://e/a"), NamedNode("http://e/p")
ONE = Literal("1", datatype=NamedNode(f"{XSD}integer"))
NOT_CODE = (
    "# $x {\n",
    '"$x } {"',
    "'$x#'",
    '"""$x\n"{"""',
    "'''$x''}'''",
    '"\\"$x"',
    "<http://e/$x#{>".replace("{", ""),
    "?x",
    "$xx",
    "$x_1",
    "e:x\\$x",
    "@en-x",
)

PLACES = [
    "?s ?p $x",
    "?s ?p $x,$x;?p $x.?s?v$x",
    "?s ?p[?v $x]",
    "{ { ?s ?p $x } UNION { ?s <http://e/q> $x } }",
    "?s ?p ?w OPTIONAL { ?s ?p $x . ?s ?v $x}",
    "?s ?p ?v MINUS{?s ?p $x}",
    "?s ?p ?v FILTER EXISTS{?s ?p $x}",
    "?s ?p ?v FILTER(?v=$x)",
    "?s ?p ?v FILTER(?v<$x)",
    "?s ?p ?v FILTER($x>?v)",
    "?s ?p ?v FILTER(1<$x||?v=$x)",
    "?s ?p ?v FILTER(($x)=?v)",
    "?s ?p ?v FILTER(?v IN($x,1))",
    "BIND($x-1 AS ?v)",
    "BIND($x*-1 AS ?v)",
    "BIND(1-$x AS ?v)",
    "BIND(-$x AS ?v)",
    "BIND(STR($x)AS?v)",
    "?s ?p $x BIND('$x }'AS ?v) # $x }\n",
]
"""Graph patterns with the parameter $x in their code, for queries of ?s and ?v."""

HOSTILE = [
    '"',
    "'",
    '"""',
    "'''",
    "{",
    "}",
    "} DROP ALL ; {",
    "\n",
    "\r",
    "\\",
    "\\n",
    "\\u0022",
    "\\u007D",
    "#",
    "<",
    ">",
    "$x",
    "?x",
    "^^",
    "@en",
    "\x00",
    "😀",
]
texts = st.text() | st.lists(st.sampled_from(HOSTILE), max_size=5).map("".join)
iris = st.text("é'()$&*+,;=!?x#-._~@:/%41").map(lambda text: f"http://e/{text}")


def _iri(text: str) -> NamedNode | None:
    try:
        return NamedNode(text)
    except ValueError:
        return None


named = iris.map(_iri).filter(lambda iri: iri is not None).map(lambda iri: iri or A)
values = st.one_of(
    texts.map(Literal),
    texts.map(lambda text: Literal(text, language="en-gb")),
    texts.map(lambda text: Literal(text, datatype=NamedNode("http://e/t'#"))),
    st.integers().map(lambda number: Literal(str(number), datatype=NamedNode(f"{XSD}integer"))),
    named,
)


def answers(rows: object) -> list[str]:
    assert isinstance(rows, QuerySolutions)
    return sorted(f"{row['s']} {row['v']}" for row in rows)


def without_spaces(text: str) -> str:
    return "".join(text.split())


@given(value=values, place=st.sampled_from(PLACES))
def test_binding_gives_the_same_rows_as_substitution_by_the_engine(value: NamedNode | Literal, place: str) -> None:
    store = Store()
    store.extend([Quad(A, P, value), Quad(A, P, ONE), Quad(P, NamedNode("http://e/q"), value)])
    expected = store.query(f"SELECT ?s ?v $x {{{place}}}", substitutions={Variable("x"): value})
    assert answers(store.query(bind(f"SELECT ?s ?v {{{place}}}", {"x": value}))) == answers(expected)


@given(value=values)
def test_a_value_bound_in_values_is_one_row(value: NamedNode | Literal) -> None:
    rows = Store().query(bind("SELECT ?v { VALUES ?v {$x$y} }", {"x": value, "y": A}))
    assert isinstance(rows, QuerySolutions)
    assert [row["v"] for row in rows] == [value, A]


@given(value=values, place=st.sampled_from(PLACES))
def test_binding_changes_no_brace_word_or_variable(value: NamedNode | Literal, place: str) -> None:
    bound = bind(place, {"x": value})
    assert re.findall(r"[(){}\[\],;.|&]", code(bound)) == re.findall(r"[(){}\[\],;.|&]", code(place))
    assert re.findall(r"[A-Za-z]+", code(bound)) == re.findall(r"[A-Za-z]+", code(place))
    assert (variables(bound), parameters(bound)) == (variables(place), set())


@given(pieces=st.lists(st.sampled_from([*NOT_CODE, "$x"]), max_size=6), value=values)
def test_binding_leaves_comments_strings_and_iris_unchanged(pieces: list[str], value: NamedNode | Literal) -> None:
    term = bind("$x", {"x": value})
    expected = " ".join(term if piece == "$x" else piece for piece in pieces)
    assert without_spaces(bind(" ".join(pieces), {"x": value})) == without_spaces(expected)


def test_only_parameters_with_a_value_are_bound() -> None:
    assert bind("?s ?p $x, $y, $z", {"x": A, "z": Literal("$y")}) == '?s ?p <http://e/a>, $y, "$y"'
    assert bind("?s ?p $x", {}) == "?s ?p $x"


@pytest.mark.slow
@settings(deadline=None)
@given(text=texts)
@example(text="\\u0022 } \\\\U0000007D \x01\\u")
def test_rdflib_reads_the_same_bound_text(text: str) -> None:
    rows = rdflib.Graph().query(bind("SELECT ?v { BIND($x AS ?v) }", {"x": Literal(text)}))
    assert [str(row[0]) for row in rows if isinstance(row, ResultRow)] == [text]


def test_an_empty_text_beside_a_string_does_not_open_a_long_string() -> None:
    assert '"""' not in bind('VALUES ?v {$x"b"}', {"x": Literal("")})


def test_a_parameter_between_comparisons_without_spaces_is_bound() -> None:
    assert "$" not in bind("FILTER(?a<$x&&?a>$y)", {"x": ONE, "y": ONE})


@pytest.mark.parametrize("name", ["città", "citta\u0300", "a·b", "қала", "a_1", "1a", "x‿y"])
def test_a_parameter_name_can_have_any_letters(name: str) -> None:
    assert parameters(f"${name}.") == variables(f"?{name}.") == {name}
    assert bind(f"${name}", {name: A}) == "<http://e/a>"


def test_parameters_have_a_dollar_sign_and_variables_a_question_mark() -> None:
    text = "SELECT?a{ ?a e:p?/e:q $b ; e:r ?c . # $d ?d\n FILTER(?a<$b&& '$e' != \"?e\") <http://e/?f> }"
    assert parameters(text) == {"b"}
    assert variables(text) == {"a", "c"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SELECT ?x {}", "SELECT"),
        ("select*{}", "SELECT"),
        ("ask{}", "ASK"),
        ("# SELECT\nConstruct { ?s ?p ?o } { ?s ?p ?o }", "CONSTRUCT"),
        ("describe<http://e/a>", "DESCRIBE"),
        ("PREFIX ask: <http://select/> BASE <http://describe/> SELECT ?ask { ?ask ask:construct 'describe' }", "SELECT"),
        ("PREFIX e.select: <http://e/> ASK { ?select e.select:x '''construct''' , \"a\"@ask }", "ASK"),
        ("SELECT * { { SELECT ?x { _:ask ?ask $construct } } }", "SELECT"),
        ("INSERT DATA { <http://select/> <http://ask/> 'ask' }", None),
        ("selection", None),
        ("", None),
    ],
)
def test_the_form_of_a_query_is_its_first_keyword(text: str, name: str | None) -> None:
    assert form(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX e: <http://e/>",
        "prefix e:<http://e/>",
        "BASE <http://b/> PREFIX # comment <http://no/>\n e: # e:\n <http://e/>",
        "PREFIX\te:\n<http://e/> PREFIX",
    ],
)
def test_a_prefix_line_declares_its_prefix(text: str) -> None:
    assert declared_prefixes(text) == {"e": "http://e/"}


def test_prefixes_can_be_empty_and_the_last_declaration_counts() -> None:
    assert declared_prefixes("PREFIX : <http://a/> PREFIX e: <http://e/> PREFIX : <http://b/>") == {"": "http://b/", "e": "http://e/"}
    assert declared_prefixes("# PREFIX e: <http://e/>\nSELECT * { ?s ?p 'PREFIX e: <http://e/>' }") == {}


@pytest.mark.parametrize("prefix", ["e", "", "e-x", "e.x", "é", "e1", "E_2", "қала", "a·b", "e\u0301x", "select", "a"])
def test_a_missing_prefix_of_any_name_is_added(prefix: str) -> None:
    text = f"SELECT * {{ ?s ?p {prefix}:local.name, {prefix}:; {prefix}:p?/^{prefix}:q* ?o FILTER({prefix}:f(?o)||!{prefix}:g(1)) }}"
    assert undeclared_prefixes(text) == [prefix]
    completed = with_prefixes(text, {prefix: "http://e/", "other": "http://o/"})
    assert completed == f"PREFIX {prefix}: <http://e/>\n{text}"
    assert undeclared_prefixes(completed) == []
    assert with_prefixes(text, {}) == text


def test_text_similar_to_a_prefix_is_not_a_prefix() -> None:
    text = "SELECT * { _:b ?p 'a:b' , \"c:d\"@en , <e:f> , 'x'^^<g:h> . # i:j\n ?k ?l ?m FILTER(?k=1.5||?l<2e3) }"
    assert undeclared_prefixes(text) == []


def test_missing_prefixes_are_listed_once_in_order_of_use() -> None:
    assert undeclared_prefixes("PREFIX b: <http://b/> SELECT * { ?s z:a b:b , a:c , z:d }") == ["z", "a"]


def test_mentioned_iris_exclude_those_of_the_prologue() -> None:
    text = (
        "BASE <http://base/> PREFIX e: <http://e/> PREFIX f: <http://f/>\nASK { ?s e:a\\,b <http://x/y> ; k:z e: , u:n # e:no\n , 'e:no' }"
    )
    assert mentioned_iris(text, {"k": "http://k/", "e": "http://other/"}) == {
        "http://e/a,b": "e:a\\,b",
        "http://x/y": "<http://x/y>",
        "http://k/z": "k:z",
        "http://e/": "e:",
    }


lines: st.SearchStrategy[Iterable[str]] = st.lists(
    st.sampled_from([*NOT_CODE, "SELECT", "{", "\n", "e:x", "1.5", "_:b", "'", '"', "<", "è"])
)


@given(pieces=lines)
def test_text_outside_of_code_becomes_spaces(pieces: Iterable[str]) -> None:
    text = " ".join(pieces)
    blanked = code(text)
    assert len(blanked) == len(text)
    assert [place for place, character in enumerate(blanked) if character == "\n"] == [
        place for place, character in enumerate(text) if character == "\n"
    ]
    assert all(after in (before, " ") for before, after in zip(text, blanked, strict=True))


def test_code_keeps_only_keywords() -> None:
    text = 'ASK { <http://ask/> e:ask \'ask\' , """ask\n""" , ?ask , _:ask , \'x\'@ask } # ask'
    assert re.findall(r"(?i)ask", code(text)) == ["ASK"]


@pytest.mark.parametrize("keyword", ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"])
def test_an_update_is_refused_but_not_its_word_as_a_name(keyword: str) -> None:
    with pytest.raises(InvalidInput, match=f"the query, line 2: {keyword} is an update"):
        refuse_updates(f"PREFIX e: <http://e/>\n{keyword.lower()} <http://e/>")
    refuse_updates(f"SELECT ?{keyword} {{ e:{keyword} <http://{keyword}/> '{keyword}' , ${keyword} }} # {keyword}")
    refuse_updates(f"PREFIX {keyword.lower()}: <http://e/> SELECT * {{ ?s {keyword.lower()}:x ?o }}")
