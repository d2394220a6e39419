"""Start each worker as a new program, on any system. It opens the graph itself, so it takes time and memory.

What the system lacks is done otherwise or not at all: the memory of a worker is watched if psutil is installed, where RLIMIT_AS does not
limit it; the priority of long queries is lowered where the system can; and a worker ends when its connection does.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.connection import Process, Worker
from kzit_graph.serve.pool.endings import ending, out_of_memory, report
from kzit_graph.serve.pool.last_words import LastWords
from kzit_graph.serve.pool.source import WorkerSettings

_SECRET: Final = 32
_NICE: Final = 15
_MAX_START: Final = 120.0
"""Seconds in which a worker must have opened the graph."""

_POLL: Final = 0.02
"""Seconds between two looks at whether a process has ended."""

_WATCH: Final = 0.1
"""Seconds between two looks at the memory of a worker."""


class SpawnLauncher:
    """Workers that are programs of their own."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._tasks: set[asyncio.Task[None]] = set()
        self._processes: dict[Worker, subprocess.Popen[bytes]] = {}
        self._listener: asyncio.Server | None = None
        self._expected: dict[bytes, Worker] = {}

    async def start(self, when_lost: Callable[[], None]) -> Mapping[str, int]:  # noqa: ARG002 - nothing that could be lost
        """Check that the graph can be opened, make its store on disk if it needs one, and listen. See `Launcher.start`."""
        await asyncio.to_thread(self._settings.make_store)
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(lambda: _Arriving(self._expected), "127.0.0.1", 0)
        return {}

    def launch(self, worker: Worker) -> None:
        """Start a process. See `Launcher.launch`."""
        task = asyncio.get_running_loop().create_task(self._run(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, worker: Worker) -> None:
        """Start a process, and tell its worker when and why it has ended."""
        assert self._listener is not None
        secret = secrets.token_bytes(_SECRET)
        port = self._listener.sockets[0].getsockname()[1]
        words = LastWords.create()
        kept = None if words is None else words.descriptor
        given = {"port": port, "secret": secret.hex(), "settings": self._settings.to_json(), "words": kept}
        self._expected[secret] = worker
        try:
            process = await asyncio.to_thread(_spawn, json.dumps(given).encode(), () if kept is None else (kept,))
        except OSError:
            if words is not None:
                words.close()
            worker.kill(JobFailed("crashed", "no worker can be started"))
            return
        self._processes[worker] = process
        if worker.is_lost:
            process.kill()
        starting = asyncio.get_running_loop().call_later(_MAX_START, self._give_up, secret, process)
        try:
            while (code := process.poll()) is None:  # to wait in a thread would take one for each worker
                await asyncio.sleep(_POLL)
        finally:
            starting.cancel()
            self._expected.pop(secret, None)
            self._processes.pop(worker, None)
            text = ""
            if words is not None:
                text = words.text()
                words.close()
        report(process.pid, code, text)
        worker.process_ended(ending(code, self._settings.sizes.memory, text))

    def _give_up(self, secret: bytes, process: subprocess.Popen[bytes]) -> None:
        if secret in self._expected:
            process.kill()

    def process(self, worker: Worker, facts: Mapping[str, Any]) -> Process:
        """Return the process of a worker. See `Launcher.process`."""
        if worker not in self._processes:
            raise ProcessLookupError(facts["pid"])
        return _Spawned(worker, self._processes[worker], self._settings.sizes.memory)

    async def close(self) -> None:
        """Wait for the processes, which end with their connections. See `Launcher.close`."""
        for process in list(self._processes.values()):
            process.kill()
        if self._listener is not None:
            self._listener.close()
        if self._tasks:
            await asyncio.wait(self._tasks)


class _Arriving(asyncio.Protocol):
    """A connection that has not shown its secret yet."""

    def __init__(self, expected: dict[bytes, Worker]) -> None:
        self._expected = expected
        self._data = b""
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self._transport, asyncio.Transport)
        self._data += data
        if len(self._data) < _SECRET:
            return
        worker = self._expected.pop(self._data[:_SECRET], None)
        if worker is None:
            self._transport.abort()
            return
        self._transport.set_protocol(worker)
        worker.connection_made(self._transport)
        if rest := self._data[_SECRET:]:
            worker.data_received(rest)


class _Spawned:
    """A process that is a child of the front."""

    def __init__(self, worker: Worker, process: subprocess.Popen[bytes], memory: int) -> None:
        self.pid = process.pid
        self._process = process
        self._watch = None if sys.platform == "linux" or not memory else _Watch(worker, process.pid, memory)

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        with suppress(OSError):
            self._process.kill()

    def lower_priority(self) -> None:
        if hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def release(self) -> None:
        if self._watch is not None:
            self._watch.stop()


class _Watch:
    """Ends a worker that takes too much memory, where the system has no limit for it. Without psutil it does nothing."""

    def __init__(self, worker: Worker, pid: int, memory: int) -> None:
        self._worker = worker
        self._memory = memory
        self._timer: asyncio.TimerHandle | None = None
        try:
            import psutil

            self._process = psutil.Process(pid)
            self._most = self._process.memory_info().rss + memory
        except (ImportError, OSError):
            return
        except Exception:  # noqa: BLE001 - psutil has exceptions of its own, which are not OSError
            return
        self._look()

    def _look(self) -> None:
        try:
            is_over = self._process.memory_info().rss > self._most
        except Exception:  # noqa: BLE001 - the process has ended
            return
        if is_over:
            self._worker.kill(out_of_memory(self._memory))
        else:
            self._timer = asyncio.get_running_loop().call_later(_WATCH, self._look)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def _spawn(given: bytes, descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kzit_graph.serve.pool.spawned"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=descriptors,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # a terminal does not end it; Windows ignores this
    )
    assert process.stdin is not None
    with process.stdin as stdin, suppress(BrokenPipeError):
        stdin.write(given)
    return process
