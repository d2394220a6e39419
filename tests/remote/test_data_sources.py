"""The data that a user names: files, a build's folder, a URL, a pipe or standard input."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import threading
import time
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.local_copy import LocalCopy
from kzit_graph.rdf.reading import read_quads
from kzit_graph.remote.data_sources import find_dump, open_data
from tests.remote.endpoint_servers import says, server

TRIPLE = b"<http://e/s> <http://e/p> <http://e/o> .\n"
QUAD = b"<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n"
XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    b'<rdf:Description rdf:about="http://e/s"><e:p rdf:resource="http://e/o"/></rdf:Description></rdf:RDF>'
)
PIPED = {
    "N-Triples": TRIPLE,
    "N-Quads": QUAD,
    "Turtle": b"@prefix e: <http://e/> .\ne:s e:p e:o .",
    "TriG": b"@prefix e: <http://e/> .\ne:g { e:s e:p e:o }",
    "JSON-LD": b'{"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}',
    "RDF/XML": XML,
    "gzip": gzip.compress(TRIPLE),
    "zstd": zstandard.compress(QUAD),
}


def opened(source: str, folder: Path, stdin: bytes | None = None) -> Path:
    (path,) = open_data([source], folder, stdin=None if stdin is None else io.BytesIO(stdin), timeout=10).paths
    return path


def test_a_file_is_used_where_it_is(tmp_path: Path) -> None:
    assert opened(str(tmp_path / "x.ttl.gz"), tmp_path) == tmp_path / "x.ttl.gz"


@pytest.mark.parametrize("content", PIPED.values(), ids=PIPED)
def test_the_syntax_of_standard_input_is_guessed(content: bytes, tmp_path: Path) -> None:
    path = opened("-", tmp_path, content)
    assert str(path) == "standard input"
    assert [str(quad.object) for quad in read_quads(path)] == ["<http://e/o>"]


@pytest.mark.parametrize(
    ("stdin", "problem"),
    [(None, "standard input is closed"), (b"", "standard input: empty; give it RDF data"), (b"\n ", "standard input: empty")],
    ids=["closed", "empty", "blank"],
)
def test_standard_input_without_data_is_refused(stdin: bytes | None, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=problem):
        opened("-", tmp_path, stdin)


def test_an_error_in_standard_input_names_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(opened("-", tmp_path, TRIPLE + b"<http://e/s> <http://e/p> .")))
    assert str(caught.value).startswith("standard input:2:27: ")
    assert str(tmp_path) not in str(caught.value)


def test_a_build_is_read_by_its_n_quads_dump(dist: Path, tmp_path: Path) -> None:
    data = open_data([str(dist)], tmp_path)
    assert (data.paths, data.notes) == ((dist / "kzit.nq",), ())


def test_a_build_whose_dump_was_changed_gives_a_note(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text("")
    (tmp_path / "x.nq").write_bytes(QUAD)
    (note,) = open_data([str(tmp_path)], tmp_path).notes
    assert note.startswith(f"{tmp_path / 'x.nq'}: its digest is not the one in SHA256SUMS")


def test_a_dump_beside_that_of_a_build_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  x.nq\n")
    for name in ("x.nq", "other.nq"):
        (tmp_path / name).write_bytes(QUAD)
    assert find_dump(tmp_path) == tmp_path / "x.nq"


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ((), "not the folder of a build (no SHA256SUMS); name a file, or a project folder with --project"),
        (("SHA256SUMS",), "but this folder has 0"),
        (("SHA256SUMS", "a.nq", "b.nq"), "but this folder has 2"),
    ],
)
def test_another_folder_is_refused(names: tuple[str, ...], problem: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text("")
    with pytest.raises(InvalidInput) as caught:
        open_data([str(tmp_path)], tmp_path)
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("path", "media_type", "content"),
    [
        ("/x.nq", "application/n-quads", QUAD),
        ("/x.nq.gz", "application/gzip", gzip.compress(QUAD)),
        ("/x.nt.gz", "application/n-triples", TRIPLE),
        ("/x.turtle.zst", "application/octet-stream", zstandard.compress(TRIPLE)),
        ("/data", "text/turtle; charset=utf-8", TRIPLE),
    ],
)
def test_a_dump_on_the_web_is_downloaded(path: str, media_type: str, content: bytes, tmp_path: Path) -> None:
    with server(says(content, media_type)) as talk:
        url = talk.url.replace("/sparql", path)
        found = opened(url, tmp_path)
    assert str(found) == url
    assert [str(quad.object) for quad in read_quads(found)] == ["<http://e/o>"]


def test_a_malformed_dump_on_the_web_is_reported_with_its_url_and_line(tmp_path: Path) -> None:
    with server(says(TRIPLE + b"<broken", "text/turtle")) as talk:
        path = opened(talk.url, tmp_path)
        with pytest.raises(InvalidInput) as caught:
            list(read_quads(path))
    assert str(caught.value).startswith(f"{talk.url}:2:1: ")


def test_a_damaged_compressed_dump_is_reported_with_its_url(tmp_path: Path) -> None:
    with server(says(gzip.compress(QUAD)[:-4], "application/gzip")) as talk:
        url = talk.url.replace("/sparql", "/x.nq.gz")
        with pytest.raises(InvalidInput) as caught:
            opened(url, tmp_path)
    assert str(caught.value).startswith(f"{url}: the gzip data is cut off")


def test_an_endpoint_is_read_as_a_whole(tmp_path: Path) -> None:
    def rows(variables: list[str], *values: dict[str, str]) -> bytes:
        bindings = [dict(zip(variables, values, strict=True))] if values else []
        return json.dumps({"head": {"vars": variables}, "results": {"bindings": bindings}}).encode()

    number = {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    none = {**number, "value": "0"}
    steps = [
        says(b"no query", "text/plain", 400),
        says(),
        says(rows(["graph", "triples"], {"type": "uri", "value": "http://e/g"}, number)),
        says(TRIPLE, "application/n-triples"),
        says(rows(["triples"], none)),
    ]
    with server(*steps) as talk:
        path = opened(talk.url, tmp_path)
    assert [str(quad) for quad in read_quads(path)] == [QUAD.decode().removesuffix(" .\n")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["pipe", "pipe.ttl"])
def test_a_named_pipe_that_the_user_names_is_read(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    writer = threading.Thread(target=(tmp_path / name).write_bytes, args=(TRIPLE,))
    writer.start()
    path = opened(str(tmp_path / name), tmp_path)
    writer.join()
    assert str(path) == str(tmp_path / name)
    assert len(list(read_quads(path))) == len(list(read_quads(path))) == 1


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_without_a_writer_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    with pytest.raises(InvalidInput, match="nothing is written to this named pipe; save its data in a file"):
        opened(str(tmp_path / "pipe.ttl"), tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_slow_writer_of_a_named_pipe_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")

    def write() -> None:
        with (tmp_path / "pipe.ttl").open("wb") as pipe:
            time.sleep(6)
            pipe.write(TRIPLE)

    writer = threading.Thread(target=write)
    writer.start()
    assert len(list(read_quads(opened(str(tmp_path / "pipe.ttl"), tmp_path)))) == 1
    writer.join()


def test_a_local_copy_keeps_its_source_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_bytes(TRIPLE)
    copy = pickle.loads(pickle.dumps(LocalCopy.of(tmp_path / "x.nt", "https://e/x.nt")))
    assert (str(copy), os.fspath(copy)) == ("https://e/x.nt", str(tmp_path / "x.nt"))
    assert copy.read_bytes() == TRIPLE
    assert str(copy.with_suffix(".nq")) == str(tmp_path / "x.nq")
    assert RdfFormat.from_extension(copy.suffix[1:]) == RdfFormat.N_TRIPLES
