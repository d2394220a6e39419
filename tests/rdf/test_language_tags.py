"""Language tags with capital letters pass a parser that turns them to lower case."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from kzit_graph.rdf import language_tags
from kzit_graph.rdf.language_tags import TagSpeller, spelled_xml, text_as_written, with_tags_as_written

TURTLE = b"""@prefix e: <http://e/#A> . # "x"@EN '
e:s e:p "x"@en-GB, "y"@EN , "z"@en-gb, \"\"\" "q"@DE
"@FR \"\"\"@zh-Hans, 'a"@EN', "\\"@EN", ""@EN, ""@en, "a@EN", "@EN"@en-US .
e:a e:b '''it's"@EN'''@EN-us-x-Y ."""
VALUES = [
    '"x"@en-GB',
    '"y"@EN',
    '"z"@en-gb',
    '" \\"q\\"@DE\\n\\"@FR "@zh-Hans',
    '"a\\"@EN"',
    '"\\"@EN"',
    '""@EN',
    '""@en',
    '"a@EN"',
    '"@EN"@en-US',
    '"it\'s\\"@EN"@EN-us-x-Y',
]


def spelled(text: bytes, size: int) -> bytes:
    speller = TagSpeller()
    parts = [speller.feed(text[start : start + size]) for start in range(0, len(text), size)]
    return b"".join((*parts, speller.finish()))


def test_tags_come_back_as_they_were_written() -> None:
    quads = list(parse(spelled(TURTLE, len(TURTLE)), format=RdfFormat.TURTLE))
    assert [str(quad.object) for quad in with_tags_as_written(quads)] == VALUES


@pytest.mark.parametrize("size", [1, 2, 3, 7, 31, 100])
def test_the_parts_of_a_text_do_not_matter(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = spelled(TURTLE, len(TURTLE))
    assert spelled(TURTLE, size) == whole
    monkeypatch.setattr(language_tags, "_LONG_TOKEN", 4)
    assert spelled(TURTLE, size) == whole


@pytest.mark.parametrize("text", [b'<a> "b', b'"""', b"'", b"<", b"\\", b'"a"@', b'"a"@EN', b"# @EN", b'"a" "b"@E-', b'""""@EN', b"\n\n@A"])
def test_incomplete_text_is_kept(text: bytes) -> None:
    for size in (1, 3, 99):
        assert spelled(text, size).replace(b"x-kzittag-454e", b"EN") == text


def test_a_tag_that_is_none_is_left_to_the_parser() -> None:
    assert spelled(b'"a"@ENGLISHLANGUAGE .', 99) == b'"a"@ENGLISHLANGUAGE .'


def test_a_text_too_long_for_a_token_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_tags, "_MAX_TOKEN", 50)
    assert spelled(b'"""' + b"x" * 200, 10) == b'"""' + b"x" * 200


def test_messages_have_the_tag_as_it_was_written() -> None:
    message = spelled(b'"a"@en-GB .', 99).decode()
    assert text_as_written(f"unexpected {message}") == 'unexpected "a"@en-GB .'


def test_tags_in_xml_and_in_xml_literals_come_back() -> None:
    xml = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><rdf:Description xml:lang="en-GB">'
        b'<e:p>a</e:p><e:p xml:lang=\'DE\'>b</e:p><e:p rdf:parseType="Literal"><e:q xml:lang="FR">c</e:q></e:p></rdf:Description></rdf:RDF>'
    )
    quads = with_tags_as_written(list(parse(spelled_xml(xml), format=RdfFormat.RDF_XML)))
    found = [quad.object for quad in quads if isinstance(quad.object, Literal)]
    assert [literal.language for literal in found] == ["en-GB", "DE", None]
    assert 'xml:lang="FR"' in found[2].value
