"""A job that a worker of the pool answers, for the front."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable

from kzit_graph.serve.backend import CallJob, Job, JobFailed
from kzit_graph.serve.pool.connection import Worker
from kzit_graph.serve.pool.run import Run

TakeWorker = Callable[[float | None], Awaitable[Worker]]
"""Returns a free worker, or raises `JobFailed` after some seconds."""


class PoolAnswer:
    """The answer to a job; see `kzit_graph.serve.backend.Answering`."""

    def __init__(self, limit: float, job: bytes, take_worker: TakeWorker) -> None:
        self._limit = limit
        self._job = job
        self._take_worker = take_worker
        self._run = Run(limit)
        self._worker: Worker | None = None
        self._first: bytes | None = None
        self._has_tried_again = False
        self._seconds_before = 0.0

    async def begin(self) -> None:
        """Wait for a worker, and send it the job."""
        worker = await self._take_worker(self._limit)
        self._run = Run(self._limit)
        self._worker = worker
        worker.begin(self._run, self._job)

    def leave(self) -> JobFailed | None:
        """Stop the work if it has not ended. Returns why there is no complete answer."""
        if self._worker is not None and self._worker.run is self._run:
            self._worker.kill(JobFailed("left", "the client left"))
        self._run.drop()
        return self._run.failure

    @property
    def kind(self) -> str:
        """See `kzit_graph.serve.backend.Answering`."""
        return self._run.kind

    @property
    def format(self) -> str:
        """See `kzit_graph.serve.backend.Answering`."""
        return self._run.format

    @property
    def seconds(self) -> float:
        """The time used so far."""
        return self._seconds_before + self._run.seconds

    async def first(self, patience: float | None = None) -> bytes | None:
        """Return the first chunk, or None if it is not there after some seconds. Raises `JobFailed` if the job has no answer.

        A job whose worker was killed by someone else is given to another worker, once.
        """
        while self._first is None:
            if not await self._run.wait(patience):
                return None
            if self._run.chunks:
                self._first = self._run.take()
            elif self._run.failure is None:
                self._first = b""
            elif self._run.failure.kind == "crashed" and self._is_lost and not self._has_tried_again:
                self._has_tried_again = True
                self._seconds_before = self._run.seconds
                await self.begin()
            else:
                raise self._run.failure
        return self._first

    @property
    def _is_lost(self) -> bool:
        return self._worker is None or self._worker.is_lost

    @property
    def is_whole(self) -> bool:
        """Whether the first chunk is the whole answer."""
        return self._first is not None and self._run.is_done and not self._run.chunks

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the chunks after the first one. Raises `JobFailed` if the answer is not complete."""
        while True:
            await self._run.wait()
            while self._run.chunks:
                yield self._run.take()
            if self._run.failure is not None:
                raise self._run.failure
            if self._run.is_done:
                return


def encoded(job: Job) -> bytes:
    """Return a job as a worker reads it."""
    if isinstance(job, CallJob):
        return json.dumps({"call": job.name, "arguments": dict(job.arguments)}).encode()
    graphs = {"default_graphs": job.default_graphs, "named_graphs": job.named_graphs}
    return json.dumps({"query": job.text, "formats": dict(job.formats), **graphs}).encode()
