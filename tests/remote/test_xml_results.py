"""Results in XML have the terms that XML says, and no term is changed, cut or left out without a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.sparql.answers import Solutions
from tests.remote.test_results import JSON, XML, fault, read

IRI = NamedNode("http://e/")


def document(rows: str, head: str = '<variable name="a"/><variable name="b"/>', after: str = "") -> bytes:
    return f'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{head}</head><results>{rows}</results>{after}</sparql>'.encode()


def row(term: str) -> str:
    return f'<result><binding name="a">{term}</binding></result>'


def terms(body: bytes) -> list[object]:
    answer = read(body, XML)
    assert isinstance(answer, Solutions)
    return [found["a"] for found in answer]


@pytest.mark.parametrize(
    ("xml", "term"),
    [
        ("<literal> a </literal>", Literal(" a ")),
        ("\n <literal>\n a\n</literal>\n", Literal("\n a\n")),
        ("<literal>a<!-- c -->b</literal>", Literal("ab")),
        ("<literal>a<?i?>b</literal>", Literal("ab")),
        ("<literal>a\r\nb&#13;c\rd</literal>", Literal("a\nb\rc\nd")),
        ("<literal>a<![CDATA[<b>&amp;]]> c</literal>", Literal("a<b>&amp; c")),
        ("<literal/>", Literal("")),
        ("<literal> </literal>", Literal(" ")),
        ('<literal xml:lang="">x</literal>', Literal("x")),
        ('<literal xml:lang="EN-gb">x</literal>', Literal("x", language="en-gb")),
        (
            '<literal n="1" datatype="http://www.w3.org/2001/XMLSchema#decimal">1.50</literal>',
            Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        ),
        ("<uri>\n http://e/ </uri>", IRI),
        ("<unbound/>", None),
        ("", None),
        (
            "<triple><subject><uri>http://e/</uri></subject><predicate><uri>http://e/</uri></predicate><object><literal> x</literal>"
            "</object></triple>",
            Triple(IRI, IRI, Literal(" x")),
        ),
    ],
)
def test_a_term_in_xml_results_is_that_of_xml(xml: str, term: object) -> None:
    assert terms(document(row(xml) + "<result/>")) == [term, None]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t <>&\"' ")))
def test_any_text_in_xml_results_comes_back(text: str) -> None:
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert terms(document(row(f"<literal>{written}</literal>"))) == [Literal(text)]


def test_blank_nodes_of_any_name_are_told_apart() -> None:
    names = ("nodeID://b1", "b 1", "b0", "nodeID://b1", "b1")
    found = terms(document("".join(row(f"<bnode>{name}</bnode>") for name in names)))
    assert all(isinstance(node, BlankNode) for node in found)
    assert [found.index(node) for node in found] == [0, 1, 2, 0, 4]


def test_unknown_elements_outside_of_terms_are_ignored() -> None:
    body = document(row("<uri>http://e/</uri>"), '<variable name="a"/><link href="x"/><meta>x</meta>', "<took>12</took>")
    assert terms(body) == [IRI]


@pytest.mark.parametrize(
    "body",
    [
        document("<result>x</result>"),
        document(row("<literal>a<b/></literal>")),
        document(row("<uri>http://e/</uri><uri>http://e/b</uri>")),
        document("<result><uri>http://e/</uri></result>"),
        document("<result><binding><uri>http://e/</uri></binding></result>"),
        document(row("<triple><subject><uri>http://e/</uri></subject></triple>")),
        document(row("<uri>http://e/</uri>"), ""),
        document("")[:-1],
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/></sparql>',
        b"<results/>",
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>yes</boolean></sparql>',
        b"<!DOCTYPE x>" + document(""),
    ],
)
def test_other_xml_is_malformed(body: bytes) -> None:
    assert "malformed or cut off" in fault(body, XML)


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("null", None),
        ('{"type":"literal","value":"x","xml:lang":""}', Literal("x")),
        ('{"type":"literal","value":"x","xml:lang":"en","datatype":"http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}', "x@en"),
    ],
)
def test_json_results_may_say_that_something_is_absent(value: str, term: object) -> None:
    answer = read(f'{{"head":{{"vars":["a","b"]}},"results":{{"bindings":[{{"a":{value}}},{{}}]}}}}'.encode())
    assert isinstance(answer, Solutions)
    assert [found["a"] for found in answer] == [Literal("x", language="en") if term == "x@en" else term, None]


def test_blank_nodes_of_virtuoso_in_json_are_told_apart() -> None:
    rows = ",".join(f'{{"a":{{"type":"bnode","value":"{name}"}}}}' for name in ("nodeID://b1", "b0", "nodeID://b1"))
    answer = read(f'{{"head":{{"vars":["a"]}},"results":{{"bindings":[{rows}]}}}}'.encode(), JSON)
    assert isinstance(answer, Solutions)
    one, other, same = (found["a"] for found in answer)
    assert one == same != other
