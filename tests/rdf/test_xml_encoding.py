"""RDF/XML is XML: the encoding that it names is heeded (XML 1.0, 4.3.3), in whichever way it is read."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import read_file, read_quads
from kzit_graph.rdf.xml_encoding import in_utf8, starts_as_xml

RDF_XML: Final = """\
<?xml version="1.0" encoding="{}"?>
<!-- {text} -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/{text}"><e:p>{text}</e:p></rdf:Description>
</rdf:RDF>
"""
LINE: Final = 4
ENCODED: Final = [
    ("UTF-8", "utf-8", "café €"),
    ("UTF-8", "utf-8-sig", "café €"),
    ("US-ASCII", "ascii", "cafe"),
    ("ISO-8859-1", "latin-1", "café"),
    ("iso-8859-15", "iso-8859-15", "café€"),
    ("windows-1252", "cp1252", "café€"),
    ("Windows-1251", "cp1251", "Италия"),
    ("KOI8-R", "koi8-r", "Казахстан"),
    ("Shift_JIS", "shift_jis", "日本"),
    ("GB18030", "gb18030", "哈萨克斯坦"),
    ("UTF-16", "utf-16", "café€"),
    ("UTF-16", "utf-16-le", "café€"),
    ("UTF-16BE", "utf-16-be", "café€"),
    ("UTF-32", "utf-32", "café€"),
]


def document(name: str, encoding: str, text: str) -> bytes:
    return RDF_XML.format(name, text=text.replace(" ", "_")).encode(encoding)


@pytest.mark.parametrize(("name", "encoding", "text"), ENCODED, ids=lambda value: value if value.isascii() else "text")
def test_rdf_xml_is_read_in_the_encoding_that_it_names(name: str, encoding: str, text: str, tmp_path: Path) -> None:
    text = text.replace(" ", "_")
    content = document(name, encoding, text)
    for path, stored in ((tmp_path / "x.rdf", content), (tmp_path / "x.owl", content), (tmp_path / "x.rdf.gz", gzip.compress(content))):
        path.write_bytes(stored)
        assert [str(quad.triple) for quad in read_quads(path)] == [f'<http://e/{text}> <http://e/p> "{text}"']
        assert find_subjects(path, {f"http://e/{text}"}) == {f"http://e/{text}": Position(path, LINE)}


@pytest.mark.parametrize(("name", "encoding", "text"), [("ISO-8859-1", "latin-1", "café"), ("UTF-16", "utf-16", "café€")])
def test_every_way_to_read_rdf_xml_heeds_its_encoding(name: str, encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(document(name, encoding, text))
    kzit_graph.convert([path], "turtle", tmp_path / "converted.ttl")
    assert text in (tmp_path / "converted.ttl").read_text("utf-8")
    assert kzit_graph.open_dump(path).select("SELECT ?o { ?s <http://e/p> ?o }").to_python() == [{"o": text}]
    assert not kzit_graph.diff(path, path).differs()
    (tmp_path / "s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://e/S> sh:targetSubjectsOf <http://e/p> ; sh:nodeKind "
        "sh:Literal ; a sh:NodeShape ."
    )
    (result,) = kzit_graph.validate(path, tmp_path / "s.ttl").results
    assert (result.focus, result.position and result.position.line) == (f"<http://e/{text}>", LINE)
    with path.open("rb") as pipe:
        command = [sys.executable, "-m", "kzit_graph", "export", "turtle", "--data", "-"]
        done = subprocess.run(command, stdin=pipe, capture_output=True, check=True)
    assert text in done.stdout.decode()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (document("utf-7", "ascii", "cafe"), '1: the XML declaration names the encoding "utf-7", which is unknown or not that of the file'),
        (
            document("x-none", "ascii", "cafe"),
            '1: the XML declaration names the encoding "x-none", which is unknown or not that of the file',
        ),
        (
            document("UTF-16", "utf-8", "cafe"),
            '1: the XML declaration names the encoding "UTF-16", which is unknown or not that of the file',
        ),
        (document("unicode_escape", "ascii", "cafe"), '1: the XML declaration names the encoding "unicode_escape", which is unknown'),
        (document("US-ASCII", "latin-1", "café"), "2: not US-ASCII, the encoding that the file begins with; save the file as UTF-8"),
        (document("UTF-16", "utf-16", "cafe")[:-1], "5: not UTF-16, the encoding that the file begins with; save the file as UTF-8"),
        (document("UTF-8", "latin-1", "café"), "2:9: not UTF-8; save the file as UTF-8, or name its encoding in an XML declaration"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:40],
)
def test_a_wrong_encoding_is_refused_with_its_line(content: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert problem in str(caught.value)


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1251", "UTF-16", "utf-16le"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "mark"])
def test_utf_8_that_names_another_encoding_is_refused(encoding: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(mark + document(encoding, "utf-8", "caf\u00e9"))
    with pytest.raises(InvalidInput) as caught:
        read_file(path)
    assert str(caught.value).startswith(f'{path}:1: the XML declaration names the encoding "{encoding}", ')


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_mark_is_read_although_it_names_utf_8(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes("\ufeff".encode(codec) + document("UTF-8", codec, "caf\u00e9"))
    (quad,) = read_file(path).quads
    assert str(quad.object) == '"caf\u00e9"'


def test_the_lines_of_errors_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(document("UTF-16", "utf-16", "café").replace("e:p>".encode("utf-16-le"), "q:p>".encode("utf-16-le")))
    with pytest.raises(InvalidInput, match=r"x\.rdf:4:"):
        list(read_quads(path))


def test_bounds_hold_in_every_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n' + RDF_XML.partition("\n")[2]
    path.write_bytes(text.format(text="x").encode("utf-16"))
    with pytest.raises(InvalidInput, match="an external entity"):
        read_file(path)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", "<http://e/a> a <http://e/b> .".encode("utf-16"), b"{}", b'<?xml version="1.0"?><a/>']
)
def test_other_content_is_kept_as_it_is(content: bytes, tmp_path: Path) -> None:
    assert in_utf8(content, tmp_path / "x.owl") is content


def test_turtle_in_another_encoding_is_not_taken_for_xml() -> None:
    assert not starts_as_xml("<http://e/a> a <http://e/b> .".encode("utf-16"))
