"""Say why a worker process ended, by its exit status."""

from __future__ import annotations

import signal
from typing import Final

from kzit_graph.serve.backend import JobFailed

_STACK_OVERFLOW: Final = 0xC00000FD
"""The exit code on Windows."""

_TOO_DEEP: Final = (*(-getattr(signal, name) for name in ("SIGSEGV", "SIGBUS") if hasattr(signal, name)), _STACK_OVERFLOW)


def ending(exit_code: int, memory: int = 0) -> JobFailed:
    """Return why a job failed whose worker ended. exit_code: as in `subprocess.Popen.returncode`, negative for a signal.

    memory: the limit of the worker, in bytes; 0 for none.
    """
    if -exit_code == signal.SIGABRT:
        return out_of_memory(memory)
    if exit_code in _TOO_DEEP:
        return JobFailed("query", "the query is too deep or too large for the engine; make it flatter, or use several queries")
    return JobFailed("crashed", "the worker ended before the answer was complete; try again")


def out_of_memory(memory: int = 0) -> JobFailed:
    """Return the failure of a job that got no more memory. memory: its limit in bytes; 0 for none."""
    limit = f"the memory limit of a query, {memory >> 20:,} MiB" if memory else "the memory of the server"
    return JobFailed("memory", f"stopped at {limit}; ask for less, add LIMIT, or remove ORDER BY, DISTINCT or GROUP BY")
