"""Which job gives way when all slots are taken and others wait."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import cast

import pytest

from kzit_graph.serve.pool.connection import Worker
from kzit_graph.serve.pool.giving_way import who_gives_way
from kzit_graph.serve.pool.usage import processor_time
from tests.components import need


@dataclass(frozen=True)
class FakeRun:
    seconds: float
    stalled_for: float = 0.0
    has_answered: bool = False


@dataclass(frozen=True)
class FakeWorker:
    run: FakeRun | None
    work: float = 0.0


def gives_way(*workers: FakeWorker, slots: int = 4) -> tuple[FakeWorker, str] | None:
    found = who_gives_way([cast("Worker", worker) for worker in workers], slots, 10.0)
    return None if found is None else (cast("FakeWorker", found[0]), found[1].kind)


def test_the_last_of_many_long_jobs_gives_way() -> None:
    long = [FakeWorker(FakeRun(seconds), work=seconds) for seconds in (3.0, 1.5, 2.0)]
    assert gives_way(*long) == (long[1], "busy")
    assert gives_way(*long[:2]) is None


def test_a_job_that_has_sent_rows_gives_way_after_others() -> None:
    sending, silent = FakeWorker(FakeRun(1.5, has_answered=True), 1.0), FakeWorker(FakeRun(4.0), 1.0)
    assert gives_way(sending, silent, slots=2) == (silent, "busy")


@pytest.mark.parametrize("worker", [FakeWorker(FakeRun(5.0), work=0.05), FakeWorker(FakeRun(0.9), work=0.9), FakeWorker(None)])
def test_a_job_of_little_work_or_time_does_not_give_way(worker: FakeWorker) -> None:
    assert gives_way(*[worker] * 4) is None


def test_a_client_that_does_not_read_gives_way_first() -> None:
    stalled, longer = (FakeWorker(FakeRun(1.0, stalled_for=seconds)) for seconds in (2.0, 3.0))
    assert gives_way(stalled, longer, FakeWorker(FakeRun(9.0), work=9.0)) == (longer, "stalled")


def test_the_work_of_a_process_is_its_processor_time() -> None:
    before = processor_time(os.getpid())
    need(before is not None, "the clocks of processes", "run this on Linux")
    assert before is not None
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
    after = processor_time(os.getpid())
    assert after is not None
    assert after - before >= 0.05


def test_the_work_of_a_process_that_has_ended_is_unknown() -> None:
    assert processor_time(2**22 + 1) is None
