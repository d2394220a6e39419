"""Start and stop a server in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import psutil

START: Final = 180.0
"""Seconds in which a server must be ready, also on a busy machine."""

END: Final = 30.0


@dataclass
class RunningServer:
    """A server that answers requests. url: with a final slash. folder: for its log and messages."""

    url: str
    process: subprocess.Popen[bytes]
    folder: Path
    client: httpx.Client = field(default_factory=httpx.Client)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rsplit(":", 1)[1])

    @property
    def sparql(self) -> str:
        return f"{self.url}sparql"

    def log(self) -> list[dict[str, Any]]:
        """Return the lines of the log so far."""
        return [json.loads(line) for line in (self.folder / "log").read_text("utf-8").splitlines()]

    def wait_for_line(self, **facts: object) -> dict[str, Any]:
        """Return the first line of the log with some values, once it is there."""
        end = time.monotonic() + END
        while time.monotonic() < end:
            for line in self.log():
                if facts.items() <= line.items():
                    return line
            time.sleep(0.02)
        raise AssertionError(f"no line of the log has {facts}: {self.log()[-5:]}")

    def messages(self) -> str:
        return (self.folder / "messages").read_text("utf-8")

    def processes(self) -> list[psutil.Process]:
        """Return the process of the server and all below it."""
        parent = psutil.Process(self.pid)
        return [parent, *parent.children(recursive=True)]

    def cpu(self) -> dict[int, float]:
        """Return the seconds of CPU that each process has used."""
        found = {}
        for process in self.processes():
            try:
                found[process.pid] = sum(process.cpu_times()[:2])
            except psutil.Error:
                continue
        return found

    def busy(self, seconds: float = 0.5) -> float:
        """Return the part of a core that all processes use during some seconds."""
        before, start = self.cpu(), time.monotonic()
        time.sleep(seconds)
        after = self.cpu()
        return sum(used - before.get(pid, 0.0) for pid, used in after.items()) / (time.monotonic() - start)

    def query(self, text: str, **options: Any) -> httpx.Response:
        """Send a query by POST."""
        headers = {"content-type": "application/sparql-query", **options.pop("headers", {})}
        return self.client.post(self.sparql, content=text.encode(), headers=headers, timeout=options.pop("timeout", 30), **options)

    def stop(self) -> int:
        """End the server by SIGTERM, and return its exit status."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(END)


@contextmanager
def running_server(
    dist: Path | None, folder: Path, *options: str, project: Path | None = None, package: Path | None = None
) -> Iterator[RunningServer]:
    """Yield a server of a build on a free port.

    folder: a new one, for its log and its cache. project: what to serve without a build. package: the folder of an installed package,
    instead of the package in the repository.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = ["--dist", str(dist)] if dist else []
    command = [
        sys.executable,
        "-m",
        "kzit_graph",
        *(["--project", str(project)] if project else []),
        "serve",
        "--port",
        "0",
        *source,
        *options,
    ]
    with (folder / "log").open("wb") as log, (folder / "messages").open("wb") as messages:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=messages,
            env=os.environ | {"NO_COLOR": "1", "XDG_CACHE_HOME": str(folder / "cache")} | ({"PYTHONPATH": str(package)} if package else {}),
        )
    try:
        server = RunningServer(_url(process, folder / "messages"), process, folder)
        with server.client:
            yield server
        server.stop()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(END)


def _url(process: subprocess.Popen[bytes], messages: Path) -> str:
    end = time.monotonic() + START
    while time.monotonic() < end:
        text = messages.read_text("utf-8")
        if found := re.search(r"serving at (http://\S+/)", text):
            return found[1]
        assert process.poll() is None, text
        time.sleep(0.02)
    process.kill()
    raise AssertionError(f"the server was not ready in time: {messages.read_text('utf-8')}")
