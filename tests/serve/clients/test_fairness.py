"""Heavy queries of some clients do not slow down the small ones of others, and memory comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.serve.front.test_limits import CROSS, HOSTILE
from tests.serve.running import RunningServer, running_server

pytestmark = pytest.mark.slow

SLOWEST: Final = 1.0
"""Seconds in which 99 of 100 small queries must be answered."""

SLACK: Final = 3
SORTED: Final = f"SELECT * {{ {CROSS} }} ORDER BY ?b ?d ?f"


@pytest.fixture(scope="module")
def shared(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with little memory for each query."""
    options = ("--query-timeout", "3", "--query-memory", "128M", "--budget", "0", "--per-client", "0")
    with running_server(dist, tmp_path_factory.mktemp("shared"), *options) as running:
        yield running


def test_a19_small_queries_stay_fast_beside_hostile_ones(shared: RunningServer) -> None:
    is_over = threading.Event()
    waits: list[float] = []

    def attack(query: str) -> None:
        with httpx.Client() as client:
            while not is_over.is_set():
                try:
                    client.post(shared.sparql, data={"query": query}, timeout=60)
                except httpx.RemoteProtocolError:  # cut after the first rows
                    continue

    with ThreadPoolExecutor(len(HOSTILE)) as threads:
        attacks = [threads.submit(attack, query) for query in HOSTILE.values()]
        time.sleep(0.5)
        for number in range(150):
            start = time.monotonic()
            answer = shared.query(f"ASK {{ ?s <urn:{number}> ?o }}")
            waits.append(time.monotonic() - start)
            assert answer.json()["boolean"] is False
            time.sleep(0.01)
        is_over.set()
        for each in attacks:
            each.result()
    assert sorted(waits)[len(waits) * 99 // 100 - 1] < SLACK * SLOWEST


def test_a18_a_query_over_the_memory_limit_is_told_and_the_next_is_answered(shared: RunningServer) -> None:
    refused = shared.query(SORTED, headers={"prefer": "wait=3"})
    assert refused.status_code == 503, refused.text
    document = refused.json()
    assert document["type"] == f"{shared.url}problems/memory"
    assert "memory limit" in document["detail"]
    times = []
    for number in range(5):
        start = time.monotonic()
        assert shared.query(f"ASK {{ ?s <urn:after-{number}> ?o }}").status_code == 200
        times.append(time.monotonic() - start)
    assert min(times) < SLACK * 0.05
