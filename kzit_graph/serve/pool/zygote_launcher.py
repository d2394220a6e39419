"""Start the zygote, let it fork workers, and hear from it how they ended (Linux)."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from kzit_graph.errors import KzitError
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.connection import Process, Worker
from kzit_graph.serve.pool.endings import ending
from kzit_graph.serve.pool.frames import FAILURE, FrameReader
from kzit_graph.serve.pool.source import WorkerSettings

_NICE: Final = 15
_READ: Final = 1 << 16
_GRACE: Final = 5.0


def is_supported() -> bool:
    """Return whether this system has all that the zygote needs."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")


class ZygoteLauncher:
    """Workers that are forked from one process."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._workers: dict[int, Worker] = {}
        self._ended: dict[int, JobFailed] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._when_lost: Callable[[], None] | None = None

    async def start(self, when_lost: Callable[[], None]) -> Mapping[str, int]:
        """Start the zygote, and wait until it has opened the graph. See `Launcher.start`."""
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", "kzit_graph.serve.pool.zygote", str(theirs.fileno())]
            self._zygote = subprocess.Popen(  # noqa: S603
                [*command, json.dumps(self._settings.to_json())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        self._control.setblocking(False)
        self._frames = FrameReader()
        try:
            facts = await self._first_message()
        except BaseException:
            await self.close()
            raise
        self._when_lost = when_lost
        asyncio.get_running_loop().add_reader(self._control, self._heard)
        return facts

    async def _first_message(self) -> dict[str, int]:
        assert self._control is not None
        loop = asyncio.get_running_loop()
        while data := await loop.sock_recv(self._control, _READ):
            for kind, payload in self._frames.feed(data):
                facts = json.loads(payload)
                if kind == FAILURE:
                    raise KzitError(facts["detail"])
                return dict(facts)
        raise KzitError("the graph cannot be opened: its process ended; see the messages above")

    def _heard(self) -> None:
        assert self._control is not None
        try:
            data = self._control.recv(_READ)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        for _, payload in self._frames.feed(data):
            pid, status, words = json.loads(payload)
            failure = ending(os.waitstatus_to_exitcode(status), self._settings.sizes.memory, words)
            if worker := self._workers.pop(pid, None):
                worker.process_ended(failure)
            else:
                self._ended[pid] = failure  # it ended before its first message was read
        if not data:
            asyncio.get_running_loop().remove_reader(self._control)
            if self._when_lost is not None:
                self._when_lost()
            workers, self._workers = self._workers, {}
            for worker in workers.values():  # they end with the zygote, which can no longer say so
                worker.process_ended(ending(-signal.SIGKILL))

    def launch(self, worker: Worker) -> None:
        """Ask the zygote for a worker. See `Launcher.launch`."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                if self._control is None:
                    raise BrokenPipeError
                socket.send_fds(self._control, [b"f"], [theirs.fileno()])
            except OSError:  # the zygote has ended, or has too much to do
                ours.close()
                asyncio.get_running_loop().call_soon(worker.kill, JobFailed("crashed", "no worker can be started"))
                return
        task = asyncio.get_running_loop().create_task(_connect(worker, ours))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def process(self, worker: Worker, facts: Mapping[str, Any]) -> Process:
        """Return the process of a worker. See `Launcher.process`."""
        pid = int(facts["pid"])
        if self._ended.pop(pid, None):
            raise ProcessLookupError(pid)
        process = _Forked(pid)
        self._workers[pid] = worker
        return process

    async def close(self) -> None:
        """End the zygote. See `Launcher.close`."""
        self._when_lost = None
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        if self._zygote is not None:
            zygote, self._zygote = self._zygote, None
            try:
                await asyncio.to_thread(zygote.wait, _GRACE)
            except subprocess.TimeoutExpired:  # it still opens the graph
                zygote.kill()
                await asyncio.to_thread(zygote.wait)
        self._workers.clear()
        self._ended.clear()


class _Forked:
    """A process by its pidfd: another process may get the number of one that has ended, but never its pidfd."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._descriptor: int | None = os.pidfd_open(pid)
        self._ends = select.poll()
        self._ends.register(self._descriptor, select.POLLIN)

    def has_ended(self) -> bool:
        return self._descriptor is None or bool(self._ends.poll(0))

    def kill(self) -> None:
        if self._descriptor is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def lower_priority(self) -> None:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


async def _connect(worker: Worker, connection: socket.socket) -> None:
    await asyncio.get_running_loop().create_connection(lambda: worker, sock=connection)
