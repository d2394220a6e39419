"""Tell how much memory a process has touched, which a forked one has then copied."""

from __future__ import annotations

import sys


def touched_memory() -> int:
    """Return the bytes of the pages that this process has written to or read for the first time; 0 where this is unknown (Windows).

    Memory that was freed and used again counts again.
    """
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()
