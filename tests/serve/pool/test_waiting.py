"""Jobs that wait for a worker: first come, first served, and none waits after it has failed or given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.connection import Owner, Worker
from kzit_graph.serve.pool.waiting import WaitingJobs


def new_worker() -> Worker:
    return Worker(cast("Owner", None), 1.0)


def in_loop(check: Callable[[WaitingJobs], Any]) -> None:
    async def run() -> None:
        check(WaitingJobs())

    asyncio.run(run())


def test_the_job_that_has_waited_longest_gets_the_worker() -> None:
    def check(waiting: WaitingJobs) -> None:
        first, second, worker = waiting.add(), waiting.add(), new_worker()
        assert waiting.give(worker)
        assert (first.result(), second.done(), len(waiting)) == (worker, False, 1)

    in_loop(check)


def test_a_job_that_gave_up_gets_no_worker() -> None:
    def check(waiting: WaitingJobs) -> None:
        assert waiting.give_up(waiting.add()) is None
        assert not waiting.give(new_worker())

    in_loop(check)


def test_the_worker_of_a_job_that_gives_up_too_late_comes_back() -> None:
    def check(waiting: WaitingJobs) -> None:
        future, worker = waiting.add(), new_worker()
        waiting.give(worker)
        assert waiting.give_up(future) is worker

    in_loop(check)


def test_a_job_that_failed_waits_no_longer() -> None:
    def check(waiting: WaitingJobs) -> None:
        future = waiting.add()
        waiting.fail("busy", "no worker can be started", retry_after=5.0)
        assert len(waiting) == 0
        with pytest.raises(JobFailed, match="no worker can be started") as caught:
            future.result()
        assert (caught.value.kind, caught.value.retry_after) == ("busy", 5.0)

    in_loop(check)
