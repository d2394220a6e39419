"""Limits of queries and clients, as a client sees them, and that the work ends."""

from __future__ import annotations

import json
import socket
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx
import psutil
import pytest

from tests.serve.running import RunningServer, running_server

pytestmark = pytest.mark.slow

LIMIT: Final = 1.0
CROSS: Final = "?a ?p ?b . ?c ?q ?d . ?e ?r ?f ."
SLOW: Final = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
ENDLESS: Final = f"SELECT ?a ?c ?e {{ {CROSS} }}"
NUMBERS: Final = " ".join(map(str, range(3000)))
HOSTILE: Final = {
    "count of a cross product": SLOW,
    "order of a cross product": f"SELECT * {{ {CROSS} }} ORDER BY ?b ?d",
    "distinct rows of a cross product": f"SELECT DISTINCT ?a ?d ?f {{ {CROSS} }}",
    "concatenation": "SELECT (GROUP_CONCAT(STR(?d)) AS ?x) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (<urn:p>|!<urn:p>)* ?b . ?c (<urn:p>|!<urn:p>)* ?d }",
    "nested path": "SELECT * { ?a ((!<urn:p>*)*/(!<urn:q>*)*)* ?b . ?c ?p ?d . ?e ?q ?f } ORDER BY ?a ?b",
    "regular expression": "SELECT (COUNT(*) AS ?n) { ?a ?p ?l . ?b ?q ?m . ?c ?r ?o "
    'FILTER(REGEX(CONCAT(STR(?l), STR(?m)), "^(([a-z])+.)+[A-Z]([a-z])+$")) }',
    "values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} VALUES ?c {{ {NUMBERS} }} }}",
    "nesting": "SELECT * " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000,
    "growing text": 'SELECT (STRLEN(?v9) AS ?n) { BIND("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" AS ?v0) '
    + " ".join(f'BIND(REPLACE(?v{i}, "a", "aaaaaaaaaaaaaaaa") AS ?v{i + 1})' for i in range(9))
    + "}",
    "unions": "SELECT * {" + " UNION ".join(f"{{?s <urn:p{i}> ?o}}" for i in range(25_000)) + "}",
    "graph of a cross product": f"CONSTRUCT {{ ?a ?p ?d . ?c ?q ?f }} WHERE {{ {CROSS} }} ORDER BY ?b",
}


@pytest.fixture(scope="module")
def strict(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with a short time limit and little memory."""
    options = ("--query-timeout", str(LIMIT), "--query-memory", "256M", "--budget", "0", "--per-client", "0", "--workers", "6")
    with running_server(dist, tmp_path_factory.mktemp("strict"), *options) as running:
        yield running


def memory(server: RunningServer) -> int:
    """Return the memory of all processes, each shared page counted once."""
    total = 0
    for process in server.processes():
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total


def test_a16_hostile_queries_end_in_time_and_leave_nothing_behind(strict: RunningServer) -> None:
    strict.query("ASK {}")
    before = memory(strict)

    def ask(query: str) -> tuple[int, float]:
        start = time.monotonic()
        try:
            status = httpx.post(strict.sparql, data={"query": query}, timeout=60).status_code
        except httpx.RemoteProtocolError:  # cut after the first rows
            status = 503
        return status, time.monotonic() - start

    with ThreadPoolExecutor(6) as threads:
        found = dict(zip(HOSTILE, threads.map(ask, HOSTILE.values()), strict=True))
    waits = 2  # twelve queries share six workers
    assert {name: status for name, (status, _) in found.items() if status not in (400, 503, 504)} == {}
    assert {name for name, (status, _) in found.items() if status == 400} <= {"nesting", "unions"}  # refused before they run
    assert max(seconds for _, seconds in found.values()) < waits * 3 * (LIMIT + 1)
    time.sleep(0.5)
    assert strict.busy() < 0.15
    assert memory(strict) - before < 100 << 20


def test_a16_a_timeout_is_a_problem_with_the_time_and_the_limit(strict: RunningServer) -> None:
    response = strict.query(SLOW)
    assert response.status_code == 504
    document = response.json()
    assert document["type"] == f"{strict.url}problems/time"
    assert LIMIT <= document["seconds"] < 3 * (LIMIT + 1)


def test_a_client_can_lower_the_timeout(strict: RunningServer) -> None:
    response = strict.client.get(strict.sparql, params={"query": SLOW, "timeout": "0.2"})
    assert (response.status_code, response.json()["seconds"] < LIMIT) == (504, True)


def test_a17_the_work_ends_when_the_client_leaves(server: RunningServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        body = SLOW.encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
        client.sendall(head.encode() + body)
        time.sleep(0.5)
        assert server.busy(0.3) > 0.01
    line = server.wait_for_line(outcome="left")
    assert line["duration"] < 5
    time.sleep(0.2)
    assert server.busy() < 0.15


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv"])
def test_a20_an_answer_that_ends_early_is_cut(accept: str, server: RunningServer) -> None:
    for seconds in (0.5, 2, 8):
        asked = {"query": ENDLESS, "timeout": str(seconds)}
        with server.client.stream("GET", server.sparql, params=asked, headers={"accept": accept}, timeout=60) as response:
            if response.status_code == 504:  # a busy machine: nothing was sent in time
                continue
            assert response.status_code == 200
            with pytest.raises(httpx.RemoteProtocolError):
                deque(response.iter_raw(), maxlen=1)
            return
    raise AssertionError("no answer began")


def by_http_1_0(server: RunningServer, query: str, accept: str) -> tuple[HTTPResponse, bytes]:
    """Return the response to a request by HTTP/1.0, where the end of the connection is the end of an answer without a length."""

    class Connection(HTTPConnection):
        _http_vsn, _http_vsn_str = 10, "HTTP/1.0"

    with closing(Connection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers={"accept": accept})
        response = connection.getresponse()
        return response, response.read()


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv"])
def test_a20_no_answer_by_http_1_0_ends_early(accept: str, strict: RunningServer) -> None:
    response, body = by_http_1_0(strict, ENDLESS, accept)
    assert (response.status in (503, 504), json.loads(body)["status"]) == (True, response.status)


def test_a20_a_large_answer_by_http_1_0_has_its_length(server: RunningServer) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    response, body = by_http_1_0(server, query, "text/csv")
    assert (response.status, response.headers["content-length"]) == (200, str(len(body)))
    assert len(body) > 64 << 10
    assert body == server.query(query, headers={"accept": "text/csv"}).content


def test_a20_a_limit_of_bytes_cuts_a_long_answer(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--max-answer", "200K") as server:
        query = "SELECT * { ?s ?p ?o }"
        with pytest.raises(httpx.RemoteProtocolError):
            server.query(query)
        server.wait_for_line(outcome="rows")
        assert server.query("SELECT * { ?s ?p ?o } LIMIT 10").status_code == 200


def test_a23_a_client_that_used_its_time_waits_as_long_as_it_is_told(dist: Path, tmp_path: Path) -> None:
    options = ("--query-timeout", "0.5", "--budget", "0.3", "--refill", "6", "--trusted-proxy", "127.0.0.1")
    with running_server(dist, tmp_path / "server", *options) as server:
        assert server.query(SLOW).status_code == 504
        refused = server.query("SELECT (1 AS ?x) {}")
        assert (refused.status_code, refused.json().get("type")) == (429, f"{server.url}problems/budget")
        assert server.query("SELECT (1 AS ?x) {}", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 200
        time.sleep(int(refused.headers["retry-after"]))
        assert server.query("SELECT (2 AS ?x) {}").status_code == 200


def test_a23_without_a_trusted_proxy_forwarded_addresses_are_ignored(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--query-timeout", "0.5", "--budget", "0.3", "--refill", "6") as server:
        assert server.query(SLOW).status_code == 504
        assert server.query("SELECT (1 AS ?x) {}", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 429


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <URL>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_a24_no_query_sends_a_packet_or_changes_data(query: str, server: RunningServer) -> None:
    with socket.socket() as trap:
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        trap.settimeout(0.3)
        response = server.query(query.replace("URL", f"http://127.0.0.1:{trap.getsockname()[1]}/"))
        if " FROM " in query:
            assert response.json()["results"]["bindings"] == []
        else:
            assert response.status_code in (400, 403)
        with pytest.raises(TimeoutError):
            trap.accept()
