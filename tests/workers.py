"""How many processes run the tests."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Final

import psutil

CPU_LIMIT: Final = Path("/sys/fs/cgroup/cpu.max")
"""The processor time of this container: microseconds in a period, or "max", and the period."""

MEMORY: Final = 1_500_000_000
"""Bytes that a process may need with the browser, the store or the servers of its tests."""


def workers(processors: int, memory: int) -> int:
    """Return the number of processes for so many processors and bytes of free memory.

    It is one more than processors, because tests wait for a quarter of their time: for servers, browsers and time limits.
    """
    return max(1, min(processors + 1, memory // MEMORY))


def usable_processors(limit: Path = CPU_LIMIT) -> int:
    """Return the processors that this process may use. Threads of a core count: with cores alone, half of them would idle."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        time, period = limit.read_text("utf-8").split()
        return min(allowed, math.ceil(int(time) / int(period)))
    except (OSError, ValueError):  # no container, or one without a limit
        return allowed


def workers_of_this_machine() -> int:
    """Return the number of processes that run the tests here."""
    return workers(usable_processors(), psutil.virtual_memory().available)
