"""RDF/XML that is not well-formed, or breaks the grammar of RDF/XML 1.1, is refused with its line, the mistake and the repair."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import read_file
from tests.cli.commands import kzit_graph as command

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROOT: Final = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">\n'
ABOUT: Final = '<rdf:Description rdf:about="http://e/a">'
END: Final = "</rdf:Description></rdf:RDF>"
NODE: Final = '<e:T rdf:about="http://e/b"/>'


def node(body: str) -> str:
    return f"{ROOT}{ABOUT}\n{body}{END}"


def nodes(body: str) -> str:
    return f"{ROOT}{body}</rdf:RDF>"


REMOVED: Final = "is no longer part of RDF/XML; describe the things with rdf:about, or as members of a container with rdf:li"
EMPTY: Final = "is in a property element whose attributes are its value; remove the attributes, or the"
GRAMMAR: Final = {
    "two nodes": (node(f"<e:p>{NODE}\n{NODE}</e:p>"), "4: the node element T is the second of its property element, which holds one"),
    "a node in a node": (node(f"<rdf:Description/>{NODE}"), "3: a node element is inside another one; write a property element between"),
    "text beside a node": (node(f"<e:p>{NODE}\n text</e:p>"), '4: the text "text" is beside a node element'),
    "a node beside text": (node(f"<e:p>text\n{NODE}</e:p>"), "4: the element T is beside text; a property has one of the two"),
    "markup in a text": (node("<e:p>see <b>this</b></e:p>"), 'for text with markup, write rdf:parseType="Literal"'),
    "markup alone": (node("<e:p><b>this</b></e:p>"), 'or rdf:parseType="Literal" on the element around it, if it is markup'),
    "text beside properties": (node("<e:p>x</e:p>\n\ntext"), '5: the text "text" is beside property elements'),
    "text between nodes": (nodes(f"{NODE}\ntext"), '3: the text "text" is between node elements'),
    "text that only looks empty": (node("\u00a0<e:p>x</e:p>"), "3: the text"),
    "text in a list": (node('<e:p rdf:parseType="Collection">a</e:p>'), '3: the text "a" is between node elements'),
    "text in a resource": (node('<e:p rdf:parseType="Resource">a</e:p>'), '3: the text "a" is beside property elements'),
    "text beside an IRI": (node('<e:p rdf:resource="http://e/b">a</e:p>'), f'3: the text "a" {EMPTY} text'),
    "text beside attributes": (node('<e:p e:q="b">a</e:p>'), f'3: the text "a" {EMPTY} text'),
    "a node beside an IRI": (node(f'<e:p rdf:resource="http://e/b">{NODE}</e:p>'), f"3: the element T {EMPTY} element"),
    "a node beside a datatype": (
        node(f'<e:p rdf:datatype="http://e/d">{NODE}</e:p>'),
        "3: the element T is in a property element with",
    ),
    "a datatype beside an IRI": (
        node('<e:p rdf:resource="http://e/b" rdf:datatype="http://e/d"/>'),
        "3: rdf:datatype must not be beside rdf:resource; remove one of the two",
    ),
    "a datatype beside attributes": (node('<e:p rdf:datatype="http://e/d" e:q="x">a</e:p>'), "3: rdf:datatype must not be beside q;"),
    "an IRI beside a label": (node('<e:p rdf:resource="http://e/b" rdf:nodeID="c"/>'), "3: rdf:resource must not be beside rdf:nodeID;"),
    "a type of content beside an IRI": (
        node('<e:p rdf:parseType="Resource" rdf:resource="http://e/b"/>'),
        "3: rdf:parseType must not be beside rdf:resource;",
    ),
    "a list beside attributes": (node('<e:p rdf:parseType="Collection" e:q="b"/>'), "3: rdf:parseType must not be beside q;"),
    "rdf:about on a property": (
        node('<e:p rdf:about="http://e/b"/>'),
        "3: rdf:about is not allowed on a property element; write rdf:resource for the IRI of its value",
    ),
    "rdf:resource on a node": (
        nodes('<e:T rdf:resource="http://e/b"/>'),
        "2: rdf:resource is not allowed on a node element; write rdf:about for its IRI",
    ),
    "rdf:parseType on a node": (nodes('<e:T rdf:parseType="Resource"/>'), "2: rdf:parseType is not allowed on a node element"),
    "rdf:datatype on a node": (nodes('<e:T rdf:datatype="http://e/d"/>'), "2: rdf:datatype is not allowed on a node element"),
    "two subjects": (
        nodes('<e:T rdf:about="http://e/b" rdf:nodeID="b"/>'),
        "2: a node element has one of rdf:about, rdf:ID and",
    ),
    "rdf:li as an attribute": (nodes('<e:T rdf:li="1"/>'), "2: rdf:li is an element, not an attribute; write it as an element"),
    "rdf:li as a node": (nodes('<rdf:li rdf:about="http://e/b"/>'), "2: rdf:li is not allowed as a node element"),
    "rdf:bagID on a node": (nodes('<e:T rdf:bagID="b"/>'), f"2: rdf:bagID {REMOVED}"),
    "rdf:bagID on a property": (node('<e:p rdf:bagID="b">a</e:p>'), f"3: rdf:bagID {REMOVED}"),
    "rdf:aboutEach": (nodes('<e:T rdf:aboutEach="http://e/b"/>'), f"2: rdf:aboutEach {REMOVED}"),
    "rdf:aboutEachPrefix": (nodes('<e:T rdf:aboutEachPrefix="http://e/b"/>'), f"2: rdf:aboutEachPrefix {REMOVED}"),
    "rdf:about as an element": (node("<rdf:about>x</rdf:about>"), "3: rdf:about is not allowed as a property element"),
    "rdf:ID as an element": (nodes("<rdf:ID/>"), "2: rdf:ID is not allowed as a node element"),
    "rdf:RDF inside": (nodes(f"<rdf:RDF>{NODE}</rdf:RDF>"), "2: rdf:RDF is allowed only as the root element; remove this start tag"),
    "rdf:RDF in a property": (node("<e:p><rdf:RDF/></e:p>"), "3: rdf:RDF is allowed only as the root element"),
    "rdf:about on the root": (f'<rdf:RDF xmlns:rdf="{RDF}" rdf:about="http://e/a"/>', "1: rdf:about is not allowed on rdf:RDF"),
    "an attribute without a prefix": (nodes('<e:T\n foo="b"/>'), "2: the attribute foo has no prefix, so it is not a property"),
    "an attribute of RDF without a prefix": (
        nodes('<e:T nodeID="b"/>'),
        "2: the attribute nodeID has no prefix, so it is not a property; write rdf:nodeID",
    ),
    "a node without a prefix": (nodes("<Thing/>"), "2: the node element Thing has no namespace, so it has no IRI"),
    "a web page": ("<!DOCTYPE html>\n<html><body>x</body></html>", "2: the root element html has no namespace, so this is not RDF/XML"),
    "a property without a prefix": (node("<p>x</p>"), "3: the property element p has no namespace, so it has no IRI"),
    "an identifier that is a number": (nodes('<e:T rdf:ID="1a"/>'), '2: rdf:ID "1a" is not an XML name without a colon'),
    "an identifier with a space": (node('<e:p rdf:ID="a b">x</e:p>'), '3: rdf:ID "a b" is not an XML name'),
    "an identifier that is an IRI": (nodes('<e:T rdf:ID="http://e/b"/>'), "write rdf:about for an IRI"),
    "an empty identifier": (nodes('<e:T rdf:ID=""/>'), '2: rdf:ID "" is not an XML name'),
    "a label with a colon": (nodes('<e:T rdf:nodeID="_:a"/>'), '2: rdf:nodeID "_:a" is not an XML name'),
    "a label of a value": (node('<e:p rdf:nodeID="1"/>'), '3: rdf:nodeID "1" is not an XML name'),
    "an identifier twice": (
        nodes('<e:T rdf:ID="a"/>\n<e:T rdf:ID="a"/>'),
        '3: rdf:ID "a" is given twice; write rdf:about="#a" to say more about the same thing',
    ),
    "an identifier of two statements": (node('<e:p rdf:ID="a">x</e:p>\n<e:p rdf:ID="a">y</e:p>'), '4: rdf:ID "a" is given twice'),
}
NOT_WELL_FORMED: Final = {
    "an ampersand": (node("<e:p>a & b</e:p>"), "3:9: not well-formed XML: write & as &amp;, or end the reference with ;"),
    "an ampersand in an IRI": (nodes('<e:T rdf:about="http://e/?a&b"/>'), "write & as &amp;, or end the reference with ;"),
    "a less-than sign": (node("<e:p>a < b</e:p>"), "3:9: not well-formed XML: write < as &lt;"),
    "a less-than sign in an attribute": (nodes('<e:T e:q="a<b"/>'), "write < as &lt;"),
    "an entity of HTML": (node("<e:p>a&nbsp;b</e:p>"), "3:7: not well-formed XML: the entity is not declared in this file"),
    "a value without quotation marks": (nodes("<e:T rdf:about=http://e/a />"), "write the value of the attribute in quotation marks"),
    "an attribute twice": (nodes('<e:T e:q="1" e:q="2"/>'), "2:14: not well-formed XML: an attribute is given twice"),
    "an attribute under two prefixes": (nodes('<e:T xmlns:f="http://e/" e:q="1" f:q="2"/>'), "an attribute is given twice"),
    "a wrong end tag": (node("<e:p>x</e:q>"), "3:9: not well-formed XML: the end tag is not that of the last open element"),
    "an unknown prefix": (node("<x:p>x</x:p>"), "3:1: not well-formed XML: the prefix x: is not declared; declare it in the root element"),
    "an unknown prefix of an attribute": (nodes('<e:T x:p="b"/>'), "the prefix x: is not declared"),
    "a control character": (node("<e:p>a\x01b</e:p>"), "3:7: not well-formed XML: the character U+0001 is not allowed in XML; remove it"),
    "a control character by number": (node("<e:p>&#1;</e:p>"), "the reference is to a character that XML does not allow"),
    "U+FFFE": (node("<e:p>\ufffe</e:p>"), "the character U+FFFE is not allowed in XML"),
    "the end of a section": (node("<e:p>a]]>b</e:p>"), "]]> must not be in a text; write ]]&gt;"),
    "hyphens in a comment": (nodes("<!-- a -- b -->"), "a comment must not have -- inside it"),
    "an open comment": (nodes("<!-- a"), "2:1: not well-formed XML: the comment that starts here is not closed"),
    "an open section": (node("<e:p><![CDATA[a</e:p>"), "the CDATA section is not closed; end it with ]]>"),
    "two roots": (f"{nodes('')}\n<rdf:RDF/>", "3:1: not well-formed XML: the root element ends before this"),
    "text behind the root": (f"{nodes('')}\ntext", "3:1: not well-formed XML: the root element ends before this"),
    "a half of a name": (node("<e:m\u00b2>x</e:m\u00b2>"), '3:5: not well-formed XML: "\u00b2" is not allowed here'),
    "an empty namespace": (node('<f:p xmlns:f="">x</f:p>'), "a prefix has an empty namespace"),
    "a line before the declaration": (
        '\n<?xml version="1.0"?>' + nodes(""),
        "2:1: not well-formed XML: the XML declaration must be",
    ),
    "an encoding before the version": (
        '<?xml encoding="UTF-8" version="1.0"?>' + nodes(""),
        "the XML declaration is malformed; write <",
    ),
    "a wrong standalone": ('<?xml version="1.0" standalone="maybe"?>' + nodes(""), "the XML declaration is malformed"),
    "an entity of another file": (
        f'<!DOCTYPE rdf:RDF SYSTEM "x.dtd">\n{node("<e:p>a&eacute;b</e:p>")}',
        "4:7: not well-formed XML: the entity is not declared in this file",
    ),
    "an entity of another file in an attribute": (
        f'<!DOCTYPE rdf:RDF SYSTEM "x.dtd">\n{node("<e:p e:q=" + chr(34) + "&eacute;" + chr(34) + "/><e:p><![CDATA[x]]></e:p>")}',
        "the entity is not declared in this file",
    ),
    "version 2.0": ('<?xml version="2.0"?>' + nodes(""), '1: the XML version "2.0" is unknown; write version="1.0"'),
    "a line end of XML 1.1": (
        '<?xml version="1.1"?>' + node("<e:p>a\u0085b</e:p>"),
        "1: XML 1.1, in which U+0085 and U+2028 are line",
    ),
}


@pytest.mark.parametrize(("document", "problem"), [*GRAMMAR.values(), *NOT_WELL_FORMED.values()], ids=[*GRAMMAR, *NOT_WELL_FORMED])
def test_a_mistake_is_refused_with_its_line_and_repair(document: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(document.encode())
    with pytest.raises(InvalidInput) as caught:
        read_file(path)
    message = str(caught.value).removeprefix(str(path))
    assert problem in message
    assert problem[0].isalpha() or problem[0] == "]" or message.startswith(f":{problem}")
    assert "\n" not in message


VALID: Final = {
    "xml:lang and xml:base": (node('<e:p xml:lang="en" xml:base="http://b/">x</e:p>'), ['<http://e/a> <http://e/p> "x"@en']),
    "attributes of a value": (
        node('<e:p rdf:resource="http://e/b" e:q="x"/>'),
        ["<http://e/a> <http://e/p> <http://e/b>", '<http://e/b> <http://e/q> "x"'],
    ),
    "a name of the fifth edition": (node("<e:\u0370\U00010000>x</e:\u0370\U00010000>"), ['<http://e/a> <http://e/\u0370\U00010000> "x"']),
    "such a name beside a section": (
        node("<e:\u0370\u4e40>\u4e40A\u4e41<![CDATA[x\u0370]]></e:\u0370\u4e40>"),
        ['<http://e/a> <http://e/\u0370\u4e40> "\u4e40A\u4e41x\u0370"'],
    ),
    "XML 1.1": ('<?xml version="1.1"?>' + node("<e:p>x</e:p>"), ['<http://e/a> <http://e/p> "x"']),
    "U+0085 in XML 1.0": (node("<e:p>a\u0085b</e:p>"), ['<http://e/a> <http://e/p> "a\u0085b"']),
    "another file that is not needed": (f'<!DOCTYPE rdf:RDF SYSTEM "x.dtd">\n{node("<e:p>x</e:p>")}', ['<http://e/a> <http://e/p> "x"']),
    "a schema location": (
        node("<e:p>x</e:p>").replace("<rdf:RDF", '<rdf:RDF xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"'),
        ['<http://e/a> <http://e/p> "x"'],
    ),
    "an unknown name of RDF": (node("<rdf:foo>x</rdf:foo>"), [f'<http://e/a> <{RDF}foo> "x"']),
    "an identifier twice under two bases": (
        nodes('<e:T xml:base="http://b/" rdf:ID="a"/><e:T xml:base="http://c/" rdf:ID="a"/>'),
        [f"<http://b/#a> <{RDF}type> <http://e/T>", f"<http://c/#a> <{RDF}type> <http://e/T>"],
    ),
    "about and resource without a prefix": (
        f'{ROOT}<rdf:Description about="http://e/a"><e:p resource="http://e/b"/></rdf:Description></rdf:RDF>',
        ["<http://e/a> <http://e/p> <http://e/b>"],
    ),
    "RDF as the default namespace": (
        f'<RDF xmlns="{RDF}" xmlns:e="http://e/"><Description about="http://e/a" type="http://e/T">'
        '<e:p parseType="Resource"/></Description></RDF>',
        [f"<http://e/a> <{RDF}type> <http://e/T>", "<http://e/a> <http://e/p> _:"],
    ),
}


@pytest.mark.parametrize(("document", "statements"), VALID.values(), ids=VALID)
def test_what_the_grammar_allows_is_read(document: str, statements: list[str], tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(document.encode())
    found = sorted(str(quad.triple) for quad in read_file(path).quads)
    assert len(found) == len(statements)
    assert all(statement.startswith(expected) for statement, expected in zip(found, sorted(statements), strict=True))


@pytest.mark.parametrize(
    ("attribute", "problem"),
    [
        ('rdf:datatype="http://e/x y"', "4: error while parsing IRI 'http://e/x y'"),
        ('rdf:resource="http://e/&lt;a>"', "4: error while parsing IRI 'http://e/<a>'"),
        ('rdf:resource=""', "4: error while parsing IRI ''"),
        ('xml:lang="en_US"', "4: error while parsing language tag 'en_us'"),
        ('f:q="a"', "3: error while parsing IRI 'http://f x/q'"),
    ],
)
def test_a_term_that_is_not_valid_is_on_its_line(attribute: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    start = ROOT.replace(">", '\n xmlns:f="http://f x/">')
    path.write_text(f"{start}{ABOUT}<e:p {attribute}/>{END}".replace("RDF xmlns", "RDF\nxmlns"), "utf-8")
    with pytest.raises(InvalidInput) as caught:
        list(read_file(path).parse())
    assert str(caught.value).startswith(f"{path}:{problem}")


def test_the_command_line_refuses_what_the_parser_would_drop(tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_text(node('<e:p rdf:about="http://e/b"/>'), "utf-8")
    for arguments in (("export", "ntriples", "--data", "x.rdf"), ("validate", "x.rdf", "--shapes", "x.rdf")):
        done = command(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert "x.rdf:3: rdf:about is not allowed on a property element; write rdf:resource for the IRI of its value" in done.stderr
