"""The answer to one job as the front receives it: the chunks that wait to be sent on, and how it ended."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from kzit_graph.serve.backend import JobFailed

HIGH: Final = 1 << 18
"""Bytes that wait for a slow client before the worker is made to wait."""

LOW: Final = 1 << 16


class Run:
    """A job that a worker answers. Once it has ended, the worker can take another job, while chunks still wait here.

    limit: its time limit. kind, format: see `kzit_graph.serve.backend.Answering`. failure: why there is no answer, or no complete one.
    has_answered: whether there was a chunk.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.kind = self.format = ""
        self.chunks: deque[bytes] = deque()
        self.size = 0
        self.has_answered = False
        self.is_done = False
        self.failure: JobFailed | None = None
        self.when_drained: Callable[[], None] = _nothing
        """Called when few bytes wait."""

        self._started = time.monotonic()
        self._ended: float | None = None
        self._paused = 0.0
        self._paused_since: float | None = None
        self._waiter: asyncio.Future[None] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes."""
        return self.is_done or self.failure is not None

    @property
    def seconds(self) -> float:
        """The time used until now or until the end, without the time in which the client read nothing."""
        now = time.monotonic() if self._ended is None else self._ended
        return max(0.0, now - self._started - self._paused - (0.0 if self._paused_since is None else now - self._paused_since))

    @property
    def stalled_for(self) -> float:
        """Seconds for which the worker has waited until the client reads."""
        return 0.0 if self._paused_since is None else time.monotonic() - self._paused_since

    def pause(self) -> None:
        """Stop the clock: the worker waits for the client."""
        self._paused_since = time.monotonic()

    def resume(self) -> None:
        """Start the clock again."""
        self._paused, self._paused_since = self._paused + self.stalled_for, None

    def add(self, chunk: bytes) -> None:
        """Add a chunk."""
        self.chunks.append(chunk)
        self.size += len(chunk)
        self.has_answered = True

    def end(self, failure: JobFailed | None) -> None:
        """Take note of the end. failure: None if the answer is complete. The first end counts."""
        if self.has_ended:
            return
        self._ended = time.monotonic()
        self.is_done, self.failure = failure is None, failure
        if failure is not None and failure.seconds is None:
            failure.seconds = self.seconds
        self.wake()

    def drop(self) -> None:
        """Forget the chunks that wait."""
        self.chunks.clear()
        self.size = 0

    def take(self) -> bytes:
        """Return the next chunk. There must be one."""
        chunk = self.chunks.popleft()
        self.size -= len(chunk)
        if self.size < LOW:
            self.when_drained()
        return chunk

    async def wait(self, patience: float | None = None) -> bool:
        """Wait for a chunk or the end, but no longer than some seconds. Returns whether there is one."""
        if self._has_news:
            return True
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        timer = None if patience is None else loop.call_later(patience, _set, self._waiter)
        try:
            await self._waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()
        return self._has_news

    def wake(self) -> None:
        """Go on with what waits for news, if there are any."""
        if self._waiter is not None and self._has_news:
            _set(self._waiter)

    @property
    def _has_news(self) -> bool:
        return bool(self.chunks) or self.has_ended


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _nothing() -> None:
    pass
