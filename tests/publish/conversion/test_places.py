"""What is converted, and where it goes: files, streams, pipes and builds; compressed, replaced or refused."""

from __future__ import annotations

import gzip
import io
import os
import stat
import threading
from pathlib import Path

import pytest
import zstandard

import kzit_graph
from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.publish.conversion.convert import convert
from tests.publish.conversion.converting import LINES, QUADS, TURTLE, converted, file, from_text
from tests.small_project import small_project

pytestmark = pytest.mark.slow


def test_a_stream_is_guessed_or_given_its_syntax() -> None:
    for text, name in ((QUADS, "nquads"), (TURTLE, "turtle"), (LINES, "nquads"), ('{"@id": "http://e/s", "http://e/p": 1}', "jsonld")):
        one, two = io.BytesIO(), io.BytesIO()
        convert("-", "nquads", one, stdin=io.BytesIO(text.encode()))
        convert("-", "nquads", two, stdin=io.BytesIO(gzip.compress(text.encode())), source_format=name)
        assert one.getvalue() == two.getvalue() != b""


def test_the_syntax_of_a_lying_extension_can_be_given(tmp_path: Path) -> None:
    path = file(tmp_path, "lie.ttl", QUADS)
    assert converted(path, "nquads", source_format="nquads") == QUADS
    xml = file(tmp_path, "lie.nt", from_text(tmp_path, TURTLE, "rdfxml"))
    assert converted(xml, "ntriples", source_format="rdfxml") == LINES


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(LINES.encode() * 2_000,))
    writer.start()
    assert converted(tmp_path / "pipe", "ntriples") == LINES * 2_000
    writer.join()


def test_a_folder_of_a_build_is_its_nquads(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    kzit_graph.open_folder(project).build(tmp_path / "dist")
    (dump,) = (tmp_path / "dist").glob("*.nq")
    assert converted(tmp_path / "dist", "nquads") == dump.read_text("utf-8")


def test_relative_iris_need_a_base(tmp_path: Path) -> None:
    assert from_text(tmp_path, "<a> <b> <#c> .", "ntriples", base="http://e/d") == "<http://e/a> <http://e/b> <http://e/d#c> .\n"


def test_an_owl_file_in_turtle_is_read(tmp_path: Path) -> None:
    assert from_text(tmp_path, TURTLE, "ntriples", "owl") == LINES


@pytest.mark.parametrize(
    ("extension", "unpack"),
    [("gz", gzip.decompress), ("zst", lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed))],
)
def test_the_extension_of_the_output_compresses_it(tmp_path: Path, extension: str, unpack: object) -> None:
    path = file(tmp_path, "x.ttl", TURTLE)
    outputs = [tmp_path / f"{name}.nt.{extension}" for name in ("one", "two")]
    for output in outputs:
        convert(path, "ntriples", output)
    assert unpack(outputs[0].read_bytes()).decode() == LINES  # type: ignore[operator]
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert converted(outputs[0], "ntriples") == LINES


def test_a_file_can_be_converted_into_itself(tmp_path: Path) -> None:
    path = file(tmp_path, "x.ttl", TURTLE)
    path.chmod(0o640)
    convert(path, "turtle", path)
    assert converted(path, "ntriples") == LINES
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_kept_without_overwrite(tmp_path: Path) -> None:
    path = file(tmp_path, "x.nt", LINES)
    with pytest.raises(UnwritableTarget, match="exists already"):
        convert(path, "ntriples", path, overwrite=False)
    assert list(tmp_path.iterdir()) == [path]


def test_an_extension_of_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"\.nq is for nquads, not for turtle"):
        convert(file(tmp_path, "x.nt", LINES), "turtle", tmp_path / "y.nq.gz")


def test_an_input_that_is_also_the_output_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "x.nt", LINES)
    with path.open("ab") as output, pytest.raises(InvalidInput, match=r"x\.nt: is also the output"):
        convert(path, "ntriples", output)
    assert path.read_text() == LINES
