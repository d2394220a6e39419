"""A worker process as the event loop of the front sees it: its connection, the job that it answers, and its end."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Final, Protocol, cast

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.frames import DATA, END, FAILURE, HEAD, JOB, READY, FrameReader, frame
from kzit_graph.serve.pool.run import HIGH, Run
from kzit_graph.serve.pool.usage import processor_time

QUICK: Final = 0.1
"""Seconds after which a job is slow, and yields the processor to others. This cannot be undone, so its worker gets no other job."""

_WAIT_FOR_STATUS: Final = 1.0
"""Seconds after the end of a connection in which its process is expected to end."""


class Process(Protocol):
    """The process of a worker. pid: its number."""

    pid: int

    def has_ended(self) -> bool:
        """Return whether the process has ended, which the connection may not show yet."""

    def kill(self) -> None:
        """End the process at once. Does nothing if it has ended."""

    def lower_priority(self) -> None:
        """Let other processes go first, for the rest of its life."""

    def release(self) -> None:
        """Free what the front holds of it."""


class Owner(Protocol):
    """What a worker tells its pool."""

    def started(self, worker: Worker, facts: dict[str, Any]) -> None:
        """Take a worker that is ready, and set its process."""

    def failed_to_start(self, problem: str) -> None:
        """Take note that a worker cannot open the graph."""

    def finished(self, worker: Worker) -> None:
        """Take a worker back that has ended a job, complete or not."""

    def lost(self, worker: Worker) -> None:
        """Take note that a worker can do nothing more. It is said once."""

    def turned_slow(self, worker: Worker) -> None:
        """Take note that a job takes long."""


class Worker(asyncio.Protocol):
    """The connection to a worker process.

    run: the job that it answers. is_slow: whether a job took long; it then gets no other. touched: the memory in bytes that its jobs have
    used, or read for the first time.
    """

    def __init__(self, owner: Owner, stall: float) -> None:
        self._owner = owner
        self._stall = stall
        self._frames = FrameReader()
        self._transport: asyncio.Transport | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._status: JobFailed | None = None
        self._is_paused = False
        self._seconds_left = self._clock_started = 0.0
        self._clock: asyncio.TimerHandle | None = None
        self.process: Process | None = None
        self.run: Run | None = None
        self.is_lost = False
        self.is_slow = False
        self.touched = self._touched_at_start = 0
        self._worked_before: float | None = None

    def begin(self, run: Run, job: bytes) -> None:
        """Send a job to the worker, and let `run` have its answer."""
        if self.is_lost or self._transport is None:
            run.end(self._status or JobFailed("crashed", "the worker ended"))
            return
        self.run = run
        self._worked_before = self._worked()
        run.when_drained = self._resume
        self._seconds_left = run.limit
        self._timers = [asyncio.get_running_loop().call_later(QUICK, self._turn_slow)]
        self._start_clock()
        self._transport.write(frame(JOB, job))

    @property
    def work(self) -> float:
        """The seconds of processor time of the job that it answers, or the seconds for which it runs where that is unknown."""
        worked = self._worked()
        if worked is None or self._worked_before is None:
            return 0.0 if self.run is None else self.run.seconds
        return worked - self._worked_before

    def _worked(self) -> float | None:
        return None if self.process is None else processor_time(self.process.pid)

    def kill(self, why: JobFailed) -> None:
        """End the process at once, and the job with it, whose chunks are dropped."""
        if self.run is not None:
            self.run.drop()
            self.run.end(why)
        if self.process is not None:
            self.process.kill()
        if self._transport is not None:
            self._transport.abort()
        self._leave()

    # The connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)
        if self.is_lost:  # killed before it was connected
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read messages."""
        for kind, payload in self._frames.feed(data):
            if kind == READY:
                facts = json.loads(payload)
                self._touched_at_start = facts["touched"]
                self._owner.started(self, facts)
            elif self.run is not None:
                self._continue(self.run, kind, payload)
            elif kind == FAILURE:
                self._owner.failed_to_start(json.loads(payload)["detail"])
        if self.run is not None:
            if self.run.size > HIGH and not self._is_paused:
                self._pause(self.run)
            self.run.wake()

    def _continue(self, run: Run, kind: bytes, payload: bytes) -> None:
        if kind == DATA:
            run.add(payload)
        elif kind == HEAD:
            head = json.loads(payload)
            run.kind, run.format = head["kind"], head["format"]
        elif kind == END:
            self.touched = json.loads(payload)["touched"] - self._touched_at_start
            self._end(run, None)
        elif kind == FAILURE:
            self._end(run, JobFailed(**json.loads(payload)))

    def _end(self, run: Run, failure: JobFailed | None) -> None:
        run.end(failure)
        self._forget_run()
        self._owner.finished(self)

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - the status of the process says more
        """Wait for the status of the process, which says why it ended."""
        if self.is_lost:
            return
        if self.run is None or self._status is not None:
            self._lose(self._status or JobFailed("crashed", "the worker ended"))
        else:
            loop = asyncio.get_running_loop()
            self._timers.append(loop.call_later(_WAIT_FOR_STATUS, self._lose, JobFailed("crashed", "the worker ended")))
            self._transport = None

    def process_ended(self, status: JobFailed) -> None:
        """Take the reason why the process ended. What it sent before that is read first."""
        self._status = status
        if self._transport is None or self._is_paused:
            self._lose(status)

    def _lose(self, status: JobFailed) -> None:
        if self.run is not None:
            self.run.end(status)
        self._leave()

    def _leave(self) -> None:
        if self.is_lost:
            return
        self.is_lost = True
        self._forget_run()
        if self.process is not None:
            self.process.release()
        self._owner.lost(self)

    def _forget_run(self) -> None:
        for timer in (*self._timers, self._clock):
            if timer is not None:
                timer.cancel()
        self._timers, self._clock = [], None
        if self.run is not None:
            self.run.when_drained = _nothing
            if self._is_paused and not self.is_lost:
                self._resume()
            self.run = None

    # Limits

    def _start_clock(self) -> None:
        self._clock_started = time.monotonic()
        self._clock = asyncio.get_running_loop().call_later(self._seconds_left, self._end_of_time)

    def _end_of_time(self) -> None:
        if self.run is not None:
            limit = f"{self.run.limit:g} s"
            self.kill(JobFailed("time", f"stopped at the time limit of {limit}; ask for less, or add LIMIT", seconds=self.run.seconds))

    def _turn_slow(self) -> None:
        self.is_slow = True
        if self.process is not None:
            self.process.lower_priority()
        self._owner.turned_slow(self)

    def _pause(self, run: Run) -> None:
        """Read no more until the client has read what waits. The worker then waits too, and its clock stops."""
        assert self._transport is not None
        self._transport.pause_reading()
        self._is_paused = True
        run.pause()
        if self._clock is not None:
            self._clock.cancel()
        self._seconds_left = max(0.0, self._seconds_left - (time.monotonic() - self._clock_started))
        self._clock = asyncio.get_running_loop().call_later(self._stall, self._end_of_patience)

    def _end_of_patience(self) -> None:
        self.kill(JobFailed("stalled", f"the client read nothing for {self._stall:g} s"))

    def _resume(self) -> None:
        if not self._is_paused or self.run is None:
            return
        self._is_paused = False
        self.run.resume()
        if self._clock is not None:
            self._clock.cancel()
        if self._transport is not None and not self.is_lost:
            self._transport.resume_reading()
            if not self.run.has_ended:
                self._start_clock()


def _nothing() -> None:
    pass
