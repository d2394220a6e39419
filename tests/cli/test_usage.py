"""Each mistake in a call is answered with one line that says what is wrong and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph, refusal
from tests.small_project import small_project

QUERY = ("query", "ASK {}")
POSIX = pytest.mark.skipif(os.name != "posix", reason="the devices are POSIX")


@pytest.mark.parametrize("command", ["mcp", "serve"])
@pytest.mark.parametrize(
    ("name", "answer"), [("absent", "absent: no such folder"), ("a.ttl", "a.ttl: is a file; name the folder of a build")]
)
def test_a_wrong_folder_of_a_build_is_named(command: str, name: str, answer: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").touch()
    assert refusal(kzit_graph(command, "--dist", name, cwd=tmp_path)).endswith(answer)


def test_a_message_is_short_whatever_was_written(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_text(f"<{'a' * 100_000}> <e:p> 1 .", "utf-8")
    for arguments in (("query", "a" * 100_000), ("show", "a" * 100_000), ("query", "ASK {}", "--data", "x.nt")):
        assert len(refusal(kzit_graph(*arguments, cwd=tmp_path))) < 1_000


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("build", "now"), 'unexpected argument "now"; see kzit-graph build --help'),
        (("show", "Milan", "and", "Rome"), 'unexpected argument "and Rome"; see kzit-graph show --help'),
        (("build", "--jobs", "x"), "--jobs must be a whole number, at least 1; see kzit-graph build --help"),
        (("build", "--jobs", "1.5"), "--jobs must be a whole number, at least 1; see kzit-graph build --help"),
        (("diff", "a", "b", "--limit", "-1"), "--limit must be a whole number, at least 0; see kzit-graph diff --help"),
        (("query", "ASK {}", "--timeout", "0"), "--timeout must be a number, more than 0 and at most 86,400; see kzit-graph query --help"),
        (("build", "--release"), "--release needs a value; see kzit-graph build --help"),
        (("evidence", "check", "--source"), "--source needs a value; see kzit-graph evidence check --help"),
        (("--project",), "--project needs a value; see kzit-graph --help"),
        (("query", "--list=3"), "--list takes no value; see kzit-graph query --help"),
        (("--project", "", "inspect"), "--project is empty; name a file or a folder"),
        (("build", "--out", ""), "--out is empty; name a file or a folder"),
        (("export", "turtle", "-o", ""), "--output is empty; name a file or a folder"),
        (("serve", "--dist", ""), "--dist is empty; name a file or a folder"),
        (("mcp", "--dist", ""), "--dist is empty; name a file or a folder"),
        (("init", ""), "FOLDER is empty; name a file or a folder"),
        (("validate", "--known", ""), "--known is empty; name a file or a folder"),
        (("init", "new", "--base", ""), "--base is empty; write --base IRI, or leave it out"),
        (("init", "new", "--title="), "--title is empty; write --title TEXT, or leave it out"),
        (("query", "ASK {}", "--lang", ""), "--lang is empty; write --lang CODE, or leave it out"),
        (("load", "http://127.0.0.1:1", "--query-url", ""), "--query-url is empty; write --query-url URL, or leave it out"),
        (("serve", "--endpoint", ""), "--endpoint is empty; write --endpoint URL, or leave it out"),
        (("evidence", "check", "a.txt", "--source", ""), "--source is empty; write --source SLUG, or leave it out"),
        (("mcp", "--memory", "9" * 30), "--memory must be a whole number, at least 64 and at most 1,048,576; see kzit-graph mcp --help"),
        (("mcp", "--time", "nan"), "the timeout must be a number of seconds, not NaN"),
        (("diff", "a"), "NEW is missing; see kzit-graph diff --help"),
        (("evidence", "check", "a.txt"), "--source is missing; see kzit-graph evidence check --help"),
        (("query", "ASK {}", "-p", "city"), '-p "city" is not NAME=VALUE; write for example -p year=2017'),
        (("query", " "), "WHAT is missing; give the name of a question (see --list), SPARQL text, a .rq file, or -"),
        (
            ("export",),
            "FORMAT is missing; choose from turtle, trig, ntriples, nquads, jsonld, rdfxml, csv, parquet, xlsx, parquet-quads",
        ),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(arguments: tuple[str, ...], answer: str) -> None:
    assert refusal(kzit_graph(*arguments)) == f"kzit-graph: {answer}"


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (("--format", "csv", "-f", "json"), "--format is given several times; the last value counts"),
        (("-f", "json", "--timeout", "60", "--timeout", "50"), "--timeout is given several times; the last value counts"),
        (("-f", "json", "--labels", "--iris"), "--labels and --iris exclude each other; the last one counts: --iris"),
    ],
)
def test_a_note_says_which_of_several_values_counts(arguments: tuple[str, ...], note: str, tmp_path: Path) -> None:
    done = kzit_graph("--project", small_project(tmp_path), "query", "ASK {}", *arguments)
    assert (done.stdout, done.stderr) == ('{"head":{},"boolean":true}', f"note: {note}\n")


def test_a_note_about_several_values_does_not_show_a_password(tmp_path: Path) -> None:
    addresses = ("--endpoint", "http://me:hidden@127.0.0.1:1/", "--endpoint", "http://me:secret@127.0.0.1:2/")
    done = kzit_graph("--project", small_project(tmp_path), "query", "ASK {}", *addresses)
    assert "note: --endpoint is given several times" in done.stderr
    assert "hidden" not in done.stderr
    assert "secret" not in done.stderr


def test_one_value_given_twice_needs_no_note(tmp_path: Path) -> None:
    done = kzit_graph("--project", small_project(tmp_path), "query", "ASK {}", "-f", "csv", "--format=csv", "--iris", "--iris")
    assert (done.returncode, done.stderr) == (0, "")


def test_several_projects_are_noted(tmp_path: Path) -> None:
    done = kzit_graph("--project", tmp_path / "other", "--project", small_project(tmp_path), "query", "ASK {}")
    assert (done.stdout, done.stderr) == ("yes\n", "note: --project is given several times; the last value counts\n")


@pytest.mark.parametrize("name", ["dist", "data.ttl", "sub/folder"])
def test_a_file_or_folder_is_not_a_query(tmp_path: Path, name: str) -> None:
    small_project(tmp_path)
    (tmp_path / "sub" / "folder").mkdir(parents=True)
    (tmp_path / "data.ttl").write_text("")
    line = refusal(kzit_graph("query", name, cwd=tmp_path))
    if name == "dist":  # may be a misspelt question
        assert line == 'kzit-graph: unknown question "dist"; nearest: distributions; list all with: kzit-graph query --list'
    else:
        assert line == f"kzit-graph: {name}: not a query; name a question or a .rq file; for data, use --data"


@pytest.mark.parametrize("arguments", [("validate", "{}"), ("query", "ASK {{}}", "--data", "{}"), ("diff", "{}", "."), ("diff", ".", "{}")])
@pytest.mark.parametrize("address", ["ftp://example.org/x.nq", "file:///tmp/x.nq", "s3://bucket/x.nq"])
def test_an_address_that_is_not_on_the_web_is_refused(tmp_path: Path, arguments: tuple[str, ...], address: str) -> None:
    small_project(tmp_path)
    line = refusal(kzit_graph(*(argument.format(address) for argument in arguments), cwd=tmp_path))
    assert line == f"kzit-graph: {address}: an address must begin with https:// or http:// and a host name"


def test_an_empty_file_of_data_is_noted(tmp_path: Path) -> None:
    small_project(tmp_path)
    (tmp_path / "empty.ttl").touch()
    done = kzit_graph("validate", "empty.ttl", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "note: empty.ttl: the file is empty\n")


@pytest.mark.parametrize("command", [("export", "turtle"), ("query", "ASK {}", "-f", "csv"), ("show", "La Scala"), ("validate",)])
def test_a_hyphen_as_output_is_standard_output(tmp_path: Path, command: tuple[str, ...]) -> None:
    small_project(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = kzit_graph(*command, "-o", "-", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, kzit_graph(*command, cwd=tmp_path).stdout)
    assert done.stdout
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("command", "extension"),
    [
        *((command, extension) for command in (QUERY, (*QUERY, "-f", "csv"), ("show", "La Scala")) for extension in (".gz", ".zst", ".GZ")),
        *((command, extension) for command in (QUERY, ("export", "turtle")) for extension in (".bz2", ".xz", ".zip")),
    ],
)
def test_a_compressed_output_is_refused(tmp_path: Path, command: tuple[str, ...], extension: str) -> None:
    small_project(tmp_path)
    line = refusal(kzit_graph(*command, "-o", f"x.ttl{extension}", cwd=tmp_path))
    assert line == f"kzit-graph: x.ttl{extension}: {extension.lower()} files are not written; name it x.ttl, and compress it afterwards"
    assert not (tmp_path / f"x.ttl{extension}").exists()


def test_a_file_given_as_the_project_is_named_as_one(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").touch()
    assert refusal(kzit_graph("--project", "x.ttl", "build", cwd=tmp_path)) == "kzit-graph: x.ttl: is a file; name a folder"


def test_a_build_below_a_file_says_that_it_is_not_a_folder(tmp_path: Path) -> None:
    small_project(tmp_path)
    (tmp_path / "file").touch()
    line = refusal(kzit_graph("build", "--out", "file/dist", cwd=tmp_path))
    assert line.startswith("kzit-graph: file/dist: cannot be written: Not a directory")


@POSIX
@pytest.mark.parametrize("close", [False, True], ids=["full disk", "closed"])
@pytest.mark.parametrize(
    ("command", "status"),
    [(("build",), 0), (("build", "--timeout", "60"), 0), (("validate", "empty.ttl"), 0), (("query", "nope"), 2), (("build", "now"), 2)],
)
def test_lost_messages_do_not_change_the_exit_status(tmp_path: Path, command: tuple[str, ...], status: int, close: bool) -> None:
    if not close and not Path("/dev/full").exists():
        pytest.skip("no /dev/full, which only Linux has")
    small_project(tmp_path)
    (tmp_path / "empty.ttl").touch()

    def lose_messages() -> None:
        if close:
            os.close(2)
        else:
            os.dup2(os.open("/dev/full", os.O_WRONLY), 2)

    assert kzit_graph(*command, cwd=tmp_path, before=lose_messages).returncode == status
    assert ("build" not in command) or (tmp_path / "dist" / "SHA256SUMS").exists() == (status == 0)


@pytest.mark.parametrize("arguments", [("evidence", "segment"), ("validate", "--known")])
def test_a_file_that_may_not_be_read_is_named(arguments: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_text("A sentence.", "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert refusal(kzit_graph(*arguments, "copy.txt", cwd=tmp_path)) == "kzit-graph: copy.txt: cannot be read: Permission denied"
