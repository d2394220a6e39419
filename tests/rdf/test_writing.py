"""RDF text in parts: bodies without their prefix lines, graphs made of them, and the prefixes they need."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.writing import safe_xml, trig_graph, turtle_body, turtle_header, used_prefixes, xml_body

PREFIXES = {"e": "http://e/", "id": "http://id/", "void": "http://void/", "": "http://empty/"}
GRAPH = NamedNode("http://g/1")


def quads(*objects: Literal | NamedNode) -> list[Quad]:
    return [Quad(NamedNode(f"http://e/s{number}"), NamedNode("http://void/p"), value) for number, value in enumerate(objects)]


@pytest.mark.parametrize(
    ("turtle", "used"),
    [
        (b"id:a <p> <o> .\n", {"id"}),
        (b"<s> <p> <o> .\n\nid:a <p> <o> .\n", {"id"}),
        (b"<s>\n\tid:p <o> .\n", {"id"}),
        (b'<s> <p> "1"^^id:t .\n', {"id"}),
        (b"<s> <p> (id:a) , [id:b <o>] .\n", {"id"}),
        (b"<s> <p> void:a .\n", {"void"}),
        (b"<s> <p> :a .\n", {""}),
        (b"<s> <p> <id:a> .\n", set()),
        (b"", set()),
    ],
)
def test_a_prefix_is_used_where_its_name_begins_a_term_and_not_where_it_ends_another(turtle: bytes, used: set[str]) -> None:
    assert used_prefixes(turtle, PREFIXES) == used


def test_a_body_with_the_lines_of_its_used_prefixes_is_the_data() -> None:
    stated = quads(Literal("a\nb .\n\tc"), NamedNode("http://id/x"), Literal("1", datatype=NamedNode("http://empty/t")))
    body = turtle_body(stated, RdfFormat.TURTLE, PREFIXES)
    header = turtle_header(PREFIXES, used_prefixes(body, PREFIXES))
    assert header.count(b"@prefix") == 4
    assert list(parse(header + body, format=RdfFormat.TURTLE)) == stated


def test_a_graph_holds_what_its_body_says_and_literals_keep_their_line_ends() -> None:
    stated = quads(Literal("a\n\n b .\n\tc\r"), NamedNode("http://id/x"))
    body = turtle_body(stated, RdfFormat.TURTLE, PREFIXES)
    named = [Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in stated]
    trig = trig_graph(GRAPH, body)
    header = turtle_header(PREFIXES, used_prefixes(body, PREFIXES))
    assert list(parse(header + trig, format=RdfFormat.TRIG)) == named
    assert trig == turtle_body(named, RdfFormat.TRIG, PREFIXES)


@pytest.mark.parametrize("character", ["\0", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_named(character: str) -> None:
    with pytest.raises(InvalidInput, match=rf"cannot hold the character U\+{ord(character):04X}"):
        safe_xml(f"<a>è{character}</a>".encode(), "RDF/XML", "take it out")


@pytest.mark.parametrize("character", ["\t", "\n", "\x7f", "\x85", "\u2028", "\ufffd", "\U0001f3ad", "\U0010ffff"])
def test_what_xml_can_hold_is_left_as_it_is(character: str) -> None:
    assert safe_xml(f"<a>{character}</a>".encode(), "RDF/XML", "take it out") == f"<a>{character}</a>".encode()


def test_carriage_returns_are_escaped_since_xml_would_make_line_feeds_of_them() -> None:
    assert safe_xml(b"<a>\r\n</a>", "RDF/XML", "take it out") == b"<a>&#xD;\n</a>"


@pytest.mark.parametrize("odd", [("http://e/p/1", "http://e/o"), ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://e/class/1")])
def test_a_property_or_class_that_is_no_name_of_an_element_is_refused(odd: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput, match="must end in a name"):
        xml_body([Quad(NamedNode("http://e/s"), *map(NamedNode, odd))], PREFIXES)
