"""The jobs that wait for a worker, in the order in which they came."""

from __future__ import annotations

import asyncio

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.connection import Worker


class WaitingJobs:
    """Jobs that wait for a worker, first come, first served. Its length is their number."""

    def __init__(self) -> None:
        self._futures: dict[asyncio.Future[Worker], None] = {}

    def __len__(self) -> int:
        return len(self._futures)

    def add(self) -> asyncio.Future[Worker]:
        """Let a job wait. Returns what gets its worker."""
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._futures[future] = None
        return future

    def give(self, worker: Worker) -> bool:
        """Give a worker to the job that has waited longest. Returns whether one took it."""
        while self._futures:
            future = next(iter(self._futures))
            del self._futures[future]
            if not future.done():
                future.set_result(worker)
                return True
        return False

    def give_up(self, future: asyncio.Future[Worker]) -> Worker | None:
        """Let a job wait no longer. Returns the worker that it has got meanwhile, if any."""
        self._futures.pop(future, None)
        if future.done() and not future.cancelled() and future.exception() is None:
            return future.result()
        future.cancel()
        return None

    def fail(self, kind: str, detail: str, *, retry_after: float | None = None) -> None:
        """Let all jobs fail that wait. kind, detail, retry_after: as in `JobFailed`."""
        for future in self._futures:
            if not future.done():
                future.set_exception(JobFailed(kind, detail, retry_after=retry_after))
        self._futures.clear()
