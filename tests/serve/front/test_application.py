"""The table of routes, the options of the command, and what other commands do not import."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from kzit_graph.cli import cli
from kzit_graph.cli.serve import LIMITS
from kzit_graph.errors import MissingExtra
from kzit_graph.serve import run as running
from kzit_graph.serve.app import Application, Options
from kzit_graph.serve.http.headers import ROUTE_KINDS, headers_of
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.operation.access_log import AccessLog
from kzit_graph.serve.operation.log_writer import LogWriter
from kzit_graph.serve.served_build import ServedBuild
from tests.cli.commands import kzit_graph, refusal


async def no_build() -> ServedBuild:
    raise AssertionError


def application() -> Application:
    return Application(Options(Limits()), no_build, AccessLog(lambda _line: None))


def test_every_route_has_an_entry_in_the_table_of_headers() -> None:
    kinds = {getattr(app, "kind", None) for _, _, app in application().routes.listed}
    assert None not in kinds
    assert [kind for kind in kinds if kind not in ROUTE_KINDS] == []
    for kind in (*kinds, "file", "thing", "document", "none"):
        names = {name for name, _ in headers_of(str(kind))}
        assert {b"content-security-policy", b"x-content-type-options", b"referrer-policy", b"cache-control"} <= names


def test_every_path_of_a_route_is_there_once() -> None:
    paths = [path for _, path, _ in application().routes.listed]
    assert len(paths) == len(set(paths)) > 15


def test_every_limit_has_an_option() -> None:
    assert list(LIMITS) == [field.name for field in fields(Limits)]


def test_the_help_has_the_default_of_each_limit() -> None:
    text = " ".join(CliRunner().invoke(cli, ["serve", "--help"]).output.split())
    assert "End a query that needs more memory. 0: no limit. [default: 512M]" in text
    assert "End a query after this time. [default: 10]" in text
    assert "Query time that a client gets back per minute. [default: 60]" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "value", "wanted"),
    [
        ("--query-memory", "much", "a size, at least 16M and at most 1024G, or 0 for no limit"),
        ("--query-memory", "1M", "a size, at least 16M and at most 1024G, or 0 for no limit"),
        ("--query-memory", "999999G", "a size, at least 16M and at most 1024G, or 0 for no limit"),
        ("--max-answer", "1", "a size, at least 1K and at most 1024G, or 0 for no limit"),
        ("--max-url", "10", "a size, at least 256 and at most 1024G"),
        ("--max-url", "-1", "a size, at least 256 and at most 1024G"),
        ("--max-headers", "0", "a size, at least 1K and at most 1024G"),
        ("--max-body", "1", "a size, at least 1K and at most 1024G"),
        ("--max-fields", "1", "a whole number, at least 8 and at most 100,000"),
        ("--refill", "nan", "a number, at least 0 and at most 86,400"),
        ("--refill", "inf", "a number, at least 0 and at most 86,400"),
        ("--query-timeout", "nan", "a number, at least 0.01 and at most 86,400"),
    ],
)
def test_a_limit_that_cannot_work_is_refused_by_name(option: str, value: str, wanted: str, tmp_path: Path) -> None:
    repair = "write it like 65536, 64K, 512M or 2G" if "size" in wanted else "see kzit-graph serve --help"
    done = kzit_graph("serve", "--dist", tmp_path, "--port", "0", option, value)
    assert refusal(done) == f"kzit-graph: {option} must be {wanted}; {repair}"


@pytest.mark.slow
def test_other_commands_import_nothing_of_a_server() -> None:
    program = (
        "import sys; from kzit_graph.cli import cli; "
        "cli(['query', 'ASK {}'], standalone_mode=False); "
        "print(sorted({'starlette', 'granian', 'httpx', 'jinja2', 'prometheus_client', 'uvloop', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_server_that_is_not_installed_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypercorn", None)
    listener = running.listen("127.0.0.1", 0)
    with listener, pytest.raises(MissingExtra, match=r'hypercorn is not installed; install it with: pip install "kzit-graph\[hypercorn\]"'):
        running.run(application(), listener, Limits(), "hypercorn", lambda: None)


def test_the_url_of_a_server_has_its_port() -> None:
    with running.listen("127.0.0.1", 0) as listener:
        assert running.url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_log_lines_are_written_in_order_and_before_the_end(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as stream:
        writer = LogWriter(stream)
        for number in range(5000):
            writer(str(number))
        writer.close()
    assert (tmp_path / "log").read_text().split() == list(map(str, range(5000)))


def test_a_log_that_nobody_reads_any_more_does_not_stop_the_server(tmp_path: Path) -> None:
    stream = (tmp_path / "log").open("w")
    stream.close()
    writer = LogWriter(stream)
    writer("line")
    writer.close()


def test_a_websocket_is_refused() -> None:
    sent: list[str] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(str(message["type"]))

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    asyncio.run(application()({"type": "websocket"}, receive, send))  # type: ignore[arg-type]
    assert sent == ["websocket.close"]


@pytest.mark.slow
def test_a_build_and_a_project_are_two_graphs(tmp_path: Path) -> None:
    done = kzit_graph("--project", tmp_path, "serve", "--dist", tmp_path, "--port", "0")
    assert refusal(done) == "kzit-graph: --dist and --project name two graphs; give one of them"
