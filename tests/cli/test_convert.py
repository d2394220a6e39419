"""kzit-graph export --data: the options, the two outputs, and what goes wrong in a call."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kzit_graph.cli import cli
from kzit_graph.errors import KzitError
from tests.cli.commands import kzit_graph, on_a_terminal, refusal
from tests.remote.endpoint_servers import says, server

LINES = '<http://e/s> <http://e/p> "a" .\n<http://e/s> <http://e/p> "b"@en-GB .\n'
QUAD = '<http://e/s> <http://e/p> "a" <http://e/g> .\n'
TURTLE = '@prefix e: <http://e/> .\ne:s e:p "a" , "b"@en-GB .\n'


def run(*arguments: str | Path, text: str | bytes | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(cli, ["export", *map(str, arguments)], input=text)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.nt").write_text(LINES)
    (tmp_path / "x.nq").write_text(QUAD)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_data_is_converted_without_a_project() -> None:
    done = kzit_graph("export", "nquads", "--data", "x.nt", "--data", "x.nq")
    assert (done.returncode, done.stdout, done.stderr) == (0, LINES + QUAD, "")


@pytest.mark.usefixtures("here")
def test_merged_graphs_are_noted_on_stderr() -> None:
    done = kzit_graph("export", "ntriples", "--data", "x.nq")
    assert (done.returncode, done.stdout) == (0, QUAD.replace(" <http://e/g>", ""))
    assert done.stderr == "note: 1 graph merged, because the format has none; nquads and trig keep them\n"
    assert kzit_graph("export", "ntriples", "--data", "x.nq", "--merge-graphs").stderr == ""


def test_standard_input_has_the_given_syntax() -> None:
    assert run("ntriples", "--data", "-", "--from", "turtle", text=TURTLE).stdout == LINES
    assert run("ntriples", "--data", "-", text=gzip.compress(TURTLE.encode())).stdout == LINES
    assert run("ntriples", "--data", "-", "--from", "turtle", "--base", "http://e/", text="<s> <p> 'a' , 'b'@en-GB .").stdout == LINES


def test_a_file_is_written_compressed_by_its_name(here: Path) -> None:
    assert run("turtle", "--data", "x.nt", "-o", "new.ttl.gz").exit_code == 0
    assert b'"b"@en-GB' in gzip.decompress((here / "new.ttl.gz").read_bytes())
    assert run("nquads", "--data", "x.nt", "-o", "new.nq.gz").output == ""
    assert run("nquads", "--data", "new.nq.gz", "-o", "new.nq.gz", "--force").exit_code == 0
    assert gzip.decompress((here / "new.nq.gz").read_bytes()).decode() == LINES


@pytest.mark.slow
def test_dumps_of_a_project_are_compressed_as_well(here: Path, one_source: Path) -> None:
    kzit_graph("--project", one_source, "export", "nquads", "-o", here / "p.nq.gz")
    kzit_graph("--project", one_source, "export", "csv", "-o", here / "p.csv.gz")
    assert gzip.decompress((here / "p.nq.gz").read_bytes()).decode() == kzit_graph("--project", one_source, "export", "nquads").stdout
    assert gzip.decompress((here / "p.csv.gz").read_bytes()).startswith(b"fact,")


def test_a_mistake_leaves_no_file_behind(here: Path) -> None:
    before = sorted(here.iterdir())
    (here / "y.nt").write_text(LINES * 9_000 + "<http://e/s> .\n")
    line = refusal(kzit_graph("export", "nquads", "--data", "y.nt", "-o", "new.nq"))
    assert line.startswith("kzit-graph: y.nt:18001:14: ")
    (here / "y.nt").unlink()
    assert sorted(here.iterdir()) == before


def test_a_mistake_leaves_on_stdout_what_was_written(here: Path) -> None:
    (here / "y.nt").write_text(LINES * 9_000 + "<http://e/s> .\n")
    done = kzit_graph("export", "nquads", "--data", "y.nt")
    assert done.returncode == 2
    assert done.stdout.startswith(LINES)
    (line,) = done.stderr.splitlines()
    assert line.startswith("kzit-graph: y.nt:18001:14: ")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("turtle", "--data", "-", "--data", "-"), "standard input (-) can be given only once; name a file"),
        (("turtle", "--sort"), "--sort needs --data; name the data to convert"),
        (("turtle", "--from", "turtle"), "--from needs --data; name the data to convert"),
        (("csv", "--data", "x.nq", "--base", "http://e/"), "csv takes no --base; name a format of RDF"),
        (("turtle", "--data", "x.nt", "--from", "ttl"), 'unknown format "ttl"; nearest: turtle (.ttl is its extension)'),
        (("turtel", "--data", "x.nt"), 'unknown format "turtel"; nearest: turtle'),
        (("turtle", "--data", "x.nt", "-o", "x.nt", "--force"), "x.nt: .nt is for ntriples, not for turtle"),
        (("ntriples", "--data", "x.nt", "-o", "x.nt"), "x.nt: exists already; name another file, or add --force to replace it"),
        (("turtle", "--data", "x.nt", "-o", "y.ttl.bz2"), "y.ttl.bz2: .bz2 files are not written"),
        (("turtle", "--data", "x.nt", "-o", "y.ttl.bz2.gz"), "y.ttl.bz2.gz: would be compressed twice; name it y.ttl.gz"),
        (("turtle", "--data", "absent.nt"), "absent.nt: cannot be read: No such file or directory"),
        (("turtle", "--data", "."), ".: not the folder of a build"),
        (("turtle", "--data", "ftp://example.org/x.nt"), "an address must begin with https:// or http://"),
        (("turtle", "--data", "x.nt", "--base", "no iri"), 'the base "no iri" is not an absolute IRI'),
    ],
)
def test_a_wrong_call_is_refused(arguments: tuple[str, ...], problem: str) -> None:
    done = run(*arguments, text="")
    if isinstance(done.exception, KzitError):  # for which the front of the command line sets status 2
        assert problem in str(done.exception)
    else:
        assert done.exit_code == 2
        assert problem in " ".join(done.output.split())


@pytest.mark.usefixtures("here")
def test_an_empty_stream_is_refused() -> None:
    assert refusal(kzit_graph("export", "turtle", "--data", "-", text="")) == "kzit-graph: standard input: empty; give it RDF data"


@pytest.mark.usefixtures("here")
def test_an_empty_file_has_no_statement_and_a_note() -> None:
    Path("empty.ttl").touch()
    done = kzit_graph("export", "ntriples", "--data", "empty.ttl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "note: empty.ttl: the file is empty\n")


@pytest.mark.usefixtures("here")
def test_appending_to_the_data_itself_is_refused() -> None:
    with Path("x.nt").open("ab") as output:
        command = [sys.executable, "-m", "kzit_graph", "export", "ntriples", "--data", "x.nt"]
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (2, "kzit-graph: x.nt: is also the output; write to another file\n")
    assert Path("x.nt").read_text() == LINES


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX")
def test_a_reader_may_close_the_pipe(here: Path) -> None:
    (here / "y.nt").write_text(LINES * 9_000)
    command = f"{sys.executable} -m kzit_graph export nquads --data y.nt | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=here)
    assert (done.returncode, done.stdout, done.stderr) == (0, LINES.splitlines(keepends=True)[0], "")


@pytest.mark.skipif(os.name != "posix", reason="the terminal is POSIX")
def test_hidden_characters_are_visible_on_a_terminal(here: Path) -> None:
    (here / "y.nt").write_text('<http://e/s> <http://e/p> "a\u202eb\\u001b" .\n', encoding="utf-8")
    shown = on_a_terminal("export", "ntriples", "--data", "y.nt", cwd=here)
    assert "a\ufffdb" in shown
    assert "\x1b" not in shown
    assert "\u202e" in kzit_graph("export", "ntriples", "--data", "y.nt", cwd=here).stdout


def test_a_url_is_converted() -> None:
    with server(says(LINES.encode(), "application/n-triples")) as talk:
        assert run("ntriples", "--data", talk.url).stdout == LINES


@pytest.mark.usefixtures("here")
def test_tables_are_made_of_the_data(dist: Path) -> None:
    done = kzit_graph("export", "csv", "--data", dist)
    assert (done.returncode, done.stdout) == (0, (dist / "kzit.csv").read_text("utf-8"))
