"""What an operator sees and does: start, log, metrics, health, reload and stop."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Self

import httpx
import psutil
import pytest

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from kzit_graph.serve.operation.access_log import AccessLog
from kzit_graph.serve.operation.reload import Present
from tests.serve.front.test_limits import SLOW
from tests.serve.running import END, RunningServer, running_server

pytestmark = pytest.mark.slow

COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
THING: Final = (
    '<https://example.org/id/{0}> a <https://example.org/ontology#City> ; <http://www.w3.org/2000/01/rdf-schema#label> "{0}"@en .\n'
)


def project(folder: Path, things: int) -> Path:
    """Write or change a small project with some things."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "kzit-graph.toml").write_text('[dataset]\niri = "https://example.org/dataset"\nbase = "https://example.org/"\n')
    (folder / "data" / "cities.ttl").write_text("".join(THING.format(f"city-{number}") for number in range(things)))
    return folder


def make(folder: Path, dist: Path, things: int) -> None:
    build(LoadedProject(open_project(project(folder, things))), dist)


def test_a_line_of_the_log_has_no_half_of_a_surrogate_pair() -> None:
    lines: list[str] = []
    AccessLog(lines.append).event("reload", result="done", folder=Path("caf\udce9"), problem="caf\udce9: missing")
    (line,) = map(json.loads, lines)
    assert (line["result"], line["folder"], line["problem"]) == ("done", "caf\ufffd", "caf\ufffd: missing")


def count(server: RunningServer) -> int:
    return int(httpx.post(server.sparql, data={"query": COUNT}).json()["results"]["bindings"][0]["n"]["value"])


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def has_reloaded(server: RunningServer, times: int) -> bool:
    return len([line for line in server.log() if line.get("event") == "reload"]) == times


class Load:
    """Sends queries all the time, in some threads, and keeps what failed."""

    def __init__(self, server: RunningServer, threads: int = 4) -> None:
        self.failed: list[str] = []
        self.number = 0
        self._is_over = threading.Event()
        self._server = server
        self._threads = [threading.Thread(target=self._run) for _ in range(threads)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        with httpx.Client() as client:
            while not self._is_over.is_set():
                self.number += 1
                try:
                    response = client.post(
                        self._server.sparql, data={"query": f"SELECT (RAND() AS ?x{self.number}) {{ ?s ?p ?o }}"}, timeout=20
                    )
                    if response.status_code != 200:
                        self.failed.append(response.text)
                except httpx.HTTPError as error:
                    self.failed.append(repr(error))
                time.sleep(0.002)


def test_a28_a_reload_drops_no_request(tmp_path: Path) -> None:
    make(tmp_path / "project", tmp_path / "dist", 100)
    with running_server(tmp_path / "dist", tmp_path / "server", "--budget", "0") as server:
        before = count(server)
        make(tmp_path / "project", tmp_path / "dist", 300)
        with Load(server) as load:
            for number in (1, 2):
                time.sleep(0.2)
                os.kill(server.pid, signal.SIGHUP)
                wait_until(partial(has_reloaded, server, number))
        assert load.failed == []
        assert load.number > 20
        assert count(server) > before


def test_a_watched_build_is_loaded_when_it_changes(tmp_path: Path) -> None:
    make(tmp_path / "project", tmp_path / "dist", 10)
    with running_server(tmp_path / "dist", tmp_path / "server", "--watch") as server:
        before = count(server)
        make(tmp_path / "project", tmp_path / "dist", 20)
        server.wait_for_line(event="reload", result="done")
        assert count(server) > before


def test_a28_files_of_a_replaced_build_come_from_the_next_one(tmp_path: Path) -> None:
    make(tmp_path / "project", tmp_path / "dist", 10)
    with running_server(tmp_path / "dist", tmp_path / "server") as server, ThreadPoolExecutor(4) as threads:
        make(tmp_path / "project", tmp_path / "dist", 300)
        dump = next((tmp_path / "dist").glob("*.nq")).name
        paths = (dump, "dataset", "dataset.rdf", "id/city-7.ttl")
        asked = [threads.submit(httpx.get, f"{server.url}{path}", headers={"accept": "text/turtle"}, timeout=60) for path in paths]
        time.sleep(0.5)
        os.kill(server.pid, signal.SIGHUP)
        found = [one.result() for one in asked]
        assert [response.status_code for response in found] == [200] * 4, [response.text for response in found]
        assert found[0].content == (tmp_path / "dist" / dump).read_bytes()


def test_the_log_says_why_a_file_has_no_compressed_copy() -> None:
    async def full() -> str:
        return "cache: No space left on device"

    async def start() -> None:
        build: Any = SimpleNamespace(files=SimpleNamespace(pack=full))

        async def open_build() -> Any:
            return build

        present = Present(open_build, AccessLog(lines.append))
        await present.start()
        await asyncio.sleep(0)
        await asyncio.gather(*present._packing)

    lines = list[str]()
    asyncio.run(start())
    (line,) = map(json.loads, lines)
    assert line["event"] == "cache"
    assert line["problem"] == "cache: No space left on device; some large files are sent without compression"


def test_a_build_that_was_deleted_is_missed_after_a_while(tmp_path: Path) -> None:
    make(tmp_path / "project", tmp_path / "dist", 10)
    with running_server(tmp_path / "dist", tmp_path / "server") as server:
        shutil.rmtree(tmp_path / "dist")
        response = server.client.get(f"{server.url}dataset.ttl", timeout=60)
        assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (503, "not-ready")


def test_a_build_that_cannot_be_loaded_leaves_the_present_one(tmp_path: Path) -> None:
    make(tmp_path / "project", tmp_path / "dist", 10)
    with running_server(tmp_path / "dist", tmp_path / "server") as server:
        before = count(server)
        shutil.rmtree(tmp_path / "dist")
        os.kill(server.pid, signal.SIGHUP)
        line = server.wait_for_line(event="reload", result="failed")
        assert "dist" in str(line["problem"])
        assert count(server) == before


def test_a28_a_killed_worker_costs_no_request(tmp_path: Path) -> None:
    make(tmp_path / "project", tmp_path / "dist", 100)
    with running_server(tmp_path / "dist", tmp_path / "server", "--budget", "0") as server, Load(server) as load:
        for _ in range(5):
            time.sleep(0.2)
            with suppress(psutil.NoSuchProcess):  # a worker may end at any moment
                workers = [each for each in psutil.Process(server.pid).children(recursive=True) if not each.children()]
                for worker in workers[:1]:
                    worker.kill()
        time.sleep(0.3)
    assert load.failed == []
    assert load.number > 20


def test_a28_sigterm_lets_a_running_query_end(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--query-timeout", "1.5") as server:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(httpx.post(server.sparql, data={"query": SLOW}, timeout=20).status_code))
        thread.start()
        time.sleep(0.5)
        processes = server.processes()
        start = time.monotonic()
        assert server.stop() == 0
        thread.join()
        assert found == [504]
        assert time.monotonic() - start < 20
        assert [process.pid for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []


def test_a28_sigterm_does_not_wait_forever_for_a_slow_reader(dist: Path, tmp_path: Path) -> None:
    options = ("--query-timeout", "1", "--stall-timeout", "60")
    with running_server(dist, tmp_path / "server", *options) as server, httpx.Client(timeout=60) as client:
        query = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000", "format": "csv"}
        with client.stream("POST", server.sparql, data=query) as response:
            chunks = response.iter_raw()
            next(chunks)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(END) == 0
            with pytest.raises(httpx.RemoteProtocolError):
                for _ in chunks:
                    pass
        assert [line["outcome"] for line in server.log() if line.get("route") == "sparql"] == ["closed"]
        assert server.messages().splitlines()[1:] == []


def test_a_second_signal_ends_the_server_at_once(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--query-timeout", "60") as server, ThreadPoolExecutor(1) as threads:
        asked = threads.submit(httpx.post, server.sparql, data={"query": SLOW}, timeout=60)
        time.sleep(0.5)
        start = time.monotonic()
        for _ in range(2):
            os.kill(server.pid, signal.SIGINT)
            time.sleep(0.3)
        assert server.process.wait(END) == 0
        assert time.monotonic() - start < 20
        assert (asked.result().status_code, asked.result().json()["detail"]) == (503, "the server is stopping")
        assert server.messages().splitlines()[1:] == []


def test_the_log_has_one_line_of_json_for_each_request(server: RunningServer) -> None:
    query = "ASK { ?log <urn:has> ?lines }"
    server.query(query)
    line = server.wait_for_line(query_digest=hashlib.sha256(query.encode()).hexdigest()[:16])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert {
        "client": "127.0.0.1",
        "method": "POST",
        "target": "/sparql",
        "route": "sparql",
        "status": 200,
        "outcome": "ok",
    }.items() <= line.items()
    assert line["bytes"] == len('{"head":{},"boolean":false}')
    assert 0 < line["query_seconds"] <= line["duration"] < 5
    assert "lines" not in str(line)


def test_metrics_count_requests_and_queries(server: RunningServer) -> None:
    server.query("ASK { ?metrics ?are ?counted }")
    text = server.client.get(f"{server.url}metrics").text
    found = {match[1]: float(match[2]) for match in re.finditer(r"^(kzit_graph_\w+(?:\{[^}]*\})?) ([\d.e+-]+)$", text, re.MULTILINE)}
    assert found['kzit_graph_queries_total{outcome="ok"}'] >= 1
    assert found['kzit_graph_requests_total{route="sparql",status="200"}'] >= 1
    assert found["kzit_graph_store_workers"] >= 1
    assert found["kzit_graph_query_seconds_total"] > 0


def test_metrics_are_not_for_clients_behind_a_proxy(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--trusted-proxy", "127.0.0.1", "--log-queries") as server:
        refused = server.client.get(f"{server.url}metrics", headers={"x-forwarded-for": "192.0.2.7"})
        invented = {"x-forwarded-for": "192.0.2.7", "forwarded": "for=127.0.0.1"}  # nginx passes on what a client sends as Forwarded
        assert server.client.get(f"{server.url}metrics", headers=invented).status_code == 403
        assert (refused.status_code, refused.json()["type"]) == (403, f"{server.url}problems/forbidden")
        server.query("ASK { ?a ?b ?c }", headers={"x-forwarded-for": "192.0.2.8"})
        line = server.wait_for_line(route="sparql")
        assert (line["client"], line["query"]) == ("192.0.2.8", "ASK { ?a ?b ?c }")


def test_metrics_are_not_for_clients_behind_an_unknown_proxy(server: RunningServer) -> None:
    assert server.client.get(f"{server.url}metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 403


def test_a_server_is_healthy_and_ready(server: RunningServer) -> None:
    assert server.client.get(f"{server.url}healthz").text == "ok\n"
    assert server.client.get(f"{server.url}readyz").text == "ready\n"


def test_a_public_url_is_in_links_and_other_hosts_are_refused(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--public-url", "https://data.example.org/kzit/", "--public-metrics") as server:
        headers = {"host": "data.example.org", "accept": "text/turtle"}
        assert "<https://data.example.org/kzit/sparql>" in server.client.get(server.sparql, headers=headers).text
        for path in ("id/milan", "kzit/id/milan"):
            response = server.client.get(f"{server.url}{path}", headers=headers)
            assert response.headers["location"] == "https://data.example.org/kzit/id/milan.ttl"
        assert "dcat:DataService" in server.client.get(f"{server.url}.well-known/void", headers=headers).text
        assert response.headers["strict-transport-security"]
        assert server.client.get(f"{server.url}id/milan", headers={"host": "evil.example"}).status_code == 421
        assert server.client.get(f"{server.url}healthz", headers={"host": "10.0.0.1"}).status_code == 200


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--port", "{used}"), "kzit-graph: port {used} is in use; choose another with --port, or 0 for any free one\n"),
        (
            ("--host", "192.0.2.1"),
            "kzit-graph: cannot listen on host 192.0.2.1: Cannot assign requested address; give an address of this machine to --host\n",
        ),
        (("--dist", "nowhere"), "kzit-graph: nowhere: no such folder\n"),
        (("--trusted-proxy", "me"), 'kzit-graph: "me" is not an IP address or network; write it like 10.0.0.0/8 or ::1\n'),
    ],
)
def test_a_server_that_cannot_start_says_why_in_one_line(options: tuple[str, str], message: str, dist: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        used = str(taken.getsockname()[1])
        chosen = {"--port": "0", "--dist": str(dist), options[0]: options[1].replace("{used}", used)}
        command = [sys.executable, "-m", "kzit_graph", "serve", *(word for option in chosen.items() for word in option)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert (done.returncode, done.stderr) == (2, message.replace("{used}", used))
