"""Results of endpoints: complete ones of the right form are read; truncated, nested and other ones are reported in one line."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.errors import UnreachableEndpoint
from kzit_graph.rdf.names import Names
from kzit_graph.remote.messages import Reply
from kzit_graph.remote.results import read_answer
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth

JSON: Final = "application/sparql-results+json"
XML: Final = "application/sparql-results+xml"
NTRIPLES: Final = "application/n-triples"
TURTLE: Final = "text/turtle"

TRUE: Final = {
    JSON: b'{"head":{},"boolean":true}',
    XML: b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>',
}
LABELS: Final = {
    JSON: '{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"literal","value":"] } \\" è","xml:lang":"it"}},{}]}}'.encode(),
    XML: '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/><variable name="b"/></head>'
    '<results><result><binding name="a"><literal xml:lang="it">] } " è</literal></binding></result><result/></results></sparql>'.encode(),
}
TERM: Final = b'{"type":"uri","value":"http://e/"}'
NESTED_JSON: Final = b'{"type":"triple","value":{"subject":' + TERM + b',"predicate":' + TERM + b',"object":'
NESTED_XML: Final = b"<triple><subject><uri>http://e/</uri></subject><predicate><uri>http://e/</uri></predicate><object>"
OPENING_XML: Final = LABELS[XML].partition(b"<literal")[0]
AROUND: Final = {'"""': '"""', "'''": "'''", '"': '"', "'": "'", "# ": "\n"}


def read(body: bytes, content_type: str = JSON, form: str = "SELECT") -> Answer:
    return read_answer(Reply("http://e/sparql", 200, {"Content-Type": content_type}, body), form, Names())


def fault(body: bytes, content_type: str = JSON, form: str = "SELECT") -> str:
    with pytest.raises(UnreachableEndpoint) as caught:
        read(body, content_type, form)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize(
    "content_type", [JSON, XML, f"{JSON}; charset=utf-8", "application/json", "application/xml", "text/xml;charset=UTF-8"]
)
def test_rows_are_read_from_the_syntax_that_the_answer_names(content_type: str) -> None:
    answer = read(LABELS[JSON if "json" in content_type else XML], content_type)
    assert isinstance(answer, Solutions)
    assert (answer.variables, list(answer)) == (("a", "b"), [(Literal('] } " è', language="it"), None), (None, None)])


ROWS: Final = '{"x":{"type":"literal","value":"1"}}'


@pytest.mark.parametrize(
    "body",
    [
        f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{ROWS}]}},"meta":{{}}}}',
        f'{{"meta":{{"a":[{{}}]}},"head":{{"vars":["x"]}},"results":{{"bindings":[{ROWS}]}},"took":12}}',
        f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{ROWS}],"distinct":false,"ordered":true}}}}',
        f'{{"head":{{"vars":["x"]}},"results":{{"distinct":false,"bindings":[{ROWS}]}}}}',
        f'{{"head":{{"link":["http://e/"],"vars":["x"]}},"results":{{"bindings":[{ROWS}]}},"warnings":[]}}',
        f'{{"results":{{"bindings":[{ROWS}],"complete":true}},"head":{{"vars":["x"],"link":[]}}}}',
        '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1","note":{"a":1}}}]}}',
    ],
)
def test_json_rows_may_have_other_keys(body: str) -> None:
    answer = read(body.encode())
    assert isinstance(answer, Solutions)
    assert (answer.variables, list(answer)) == (("x",), [(Literal("1"),)])


def test_a_json_truth_value_may_have_other_keys() -> None:
    assert read(b'{"meta":{},"head":{"link":[]},"boolean":true,"took":1}', form="ASK") == Truth(True, b"")


@pytest.mark.parametrize(
    "body",
    [
        f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{ROWS}]}},"meta":{{}}',
        f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{ROWS}]}},"meta":}}',
        f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{ROWS}]}}}} {{}}',
        '{"head":{"vars":["x"]},"results":{"rows":[]},"meta":{}}',
        '{"head":{"vars":["x"]},"results":{"bindings":[1]},"meta":{}}',
        '{"head":{"vars":["x"]},"results":{"bindings":[{"y":{"type":"literal","value":"1"}}]},"meta":{}}',
        '{"meta":{}}',
        "[]",
    ],
)
def test_json_that_is_cut_off_or_of_another_kind_is_malformed(body: str) -> None:
    assert "malformed or cut off" in fault(body.encode())


@pytest.mark.parametrize(("name", "encoding"), [("ISO-8859-1", "latin-1"), ("UTF-16", "utf-16"), ("windows-1252", "cp1252")])
def test_xml_rows_are_read_in_the_encoding_that_they_name(name: str, encoding: str) -> None:
    text = LABELS[XML].decode().replace('version="1.0"', f'version="1.0" encoding="{name}"')
    rows = read(text.encode(encoding), XML)
    assert isinstance(rows, Solutions)
    assert rows[0]["a"] == Literal('] } " è', language="it")


@pytest.mark.parametrize("name", ["UTF-8", "US-ASCII", "x-none"])
def test_xml_rows_in_another_encoding_than_they_name_are_reported(name: str) -> None:
    text = LABELS[XML].decode().replace('version="1.0"', f'version="1.0" encoding="{name}"')
    assert "the answer is malformed or cut off" in fault(text.encode("latin-1"), XML)


@pytest.mark.parametrize("content_type", [JSON, XML])
def test_a_truth_value_answers_ask_and_nothing_else_does(content_type: str) -> None:
    assert read(TRUE[content_type], content_type, "ASK") == Truth(True, b"")
    assert "the answer to SELECT is a boolean" in fault(TRUE[content_type], content_type)
    assert "the answer to ASK is rows" in fault(LABELS[content_type], content_type, "ASK")


@pytest.mark.parametrize("content_type", [NTRIPLES, TURTLE, "text/turtle; charset=utf-8"])
@pytest.mark.parametrize("form", ["CONSTRUCT", "DESCRIBE"])
def test_triples_are_read_with_new_blank_nodes(content_type: str, form: str) -> None:
    body = '<http://e/s> <http://e/p> "è" .\n_:b <http://e/p> <http://e/s> .\n'.encode()
    first, second = read(body, content_type, form), read(body, content_type, form)
    assert isinstance(first, Triples)
    assert isinstance(second, Triples)
    thing, property_ = NamedNode("http://e/s"), NamedNode("http://e/p")
    assert first.triples[0] == second.triples[0] == Triple(thing, property_, Literal("è"))
    assert isinstance(first.triples[1].subject, BlankNode)
    assert first.triples[1].subject != second.triples[1].subject


def test_a_repeated_triple_is_in_the_graph_once() -> None:
    body = b"<http://e/s> <http://e/p> <http://e/o> .\n"
    assert read(body * 2, NTRIPLES, "CONSTRUCT") == read(body, NTRIPLES, "CONSTRUCT")


def test_an_answer_without_triples_is_an_empty_graph() -> None:
    assert read(b"", NTRIPLES, "CONSTRUCT") == Triples(())


@pytest.mark.parametrize("content_type", [JSON, XML])
@pytest.mark.parametrize("bodies", [TRUE, LABELS], ids=["truth", "rows"])
def test_an_answer_cut_off_anywhere_is_never_read_as_a_shorter_one(content_type: str, bodies: dict[str, bytes]) -> None:
    for end in range(len(bodies[content_type])):
        assert "malformed or cut off" in fault(bodies[content_type][:end], content_type, "ASK" if bodies is TRUE else "SELECT")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (LABELS[JSON].decode().encode("latin-1"), JSON),
        (LABELS[JSON].decode().encode("utf-16"), JSON),
        (LABELS[XML].decode().encode("latin-1"), XML),
        (b"null", JSON),
        (b"{}", JSON),
        (b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":7}]}}', JSON),
        (b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"not an IRI"}}]}}', JSON),
        (b"<sparql/>", XML),
        (LABELS[XML].replace(b"</sparql>", b"</sparql><more/>"), XML),
        (b"", JSON),
        (b"", XML),
    ],
)
def test_malformed_results_are_reported(body: bytes, content_type: str) -> None:
    assert "malformed or cut off" in fault(body, content_type)


@pytest.mark.parametrize("content_type", [NTRIPLES, TURTLE])
@pytest.mark.parametrize(
    "body", ["<http://e/s> <http://e/p> ", '<http://e/s> <http://e/p> "è" .', "<http://e/s> <http://e/p> <relative> ."]
)
def test_malformed_triples_are_reported(body: str, content_type: str) -> None:
    assert "malformed or cut off" in fault(body.encode("latin-1"), content_type, "CONSTRUCT")


@pytest.mark.parametrize("content_type", ["text/csv", "text/tab-separated-values", NTRIPLES, "image/png", "no type at all", "x\x1b[31m/y"])
def test_results_in_another_syntax_are_reported(content_type: str) -> None:
    assert "unsupported type" in fault(LABELS[JSON], content_type)


@pytest.mark.parametrize("content_type", [JSON, "application/rdf+xml", "application/ld+json", "application/n-quads", "application/trig"])
def test_triples_in_another_syntax_are_reported(content_type: str) -> None:
    assert "unsupported type" in fault(b"", content_type, "CONSTRUCT")


def test_an_answer_without_a_media_type_is_reported() -> None:
    assert "no Content-Type" in fault(TRUE[JSON], "", "ASK")


def test_a_document_type_is_refused_before_its_entities_grow() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    body = f'<!DOCTYPE sparql [<!ENTITY e0 "lol">{entities}]>'.encode() + LABELS[XML].partition(b"?>")[2].replace(b"] }", b"&e12;")
    assert "document types are not allowed" in fault(body, XML)


# Each of these ends the whole process when the native parser gets to read it.
@pytest.mark.parametrize(
    ("body", "content_type", "form"),
    [
        (b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":' + NESTED_JSON * 20_000 + TERM + b"}}" * 20_000 + b"}]}}", JSON, "SELECT"),
        (OPENING_XML + NESTED_XML * 300_000, XML, "SELECT"),
        (b"<http://e/> <http://e/> " + b"<<( <http://e/> <http://e/> " * 300_000 + b"1" + b")>>" * 300_000 + b" .", TURTLE, "CONSTRUCT"),
        (b"<http://e/> <http://e/> " + b"<<( _:b <http://e/> # )>>\n" * 300_000 + b"1" + b")>>" * 300_000 + b" .", TURTLE, "CONSTRUCT"),
        (b"<http://e/> <http://e/> " + b"<<( <http://e/> <http://e/> " * 300_000, NTRIPLES, "CONSTRUCT"),
    ],
    ids=["JSON", "XML", "Turtle", "Turtle with comments", "N-Triples"],
)
def test_deeply_nested_terms_are_reported(body: bytes, content_type: str, form: str) -> None:
    assert "nested more than 100 levels deep" in fault(body, content_type, form)


@pytest.mark.parametrize("opening", AROUND)
def test_brackets_in_strings_and_comments_are_not_nesting(opening: str) -> None:
    text = f"<<( {'<<' * 200} \\{opening[0]} <<" if opening != "# " else "<<( " * 200
    body = f"{opening}{text}{AROUND[opening]}"
    answer = read(f"<http://e/s> <http://e/p> {body} .".replace("# ", "1 # ").encode(), TURTLE, "CONSTRUCT")
    assert isinstance(answer, Triples)
    assert len(answer) == 1


@given(text=st.text(), times=st.integers(0, 40))
def test_no_text_of_a_literal_is_taken_for_nesting(text: str, times: int) -> None:
    literal = Literal(text + "<<([{'\"\\" * 10 * times + text)
    body = f"<http://e/s> <http://e/p> {literal} .\n"
    answer = read(body.encode() * 2, NTRIPLES, "CONSTRUCT")
    assert isinstance(answer, Triples)
    assert answer.triples[0].object == literal


@pytest.mark.parametrize("piece", [b'"', b"'", b"\\", b"<", b" ", b"[", b'"\\"', b"<<", b"#", b"<title", b"<!--", b'""', b"<<'"])
@pytest.mark.parametrize(("content_type", "form"), [(JSON, "SELECT"), (XML, "SELECT"), (TURTLE, "CONSTRUCT")])
def test_bodies_are_checked_in_linear_time(piece: bytes, content_type: str, form: str) -> None:
    begun = time.monotonic()
    for body in (piece * 400_000, b"#" + b"<<" * 200 + b"\n" + piece * 400_000):
        with suppress(UnreachableEndpoint):
            read(body, content_type, form)
    assert time.monotonic() - begun < 20


## Columns


def wide(columns: int, content_type: str) -> bytes:
    """Return an answer with one row."""
    if content_type == JSON:
        names = ", ".join(f'"v{number}"' for number in range(columns))
        return f'{{"results":{{"bindings":[{{"v1":{{"type":"literal","value":"["}}}}]}},"head":{{"vars":[{names}]}}}}'.encode()
    names = "".join(f'<r:variable name="v{number}"/>' for number in range(columns))
    row = '<r:result><r:binding name="v1"><r:literal>x</r:literal></r:binding></r:result>'
    return f'<r:sparql xmlns:r="http://www.w3.org/2005/sparql-results#"><r:head>{names}</r:head><r:results>{row}</r:results></r:sparql>'.encode()


@pytest.mark.parametrize("content_type", [JSON, XML])
def test_an_answer_with_hundreds_of_columns_is_read(content_type: str) -> None:
    answer = read(wide(500, content_type), content_type)
    assert isinstance(answer, Solutions)
    assert len(answer.variables) == 500


@pytest.mark.parametrize("content_type", [JSON, XML])
def test_an_answer_with_a_million_columns_is_refused(content_type: str) -> None:
    assert "the answer has more than 10,000 columns; select only the variables" in fault(wide(1_000_000, content_type), content_type)


def replied(body: bytes, content_type: str, form: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_answer(Reply("http://e/sparql", 200, {"Content-Type": content_type, **named}, body), form, Names())


@pytest.mark.parametrize("headers", [{"X_SPARQL_Anytime": "timeout=1000"}, {"X_SQL_State": "S1TAT"}])
def test_an_answer_that_ended_at_a_time_limit_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(UnreachableEndpoint, match="stopped at its own time limit, so the answer is incomplete"):
        replied(LABELS[JSON], JSON, "SELECT", **headers)


def test_an_answer_cut_at_a_number_of_rows_has_a_warning() -> None:
    (warning,) = replied(LABELS[JSON], JSON, "SELECT", X_SPARQL_MaxRows="2").warnings
    assert warning.startswith("the endpoint gives at most 2 rows, so there may be more; ")
    assert replied(b"", NTRIPLES, "CONSTRUCT", X_SPARQL_MaxRows="2").warnings != ()
    assert replied(LABELS[JSON], JSON, "SELECT", X_SQL_State="00000").warnings == ()
    assert replied(TRUE[JSON], JSON, "ASK", X_SPARQL_MaxRows="1").warnings == ()
