"""The parent of all workers: it opens the graph once, has one thread, and forks a worker when it gets a descriptor.

`python -m kzit_graph.serve.pool.zygote DESCRIPTOR SETTINGS`, with the settings as JSON. Over the descriptor come single bytes, each with
the worker's end of a connection. Back go the messages of `kzit_graph.serve.pool.frames`.

The front starts it as a new program: a fork of the front would copy its threads' locks.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from kzit_graph.errors import KzitError
from kzit_graph.serve.pool.frames import DIED, FAILURE, READY, json_frame
from kzit_graph.serve.pool.source import Source, WorkerSettings
from kzit_graph.serve.pool.warming import warm_up
from kzit_graph.serve.pool.worker import end_with_parent, limit_process, work

_IGNORED = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that a terminal or a service manager sends to all processes. The front decides when the others end."""


def main() -> None:
    """Open the graph, say so, and fork workers until the front closes the connection."""
    for name in _IGNORED:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as control, suppress(ConnectionError):  # the front has gone
        _serve(control)


def _serve(control: socket.socket) -> None:
    try:
        settings = WorkerSettings.from_json(json.loads(sys.argv[2]))
        _in_child(settings.make_store)
        source = settings.open()
        warm_up(source.sample())
    except KzitError as error:
        control.sendall(json_frame(FAILURE, {"detail": str(error)}))
        return

    def reap(_number: int, _frame: FrameType | None) -> None:
        try:
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                control.sendall(json_frame(DIED, ended))
        except OSError:
            pass  # no more children, or the front has gone

    signal.signal(signal.SIGCHLD, reap)
    control.sendall(json_frame(READY, _facts()))
    _fork_on_demand(control, source, settings.sizes.memory)


def _facts() -> dict[str, int]:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a Path is not needed
        resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return {"pid": os.getpid(), "resident": resident, "threads": len(os.listdir("/proc/self/task"))}  # noqa: PTH208


def _in_child(work: Callable[[], None]) -> None:
    """Do some work that starts threads in a child process, and wait for it. Raises `KzitError` with the message of its error."""
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            work()
        except KzitError as error:
            os.write(write, str(error).encode())
        except Exception:  # noqa: BLE001 - a fault of the program, for its log
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as messages:
        message = messages.read().decode()
    os.wait()
    if message:
        raise KzitError(message)


def _fork_on_demand(control: socket.socket, source: Source, memory: int) -> None:
    own = os.getpid()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        for descriptor in descriptors:
            try:
                is_child = os.fork() == 0
            except OSError:  # no process or no memory: the front sees that the connection is closed, and tries again later
                is_child = False
            if is_child:
                _become_worker(source, memory, control, descriptor, own)
            os.close(descriptor)


def _become_worker(source: Source, memory: int, control: socket.socket, descriptor: int, parent: int) -> None:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        end_with_parent(parent)
        prepared = source.prepared()
        limit_process(memory)
        work(prepared, socket.socket(fileno=descriptor))
    except ConnectionError:
        pass  # the front has gone, or needs this worker no more
    except Exception:  # noqa: BLE001 - a fault of the program, for its log
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
