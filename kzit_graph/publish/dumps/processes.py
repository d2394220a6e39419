"""Runs a function on many items in several processes, with the results in the order of the items, a few at a time."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Final, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

_AHEAD: Final = 2
"""So many items a process are taken before their results are asked for: enough to keep it busy, and no more in memory."""

_FEW_SEARCHES: Final = 100_000
"""Objects that a worker makes between two searches for cycles, which it hardly ever makes; Python's own number costs it a twentieth."""


def available_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """Processes for `in_order`, as many as `jobs`; none, but the caller's own, where that is one.

    They are started anew, not forked: native libraries may have threads in the caller's process.
    """
    if jobs <= 1:
        yield None
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=gc.set_threshold, initargs=(_FEW_SEARCHES,)
    ) as pool:
        yield pool


def in_order(pool: Executor | None, jobs: int, function: Callable[[Item], Outcome], items: Iterable[Item]) -> Iterator[Outcome]:
    """The results of a function for each item, in the order of the items, whichever is done first.

    function, items and results must be picklable where there is a pool. Items are taken from the iterable only as fast as
    results are. What the function raises is raised here.
    """
    if pool is None:
        yield from map(function, items)
        return
    pending: deque[Future[Outcome]] = deque()
    for item in items:
        pending.append(pool.submit(function, item))
        if len(pending) >= jobs * _AHEAD:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
