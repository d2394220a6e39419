"""RDF/XML means what XML 1.0 and RDF/XML 1.1 say: line ends, CDATA sections, comments, XML literals and empty language tags."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode

import kzit_graph
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.plain_xml import plain_xml
from kzit_graph.rdf.reading import as_ntriples, read_file, read_quads
from tests.cli.commands import kzit_graph as command
from tests.small_project import small_project

START: Final = (
    '<!DOCTYPE rdf:RDF [<!ENTITY x "http://x/">]>\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">\n<rdf:Description rdf:about="http://e/s">'
)
END: Final = "</rdf:Description>\n</rdf:RDF>\n"
XML_LITERAL: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral"
"""The value of e:p in each of the following."""

TEXTS: Final = [
    ("<e:p>a\r\nb\rc&#13;d</e:p>", "a\nb\nc\rd"),
    ("<e:p>a<!-- c -->b</e:p>", "ab"),
    ("<e:p>a<?i?>b</e:p>", "ab"),
    ("<e:p> <![CDATA[<a>]]> &amp; b</e:p>", " <a> & b"),
    ("<e:p><![CDATA[a]]><![CDATA[b]]></e:p>", "ab"),
    ("<e:p>&x;<![CDATA[&x;]]></e:p>", "http://x/&x;"),
    ('<e:p xml:lang="">a</e:p>', "a"),
    ("<e:p>&#x2028;\u00e9 <![CDATA[\U0001f600]]></e:p>", "\u2028\u00e9 \U0001f600"),
]
LITERALS: Final = [
    ("", ""),
    ("a<!-- c -->b", "a<!-- c -->b"),
    ("<?t  d?><?t?>", "<?t d?><?t?>"),
    ('<b a=\'"\' c="&amp;&lt;>&#9;"/>', '<b a="&quot;" c="&amp;&lt;>&#x9;"></b>'),
    ('<e:b z="1" e:a="2" y="3"/>', '<e:b xmlns:e="http://e/" y="3" z="1" e:a="2"></e:b>'),
    ('&x;<b a="&x;"/>', 'http://x/<b a="http://x/"></b>'),
    (
        '<b xmlns="http://b/"><e:c xmlns:e="http://o/"/><d xmlns=""/></b>',
        '<b xmlns="http://b/"><e:c xmlns:e="http://o/"></e:c><d xmlns=""></d></b>',
    ),
    (
        '<p:b xmlns:p="u:1"><p:c xmlns:p="u:2"/><p:d/></p:b>',
        '<p:b xmlns:p="u:1"><p:c xmlns:p="u:2"></p:c><p:d></p:d></p:b>',
    ),
    ("<b xml:lang=''>\r\n&#13;<![CDATA[<]]></b>", '<b xml:lang="">\n&#xD;&lt;</b>'),
]


def values(folder: Path, body: str) -> list[str]:
    path = folder / "x.rdf"
    path.write_bytes(f"{START}{body}{END}".encode())
    found = [str(quad.object) for quad in read_quads(path) if quad.predicate.value == "http://e/p"]
    lines = as_ntriples(read_file(path)).decode().split("\n")
    assert [line.partition(" <http://e/p> ")[2].removesuffix(" .") for line in lines if " <http://e/p> " in line] == found
    return found


@pytest.mark.parametrize(("body", "text"), TEXTS)
def test_a_text_in_rdf_xml_is_that_of_xml(body: str, text: str, tmp_path: Path) -> None:
    assert values(tmp_path, body) == [str(Literal(text))]


@pytest.mark.parametrize("parse_type", ["Literal", "literal", "Other"])
@pytest.mark.parametrize(("body", "text"), LITERALS)
def test_an_xml_literal_is_in_exclusive_canonical_form(body: str, text: str, parse_type: str, tmp_path: Path) -> None:
    element = f'<e:p rdf:parseType="{parse_type}">{body}</e:p>'
    assert values(tmp_path, element) == [str(Literal(text, datatype=NamedNode(XML_LITERAL)))]


def test_line_ends_in_an_attribute_are_spaces(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
        b'<rdf:Description rdf:about="http://e/s" e:p="a\r\nb\tc&#10;d"/></rdf:RDF>'
    )
    (quad,) = read_quads(path)
    assert quad.object == Literal("a b c\nd")


def test_an_empty_language_ends_that_of_the_parent(tmp_path: Path) -> None:
    body = '<e:q rdf:parseType="Resource" xml:lang="de"><e:p>a</e:p><e:p xml:lang="">b</e:p><e:p xml:lang="fr">c</e:p></e:q><e:p>d</e:p>'
    assert values(tmp_path, body) == ['"a"@de', '"b"', '"c"@fr', '"d"']


def test_elements_behind_a_rewritten_part_are_on_the_line_of_the_file(tmp_path: Path) -> None:
    body = '<e:p\n rdf:parseType="Literal">a\n<!-- \n -->b</e:p>\n<e:p>a<!--\n-->b</e:p>\n<e:q\n>&#13;x</e:q>\n<e:r/>'
    whole = f"{START}{body}{END}"
    lines, others = whole.split("\n"), plain_xml(whole.encode(), tmp_path).decode().split("\n")
    assert lines != others
    for tag in ("<rdf:Description", "<e:q", "</e:q", "<e:r", "</rdf:RDF"):
        assert [tag in line for line in lines] == [tag in line for line in others]


def test_many_namespaces_in_deep_elements_take_memory_in_proportion(tmp_path: Path) -> None:
    opened = "".join(f"<a {' '.join(f'xmlns:p{level}_{number}={chr(34)}u:x{chr(34)}' for number in range(60))}>" for level in range(300))
    document = f'{START}<e:p rdf:parseType="XML">{opened}{"</a>" * 300}</e:p>{END}'.encode()
    tracemalloc.start()
    try:
        written = plain_xml(document, tmp_path / "a.rdf")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written.count(b"&lt;a&gt;") == 300
    assert most < 50 * len(document)  # copies of the namespaces for each element take more than 200 times its length


@pytest.mark.parametrize(
    ("declared", "body", "expected"),
    [
        ('e:s e:q CDATA "d"', "<e:s rdf:about='http://e/t'/>", '<http://e/t> <http://e/q> "d"'),
        ('e:p xml:lang CDATA "fr"', "<rdf:Description rdf:about='http://e/t'><e:p>a</e:p></rdf:Description>", '"a"@fr'),
        ('e:p rdf:resource CDATA "http://r/"', "<rdf:Description rdf:about='http://e/t'><e:p/></rdf:Description>", "<http://r/>"),
    ],
)
def test_attributes_have_the_defaults_of_the_document_type(declared: str, body: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    root = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    path.write_text(f"<!DOCTYPE rdf:RDF [<!ATTLIST {declared}>]>\n{root}{body}</rdf:RDF>", "utf-8")
    assert any(expected in f"{quad.subject} {quad.predicate} {quad.object}" for quad in read_quads(path))


@pytest.mark.parametrize(
    ("entity", "text"),
    [("'q'", "q"), ("'a\"b'", 'a"b'), ('"a>b"', "a>b"), ('"caf&#233;"', "caf\u00e9"), ('"&#x63;"', "c"), ('"a\tb"', "a\tb"), ('"q"', "q")],
)
def test_entities_have_their_text(entity: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    start = START.replace('"http://x/">]', f'"http://x/"><!ENTITY s {entity}>]')
    path.write_text(f'{start}<e:p>&s;</e:p><e:q rdf:resource="http://r/"/><e:r e:s="&s;"/>{END}', "utf-8")
    found = {quad.predicate.value: quad.object for quad in read_quads(path)}
    assert found["http://e/p"] == Literal(text)
    assert found["http://e/s"] == Literal(text.replace("\t", " "))  # white space in an attribute (XML 1.0, 3.3.3)


@pytest.mark.parametrize(
    ("entity", "kind"), [('"<e:p>x</e:p>"', "markup in an entity"), ('"&#38;x;"', "nested"), ('"&#x3C;a/>"', "markup"), ('"&x;"', "nested")]
)
def test_entities_with_markup_or_others_are_refused(entity: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    start = START.replace('"http://x/">]', f'"http://x/"><!ENTITY s {entity}>]')
    path.write_text(f"{start}<e:p>&s;</e:p>{END}", "utf-8")
    with pytest.raises(InvalidInput, match=rf"x\.rdf:1: RDF/XML with .*{kind}"):
        list(read_quads(path))


def test_an_xml_literal_that_is_too_long_when_written_out_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    body = f'<e:p rdf:parseType="Literal" xmlns:n="http://{"n" * 4000}/">{"<n:a/>" * 5000}</e:p>'
    path.write_text(START + body + END, "utf-8")
    with pytest.raises(InvalidInput, match=r"x\.rdf:3: an XML literal has more than 16,777,216 characters in canonical form"):
        list(read_quads(path))


def test_a_file_without_such_parts_is_not_rewritten(tmp_path: Path) -> None:
    content = f'{START}<!-- c -->\n<e:p rdf:parseType="Resource"><e:q>a &amp; b</e:q></e:p> <!-- d -->{END}'.encode()
    assert plain_xml(content, tmp_path) is content
    assert plain_xml(b"\xef\xbb\xbf" + content, tmp_path) == b"\xef\xbb\xbf" + content


def test_what_would_be_rewritten_must_be_well_formed(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(f"{START}<e:p>\n<![CDATA[a]]>&#7;</e:p>{END}", encoding="utf-8")
    with pytest.raises(InvalidInput, match="not well-formed XML: the reference is to a character that XML does not allow") as caught:
        list(read_quads(path))
    assert caught.value.position == Position(path, 4, 14)


def test_an_xml_literal_beside_other_attributes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(f'{START}<e:p rdf:parseType="Other" rdf:resource="http://e/a">x</e:p>{END}', encoding="utf-8")
    with pytest.raises(InvalidInput, match="rdf:parseType must not be beside rdf:resource; remove one of the two"):
        list(read_quads(path))


def test_every_way_to_read_rdf_xml_has_the_texts_of_xml(tmp_path: Path) -> None:
    content = START + "<e:p>a\r\nb<!-- c --></e:p><e:q rdf:parseType='Other'><b/></e:q>" + END
    root = small_project(tmp_path / "project")
    path = root / "data" / "sources" / "x.rdf"
    path.write_bytes(content.encode())
    rows = kzit_graph.open_folder(root).select("SELECT ?p ?v WHERE { <http://e/s> ?p ?v } ORDER BY ?p")
    assert [str(row["v"]) for row in rows] == ['"a\\nb"', f'"<b></b>"^^<{XML_LITERAL}>']
    for source in (path, "-"):
        done = command("export", "ntriples", "--data", source, "--base", "http://e/", text=content)
        assert done.stdout.splitlines() == [f"<http://e/s> <http://e/p> {rows[0]['v']} .", f"<http://e/s> <http://e/q> {rows[1]['v']} ."]


@pytest.mark.parametrize("datatype", ["langString", "dirLangString"])
@pytest.mark.parametrize("syntax", ["rdf", "jsonld", "nt"])
def test_a_text_with_the_datatype_of_tagged_texts_needs_a_language(datatype: str, syntax: str, tmp_path: Path) -> None:
    iri = f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{datatype}"
    contents = {
        "rdf": f'{START}<e:p rdf:datatype="{iri}">a</e:p>{END}',
        "jsonld": f'{{"@id": "http://e/s", "http://e/p": {{"@value": "a", "@type": "{iri}"}}}}',
        "nt": f'<http://e/s> <http://e/p> "a"^^<{iri}> .',
    }
    path = tmp_path / f"x.{syntax}"
    path.write_text(contents[syntax], encoding="utf-8")
    with pytest.raises(InvalidInput, match=f"rdf:{datatype}"):
        list(read_quads(path))
