"""The `kzit-graph` command as a process, which `python -m kzit_graph` is, too: it starts, runs the command line, and is gone.

A process that lives for one command leaves its memory to the system: to search it for cycles at every turn, and to take it apart
at the end, object by object, would be a quarter of the time that a question takes.
"""

from __future__ import annotations

import gc
import os
import sys

_FEW_SEARCHES = 100_000
"""Objects made since the last search for unreachable cycles that bring the next; Python's own number is for processes that stay."""


def main() -> None:
    """Runs the command line and ends the process with its exit status, at once unless a profiler or debugger watches it."""
    gc.set_threshold(_FEW_SEARCHES)
    from kzit_graph.cli import main as run

    try:
        run()
    except SystemExit as leave:
        if not isinstance(leave.code, int) or _is_watched() or not _all_written():
            raise
        os._exit(leave.code)


def _is_watched() -> bool:
    """Whether a profiler, a debugger or a measurement of coverage runs, which has its say as Python ends."""
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    tools = [monitoring.get_tool(number) for number in range(6)] if monitoring else []
    return bool(sys.gettrace() or sys.getprofile() or any(tools))


def _all_written() -> bool:
    """Whether the standard streams take all that they still hold; where they do not, Python says so as it ends."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
