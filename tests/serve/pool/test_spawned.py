"""Workers that are programs of their own, as on systems without fork. Here they run on Linux."""

from __future__ import annotations

import asyncio
import mmap
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kzit_graph.errors import KzitError
from kzit_graph.serve.backend import CallJob
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from kzit_graph.serve.pool.spawn_launcher import SpawnLauncher, _Watch
from tests.serve.pool.functions import CALLS
from tests.serve.pool.hostile import HOSTILE
from tests.serve.pool.running import SECONDS, Running, job, running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spawned(theatres: Path) -> Iterator[Running]:
    limits = Limits(workers=2, memory=200 << 20)
    with running(lambda: Pool(Opener.of_project(theatres), limits, calls=CALLS, spares=1, launcher=SpawnLauncher)) as started:
        yield started


@pytest.mark.parametrize(
    ("name", "seconds", "kind"),
    [("count of a cross product", 1.0, "time"), ("text that grows", SECONDS, "memory"), ("deep groups", SECONDS, "query")],
)
def test_a_hostile_query_ends_and_the_next_one_is_answered(spawned: Running, name: str, seconds: float, kind: str) -> None:
    assert spawned.failure(job(HOSTILE[name], seconds)).kind == kind
    assert spawned.content("ASK {}", "csv") == b"true\n"


def test_a_job_whose_worker_was_killed_is_tried_again(spawned: Running, tmp_path: Path) -> None:
    found = spawned.outcome(CallJob("crash", {"signal": signal.SIGKILL, "flag": str(tmp_path / "flag")}))

    assert found.content == b"done"


def test_a_long_query_yields_to_others(spawned: Running) -> None:
    async def nice() -> int:
        async with spawned.backend.answer(job(HOSTILE["count of a cross product"])) as answer:
            await answer.first(0.3)
            return psutil.Process(answer._worker.process.pid).nice()

    assert spawned.run(nice()) == 15


def test_a_stranger_without_the_secret_is_turned_away(spawned: Running) -> None:
    port = spawned.backend._launcher._listener.sockets[0].getsockname()[1]

    async def knock() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"x" * 64)
        try:
            return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.close()

    assert spawned.run(knock()) == b""


def test_a_worker_can_open_no_socket(spawned: Running) -> None:
    """Native code of a query cannot send a packet, because the process can open no descriptor."""
    spawned.content("ASK {}")

    assert {psutil.Process(pid).rlimit(psutil.RLIMIT_NOFILE)[0] for pid in spawned.pids()} == {0}


def test_the_memory_of_a_worker_is_watched_where_the_system_sets_no_limit() -> None:
    killed: list[str] = []

    class Victim:
        def kill(self, why: Exception) -> None:
            killed.append(str(why))
            over.set()

    async def watch() -> None:
        grown = _Watch(Victim(), os.getpid(), 1 << 20)  # type: ignore[arg-type]
        with mmap.mmap(-1, 64 << 20) as new:  # the allocator of Python might give memory that this process has already
            for start in range(0, len(new), mmap.PAGESIZE):
                new[start] = 1
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), 30)
        grown.stop()

    over = asyncio.Event()
    asyncio.run(watch())

    assert len(killed) == 1
    assert "memory limit" in killed[0]


def test_a_graph_that_cannot_be_opened_is_an_error() -> None:
    with (
        pytest.raises(KzitError, match="no graph: the test says so"),
        running(lambda: Pool(Opener("tests.serve.pool.functions:broken_opener"), launcher=SpawnLauncher)),
    ):
        pass


def test_closing_ends_all_processes(theatres: Path) -> None:
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=1), spares=1, launcher=SpawnLauncher)) as started:
        pids = started.pids()

    assert pids
    assert not any(map(psutil.pid_exists, pids))
