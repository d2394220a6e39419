"""Mapping over items in several processes gives the same results in the same order, with bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil
import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.publish.dumps.processes import available_cores, borrowed, map_in_order, worker_pool

pytestmark = pytest.mark.slow


def doubled(number: int) -> int:
    if number < 0:
        raise InvalidInput(f"{number} is below zero")
    return number * 2


def process_number(_number: int) -> int:
    return os.getpid()


def test_results_come_in_the_order_of_the_items() -> None:
    expected = [number * 2 for number in range(20)]
    for jobs in (1, 2):
        with worker_pool(jobs) as pool:
            assert list(map_in_order(pool, jobs, doubled, range(20))) == expected


def test_items_are_consumed_only_as_fast_as_results() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with worker_pool(2) as pool:
        results = map_in_order(pool, 2, doubled, items())
        assert next(results) == 0
        assert len(taken) <= 4


def test_an_exception_in_a_worker_is_raised_in_the_caller() -> None:
    with worker_pool(2) as pool, pytest.raises(InvalidInput, match="-1 is below zero"):
        list(map_in_order(pool, 2, doubled, [1, -1]))


def test_a_borrowed_pool_has_ended_after_an_exception() -> None:
    with worker_pool(2, processes=1) as pool:
        assert pool is not None
        (process,) = {psutil.Process(pid) for pid in pool.map(process_number, range(2))}
        with pytest.raises(InvalidInput), borrowed(pool):
            raise InvalidInput("no more")
        assert not process.is_running()


def killed_among_its_workers(*, early: bool) -> None:
    """Print the process ids of two workers, and be killed while they wait for more work."""
    with worker_pool(2, early=early) as pool:
        assert pool is not None
        list(pool.map(doubled, range(2)))
        print(*(child.pid for child in psutil.Process().children() if "resource_tracker" not in " ".join(child.cmdline())), flush=True)
        os._exit(9)


@pytest.mark.slow
@pytest.mark.parametrize("early", [False, True])
def test_workers_end_when_their_parent_is_killed(root: Path, *, early: bool) -> None:
    program = (
        "from tests.publish.dumps import test_processes\n"
        f"if __name__ == '__main__':\n    test_processes.killed_among_its_workers(early={early})\n"
    )
    killed = subprocess.run([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    assert killed.returncode == 9
    workers = [psutil.Process(int(pid)) for pid in killed.stdout.split() if psutil.pid_exists(int(pid))]
    assert len(killed.stdout.split()) == 2
    assert psutil.wait_procs(workers, timeout=30)[1] == []


FORKED: Final = """
import os, sys, threading
from kzit_graph.publish.dumps.processes import worker_pool
from tests.publish.dumps.test_processes import is_fork

if __name__ == "__main__":
    if sys.argv[1] == "threaded":
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    with worker_pool(2, early=sys.argv[2] == "early") as pool:
        print(pool.submit(is_fork, 0).result())
"""


def is_fork(_number: int) -> bool:
    """Return whether this process runs the program above, so that it was not spawned."""
    return "worker_pool" in " ".join(psutil.Process().cmdline())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the threads of a process")
@pytest.mark.parametrize(
    ("threads", "early", "forked"), [("alone", "early", "True"), ("threaded", "early", "False"), ("alone", "late", "False")]
)
def test_only_an_early_process_without_threads_is_forked(root: Path, tmp_path: Path, threads: str, early: str, forked: str) -> None:
    program = tmp_path / "worker_pool.py"
    program.write_text(FORKED, "utf-8")
    command = [sys.executable, str(program), threads, early]
    done = subprocess.run(command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"{forked}\n"


def test_there_is_at_least_one_core() -> None:
    assert available_cores() >= 1
