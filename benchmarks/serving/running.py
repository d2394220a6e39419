"""Starts a server in a process of its own, tells what its processes use, and ends it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psutil

from benchmarks.places import REPOSITORY
from benchmarks.serving.servers import Place, Server

_START: Final = 90.0
_END: Final = 3.0
_POLL: Final = 0.005
_ANY: Final = "ASK { ?thing ?property ?value }"


class NotStarted(Exception):
    """The server did not answer; the message says why."""


@dataclass(frozen=True)
class Usage:
    """What the processes of a server use. memory: bytes; pages that several share count once. processes: how many there are."""

    memory: int
    processes: int


class Running:
    """A server that answers. Start it by `start`, and end it by `stop` or `kill`. seconds: from its start to its first answer."""

    def __init__(self, server: Server, place: Place) -> None:
        self.server = server
        self.place = place
        self.seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._seen: set[psutil.Process] = set()

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return self.place.port

    @property
    def output(self) -> Path:
        """What the server writes to its standard output."""
        return self.place.folder / "stdout"

    def start(self) -> None:
        """Start the server, and wait for its first answer. Raises `NotStarted`."""
        if self.server.prepare is not None:
            done = subprocess.run(self.server.prepare(self.place), cwd=self.place.folder, capture_output=True, check=False)
            if done.returncode:
                raise NotStarted(_last(done.stderr))
        with self.output.open("wb") as stdout, (self.place.folder / "stderr").open("wb") as stderr:
            begun = time.perf_counter()
            self._process = subprocess.Popen(
                self.server.command(self.place),
                cwd=self.place.folder,  # Fuseki writes into its working folder
                env={**os.environ, "NO_COLOR": "1", "XDG_CACHE_HOME": str(self.place.folder / "cache"), "PYTHONPATH": str(REPOSITORY)},
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
        while not self.answers():
            if self._process.poll() is not None or time.perf_counter() - begun > _START:
                self.kill()
                raise NotStarted(_last((self.place.folder / "stderr").read_bytes()))
            time.sleep(_POLL)
        self.seconds = time.perf_counter() - begun

    def answers(self, seconds: float = 5.0) -> bool:
        """Ask a small query, and return whether it was answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", f"{self.server.path}?query={quote(_ANY)}", headers={"Accept": "application/sparql-results+json"})
            response = connection.getresponse()
            return response.status == 200 and b"true" in response.read()
        connection.close()
        return False

    @property
    def is_alive(self) -> bool:
        """Whether its first process is there."""
        return self._process is not None and self._process.poll() is None

    def cpu(self) -> float:
        """Return the seconds of processor time of all processes so far, also of those that have ended."""
        used = 0.0
        for process in self._processes():
            with suppress(psutil.Error):
                times = process.cpu_times()
                used += times.user + times.system + times.children_user + times.children_system
        return used

    def usage(self) -> Usage:
        """Return what its processes use now."""
        memory = count = 0
        for process in self._processes():
            with suppress(psutil.Error):
                full = process.memory_full_info()
                memory += int(getattr(full, "pss", full.uss))
                count += 1
        return Usage(memory, count)

    def signal(self, number: int) -> None:
        """Send a signal to its first process."""
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> None:
        """End it as its operator would, and kill it if that takes long."""
        if self._process is not None and self.is_alive:
            self._processes()
            self.signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END)
        self.kill()

    def kill(self) -> None:
        """End all of its processes at once."""
        self._processes()
        for process in self._seen:
            with suppress(psutil.Error):
                process.kill()
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _processes(self) -> list[psutil.Process]:
        if self._process is None:
            return []
        try:
            root = psutil.Process(self._process.pid)
            found = [root, *root.children(recursive=True)]
        except psutil.Error:
            return []
        self._seen.update(found)
        return found


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _last(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "it did not answer"
