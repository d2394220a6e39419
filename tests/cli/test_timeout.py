"""--timeout ends every command, even in native code; --request-timeout ends one request."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.cli import cli
from tests.built_folders import files_of
from tests.cli.commands import kzit_graph, refusal
from tests.cli.processes import CROSS_PRODUCT, MAX_TO_END, Running, large_project
from tests.remote.endpoint_servers import Step, says, sends, server

TIMEOUT = 1.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large_project(tmp_path_factory.mktemp("large"))


def assert_timed_out(command: Running) -> None:
    done = command.ended()
    assert (done.status, done.output) == (2, b"")
    assert done.errors == f"kzit-graph: timed out after {TIMEOUT:g} s; ask for less, or set a longer --timeout\n"
    assert done.seconds < TIMEOUT + MAX_TO_END
    assert command.leaves_nothing()


@pytest.mark.slow
@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {CROSS_PRODUCT}",
        f"SELECT * {CROSS_PRODUCT} ORDER BY ?l",
        f"SELECT DISTINCT ?a ?d ?g {CROSS_PRODUCT}",
        f"SELECT ?a (COUNT(*) AS ?n) {CROSS_PRODUCT} GROUP BY ?a",
        f"SELECT ?c {{ {CROSS_PRODUCT} FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '(.*a.*b.*)+!') }}",
        "SELECT (COUNT(*) AS ?n) { ?a (!<http://e/x>|^!<http://e/x>)* ?c . ?d (!<http://e/x>)* ?e . ?f (!<http://e/x>)* ?g }",
        f"ASK {{ {CROSS_PRODUCT} FILTER (CONCAT(STR(?c), STR(?f), STR(?i)) = '') }}",
        f"CONSTRUCT {{ ?a ?b ?l }} {CROSS_PRODUCT}",
    ],
)
def test_a_query_ends_at_the_timeout(tmp_path: Path, one_source: Path, sparql: str) -> None:
    assert_timed_out(Running(tmp_path, "--project", one_source, "query", sparql, "--timeout", TIMEOUT))


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "SELECT * { ?s ?p ?o }"),
        ("show", "La Scala"),
        ("validate",),
        ("validate", "--engine", "pyshacl"),
        ("build", "--out", "OUT", "--jobs", "2"),
        ("export", "turtle"),
        ("diff", ".", "PROJECT"),
        ("diff", ".", "PROJECT", "-f", "patch"),
        ("load", "http://127.0.0.1:9/"),
        ("evidence", "coverage"),
        ("evidence", "check", "PROJECT/data/sources/large.ttl", "--source", "large"),
    ],
)
def test_every_command_ends_at_the_timeout(tmp_path: Path, large: Path, arguments: tuple[str, ...]) -> None:
    named = [part.replace("PROJECT", str(large)).replace("OUT", str(tmp_path / "dist")) for part in arguments]
    assert_timed_out(Running(tmp_path / "temporary", "--project", large, *named, "--timeout", TIMEOUT))
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


@pytest.mark.slow
def test_a_build_that_times_out_leaves_the_old_one(tmp_path: Path, large: Path) -> None:
    small, out = tmp_path / "small", tmp_path / "dist"
    large_project(small, 1)
    assert kzit_graph("--project", small, "build", "--out", out).returncode == 0
    before = files_of(out)
    for seconds in (0.5, 1, 2, 3):
        assert kzit_graph("--project", large, "build", "--out", out, "--timeout", str(seconds), "--jobs", "2").returncode == 2
    assert files_of(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "small"]


@pytest.mark.slow
def test_a_source_text_that_takes_long_to_segment_ends_at_the_timeout(tmp_path: Path, one_source: Path) -> None:
    (tmp_path / "long.txt").write_text("A sentence of a very long text. " * 1_000_000, "utf-8")
    command = ("--project", one_source, "evidence", "segment", tmp_path / "long.txt", "--timeout", TIMEOUT)
    assert_timed_out(Running(tmp_path / "temporary", *command))


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        pytest.param(says(b'{"head":{"vars":["a"]},"results":{"bindings":[' + b"{}," * 5_000_000 + b"{}]}}"), id="millions of rows"),
        pytest.param(sends(HEAD, b"X-Slow: 1\r\n", pause=0.2, forever=True), id="endless headers"),
        pytest.param(sends(HEAD + b"\r\n", b" ", pause=0.2, forever=True), id="slow body"),
        pytest.param(sends(b"HTTP", pause=60), id="silence"),
    ],
)
def test_an_endpoint_cannot_outlast_the_timeout(tmp_path: Path, one_source: Path, step: Step) -> None:
    with server(step) as talk:
        assert_timed_out(
            Running(tmp_path, "--project", one_source, "query", "SELECT * { ?s ?p ?o }", "--endpoint", talk.url, "--timeout", TIMEOUT)
        )


@pytest.mark.slow
@pytest.mark.parametrize("command", [("query", "ASK {}", "--endpoint", "URL"), ("diff", ".", "URL"), ("load", "URL")])
def test_a_silent_server_ends_at_the_request_timeout(tmp_path: Path, command: tuple[str, ...]) -> None:
    with server(sends(b"HTTP", pause=60)) as talk:
        done = Running(tmp_path, *(part.replace("URL", talk.url) for part in command), "--request-timeout", "1").ended()
    assert done.status == 2
    assert "no answer within 1 s; ask for less, or raise the timeout" in done.errors
    assert done.seconds < 1 + MAX_TO_END


def test_a_command_that_ends_in_time_is_not_changed_by_a_timeout(one_source: Path) -> None:
    call = ("--project", one_source, "query", "theatre-partners", "-f", "csv")
    assert kzit_graph(*call, "--timeout", "60").stdout == kzit_graph(*call).stdout != ""
    assert kzit_graph("--project", one_source, "query", "no-such-question", "--timeout", "60").returncode == 2


@pytest.mark.parametrize("name", ["build", "diff", "export", "load", "query", "show", "validate"])
def test_each_command_has_the_option(name: str) -> None:
    command = cli.commands.get(name) or cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert "--timeout" in {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("option", ["--timeout", "--request-timeout"])
def test_a_timeout_that_is_no_number_is_refused(one_source: Path, option: str) -> None:
    done = kzit_graph("--project", one_source, "query", "ASK {}", "--endpoint", "http://127.0.0.1:9/", option, "nan")
    assert "the timeout must be a number of seconds, not NaN" in refusal(done)
