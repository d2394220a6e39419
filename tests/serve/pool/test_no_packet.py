"""No query sends a packet: the gate refuses it, and a worker can open no socket."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final

import pytest

from tests.counting_server import counting_server
from tests.serve.pool.running import Running

pytestmark = pytest.mark.slow

_UNGUARDED: Final = """
import sys
from pyoxigraph import Store
from kzit_graph.serve.pool.worker import limit_descriptors
if sys.argv[2] == "limited":
    limit_descriptors(0)
try:
    print(len(list(Store().query("SELECT * { SERVICE <" + sys.argv[1] + "> { ?s ?p ?o } }"))))
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    with counting_server() as found:
        yield found


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p ?o OPTIONAL {{ SERVICE ?o {{ ?a ?b ?c }} }} VALUES ?o {{ <{url}> }} }}",
        "SELECT * {{ \\u0053ervice <{url}> {{ ?s ?p ?o }} }}",
        "LOAD <{url}>",
        "LOAD SILENT <{url}> INTO GRAPH <a:g>",
    ],
)
def test_a24_queries_that_would_contact_a_server_are_refused(pool: Running, listener: tuple[str, list[str]], sparql: str) -> None:
    url, asked = listener

    assert pool.failure(sparql.format(url=url)).kind == "query"
    assert asked == []


def test_a24_remote_graphs_are_not_fetched(pool: Running, listener: tuple[str, list[str]]) -> None:
    url, asked = listener

    assert pool.content(f"SELECT * FROM <{url}> {{ ?s ?p ?o }}", "tsv").count(b"\n") == 1
    assert pool.content("SELECT * { ?s ?p ?o }", "tsv", default_graphs=(url,)).count(b"\n") == 1
    assert asked == []


@pytest.mark.slow
def test_a24_native_code_cannot_send_a_packet_from_a_worker() -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(500)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the name that the library calls

        def log_message(self, format: str, *_arguments: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            limited, _ = (_unguarded(server.server_address[1], mode) for mode in ("limited", "free"))
        finally:
            server.shutdown()
            thread.join()

    assert "Too many open files" in limited
    assert len(asked) == 1  # the one without the limit, which shows that the engine would send it


def _unguarded(port: int, mode: str) -> str:
    command = [sys.executable, "-c", _UNGUARDED, f"http://127.0.0.1:{port}/sparql", mode]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
