"""Writing RDF in parts: bodies without prefix lines, graphs, and the prefixes they use."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Dataset

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.blank_nodes import blank_nodes
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.writing import safe_xml, trig_graph, turtle_body, turtle_header, used_prefixes, write_quads
from tests.rdf.test_blank_nodes import cai_fuerer_immerman

PREFIXES = {"e": "http://e/", "id": "http://id/", "void": "http://void/", "": "http://empty/"}
RDF_NAMES = {RdfFormat.TURTLE: "turtle", RdfFormat.TRIG: "trig"}
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
        (b"<s> <p> <id:a> , id:b .\n", {"id"}),
        (b'<s> <p> "id:a" ; void:p "id:b" .\n', {"void"}),
        (b"", set()),
    ],
)
def test_a_prefix_is_used_only_if_a_term_starts_with_it(turtle: bytes, used: set[str]) -> None:
    assert used_prefixes(turtle, PREFIXES) == used


def test_a_body_and_its_used_prefixes_parse_to_the_same_data() -> None:
    stated = quads(Literal("a\nb .\n\tc"), NamedNode("http://id/x"), Literal("1", datatype=NamedNode("http://empty/t")))
    body = turtle_body(stated, RdfFormat.TURTLE, PREFIXES)
    header = turtle_header(PREFIXES, used_prefixes(body, PREFIXES))
    assert header.count(b"@prefix") == 4
    assert list(parse(header + body, format=RdfFormat.TURTLE)) == stated


@pytest.mark.parametrize("syntax", [RdfFormat.TURTLE, RdfFormat.TRIG])
def test_iris_that_end_in_a_dot_are_read_by_rdflib_too(syntax: RdfFormat) -> None:
    names = [
        NamedNode(f"http://{name}") for name in ("e/a.b.", "e/.", "empty/\u00e9.", "empty/.", "id/a,b~;.", "e/a..", "elsewhere/.", "e/a.b")
    ]
    texts = [Literal(r"e:a\. e:b\\. "), Literal('e:a. " e:c\\. '), *(Literal("x", datatype=name) for name in names)]
    objects: list[NamedNode | Literal] = [*names, *texts]
    stated = {Quad(subject, names[1], value) for subject in names for value in objects}
    written = write_quads(stated, syntax, PREFIXES, None)
    assert set(parse(written, format=syntax)) == stated
    found = Dataset()
    found.parse(data=written, format=RDF_NAMES[syntax])
    assert {str(term) for *triple, _ in found.quads() for term in triple} == {term.value for quad in stated for term in quad.triple}


def test_a_trig_graph_has_its_statements_with_line_ends_kept() -> None:
    stated = quads(Literal("a\n\n b .\n\tc\r"), NamedNode("http://id/x"))
    body = turtle_body(stated, RdfFormat.TURTLE, PREFIXES)
    named = [Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in stated]
    trig = trig_graph(GRAPH, body)
    header = turtle_header(PREFIXES, used_prefixes(body, PREFIXES))
    assert list(parse(header + trig, format=RdfFormat.TRIG)) == named
    assert trig == turtle_body(named, RdfFormat.TRIG, PREFIXES)


@pytest.mark.parametrize("character", ["\0", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_does_not_allow_is_refused(character: str) -> None:
    with pytest.raises(InvalidInput, match=rf"cannot hold the character U\+{ord(character):04X}"):
        safe_xml(f"<a>è{character}</a>".encode(), "RDF/XML", "remove it")


@pytest.mark.parametrize("character", ["\t", "\n", "\x7f", "\x85", "\u2028", "\ufffd", "\U0001f3ad", "\U0010ffff"])
def test_other_characters_are_unchanged_in_xml(character: str) -> None:
    assert safe_xml(f"<a>{character}</a>".encode(), "RDF/XML", "remove it") == f"<a>{character}</a>".encode()


def test_carriage_returns_are_escaped_in_xml() -> None:
    assert safe_xml(b"<a>\r\n</a>", "RDF/XML", "remove it") == b"<a>&#xD;\n</a>"


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_blank_nodes_too_similar_for_stable_labels_are_numbered(name: str) -> None:
    graph = cai_fuerer_immerman(40, twisted=False)
    found = list(parse(write_quads(graph, RDF_FORMATS[name], PREFIXES, None), format=RDF_FORMATS[name]))
    assert {node.value for quad in found for node in blank_nodes(quad)} == {f"b{number}" for number in range(400)}
    assert len(found) == len(graph)
