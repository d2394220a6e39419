"""Many requests leave nothing behind, and a server that is killed neither."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil
import pytest

from tests.serve.clients.load import send_requests, usage
from tests.serve.running import END, RunningServer, running_server

pytestmark = pytest.mark.slow

MEBIBYTE: Final = 1 << 20
BACK: Final = 2.0
"""Seconds in which queries are answered again after all workers were killed."""

SLACK: Final = 3


@pytest.fixture
def loaded(dist: Path, tmp_path: Path) -> Iterator[RunningServer]:
    """A server without limits for its clients."""
    with running_server(dist, tmp_path / "server", "--budget", "0", "--per-client", "0") as running:
        yield running


def expected(statuses: Counter[int | str]) -> None:
    """Check that each request has a status that is meant."""
    assert set(statuses) <= {200, 303, 400, 404}, statuses


def check_flat(server: RunningServer, warm: int, total: int, clients: int, memory: int) -> None:
    """Check that threads, descriptors and memory are the same after many requests as after some."""
    expected(send_requests(server, warm, clients))
    time.sleep(1)
    before = usage(server)
    expected(send_requests(server, total, clients))
    time.sleep(1)
    after = usage(server)
    assert after.threads <= before.threads + 2
    assert after.descriptors <= before.descriptors + 12  # of workers that are kept ready
    assert after.processes <= before.processes + 6
    assert after.memory - before.memory < memory


def test_a29_nothing_grows_over_thousands_of_requests(loaded: RunningServer) -> None:
    check_flat(loaded, 1_000, 2_000, 16, 60 * MEBIBYTE)


@pytest.mark.soak
def test_a29_nothing_grows_over_a_hundred_thousand_requests(loaded: RunningServer) -> None:
    check_flat(loaded, 10_000, 100_000, 16, 100 * MEBIBYTE)


@pytest.mark.soak
def test_two_hundred_clients_are_served_for_a_minute(loaded: RunningServer) -> None:
    statuses = send_requests(loaded, 10_000_000, 200, seconds=60)
    expected(statuses)
    assert statuses.total() >= 200


def is_worker(process: psutil.Process) -> bool:
    """Whether a process below the server has no process below itself."""
    try:
        return not process.children()
    except psutil.NoSuchProcess:
        return False


def test_a28_workers_killed_under_load_fail_no_request(loaded: RunningServer) -> None:
    is_over = threading.Event()
    killed = 0

    def kill_workers() -> None:
        nonlocal killed
        while not is_over.wait(0.1):
            workers = [process for process in loaded.processes()[1:] if is_worker(process)]
            for worker in workers[:1]:
                with suppress(psutil.NoSuchProcess):
                    worker.kill()
                    killed += 1

    killer = threading.Thread(target=kill_workers)
    killer.start()
    try:
        statuses = send_requests(loaded, 1_000, 8)
    finally:
        is_over.set()
        killer.join()
    assert killed > 1
    expected(statuses)


def test_a28_the_server_is_back_when_all_workers_were_killed(loaded: RunningServer) -> None:
    for process in loaded.processes()[1:]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    start = time.monotonic()
    while True:
        answer = loaded.query("ASK { ?s <urn:after> ?o }")
        if answer.status_code == 200:
            break
        assert answer.status_code == 503, answer.text
        assert time.monotonic() - start < SLACK * BACK
        time.sleep(0.05)
    assert time.monotonic() - start < SLACK * BACK


def test_a28_a_server_that_is_killed_leaves_no_process(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server") as server:
        server.query("ASK {}")
        processes = server.processes()
        assert len(processes) > 2
        os.kill(server.pid, signal.SIGKILL)
        server.process.wait(END)
        _, alive = psutil.wait_procs(processes[1:], timeout=6)
        assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
