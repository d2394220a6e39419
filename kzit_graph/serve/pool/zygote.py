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
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType
from typing import Final

from kzit_graph.errors import KzitError
from kzit_graph.serve.pool.endings import report
from kzit_graph.serve.pool.frames import DIED, FAILURE, READY, json_frame
from kzit_graph.serve.pool.last_words import LastWords
from kzit_graph.serve.pool.source import Source, WorkerSettings
from kzit_graph.serve.pool.warming import warm_up
from kzit_graph.serve.pool.worker import end_with_parent, limit_process, work

_IGNORED = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that a terminal or a service manager sends to all processes. The front decides when the others end."""

_ENDINGS: Final = frozenset({signal.SIGCHLD})
_MAX_WORDS: Final = 2_000


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

    words = dict[int, LastWords | None]()

    def reap(_number: int, _frame: FrameType | None) -> None:
        try:
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                text = _said(words.pop(pid, None))
                report(pid, os.waitstatus_to_exitcode(status), text)
                control.sendall(json_frame(DIED, (pid, status, text[:_MAX_WORDS])))
        except OSError:
            pass  # no more children, or the front has gone

    signal.signal(signal.SIGCHLD, reap)
    control.sendall(json_frame(READY, _facts()))
    _fork_on_demand(control, source, settings.sizes.memory, words)


def _said(words: LastWords | None) -> str:
    if words is None:
        return ""
    text = words.text()
    words.close()
    return text


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


def _fork_on_demand(control: socket.socket, source: Source, memory: int, words: dict[int, LastWords | None]) -> None:
    """Fork workers. words: gets what keeps the last words of each, by its process id."""
    own = os.getpid()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        for descriptor in descriptors:
            of_worker = LastWords.create()
            signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)  # `words` must know a worker before its end is heard
            try:
                pid = os.fork()
            except OSError:  # no process or no memory: the front sees that the connection is closed, and tries again later
                if of_worker is not None:
                    of_worker.close()
            else:
                if pid == 0:
                    _become_worker(source, memory, control, descriptor, own, of_worker, words.values())
                words[pid] = of_worker
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
            os.close(descriptor)


def _become_worker(
    source: Source,
    memory: int,
    control: socket.socket,
    descriptor: int,
    parent: int,
    words: LastWords | None,
    of_others: Iterable[LastWords | None],
) -> None:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
        control.close()
        for each in of_others:
            if each is not None:
                each.close()
        end_with_parent(parent)
        prepared = source.prepared()
        limit_process(memory)
        work(prepared, socket.socket(fileno=descriptor), words)
    except ConnectionError:
        pass  # the front has gone, or needs this worker no more
    except BaseException:  # noqa: BLE001 - a fault of the program, or of native code (PanicException), for its log
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
