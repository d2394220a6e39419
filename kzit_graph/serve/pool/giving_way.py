"""Choose the job that gives way when all slots are taken and others wait."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.connection import Worker

LONG: Final = 1.0
"""Seconds after which a job may give way, if it has also done some work."""

_WORK: Final = 0.15
"""The seconds of processor time of this work. A short job that only waits for the processor among many others does not give way."""

_STALLED: Final = 1.0
"""Seconds without reading after which a client gives way to others."""


def is_long(worker: Worker) -> bool:
    """Return whether the job of a worker may give way to others."""
    return worker.run is not None and worker.run.seconds >= LONG and worker.work >= _WORK


def who_gives_way(running: Collection[Worker], slots: int, retry_after: float) -> tuple[Worker, JobFailed] | None:
    """Return a worker whose job gives way, and why: its client does not read, or it is the last of the long ones above half of the slots.

    slots: how many workers there may be. retry_after: seconds after which its client may ask again.
    """
    stalled = {worker: worker.run.stalled_for for worker in running if worker.run and worker.run.stalled_for > _STALLED}
    if stalled:
        longest = max(stalled, key=lambda worker: stalled[worker])
        return longest, JobFailed("stalled", "the client read too slowly while others waited")
    long = {worker: (worker.run.has_answered, worker.run.seconds) for worker in running if worker.run and is_long(worker)}
    if len(long) <= max(1, slots // 2):
        return None
    last = min(long, key=lambda worker: long[worker])
    return last, JobFailed("busy", "the server has too many long queries; try again later", retry_after=retry_after)
