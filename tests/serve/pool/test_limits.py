"""Every job ends in time, and so does its work: limits of time, memory, rows and bytes, and clients that leave."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kzit_graph.serve.backend import CallJob, JobFailed
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from tests.serve.pool.functions import CALLS
from tests.serve.pool.hostile import HOSTILE
from tests.serve.pool.running import SECONDS, Running, job, outcome, running

pytestmark = pytest.mark.slow

NEVER_ENDS = HOSTILE["count of a cross product"]
LIMIT = 1.0


def family() -> list[psutil.Process]:
    """The processes of the pools of this test, with those that end at this moment."""
    return psutil.Process().children(recursive=True)


def usage() -> tuple[float, float]:
    """Return the processor seconds used so far and the private memory in bytes of all processes of pools."""
    seconds = memory = 0.0
    for process in family():
        try:
            times = process.cpu_times()
            seconds += times.user + times.system
            memory += process.memory_full_info().uss
        except psutil.Error:
            continue
    return seconds, memory


def busy_share(seconds: float) -> float:
    """Return the part of a processor that all processes of pools use together during some seconds."""
    before = usage()[0]
    time.sleep(seconds)
    return (usage()[0] - before) / seconds


@pytest.mark.slow
def test_a16_hostile_queries_end_in_time(pool: Running) -> None:
    pool.content("ASK {}")
    before = usage()[1]

    found = dict(zip(HOSTILE, pool.outcomes(*(job(text, LIMIT) for text in HOSTILE.values())), strict=True))
    for name in [name for name, one in found.items() if one.failure and one.failure.kind == "busy"]:  # no worker was there in time
        found[name] = pool.outcome(job(HOSTILE[name], LIMIT))
    time.sleep(0.3)
    share, after = busy_share(0.5), usage()[1]

    kinds = {name: one.failure.kind if one.failure else None for name, one in found.items()}
    assert set(kinds.values()) <= {"time", "memory", "query"}, kinds
    assert max(one.failure.seconds or 0 for one in found.values() if one.failure) <= LIMIT + 1
    assert share < 0.15  # of which the new spare workers take a part
    assert after < before + (50 << 20)


@pytest.mark.slow
def test_a17_the_work_ends_when_the_client_leaves(pool: Running) -> None:
    async def leave() -> None:
        async with pool.backend.answer(job(NEVER_ENDS)) as answer:
            assert await answer.first(0.3) is None
            assert psutil.Process(answer._worker.process.pid).nice() == 15

    pool.run(leave())
    time.sleep(0.3)

    assert busy_share(0.4) < 0.15
    assert pool.backend.figures()["running"] == 0


def test_a18_a_query_over_the_memory_limit_ends_and_the_next_one_works(pool: Running) -> None:
    failure = pool.failure(job(HOSTILE["text that grows"]))

    limit = f"{pool.backend.limits.memory >> 20} MiB"
    assert (failure.kind, f"the memory limit of a query, {limit};" in failure.detail) == ("memory", True)
    start = time.monotonic()
    assert pool.content("ASK {}") == b'{"head":{},"boolean":true}'
    assert time.monotonic() - start < 0.5  # a spare worker is ready


def test_a_query_over_the_time_limit_names_it(pool: Running) -> None:
    failure = pool.failure(job(NEVER_ENDS, 0.2))

    assert (failure.kind, failure.detail) == ("time", "stopped at the time limit of 0.2 s; ask for less, or add LIMIT")
    assert failure.seconds == pytest.approx(0.2, abs=0.3)


def test_the_gate_works_under_the_time_limit(pool: Running) -> None:
    failure = pool.failure(job("SELECT * {" + "?s ?p ?o . " * 90_000 + "}", 0.1))

    assert failure.kind == "time"


def test_a_call_over_the_time_limit_is_stopped(pool: Running) -> None:
    assert pool.failure(CallJob("wait", {"seconds": 30}, seconds=0.2)).kind == "time"


def test_an_answer_that_is_cut_by_the_time_limit_is_not_complete(pool: Running) -> None:
    found = pool.outcome(job("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 0.5))

    assert found.failure is not None
    assert (found.kind, found.failure.kind) == ("rows", "time")
    with pytest.raises(json.JSONDecodeError):
        json.loads(found.content)


@pytest.fixture(scope="module")
def limited(theatres: Path) -> Iterator[Running]:
    """A pool whose answers have at most 100 rows and 20 kB."""
    limits = Limits(workers=2, rows=100, answer=20_000)
    with running(lambda: Pool(Opener.of_project(theatres), limits, calls=CALLS, spares=1)) as started:
        yield started


@pytest.mark.parametrize("sparql", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_an_answer_with_too_many_rows_is_refused(limited: Running, sparql: str) -> None:
    found = limited.outcome(job(sparql))

    assert found.content == b""
    assert found.failure is not None
    assert (found.failure.kind, found.failure.detail.partition(";")[0]) in {
        ("rows", "the answer has more than 100 rows"),
        ("rows", "the answer has more than 100 triples"),
    }


def test_an_answer_with_as_many_rows_as_allowed_is_given(limited: Running) -> None:
    assert limited.content("SELECT ?s { ?s x:number ?o } LIMIT 100", "csv").count(b"\r\n") == 101


def test_an_answer_with_too_many_bytes_is_refused(limited: Running) -> None:
    failure = limited.failure("SELECT * { ?s ?p ?o . ?o ?q ?x } LIMIT 99")

    assert (failure.kind, failure.detail) == ("rows", "the answer is larger than 20,000 bytes; add LIMIT, or ask for less")


def test_a_worker_answers_after_an_answer_that_was_too_large(limited: Running) -> None:
    before = set(limited.pids())
    limited.failure("SELECT * { ?s ?p ?o }")

    assert limited.content("ASK {}", "tsv") == b"true\n"
    assert before
    assert before <= set(limited.pids())


def test_a_client_that_does_not_read_makes_the_worker_wait(pool: Running) -> None:
    """The worker waits at 256 KiB, its clock stands still, and after the time of a stall it is ended."""

    async def read_nothing() -> tuple[int, float, str]:
        async with pool.backend.answer(job("SELECT * { ?a ?b ?c . ?d ?e ?f }", 0.6)) as answer:
            await answer.first()
            await asyncio.sleep(0.7)
            size, seconds = answer._run.size, answer.seconds
            await asyncio.sleep(0.8)
            return size, seconds, answer._run.failure.kind

    size, seconds, kind = pool.run(read_nothing())

    assert 256 << 10 < size < 1 << 20
    assert seconds < 0.6
    assert kind == "stalled"


def test_a_client_that_reads_slowly_gets_a_whole_answer(pool: Running) -> None:
    async def read_slowly() -> bytes:
        async with pool.backend.answer(job("SELECT ?a ?b ?c { ?a ?b ?c . ?d a x:Theatre }", 1.0, {"rows": "tsv"})) as answer:
            content = await answer.first() or b""
            async for chunk in answer.rest():
                content += chunk
                await asyncio.sleep(0.1)
            assert answer.seconds < 1.0
            return content

    assert pool.run(read_slowly()).count(b"\n") == 1 + 3 * len(pool.content("SELECT * { ?a ?b ?c }", "tsv").splitlines()[1:])


def test_long_queries_take_at_most_half_of_the_slots(theatres: Path) -> None:
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=4), spares=1)) as busy:

        async def flood() -> tuple[list[str | JobFailed | None], list[float | None]]:
            hostile = [asyncio.create_task(outcome(busy.backend, job(NEVER_ENDS, 2.0))) for _ in range(12)]
            await asyncio.sleep(0.5)
            quick = [await outcome(busy.backend, job("ASK {}")) for _ in range(3)]
            assert all(one.content for one in quick)
            assert busy.backend.figures()["slow"] <= 4
            ended = await asyncio.gather(*hostile)
            return [one.failure and one.failure.kind for one in ended], [one.failure.retry_after for one in ended if one.failure]

        kinds, retries = busy.run(flood())

    assert set(kinds) == {"time", "busy"}
    assert kinds.count("time") >= 2
    assert {retry for kind, retry in zip(kinds, retries, strict=True) if kind == "busy"} == {10.0}


def test_many_short_queries_at_once_are_all_answered(theatres: Path) -> None:
    """Each takes longer than a quick one, since they share the machine, and none gives way to another."""
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=2), calls=CALLS, spares=1)) as busy:
        found = busy.outcomes(*[CallJob("wait", {"seconds": 0.2}, seconds=SECONDS) for _ in range(12)])

    assert [one.failure for one in found] == [None] * 12


def test_a_job_that_waits_too_long_is_refused(theatres: Path) -> None:
    limits = Limits(workers=1, waiting=1, memory=0)
    with running(lambda: Pool(Opener.of_project(theatres), limits, calls=CALLS, spares=1)) as small:
        wait = CallJob("wait", {"seconds": 0.6}, seconds=SECONDS)
        found = small.outcomes(wait, wait, CallJob("wait", {"seconds": 0}, seconds=0.1), job("ASK {}"))

    assert [one.failure and one.failure.kind for one in found[2:]] == ["busy", "busy"]
