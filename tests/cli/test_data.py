"""Data from elsewhere: build folders, compressed dumps, URLs, pipes and standard input, and what of a project is not read."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph, refusal
from tests.remote.endpoint_servers import says, server
from tests.small_project import FILES, small_project

TRIPLE = "<http://e/s> <http://e/p> <http://e/o> .\n"
COUNT = ("query", "SELECT ?s { ?s <http://e/p> ?o }", "-f", "csv", "--data")
SUBJECT = "s\nhttp://e/s\n"


def answered(*arguments: str | Path, text: str | None = None, cwd: Path | None = None) -> str:
    done = kzit_graph(*arguments, text=text, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.replace("\r\n", "\n")


def test_data_is_read_from_standard_input() -> None:
    assert answered(*COUNT, "-", text=TRIPLE) == SUBJECT


def test_an_error_in_standard_input_names_it() -> None:
    assert refusal(kzit_graph(*COUNT, "-", text="<http://e/s> <http://e/p> .")).startswith("kzit-graph: standard input:1:")


def test_a_compressed_dump_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.nt.gz").write_bytes(gzip.compress(TRIPLE.encode()))
    assert answered(*COUNT, tmp_path / "x.nt.gz") == SUBJECT


def test_a_build_is_read_by_each_command(dist: Path) -> None:
    assert answered("query", "claims", "--data", dist) == answered("query", "claims", "--data", dist / "kzit.nq")
    assert answered("show", "Milan", "--data", dist) == answered("show", "Milan", "--data", dist / "kzit.nq")


def test_diff_reads_compressed_dumps(tmp_path: Path) -> None:
    (tmp_path / "x.nt.gz").write_bytes(gzip.compress(TRIPLE.encode()))
    (tmp_path / "y.ttl").write_text(TRIPLE)
    assert kzit_graph("diff", tmp_path / "x.nt.gz", tmp_path / "y.ttl").returncode == 0


def test_a_url_is_downloaded() -> None:
    with server(says(TRIPLE.encode(), "application/n-triples")) as talk:
        assert answered(*COUNT, talk.url) == SUBJECT


@pytest.mark.slow
def test_validate_reads_what_data_does(dist: Path) -> None:
    assert kzit_graph("validate", dist).returncode == 0
    broken = "@prefix kzit: <https://w3id.org/kzit/ontology#> .\n\n<http://e/s> a kzit:Fact .\n"
    done = kzit_graph("validate", "-", text=broken)
    assert done.returncode == 1
    assert "standard input:3" in done.stdout
    assert "/tmp" not in done.stdout


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="the system has no process substitution")
def test_a_process_substitution_is_read() -> None:
    read, write = os.pipe()
    os.write(write, TRIPLE.encode())
    os.close(write)
    command = [sys.executable, "-m", "kzit_graph", *COUNT, f"/dev/fd/{read}"]
    done = subprocess.run(command, pass_fds=[read], capture_output=True, text=True)
    os.close(read)
    assert (done.returncode, done.stdout.splitlines()) == (0, SUBJECT.splitlines())


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("query", "-", "--data", "-"), "the query and the data cannot both be standard input"),
        (("query", "ASK {}", "--data", "-", "--data", "-"), "standard input (-) can be given only once"),
        (("query", "ASK {}", "--data", "x.ttl", "--endpoint", "http://127.0.0.1:1/"), "--endpoint takes no --data"),
    ],
)
def test_data_that_would_be_ignored_is_refused(arguments: tuple[str, ...], problem: str) -> None:
    done = kzit_graph(*arguments, text="")
    assert done.returncode == 2
    assert problem in " ".join(done.stderr.split())


@pytest.mark.parametrize("command", [("validate",), ("query", "ASK {}"), ("export", "nquads")])
def test_files_that_are_not_read_are_named(command: tuple[str, ...], tmp_path: Path) -> None:
    document = '{"@context": {"label": "http://e/label"}, "@id": "http://e/s", "lable": "x"}'
    folder = small_project(tmp_path, {"data/x.ttl.bz2": "x", "data/y.jsonld": document})
    done = kzit_graph("--project", folder, *command)
    assert done.returncode == 0
    assert done.stderr.splitlines()[:2] == [
        f"note: {folder / 'data' / 'x.ttl.bz2'}: skipped, because .bz2 cannot be read; use .gz or .zst",
        f'note: {folder / "data" / "y.jsonld"}: no IRI for the key "lable", so the values are not read; '
        "add it to the context, or map it to null",
    ]


BROKEN = {
    "annotation": ("data/x.ttl", b"<e:a> <e:b> <e:c> {| <e:p> 1 |} .", "x.ttl:1:19: triple terms (RDF 1.2) are not supported"),
    "version": ("data/x.ttl", b'VERSION "1.2"\n<e:a> <e:b> <e:c> .', "x.ttl:1:1: version announcements (RDF 1.2) are not supported"),
    "direction": ("data/x.ttl", b'<e:a> <e:b> "x"@ar--rtl .', "x.ttl:1:16: base directions (RDF 1.2) are not supported"),
    "relative": ("data/x.jsonld", b'[{"@id": "a", "e:b": "x"}]', 'x.jsonld:1: the IRI "a" is relative'),
    "UTF-16": ("data/x.ttl", "<e:a> <e:b> <e:c> .".encode("utf-16"), "x.ttl:1: not UTF-8 but UTF-16"),
    "Latin-1": ("shapes/x.ttl", b'\n<e:a> <e:b> "caff\xe8" .', "x.ttl:2:18: not UTF-8"),
    "byte order mark": ("ontology/y.ttl", b"\xef\xbb\xbf<e:a> <e:b> <e:c> .", "y.ttl:1: the file starts with a byte order mark"),
    "entities": ("data/x.rdf", b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 9_999 + b'">]><r/>', "x.rdf:1: an entity has more than 4,096 bytes"),
    "nested arrays": ("data/x.jsonld", b"[" * 100_000, "x.jsonld: more than 200 objects and arrays"),
    "missing dot": ("data/x.ttl", b"<e:a> <e:b> 1\n<e:c> <e:d> 2 .", "x.ttl:2:1: A dot is expected at the end of statements: end line 1"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [("validate",), ("validate", "--engine", "pyshacl"), ("build",), ("query", "counts"), ("export", "trig")]
)
@pytest.mark.parametrize(("name", "content", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_ends_each_command_in_one_line(
    name: str, content: bytes, problem: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    if name.startswith("shapes") and command[0] in ("query", "export"):
        pytest.skip("the command does not read shapes")
    folder = small_project(tmp_path)
    (folder / name).write_bytes(content)
    line = refusal(kzit_graph("--project", folder, *command, cwd=tmp_path))
    assert line.startswith(f"kzit-graph: {(folder / name).parent}{os.sep}{problem}")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["data/x.ttl", "shapes/x.ttl", "ontology/context.jsonld", "kzit-graph.toml"])
def test_a_named_pipe_in_a_project_ends_each_command(name: str, tmp_path: Path) -> None:
    folder = small_project(tmp_path, {name: None} if name in FILES else {})
    os.mkfifo(folder / name)
    for command in (("validate",), ("build",), ("query", "ASK {}"), ("export", "trig"), ("show", "x")):
        assert f"{name}: is a named pipe" in refusal(kzit_graph("--project", folder, *command, cwd=tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize(("name", "command"), [("q.rq", ("query",)), ("copy.txt", ("evidence", "segment", "--source", "a-2020"))])
def test_a_named_pipe_of_text_is_read_or_refused(name: str, command: tuple[str, ...], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    assert f"{name}: nothing is written to this named pipe" in refusal(kzit_graph(*command, name, cwd=tmp_path))
    writer = threading.Thread(target=(tmp_path / name).write_bytes, args=(b"ASK {}",))
    writer.start()
    done = kzit_graph(*command, name, cwd=tmp_path)
    writer.join()
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [("query", "ASK {}"), ("export", "turtle"), ("validate", "--shapes", "s.ttl")])
def test_an_empty_name_of_data_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text("")
    assert "the name of the data is empty; name a file" in refusal(kzit_graph(*command, "--data", "", cwd=tmp_path))


@pytest.mark.parametrize("name", ["a.jsonld", "a.rdf", "a.ttl.gz", "a.nq.gz", "null.ttl"])
@pytest.mark.parametrize("command", [("query", "ASK {}"), ("export", "nquads")], ids=["query", "export"])
def test_an_empty_file_that_is_refused_is_named_once(tmp_path: Path, command: tuple[str, ...], name: str) -> None:
    if name == "null.ttl":
        (tmp_path / name).symlink_to(os.devnull)
    else:
        (tmp_path / name).write_bytes(b"")
    done = kzit_graph(*command, "--data", name, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
