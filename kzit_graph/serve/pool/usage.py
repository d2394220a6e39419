"""Tell how much memory a process has touched, which a forked one has then copied, and how much work it has done."""

from __future__ import annotations

import sys
import time


def touched_memory() -> int:
    """Return the bytes of the pages that this process has written to or read for the first time; 0 where this is unknown (Windows).

    Memory that was freed and used again counts again.
    """
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()


def processor_time(pid: int) -> float | None:
    """Return the seconds of processor time that all threads of a process have used, or None where that is unknown: not on Linux."""
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime((~pid << 3) | 2)  # the clock of another process: clock_getcpuclockid(3)
    except OSError:  # it has ended
        return None
