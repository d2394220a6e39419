"""RDF 1.2 is refused in each syntax, with the line where the file can tell it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import load_graph, read_file, read_prefixes, read_quads

PREFIX = "@prefix e: <http://e/> .\n"
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/" xmlns:its="http://www.w3.org/2005/11/its" '
    'rdf:version="1.2" its:version="2.0"><e:A>{}</e:A></rdf:RDF>'
)
TRIPLE_TERM = "triple terms (RDF 1.2) are not supported: "
DIRECTION = "base directions (RDF 1.2) are not supported: "
VERSION = "version announcements (RDF 1.2) are not supported; remove this line"

CASES = {
    "a triple term": ("ttl", PREFIX + "e:s e:p <<( e:a e:b e:c )>> .", 2, TRIPLE_TERM),
    "a reified triple": ("ttl", PREFIX + "\n<< e:a e:b e:c >> e:p e:o .", 3, TRIPLE_TERM),
    "an annotation": ("ttl", PREFIX + "e:a e:b e:c {| e:p e:o |} .", 2, TRIPLE_TERM),
    "a reifier": ("ttl", PREFIX + "e:a e:b e:c ~ e:r .", 2, TRIPLE_TERM),
    "a reifier without a name": ("ttl", PREFIX + "e:a e:b e:c~ .", 2, TRIPLE_TERM),
    "a direction": ("ttl", PREFIX + 'e:a e:b "x"@ar--rtl .', 2, DIRECTION),
    "a direction after another tag": ("ttl", PREFIX + "e:a e:b 'y'@en , 'x'@ar-EG--ltr .", 2, DIRECTION),
    "VERSION": ("ttl", PREFIX + 'VERSION "1.2"\ne:a e:b e:c .', 2, VERSION),
    "@version": ("ttl", PREFIX + "@version '1.2' .\ne:a e:b e:c .", 2, VERSION),
    "version in lower case": ("trig", PREFIX + 'version "1.1"\ne:a e:b e:c .', 2, VERSION),
    "a triple term in TriG": ("trig", PREFIX + "e:g { e:s e:p <<( e:a e:b e:c )>> }", 2, TRIPLE_TERM),
    "a triple term in N-Triples": ("nt", "<e:s> <e:p> <<( <e:a> <e:b> <e:c> )>> .", 1, TRIPLE_TERM),
    "a direction in N-Triples": ("nt", '<e:s> <e:p> "x"@ar--rtl .', 1, DIRECTION),
    "a triple term in N-Quads": ("nq", "<e:s> <e:p> <<( <e:a> <e:b> <e:c> )>> <e:g> .", 1, TRIPLE_TERM),
    "a triple in RDF/XML": ("rdf", XML.format('<e:p rdf:parseType="Triple"><e:B><e:p>x</e:p></e:B></e:p>'), None, ""),
    "an annotation in RDF/XML": ("rdf", XML.format('<e:p rdf:annotation="http://e/r">x</e:p>'), None, TRIPLE_TERM),
    "a direction in RDF/XML": ("rdf", XML.format('<e:p its:dir="rtl" xml:lang="ar">x</e:p>'), None, DIRECTION),
}


@pytest.mark.parametrize(("extension", "content", "line", "problem"), CASES.values(), ids=CASES)
def test_rdf_1_2_is_refused(extension: str, content: str, line: int | None, problem: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_text(content, "utf-8")

    def load() -> None:
        load_graph(Store(), read_file(path), NamedNode("http://e/g"))

    for read in (lambda: list(read_quads(path)), lambda: read_file(path).quads, load):
        with pytest.raises(InvalidInput) as caught:
            read()
        assert caught.value.position is not None
        assert caught.value.position.path == path
        if extension not in ("trig", "nq"):  # which `load_graph` refuses for their graph names
            assert caught.value.position.line == line
            assert problem in caught.value.problem


JSON_LD = {
    "with a language": ('{"@id": "http://e/s",\n"http://e/p": {"@value": "x", "@language": "ar", "@direction": "rtl"}}', 2, 'x"@ar'),
    "without a language": ('{"@id": "http://e/s",\n"http://e/p": {"@value": "x", "@direction": "ltr"}}', 2, 'x"'),
    "by default": ('{"@context": {"@direction": "rtl", "@language": "he"}, "@id": "http://e/s", "http://e/p": "x"}', 1, 'x"@he'),
    "by an alias": ('{"@context": {"d": "@direction"}, "@id": "http://e/s",\n"http://e/p": {"@value": "x", "d": "rtl"}}', 2, 'x"'),
    "of no text": ('{"@context": {"d": "@direction"}, "@id": "http://e/s", "http://e/p": "x"}', None, 'x"'),
}


@pytest.mark.parametrize(("content", "line", "text"), JSON_LD.values(), ids=JSON_LD)
def test_a_direction_in_jsonld_is_dropped_and_its_line_reported(content: str, line: int | None, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(content, "utf-8")
    file = read_file(path)
    assert [str(quad.object) for quad in file.quads] == [str(quad.object) for quad in read_quads(path)] == [f'"{text}']
    assert file.line_of_direction == line


def test_the_prefixes_of_a_file_with_rdf_1_2_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(PREFIX + "e:s e:p <<( e:a e:b e:c )>> .")
    with pytest.raises(InvalidInput, match="triple terms"):
        read_prefixes(path)


@pytest.mark.parametrize("content", [b"\x8f\xe2 ~ x", b'<http://e/a> <http://e/b> "caf\xe9" ~ .'], ids=["binary", "Latin-1"])
@pytest.mark.parametrize("extension", ["ttl", "nt", "trig", "nq"])
def test_a_file_that_is_not_utf_8_is_not_taken_for_rdf_1_2(tmp_path: Path, extension: str, content: bytes) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match="not UTF-8; save the file as UTF-8"):
        list(read_quads(path))
