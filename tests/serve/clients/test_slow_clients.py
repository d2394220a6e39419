"""Clients that are slow on purpose are cut off, and others are not hindered."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx
import pytest

from tests.serve.clients.programs import installed, run
from tests.serve.running import RunningServer, running_server

pytestmark = pytest.mark.slow

ENDLESS: Final = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
HEAD: Final = b"GET /sparql?query=%b HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n" % ENDLESS.encode()
CLOSED: Final = 15.0
"""Seconds after which a slow client must be cut off. The limits are 10 seconds."""

ANSWERED: Final = 1.0
"""Seconds in which others must be answered."""

SLACK: Final = 3
KINDS: Final = {
    "silent": b"",
    "slow headers": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
    "slow body": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 999\r\n\r\nASK",
    "slow reader": HEAD,
}
EACH: Final = 125


@pytest.fixture(scope="module")
def guarded(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the usual limits behind a proxy that tells clients apart."""
    with running_server(dist, tmp_path_factory.mktemp("guarded"), "--trusted-proxy", "127.0.0.1", "--budget", "0") as running:
        yield running


def opened(stack: ExitStack, port: int, data: bytes) -> socket.socket:
    sock = stack.enter_context(socket.socket())
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect(("127.0.0.1", port))
    if data:
        sock.sendall(data)
    sock.setblocking(False)
    return sock


def still_open(sockets: Sequence[socket.socket]) -> list[socket.socket]:
    """Return the sockets that the server has not closed, with what it sent read."""
    found = []
    for sock in sockets:
        try:
            while sock.recv(1 << 20):
                pass
        except BlockingIOError:
            found.append(sock)
        except ConnectionError:
            continue
    return found


def test_a21_five_hundred_slow_clients_are_cut_off_and_hinder_nobody(guarded: RunningServer) -> None:
    with ExitStack() as stack:
        start = time.monotonic()
        kinds = {name: [opened(stack, guarded.port, data) for _ in range(EACH)] for name, data in KINDS.items()}
        waits: list[float] = []
        number = 0
        while time.monotonic() - start < CLOSED - 4:
            number += 1
            before = time.monotonic()
            for sock in (*kinds["slow headers"], *kinds["slow body"]):
                with suppress(OSError):
                    sock.send(b"x")
            sent = time.monotonic()
            answer = guarded.query(f"ASK {{ ?s <urn:{number}> ?o }}", headers={"x-forwarded-for": "192.0.2.2"})
            assert answer.status_code == 200, answer.text
            assert guarded.client.get(f"{guarded.url}id/milan.ttl", headers={"x-forwarded-for": "192.0.2.2"}).status_code == 200
            waits.append(time.monotonic() - sent)
            time.sleep(max(0.0, 0.5 - (time.monotonic() - before)))
        assert number > 5
        assert sorted(waits)[len(waits) * 9 // 10] < SLACK * ANSWERED
        while time.monotonic() - start < CLOSED and any(still_open(kinds[name]) for name in KINDS if name != "slow reader"):
            time.sleep(0.2)
        assert {name: len(still_open(sockets)) for name, sockets in kinds.items() if name != "slow reader"} == {
            "silent": 0,
            "slow headers": 0,
            "slow body": 0,
        }
    assert guarded.query("ASK {}").status_code == 200


def test_a21_a_client_that_does_not_read_is_cut_off(guarded: RunningServer) -> None:
    with ExitStack() as stack:
        readers = [opened(stack, guarded.port, HEAD) for _ in range(8)]
        time.sleep(CLOSED)  # without a byte read
        # What is in the buffers of the system can still be read; then the connection ends.
        end = time.monotonic() + 5
        while (readers := still_open(readers)) and time.monotonic() < end:
            time.sleep(0.05)
        assert readers == []
    guarded.wait_for_line(outcome="stalled")


COLOUR: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
SLOWHTTPTEST: Final = {
    "headers": ("-H", "-i", "1", "-x", "10"),
    "body": ("-B", "-i", "1", "-x", "10", "-s", "8192"),
    "reading": ("-X", "-w", "512", "-y", "1024", "-n", "1", "-z", "32"),
}


def test_a21_slowhttptest_finds_the_service_available(dist: Path, tmp_path: Path) -> None:
    program = installed("slowhttptest")
    options = ("--header-timeout", "3", "--body-timeout", "3", "--stall-timeout", "3", "--budget", "0")

    def attack(name: str) -> str:
        common = ("-c", "200", "-r", "200", "-l", "8", "-p", "3", "-u", f"{server.sparql}?query={ENDLESS}")
        return COLOUR.sub("", run(program, *SLOWHTTPTEST[name], *common, timeout=60).stdout)

    with running_server(dist, tmp_path / "server", *options) as server:
        with ThreadPoolExecutor(3) as threads:
            found = dict(zip(SLOWHTTPTEST, threads.map(attack, SLOWHTTPTEST), strict=True))
        assert httpx.get(f"{server.url}healthz").status_code == 200
    available = {name: set(re.findall(r"service available:\s+(\w+)", text)) for name, text in found.items()}
    assert available == {name: {"YES"} for name in SLOWHTTPTEST}
    for name in ("headers", "body"):
        assert "No open connections left" in found[name], found[name][-300:]
