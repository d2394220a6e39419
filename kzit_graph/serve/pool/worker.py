"""The loop of a worker process: it reads jobs from its connection and answers them one by one.

Anything may end it at any time with SIGKILL: it shares nothing that it could leave broken.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import Final

from kzit_graph.serve.pool.frames import HEADER, READY, json_frame
from kzit_graph.serve.pool.jobs import answer
from kzit_graph.serve.pool.last_words import LastWords, capture, forget
from kzit_graph.serve.pool.prepared import Prepared
from kzit_graph.serve.pool.usage import touched_memory

_DESCRIPTORS_OF_CALLS: Final = 64
"""Open files of a function of the server, which may read templates."""

_KILL_ME_WITH_PARENT: Final = 1
_FIRST_TO_END: Final = b"1000"


def work(prepared: Prepared, connection: socket.socket, words: LastWords | None) -> None:
    """Answer jobs until the connection is closed. words: keeps what native code writes to standard error."""
    capture(words)
    limit_descriptors(0)
    connection.sendall(json_frame(READY, {"pid": os.getpid(), "touched": touched_memory()}))
    stream = connection.makefile("rb", buffering=1 << 16)
    while len(head := stream.read(HEADER.size)) == HEADER.size:
        forget()
        job = json.loads(stream.read(HEADER.unpack(head)[1]))
        is_call = "call" in job
        if is_call:
            limit_descriptors(_DESCRIPTORS_OF_CALLS)
        if not answer(job, prepared, connection.sendall):
            return
        if is_call:
            limit_descriptors(0)


def limit_process(memory: int) -> None:
    """Set the limits of this process that the system supports. memory: bytes that it may add to what it has; 0 for no limit.

    A store's native code aborts if it gets no memory (SIGABRT), and says so; see `kzit_graph.serve.pool.endings`.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory and sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a Path is not needed
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))


def limit_descriptors(number: int) -> None:
    """Set how many descriptors this process can open. With 0, native code cannot open a socket, so no query sends a packet."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (number, _DESCRIPTORS_OF_CALLS))


def end_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its parent ends, and prefer it when memory runs out (Linux)."""
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(_KILL_ME_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os._exit(0)
    try:
        with open("/proc/self/oom_score_adj", "wb") as file:  # noqa: PTH123
            file.write(_FIRST_TO_END)
    except OSError:
        pass  # the system forbids it
