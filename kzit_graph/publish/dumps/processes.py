"""Map a function over items in several processes, in order and with bounded memory."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from kzit_graph.errors import InvalidInput
from kzit_graph.supervisor import leave_supervision

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

_PENDING_PER_PROCESS: Final = 2
"""Items submitted per process before the first result is awaited: enough to keep a process busy."""

_GC_THRESHOLD: Final = 100_000
"""New objects before Python looks for cycles. Workers make many objects and hardly any cycles."""


_THREADS: Final = "/proc/self/task"
"""A folder for each thread of this process (proc_pid_task(5))."""


def available_cores() -> int:
    """Return the number of CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def worker_pool(jobs: int, processes: int | None = None, *, early: bool = False) -> Iterator[ProcessPoolExecutor | None]:
    """Yield a pool of `jobs` processes for `map_in_order`, or None if `jobs` is 1: the caller's process then does the work.

    processes: the number of processes, if it is not `jobs`, because the caller's process works as well; see `SharedWork`.
    early: whether the caller's process has not read data yet. The processes are then forked if it has no other thread.

    Otherwise, they are spawned, because native libraries may have threads in the caller's process. They end with the caller's
    process, even if it is killed, and at once if the block ends with an exception.

    Raises `InvalidInput` if the system ends one of them.
    """
    if jobs <= 1:
        yield None
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    forking = early and _has_one_thread()
    starting: Any = multiprocessing.get_context("fork" if forking else "spawn")
    lifeline, held = starting.Pipe(duplex=False)
    arguments = (lifeline, held if forking else None)
    with (
        lifeline,
        held,
        ProcessPoolExecutor(processes or jobs, mp_context=starting, initializer=_start_worker, initargs=arguments) as pool,
    ):
        try:
            yield pool
        except BrokenProcessPool as error:
            raise InvalidInput("a process that writes dumps ended unexpectedly, probably for lack of memory; use fewer jobs") from error
        except BaseException:
            held.close()
            _kill(pool)
            raise


@contextmanager
def borrowed(pool: ProcessPoolExecutor) -> Iterator[Executor]:
    """Yield a pool of another block. If this block ends with an exception, the processes of the pool have ended as well."""
    try:
        yield pool
    except BaseException:
        _kill(pool)
        pool.shutdown()
        raise


@contextmanager
def beside(pool: ProcessPoolExecutor | None, function: Callable[[], Outcome]) -> Iterator[Callable[[], Outcome]]:
    """Run a function beside a block, in a thread that mostly waits for a pool. Yield a function that returns its result.

    Without a pool, that function runs it. If the block ends with an exception, so do the processes of the pool, and then the thread.
    """
    if pool is None:
        yield function
        return
    with ThreadPoolExecutor(max_workers=1) as thread:
        try:
            yield thread.submit(function).result
        except BaseException:
            _kill(pool)
            raise


def _kill(pool: ProcessPoolExecutor) -> None:
    """Kill the processes of a pool. One that is just starting would print a traceback when the caller's process ends."""
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 - `kill_workers` is new in Python 3.14
        process.kill()


@contextmanager
def _signals_held() -> Iterator[None]:
    """Handle SIGTERM at the end of a block. A process that is not completely started would print a traceback.

    A mask would not do: the system then gives the signal to another thread, and Python handles it in the main thread all the same.
    """
    handler = signal.getsignal(signal.SIGTERM)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, handler)
        if held:
            signal.raise_signal(signal.SIGTERM)


def _has_one_thread() -> bool:
    """Whether this process surely has no thread but this one, not even of native code. Only Linux tells."""
    try:
        return len(os.listdir(_THREADS)) == 1  # noqa: PTH208 - names suffice
    except OSError:
        return False


def _start_worker(lifeline: Connection, held: Connection | None) -> None:
    """Get ready for work. held: the end of the pipe that only the caller's process may keep, if this one is its fork."""
    gc.set_threshold(_GC_THRESHOLD)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to workers too
    if held is not None:
        held.close()
        leave_supervision()
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    """End this process when the caller's process closes its end of a pipe."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def start(pool: Executor, function: Callable[[], object]) -> None:
    """Call a function in the pool, and do not wait for it."""
    with _signals_held():  # the first call starts a process
        pool.submit(function)


def submitted(pool: Executor | None, function: Callable[[Item], Outcome], item: Item) -> Callable[[], Outcome]:
    """Start a function in the pool, and return a function that waits for its result. Without a pool, that function runs it."""
    return partial(function, item) if pool is None else pool.submit(function, item).result


def map_in_order(pool: Executor | None, jobs: int, function: Callable[[Item], Outcome], items: Iterable[Item]) -> Iterator[Outcome]:
    """Yield the results of a function in the order of the items.

    With a pool, the function, the items and the results must be picklable. Items are consumed only as fast as results are.
    Exceptions of the function are raised here.
    """
    if pool is None:
        yield from map(function, items)
        return
    pending: deque[Future[Outcome]] = deque()
    for item in items:
        with _signals_held():  # the first call starts the processes
            pending.append(pool.submit(function, item))
        if len(pending) >= jobs * _PENDING_PER_PROCESS:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


class SharedWork(Generic[Item, Outcome]):
    """Items that a pool works through from the first on; the caller's process takes the last ones as soon as it has time."""

    def __init__(self, pool: Executor, function: Callable[[Item], Outcome], items: Iterable[Item]) -> None:
        """Start the work. Function, items and results must be picklable."""
        self._left: deque[tuple[Item, Future[Outcome]]] = deque()
        for item in items:
            with _signals_held():  # the first call starts the processes
                self._left.append((item, pool.submit(function, item)))

    def results(self, own: Callable[[Item], Outcome]) -> Iterator[Outcome]:
        """Yield the results in any order. own: the function for this process; it gives the same results.

        Exceptions of the functions are raised here.
        """
        started = []
        while self._left:
            item, future = self._left.pop()
            if future.cancel():
                yield own(item)
            else:
                started.append(future)
        yield from (future.result() for future in started)
