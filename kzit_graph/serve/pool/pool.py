"""Hand jobs out to workers, and see to it that there are enough of them, but not too many.

Idle workers are used last in, first out, so that few of them take memory. Some are started in advance.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from kzit_graph.cache_folder import cache_folder
from kzit_graph.errors import KzitError
from kzit_graph.serve.backend import Job, JobFailed
from kzit_graph.serve.calls import CALLS
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.answer import PoolAnswer, encoded
from kzit_graph.serve.pool.connection import QUICK, Worker
from kzit_graph.serve.pool.giving_way import LONG, is_long, who_gives_way
from kzit_graph.serve.pool.launcher import Launcher
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pauses import FIRST, LONGEST, Pauses
from kzit_graph.serve.pool.prepared import Sizes
from kzit_graph.serve.pool.run import Run
from kzit_graph.serve.pool.slots import available_memory, slots
from kzit_graph.serve.pool.source import MAX_IN_MEMORY, WorkerSettings
from kzit_graph.serve.pool.spawn_launcher import SpawnLauncher
from kzit_graph.serve.pool.waiting import WaitingJobs
from kzit_graph.serve.pool.zygote_launcher import ZygoteLauncher, is_supported

_SPARES: Final = 4
"""Idle workers that are kept ready."""

_NEXT_LOOK: Final = 0.25
"""Seconds after which it is looked again whether a job has become long."""

_SHARED_THAT_IS_COPIED: Final = 0.75
"""The part of the graph that a worker copies by reading all of it: Python counts references in it."""

_MAX_TOUCHED: Final = 128 << 20
"""Bytes of memory that a worker may have copied before it is replaced by a new one."""


class Pool:
    """Worker processes over a graph. It implements `kzit_graph.serve.backend.Backend`, in one event loop.

    opener: the graph. calls: see `kzit_graph.serve.calls`. spares: idle workers that are kept ready. cache: the folder for stores on disk;
    default: in the user's cache. max_in_memory: statements above which the data are on disk. launcher: how processes are started; None
    for the best way of this system.
    """

    def __init__(
        self,
        opener: Opener,
        limits: Limits | None = None,
        *,
        calls: Mapping[str, str] = CALLS,
        spares: int = _SPARES,
        cache: Path | None = None,
        max_in_memory: int = MAX_IN_MEMORY,
        launcher: Callable[[WorkerSettings], Launcher] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        sizes = Sizes(self.limits.memory, self.limits.rows, self.limits.answer)
        settings = WorkerSettings(opener, sizes, calls, str(cache or _default_cache() or ""), max_in_memory)
        self._launcher = (launcher or (ZygoteLauncher if is_supported() else SpawnLauncher))(settings)
        self._spares = spares
        self._slots = max(1, self.limits.workers)
        self._idle: list[Worker] = []
        self._starting: set[Worker] = set()
        self._running: set[Worker] = set()
        self._waiting = WaitingJobs()
        self._counts: Counter[str] = Counter()
        self._problem = ""
        self._pauses = Pauses(self._fill)
        self._restart: asyncio.Task[None] | None = None
        self._is_restarting = False
        self._is_closed = False
        self._all_ended = asyncio.Event()

    # Backend

    async def start(self) -> None:
        """Open the graph, and wait for the first worker. Raises `KzitError` if that is not possible."""
        await self._launch_all()
        try:
            self._give_back(await self._worker(None))
        except JobFailed as error:
            await self.close()
            raise KzitError(self._problem or "no worker process can be started; see the messages above") from error

    @asynccontextmanager
    async def answer(self, job: Job) -> AsyncIterator[PoolAnswer]:
        """Wait for a worker, and let it answer a job. See `Backend.answer`."""
        answer = PoolAnswer(job.seconds, encoded(job), self._worker)
        try:
            await answer.begin()
            self._counts["jobs"] += 1
            yield answer
        finally:
            if failure := answer.leave():
                self._counts[f"failed_{failure.kind}"] += 1

    async def close(self) -> None:
        """Refuse new jobs, wait until those that run have ended, and end all processes."""
        self._is_closed = True
        self._waiting.fail("closed", "the server is stopping")
        self._pauses.stop()
        if self._restart is not None:
            self._restart.cancel()
        for worker in (*self._idle, *self._starting):
            worker.kill(JobFailed("closed", "the server is stopping"))
        while self._running:
            self._all_ended.clear()
            await self._all_ended.wait()
        await self._launcher.close()

    def figures(self) -> Mapping[str, float]:
        """Return the numbers of workers and jobs now, and those of jobs so far: all, failed ones by kind, and restarts of the graph."""
        now = {
            "workers": len(self._idle) + len(self._starting) + len(self._running),
            "slots": self._slots,
            "idle": len(self._idle),
            "running": len(self._running),
            "slow": sum(worker.is_slow for worker in self._running),
            "waiting": len(self._waiting),
        }
        return {**now, **self._counts}

    # Workers

    async def _launch_all(self) -> None:
        facts = await self._launcher.start(self._launcher_lost)
        shared = int(facts.get("resident", 0) * _SHARED_THAT_IS_COPIED)
        self._slots = slots(max(1, self.limits.workers), self.limits.memory, shared, available_memory())
        self._pauses.stop()
        self._is_restarting = False
        self._fill()

    def _launcher_lost(self) -> None:
        """Start the launcher again: someone ended its process. Its workers end with it, and until then none can be started."""
        if not self._is_closed:
            self._counts["restarts"] += 1
            self._is_restarting = True
            for worker in tuple(self._idle):  # else a job could be given to one that is about to end
                self._discard(worker)
            self._restart = asyncio.get_running_loop().create_task(self._start_again())

    async def _start_again(self) -> None:
        pause = FIRST
        while not self._is_closed:
            await self._launcher.close()
            await asyncio.sleep(pause)
            try:
                await self._launch_all()
                break
            except KzitError:  # the graph may be written anew at this moment
                pause = min(2 * pause, LONGEST)
                if pause == LONGEST:
                    self._fail_waiting()

    def _fill(self) -> None:
        """Start workers for the jobs that wait, and spare ones."""
        if self._is_closed or self._is_restarting or self._pauses:
            return
        wanted = max(self._spares, len(self._waiting)) - len(self._idle) - len(self._starting)
        room = self._slots - len(self._idle) - len(self._starting) - len(self._running)
        for _ in range(min(wanted, room)):
            worker = Worker(self, self.limits.stall)
            self._starting.add(worker)
            self._launcher.launch(worker)

    def started(self, worker: Worker, facts: dict[str, Any]) -> None:
        """See `kzit_graph.serve.pool.connection.Owner`."""
        try:
            worker.process = self._launcher.process(worker, facts)
        except OSError:
            worker.kill(JobFailed("crashed", "the worker ended"))
            return
        self._starting.discard(worker)
        self._pauses.forget_failures()
        self._hand_over(worker)

    def failed_to_start(self, problem: str) -> None:
        """See `kzit_graph.serve.pool.connection.Owner`."""
        self._problem = problem
        self._fail_waiting()

    def finished(self, worker: Worker) -> None:
        """See `kzit_graph.serve.pool.connection.Owner`."""
        self._running.discard(worker)
        if self._is_closed or worker.is_slow or worker.touched > _MAX_TOUCHED:
            self._discard(worker)
        else:
            self._hand_over(worker)

    def _discard(self, worker: Worker) -> None:
        worker.kill(JobFailed("closed", "the worker is no longer needed"))

    def lost(self, worker: Worker) -> None:
        """See `kzit_graph.serve.pool.connection.Owner`."""
        self._running.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if worker in self._starting:
            self._starting.discard(worker)
            if not (self._is_closed or self._is_restarting) and self._pauses.begin():
                self._fail_waiting()
        if not self._running:
            self._all_ended.set()
        self._fill()

    def _fail_waiting(self) -> None:
        self._waiting.fail("busy", "no worker can be started; try again later", retry_after=LONGEST)

    def _hand_over(self, worker: Worker) -> None:
        if self._is_restarting:  # it ends with the launcher
            self._discard(worker)
        elif self._waiting.give(worker):
            self._running.add(worker)
        else:
            self._idle.append(worker)

    # Jobs

    async def _worker(self, patience: float | None) -> Worker:
        """Return a worker, which then counts as running. Raises `JobFailed` if none is free after some seconds."""
        if self._is_closed:
            raise JobFailed("closed", "the server is stopping")
        while self._idle:
            worker = self._idle.pop()
            if worker.process is None or worker.process.has_ended():  # someone killed it, and its connection is read later
                continue
            self._running.add(worker)
            self._fill()
            return worker
        if len(self._waiting) >= self.limits.waiting:
            raise JobFailed("busy", "too many queries are waiting; try again later", retry_after=self.limits.seconds)
        future = self._waiting.add()
        self._fill()
        self._make_room()
        try:
            await asyncio.wait((future,), timeout=patience)
        except asyncio.CancelledError:
            self._give_up(future)
            raise
        if not future.done():
            self._give_up(future)
            raise JobFailed("busy", "no worker was free in time; try again later", retry_after=self.limits.seconds)
        return future.result()

    def _give_up(self, future: asyncio.Future[Worker]) -> None:
        worker = self._waiting.give_up(future)
        if worker is not None:
            self._give_back(worker)

    def _give_back(self, worker: Worker) -> None:
        """Take back a worker that got no job."""
        self._running.discard(worker)
        if not worker.is_lost:
            self._hand_over(worker)

    def turned_slow(self, worker: Worker) -> None:
        """See `kzit_graph.serve.pool.connection.Owner`."""
        asyncio.get_running_loop().call_later(LONG - QUICK, self._look_for_room, worker, worker.run)

    def _look_for_room(self, worker: Worker, run: Run | None) -> None:
        """Make room if others wait. A job that has not yet done the work of a long one is looked at again."""
        if worker.run is not run or run is None:
            return
        if not is_long(worker):
            asyncio.get_running_loop().call_later(_NEXT_LOOK, self._look_for_room, worker, run)
        elif self._waiting:
            self._make_room()

    def _make_room(self) -> None:
        """End a job that gives way, if all slots are taken and there is one."""
        if len(self._idle) + len(self._starting) + len(self._running) < self._slots:
            return
        if found := who_gives_way(self._running, self._slots, self.limits.seconds):
            worker, why = found
            worker.kill(why)


def _default_cache() -> Path | None:
    """Return the folder for stores on disk in the user's cache, or None if the user has no home folder."""
    found = cache_folder(os.environ)
    return None if found is None else found / "stores"
