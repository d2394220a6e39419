"""Pauses after workers have failed to start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

FIRST: Final = 0.05
LONGEST: Final = 5.0
"""Seconds of the first and of the longest pause. Each is twice as long as the one before."""

_MAX_FAILURES: Final = 5


class Pauses:
    """Pauses before workers are started again. then: called at the end of each.

    Workers that fail during a pause were started together with the one that began it, so they do not make the next one longer.
    """

    def __init__(self, then: Callable[[], None]) -> None:
        self._then = then
        self._failures = 0
        self._timer: asyncio.TimerHandle | None = None

    def __bool__(self) -> bool:
        """Return whether there is a pause now."""
        return self._timer is not None

    def begin(self) -> bool:
        """Begin a pause, because a worker has failed to start. Returns whether so many have that jobs should not wait for others."""
        if self._timer is None:
            self._failures += 1
            self._timer = asyncio.get_running_loop().call_later(min(FIRST * 2**self._failures, LONGEST), self._end)
        return self._failures >= _MAX_FAILURES

    def _end(self) -> None:
        self._timer = None
        self._then()

    def forget_failures(self) -> None:
        """Let the next pause be short again, because a worker has started."""
        self._failures = 0

    def stop(self) -> None:
        """Forget failures, and end the pause without calling anything."""
        self._failures = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
