"""Say why a worker process ended, by its exit status and its last words."""

from __future__ import annotations

import re
import signal
import sys
from typing import Final

from kzit_graph.serve.backend import JobFailed

_STACK_OVERFLOW: Final = 0xC00000FD
"""The exit code on Windows."""

_MAX_REPORT: Final = 2_000

_TOO_DEEP: Final = (*(-getattr(signal, name) for name in ("SIGSEGV", "SIGBUS") if hasattr(signal, name)), _STACK_OVERFLOW)


_NO_MEMORY: Final = re.compile(r"memory allocation of|bad_alloc|MemoryError|out of memory|cannot allocate memory", re.IGNORECASE)
"""What Rust, C++, Python and the C library write before they abort, because they get no memory."""


def ending(exit_code: int, memory: int = 0, words: str = "") -> JobFailed:
    """Return why a job failed whose worker ended. exit_code: as in `subprocess.Popen.returncode`, negative for a signal.

    memory: the limit of the worker, in bytes; 0 for none. words: what its native code wrote to standard error.
    """
    if -exit_code == signal.SIGABRT and _NO_MEMORY.search(words):
        return out_of_memory(memory)
    if exit_code in _TOO_DEEP:
        return JobFailed("query", "the query is too deep or too large for the engine; make it flatter, or use several queries")
    return JobFailed("crashed", "the worker ended before the answer was complete; try again")


def report(pid: int, exit_code: int, words: str) -> None:
    """Tell the operator about a worker whose native code failed, unless it got no memory. See `ending`."""
    if words and not _NO_MEMORY.search(words):
        last = words[-_MAX_REPORT:].replace("\n", "\n  ")
        sys.stderr.write(f"worker {pid} ended with status {exit_code}; its last words:\n  {last}\n")
        sys.stderr.flush()


def out_of_memory(memory: int = 0) -> JobFailed:
    """Return the failure of a job that got no more memory. memory: its limit in bytes; 0 for none."""
    limit = f"the memory limit of a query, {memory >> 20:,} MiB" if memory else "the memory of the server"
    return JobFailed("memory", f"stopped at {limit}; ask for less, add LIMIT, or remove ORDER BY, DISTINCT or GROUP BY")
