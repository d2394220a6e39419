"""Opening files: compressed ones are unpacked up to a limit, and nothing but regular files is read."""

from __future__ import annotations

import gzip
import io
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf import opening
from kzit_graph.rdf.formats import format_of_file, guessed_syntax, stem_of_file, syntax_of_content
from kzit_graph.rdf.opening import read_content
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import load_graph, read_file, read_prefixes, read_quads
from kzit_graph.rdf.text_files import read_text

TURTLE = b'@prefix e: <http://e/> .\n\ne:s e:p "x" .\n'
QUAD = Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("x"))
CONTENTS = {
    RdfFormat.TURTLE: TURTLE,
    RdfFormat.N_TRIPLES: b'<http://e/s> <http://e/p> "x" .\n',
    RdfFormat.N_QUADS: b'<http://e/s> <http://e/p> "x" <http://e/g> .\n',
    RdfFormat.TRIG: b'@prefix e: <http://e/> .\ne:g { e:s e:p "x" }\n',
    RdfFormat.JSON_LD: b'{"@id": "http://e/s", "http://e/p": "x"}',
    RdfFormat.RDF_XML: b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    b'<rdf:Description rdf:about="http://e/s"><e:p>x</e:p></rdf:Description></rdf:RDF>',
}
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstandard.compress}


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def problem(path: Path) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_content(path)
    assert caught.value.position is not None
    assert caught.value.position.path == path
    return caught.value.problem


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("syntax", CONTENTS, ids=str)
def test_a_compressed_file_is_read_by_each_function(syntax: RdfFormat, compression: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"x.{syntax.file_extension}.{compression}", COMPRESSIONS[compression](CONTENTS[syntax]))
    (quad,) = read_quads(path)
    assert quad.triple == QUAD.triple
    assert read_file(path).content == CONTENTS[syntax]
    assert read_file(path).quads[0].triple == QUAD.triple
    assert find_subjects(path, {"http://e/s"})["http://e/s"].path == path
    if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG):
        assert read_prefixes(path) == read_file(path).prefixes == {"e": "http://e/"}
    if not syntax.supports_datasets:
        store = Store()
        load_graph(store, read_file(path), NamedNode("http://e/g"))
        assert len(store) == 1


def test_an_error_in_a_compressed_file_has_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "x.ttl.gz", gzip.compress(b"@prefix e: <http://e/> .\n\ne:s e:p .\n"))
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert str(caught.value).startswith(f"{path}:3:9: ")


@pytest.mark.parametrize("name", ["x.TTL.GZ", "x.ttl.gzip", "x.Turtle.Gz"])
def test_extensions_are_recognised_in_any_case(name: str, tmp_path: Path) -> None:
    assert list(read_quads(written(tmp_path, name, gzip.compress(TURTLE)))) == [QUAD]


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("x.turtle", RdfFormat.TURTLE),
        ("x.n3", RdfFormat.TURTLE),
        ("x.ntriples", RdfFormat.N_TRIPLES),
        ("x.nquads", RdfFormat.N_QUADS),
        ("x.json-ld", RdfFormat.JSON_LD),
        ("x.json", RdfFormat.JSON_LD),
        ("x.xml", RdfFormat.RDF_XML),
        ("x.owl", RdfFormat.RDF_XML),
        ("x.rdfs", RdfFormat.RDF_XML),
        ("x.OWL.gz", RdfFormat.RDF_XML),
        ("x.ttl.bz2", None),
        ("x.gz", None),
        (".gz", None),
        ("x", None),
    ],
)
def test_the_usual_extensions_have_a_syntax(name: str, syntax: RdfFormat | None) -> None:
    assert format_of_file(Path(name)) == syntax


def test_an_owl_file_may_be_turtle(tmp_path: Path) -> None:
    assert list(read_quads(written(tmp_path, "x.owl", TURTLE))) == [QUAD]
    assert list(read_quads(written(tmp_path, "y.owl", CONTENTS[RdfFormat.RDF_XML]))) == [QUAD]
    assert syntax_of_content(Path("x.owl"), b"\n<http://e/s> <http://e/p> 1 .") == RdfFormat.TURTLE


@pytest.mark.parametrize("name", ["x.owl", "x.xml", "x.owl.gz"])
def test_xml_that_is_not_rdf_is_refused(name: str, tmp_path: Path) -> None:
    content = b'<?xml version="1.0"?>\n<!-- <rdf:RDF> -->\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"><Declaration/></Ontology>'
    path = written(tmp_path, name, gzip.compress(content) if name.endswith(".gz") else content)
    with pytest.raises(InvalidInput, match="the root element is <Ontology>, not <rdf:RDF>"):
        list(read_quads(path))


def test_rdf_xml_of_a_single_node_is_read(tmp_path: Path) -> None:
    content = b'<e:C xmlns:e="http://e/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="http://e/s"/>'
    assert len(list(read_quads(written(tmp_path, "x.rdf", content)))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_text_is_read_from_a_pipe_that_the_user_names(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "text")
    writer = threading.Thread(target=(tmp_path / "text").write_bytes, args=(b"a text",))
    writer.start()
    assert read_text(tmp_path / "text", allow_pipe=True) == "a text"
    writer.join()


@pytest.mark.parametrize("syntax", CONTENTS, ids=str)
def test_the_syntax_of_data_without_a_name_is_guessed(syntax: RdfFormat) -> None:
    guessed = guessed_syntax(b"\n" + CONTENTS[syntax])
    includes = {RdfFormat.TURTLE: RdfFormat.TRIG, RdfFormat.N_TRIPLES: RdfFormat.TRIG}
    assert guessed == includes.get(syntax, syntax)


def test_n_quads_are_guessed_even_if_a_triple_comes_first() -> None:
    assert guessed_syntax(CONTENTS[RdfFormat.N_TRIPLES] + CONTENTS[RdfFormat.N_QUADS]) == RdfFormat.N_QUADS


@pytest.mark.parametrize(("name", "stem"), [("x.ttl.gz", "x"), ("x.y.ttl.ZST", "x.y"), ("x.ttl", "x")])
def test_the_stem_has_neither_extension(name: str, stem: str) -> None:
    assert stem_of_file(Path(name)) == stem


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_several_compressed_streams_are_read_as_one(compression: str, tmp_path: Path) -> None:
    content = COMPRESSIONS[compression](TURTLE) + COMPRESSIONS[compression](b"# more\n" * 5000)
    assert read_content(written(tmp_path, f"x.ttl.{compression}", content)) == TURTLE + b"# more\n" * 5000


def test_zeros_after_gzip_data_are_padding(tmp_path: Path) -> None:
    assert read_content(written(tmp_path, "x.ttl.gz", gzip.compress(TURTLE) + bytes(9000))) == TURTLE


def test_zstd_that_needs_too_much_memory_is_refused_with_the_cause(tmp_path: Path) -> None:
    """A frame in one raw block, whose header asks for a window of 2 GiB (RFC 8878, 3.1.1)."""
    frame = b"\x28\xb5\x2f\xfd\x00\xa8" + (len(TURTLE) << 3 | 1).to_bytes(3, "little") + TURTLE
    assert "packed with a window of more than 128 MiB (zstd --long" in problem(written(tmp_path, "x.ttl.zst", frame))
    assert read_content(written(tmp_path, "y.ttl.zst", frame.replace(b"\xa8", b"\x88", 1))) == TURTLE


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_damaged_compressed_data_is_refused(compression: str, tmp_path: Path) -> None:
    content = COMPRESSIONS[compression](TURTLE)
    assert "is cut off" in problem(written(tmp_path, f"cut.ttl.{compression}", content[:-3]))
    assert "is cut off" in problem(written(tmp_path, f"empty.ttl.{compression}", b""))
    assert "not valid" in problem(written(tmp_path, f"other.ttl.{compression}", TURTLE))
    assert "not valid" in problem(written(tmp_path, f"tail.ttl.{compression}", content + b"not compressed"))


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_decompression_bomb_is_refused(compression: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_ALWAYS_UNPACKED", 1 << 20)
    path = written(tmp_path, f"x.ttl.{compression}", COMPRESSIONS[compression](bytes(64 << 20)))
    assert problem(path).startswith("expands to more than ")


def test_the_limits_allow_data_that_compresses_well(tmp_path: Path) -> None:
    lines = b"".join(b'<http://example.org/thing/%d> <http://example.org/p> "%d" .\n' % (n, n) for n in range(50_000))
    content = gzip.compress(lines)
    assert len(lines) / len(content) < opening._MAX_RATIO / 4
    assert read_content(written(tmp_path, "x.nt.gz", content)) == lines


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.ttl")
    assert problem(tmp_path / "x.ttl").startswith("is a named pipe")
    with pytest.raises(InvalidInput, match="is a named pipe"):
        read_text(tmp_path / "x.ttl")
    with pytest.raises(InvalidInput, match="is a named pipe"):
        list(read_quads(tmp_path / "x.ttl"))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no devices")
def test_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").symlink_to("/dev/zero")
    assert problem(tmp_path / "x.ttl").startswith("is a device")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the system has no such sockets")
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("x.ttl")
        assert problem(Path("x.ttl")).startswith("is a socket")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a: b .\n".encode("utf-16"), "UTF-16"),
        ("a: b .\n".encode("utf-16-le"), "UTF-16"),
        ("a: b .\n".encode("utf-32"), "UTF-32"),
        ("a: b .\n".encode("utf-32-le"), "UTF-32"),
        ("a: b .\n".encode("utf-32-be"), "UTF-32"),
    ],
    ids=["UTF-16", "UTF-16 without a mark", "UTF-32", "UTF-32 without a mark", "UTF-32 of high bytes first"],
)
@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_another_encoding_is_named(content: bytes, encoding: str, extension: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"x.{extension}", content)
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert str(caught.value) == f"{path}:1: not UTF-8 but {encoding}; save the file as UTF-8"


@pytest.mark.parametrize("extension", ["ttl", "nt", "jsonld", "rdf"])
def test_latin_1_is_reported_with_its_line_in_each_syntax(extension: str, tmp_path: Path) -> None:
    syntax = RdfFormat.from_extension(extension)
    assert syntax is not None
    content = CONTENTS[syntax].decode().replace("x<", "caffè<").replace('"x"', '"caffè"')
    path = written(tmp_path, f"x.{extension}", b"\n\n" + content.encode("latin-1"))
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    repair = ", or name its encoding in an XML declaration" if extension == "rdf" else ""
    assert caught.value.problem == f"not UTF-8; save the file as UTF-8{repair}"
    assert caught.value.position is not None
    assert caught.value.position.line == 2 + content[: content.index("è")].count("\n") + 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (gzip.compress(TURTLE, mtime=0x3C3C7E7E), "compressed with gzip; add .gz to the name of the file"),
        (zstandard.compress(TURTLE), "compressed with zstd; add .zst to the name of the file"),
        (b"PK\x03\x04\x14\x00\x00\x00", "a zip archive; unpack it, or compress the file with gzip instead"),
    ],
    ids=["gzip", "zstd", "zip"],
)
@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_compressed_data_without_its_extension_is_named(content: bytes, problem: str, extension: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(written(tmp_path, f"x.{extension}", content)))
    assert caught.value.problem == problem


@pytest.mark.parametrize("name", ["x.txt", "x.txt.gz", "x.rq.gz"])
def test_compressed_text_is_not_renamed_but_unpacked(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"^[^;]*: compressed with gzip; unpack it$"):
        read_text(written(tmp_path, name, gzip.compress(b"ASK {}")))


def test_data_compressed_twice_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"compressed with gzip; unpack it$"):
        list(read_quads(written(tmp_path, "x.ttl.gz", gzip.compress(gzip.compress(TURTLE)))))


def test_unpacking_reads_streams_in_memory() -> None:
    assert io.BytesIO(opening.unpack(gzip.compress(TURTLE), "gzip", Path("x"))).read() == TURTLE
