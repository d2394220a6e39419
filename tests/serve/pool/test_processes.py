"""Workers come and go: kills under load, restarts, closing, faults at the start, and nothing that leaks."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from kzit_graph.errors import KzitError
from kzit_graph.serve.backend import Backend, CallJob, JobFailed
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool import connection, pauses
from kzit_graph.serve.pool import pool as module
from kzit_graph.serve.pool.endings import ending
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from kzit_graph.serve.pool.prepared import Sizes
from kzit_graph.serve.pool.source import WorkerSettings
from tests.serve.pool.functions import CALLS
from tests.serve.pool.running import SECONDS, Running, job, outcome, running

pytestmark = pytest.mark.slow

ASK = job("ASK { ?s a x:Theatre }")


def call(function: str, **arguments: Any) -> CallJob:
    return CallJob(function, arguments, seconds=10.0)


def test_a_call_gets_the_answer_of_a_function(pool: Running) -> None:
    found = pool.outcome(call("label", name="La Fenice"))

    assert (found.kind, found.format, found.content, found.is_whole) == ("text/plain", "", b"La Fenice", True)


def test_a_call_may_read_files(pool: Running, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>", encoding="utf-8")

    assert pool.outcome(call("read", path=str(tmp_path / "page.html"))).content == b"<p>"


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "detail"),
    [
        ("fail", {"how": "not-found"}, "not-found", "there is no such thing"),
        ("fail", {"how": "unknown"}, "not-found", 'unknown thing "x"; known: y'),
        ("fail", {"how": "input"}, "query", "the limit is not a number"),
        ("fail", {"how": "bug"}, "crashed", "an error of the server; its log has more"),
        ("no-such-call", {}, "not-found", "this server has no function no-such-call"),
    ],
)
def test_a_call_fails_as_its_function_says(pool: Running, name: str, arguments: Mapping[str, str], kind: str, detail: str) -> None:
    failure = pool.failure(call(name, **arguments))

    assert (failure.kind, failure.detail) == (kind, detail)


def test_rdfxml_is_made_of_ntriples(theatres: Path) -> None:
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=1), spares=1)) as started:
        found = started.outcome(call("rdfxml", ntriples='<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'))

    assert found.kind == "application/rdf+xml"
    assert b'rdf:about="http://e/a"' in found.content


def test_a_job_whose_worker_was_killed_is_tried_again_once(pool: Running, tmp_path: Path) -> None:
    again = pool.outcome(call("crash", signal=signal.SIGKILL, flag=str(tmp_path / "flag")))
    twice = pool.failure(call("crash", signal=signal.SIGKILL))

    assert again.content == b"done"
    assert (twice.kind, twice.detail) == ("crashed", "the worker ended before the answer was complete; try again")


@pytest.mark.parametrize(("number", "kind"), [(signal.SIGABRT, "crashed"), (signal.SIGSEGV, "query"), (signal.SIGTERM, "crashed")])
def test_the_signal_of_a_worker_says_why_the_job_failed(pool: Running, number: int, kind: str) -> None:
    if number == signal.SIGTERM:  # workers ignore it
        assert ending(-number).kind == kind
    else:
        assert pool.failure(call("crash", signal=number)).kind == kind


def test_a28_workers_that_are_killed_under_load_cost_no_answer(pool: Running) -> None:
    async def load() -> list[JobFailed | None]:
        failures: list[JobFailed | None] = []

        async def ask() -> None:
            failures.extend([(await outcome(pool.backend, ASK)).failure for _ in range(60)])

        async def kill() -> None:
            for _ in range(10):
                await asyncio.sleep(0.03)
                running = [worker for worker in pool.backend._running if worker.run]
                if running:  # the oldest job, which is no second try
                    with suppress(ProcessLookupError):  # it has ended meanwhile
                        os.kill(max(running, key=lambda worker: worker.run.seconds).process.pid, signal.SIGKILL)

        await asyncio.gather(kill(), *(ask() for _ in range(4)))
        return failures

    failures = pool.run(load())

    assert len(failures) == 240
    assert [failure.kind for failure in failures if failure is not None][1:] == []  # at most one: it lost two workers


def test_idle_workers_that_are_killed_are_replaced(pool: Running) -> None:
    pool.outcome(ASK)
    for pid in (old := pool.pids()):
        os.kill(pid, signal.SIGKILL)

    async def replaced() -> None:
        while len(pool.pids()) < 2 or set(pool.pids()) & set(old):
            await asyncio.sleep(0.02)

    pool.run(asyncio.wait_for(replaced(), SECONDS))
    assert pool.outcome(ASK).content


def test_a_graph_process_that_is_killed_is_started_again(theatres: Path) -> None:
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=2), spares=1)) as started:
        os.kill(started.backend._launcher._zygote.pid, signal.SIGKILL)
        started.run(asyncio.sleep(0.05))

        assert started.outcome(ASK).content == b'{"head":{},"boolean":true}'
        assert started.backend.figures()["restarts"] == 1


@pytest.mark.parametrize("jobs", [3, 9], ids=["some workers are idle", "all workers are busy"])
def test_jobs_wait_for_a_new_graph_process_no_longer_than_it_takes(jobs: int, theatres: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for the status of workers that the old one can no longer tell, nor for a pause after workers that it could not start."""
    for where, name in ((connection, "_WAIT_FOR_STATUS"), (pauses, "FIRST"), (pauses, "LONGEST")):
        monkeypatch.setattr(where, name, 10 * SECONDS)
    monkeypatch.setattr(pauses, "_MAX_FAILURES", 1)
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=6), calls=CALLS, spares=3)) as started:

        async def kill_under_load() -> list[JobFailed | None]:
            wait = CallJob("wait", {"seconds": 0.5}, seconds=9 * SECONDS)
            work = [asyncio.create_task(outcome(started.backend, wait)) for _ in range(jobs)]
            await asyncio.sleep(0.2)
            os.kill(started.backend._launcher._zygote.pid, signal.SIGKILL)
            return [(await one).failure for one in work]

        assert started.run(kill_under_load()) == [None] * jobs
        assert started.backend.figures()["restarts"] == 1


def test_workers_that_fail_together_begin_one_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    async def begin(times: int) -> list[bool]:
        over = asyncio.Event()
        pause = pauses.Pauses(over.set)
        found = []
        for _ in range(times):
            found.append([pause.begin() for _ in range(8)][-1])
            assert pause
            await over.wait()
            assert not pause
            over.clear()
        return found

    monkeypatch.setattr(pauses, "LONGEST", 0.01)
    assert asyncio.run(begin(6)) == [False, False, False, False, True, True]


def test_closing_waits_for_jobs_that_run_and_refuses_others(theatres: Path) -> None:
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=2), calls=CALLS, spares=1)) as started:

        async def close() -> tuple[bytes, str]:
            waiting = asyncio.create_task(outcome(started.backend, call("wait", seconds=0.4)))
            await asyncio.sleep(0.1)
            closing = asyncio.create_task(started.backend.close())
            await asyncio.sleep(0.05)
            refused = (await outcome(started.backend, ASK)).failure
            await closing
            assert refused is not None
            return (await waiting).content, refused.kind

        zygote = started.backend._launcher._zygote.pid
        assert started.run(close()) == (b"done", "closed")
        assert not psutil.pid_exists(zygote)


def test_a_second_pool_can_be_started_beside_the_first(pool: Running, theatres: Path) -> None:
    async def both() -> list[bytes]:
        second = Pool(Opener.of_project(theatres), Limits(workers=2), spares=1)
        backends: list[Backend] = [pool.backend, second]
        await second.start()
        found = [(await outcome(backend, ASK)).content for backend in backends]
        await second.close()
        return [*found, (await outcome(pool.backend, ASK)).content]

    assert len(set(pool.run(both()))) == 1


@pytest.mark.parametrize(
    ("opener", "message"),
    [
        (Opener("tests.serve.pool.functions:broken_opener"), "no graph: the test says so"),
        (Opener("tests.serve.pool.functions:crashing_opener"), "the graph cannot be opened: its process ended; see the messages above"),
    ],
)
def test_a_graph_that_cannot_be_opened_is_an_error(opener: Opener, message: str) -> None:
    before = psutil.Process().children(recursive=True)
    with pytest.raises(KzitError) as error, running(lambda: Pool(opener)):
        pass

    assert str(error.value) == message
    assert set(psutil.Process().children(recursive=True)) <= set(before)


@pytest.mark.slow
def test_a29_nothing_leaks_over_thousands_of_queries(pool: Running) -> None:
    async def ask(number: int) -> None:
        for index in range(number):
            await outcome(pool.backend, job(f"SELECT * {{ ?s x:number {index % 50} }}", formats={"rows": "csv"}))
            if index % 200 == 0:
                async with pool.backend.answer(job("SELECT * { ?a ?b ?c . ?d ?e ?f }")) as left:
                    await left.first()

    def held() -> tuple[int, int, int]:
        own = psutil.Process()
        return own.num_fds(), threading.active_count(), len(pool.backend._launcher._workers)

    pool.run(ask(300))
    pool.run(asyncio.sleep(0.3))
    before, memory = held(), psutil.Process().memory_info().rss
    pool.run(ask(3_000))
    pool.run(asyncio.sleep(0.3))
    after = held()

    assert all(second <= first + 4 for first, second in zip(before, after, strict=True)), (before, after)
    assert psutil.Process().memory_info().rss < memory + (10 << 20)


def test_the_process_of_the_graph_has_one_thread(pool: Running) -> None:
    zygote = psutil.Process(pool.backend._launcher._zygote.pid)

    assert zygote.num_threads() == 1


def test_the_process_of_the_graph_ends_in_silence_if_the_front_has_gone(theatres: Path) -> None:
    settings = WorkerSettings(Opener.of_project(theatres), Sizes(), {})
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "kzit_graph.serve.pool.zygote", str(theirs.fileno()), json.dumps(settings.to_json())]
    with subprocess.Popen(command, pass_fds=[theirs.fileno()], stderr=subprocess.PIPE) as process:
        theirs.close()
        select.select([ours], [], [], 60)
        ours.close()  # what it said is not read, so its next call says that the connection was reset
        assert process.communicate(timeout=60)[1] == b""


def test_workers_end_with_the_process_of_the_graph(theatres: Path) -> None:
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=4), spares=3)) as started:
        started.run(asyncio.sleep(0.2))
        pids = started.pids()
        os.kill(started.backend._launcher._zygote.pid, signal.SIGKILL)
        deadline = time.monotonic() + 2
        while any(map(runs, pids)) and time.monotonic() < deadline:
            time.sleep(0.02)

        assert pids
        assert not any(map(runs, pids))


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_worker_ignores_the_signals_of_a_terminal(pool: Running) -> None:
    pool.outcome(ASK)
    before = pool.pids()
    for pid in before:
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGINT)

    assert pool.outcome(ASK).content
    assert set(before) <= set(pool.pids())


def test_a_worker_that_has_copied_much_memory_is_replaced(pool: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    pool.outcome(ASK)
    before = pool.pids()[-1]
    pool.outcome(ASK)
    assert pool.pids()[-1] == before

    monkeypatch.setattr(module, "_MAX_TOUCHED", 1 << 16)
    pool.content("SELECT * { ?s ?p ?o . ?o ?q ?r }", "csv")

    assert before not in pool.pids()
