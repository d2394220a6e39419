"""`python -m benchmarks.serving.yardsticks thread PORT DIST` or `constant PORT`: servers to compare ours with.

`thread` is our front, but queries run in threads of its process instead of other processes. `constant` answers every request with the same
bytes, and does nothing else: as fast as the web server can be in Python.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.app import Application, Options
from kzit_graph.serve.backend import Job, JobFailed, QueryJob
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.operation.access_log import AccessLog
from kzit_graph.serve.operation.log_writer import LogWriter
from kzit_graph.serve.pool.frames import DATA, FAILURE, HEAD, FrameReader
from kzit_graph.serve.pool.jobs import answer
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.prepared import Prepared, Sizes
from kzit_graph.serve.pool.source import WorkerSettings
from kzit_graph.serve.run import listen, run
from kzit_graph.serve.served_build import ServedBuild, read_served_build

_LIMITS: Final = Limits(budget=0, per_client=0)
_ANSWER: Final = b'{"head":{},"boolean":true}'
_HEADERS: Final = [(b"content-type", b"application/sparql-results+json"), (b"content-length", b"%d" % len(_ANSWER))]


class ThreadAnswer:
    """A job that was answered in a thread; see `kzit_graph.serve.backend.Answering`."""

    kind = format = ""
    seconds = 0.0

    def __init__(self, messages: bytes) -> None:
        chunks = []
        for kind, payload in FrameReader().feed(messages):
            if kind == HEAD:
                head: dict[str, str] = json.loads(payload)
                self.kind, self.format = head["kind"], head["format"]
            elif kind == DATA:
                chunks.append(payload)
            elif kind == FAILURE:
                raise JobFailed(**json.loads(payload))
        self._first, self._rest = (chunks or [b""])[0], chunks[1:]
        self.is_whole = not self._rest

    async def first(self, patience: float | None = None) -> bytes | None:  # noqa: ARG002 - it is there
        """Return the first chunk."""
        return self._first

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the other chunks."""
        for chunk in self._rest:
            yield chunk


class Threads:
    """Answers queries in threads of this process; see `kzit_graph.serve.backend.Backend`."""

    def __init__(self, folder: Path, _prefixes: Mapping[str, str]) -> None:
        self._settings = WorkerSettings(Opener.of_build(folder), Sizes(), {})
        self._threads = ThreadPoolExecutor(os.cpu_count())
        self._prepared: Prepared | None = None

    async def start(self) -> None:
        """Open the graph."""
        self._prepared = (await asyncio.to_thread(self._settings.open)).prepared()

    @asynccontextmanager
    async def answer(self, job: Job) -> AsyncIterator[ThreadAnswer]:
        """Answer a query."""
        assert isinstance(job, QueryJob)
        yield ThreadAnswer(await asyncio.get_running_loop().run_in_executor(self._threads, self._work, job))

    def _work(self, job: QueryJob) -> bytes:
        assert self._prepared is not None
        sent: list[bytes] = []
        graphs = {"default_graphs": job.default_graphs, "named_graphs": job.named_graphs}
        answer({"query": job.text, "formats": job.formats, **graphs}, self._prepared, sent.append)
        return b"".join(sent)

    async def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False)

    def figures(self) -> Mapping[str, float]:
        """Return nothing."""
        return {}


class Constant:
    """An application that answers every request with the same bytes; see `kzit_graph.serve.app.Application` for the methods."""

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await send({"type": "http.response.body", "body": _ANSWER})

    async def start(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Do nothing."""

    def signals(self, stop: asyncio.Event) -> Mapping[signal.Signals, Callable[[], None]]:
        """Return what to do at each signal."""
        return {signal.SIGTERM: stop.set, signal.SIGINT: stop.set}

    async def drain(self, serving: asyncio.Future[None], seconds: float) -> None:
        """Wait until the web server has ended."""
        await asyncio.wait((serving,), timeout=seconds)


async def _open(folder: Path) -> ServedBuild:
    build = await asyncio.to_thread(read_served_build, folder, Threads, _LIMITS)
    await build.backend.start()
    return build


def main(kind: str, port: str, dist: str = "") -> None:
    """Serve until SIGTERM."""
    with listen("127.0.0.1", int(port)) as listener:
        log = AccessLog(LogWriter(sys.stdout))
        application: Any = Constant() if kind == "constant" else Application(Options(_LIMITS), partial(_open, Path(dist)), log)
        run(application, listener, _LIMITS, "granian", lambda: None)


if __name__ == "__main__":
    main(*sys.argv[1:])
