"""Replace the build that is being served by a new one, without a dropped request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Final

from kzit_graph.artefacts import CHECKSUMS
from kzit_graph.serve.operation.access_log import AccessLog
from kzit_graph.serve.operation.metrics import Metrics
from kzit_graph.serve.served_build import ServedBuild

_INTERVAL: Final = 1.0
"""Seconds between two looks at a watched folder."""

_UNTIL_RELOAD: Final = 3.0
"""Seconds in which a reload begins after a build was replaced: by the watch, or by the operator who made it."""

_LONGEST_RELOAD: Final = 30.0
_POLL: Final = 0.05

Open = Callable[[], Awaitable[ServedBuild]]
"""Opens the newest build and starts its store."""


class Present:
    """The build that is being served now. open_build: see `Open`."""

    def __init__(self, open_build: Open, log: AccessLog) -> None:
        self._open = open_build
        self._log = log
        self._lock = asyncio.Lock()
        self._closing: set[asyncio.Task[None]] = set()
        self._packing: set[asyncio.Task[None]] = set()
        self.build: ServedBuild | None = None
        self.metrics: Metrics | None = None

    async def start(self) -> None:
        """Open the first build. Raises `KzitError` if that is not possible."""
        self.build = await self._open()
        self._pack(self.build)

    async def reload(self) -> bool:
        """Open the newest build beside the present one, swap them, and close the old one once its queries have ended.

        The present build stays if the new one cannot be opened. Reloads run one after another.
        """
        async with self._lock:
            try:
                new = await self._open()
            except Exception as error:  # noqa: BLE001 - after any error the present build goes on, and the log has it
                self._log.event("reload", result="failed", problem=str(error))
                self._count("failed")
                return False
            old, self.build = self.build, new
            self._pack(new)
            self._log.event("reload", result="done", folder=new.folder)
            self._count("done")
            if old is not None:
                self._keep(old.close(), self._closing)
            return True

    async def newer_than(self, build: ServedBuild) -> bool:
        """Wait until a newer build than one is served. Return False if none comes: no reload runs, or begins soon."""
        start = time.monotonic()
        while self.build is build:
            waited = time.monotonic() - start
            if waited > _LONGEST_RELOAD or (waited > _UNTIL_RELOAD and not self._lock.locked()):
                return False
            await asyncio.sleep(_POLL)
        return True

    async def close(self) -> None:
        """Wait until all queries have ended, and free the stores."""
        async with self._lock:
            if self.build is not None:
                await self.build.close()
            await asyncio.gather(*self._closing, *self._packing, return_exceptions=True)

    async def watch(self, state: Callable[[], object], seen: object) -> None:
        """Reload whenever a state changes. state: returns what differs when there is a new build, or None while there is no build.

        seen: the state before the present build was opened.
        """
        while True:
            await asyncio.sleep(_INTERVAL)
            now = await asyncio.to_thread(state)
            if now is not None and now != seen:
                seen = now
                await self.reload()

    def _pack(self, build: ServedBuild) -> None:
        """Begin to compress the large files of a build, beside the requests."""
        self._keep(self._packed(build), self._packing)

    async def _packed(self, build: ServedBuild) -> None:
        if problem := await build.files.pack():
            self._log.event("cache", problem=f"{problem}; some large files are sent without compression")

    def _keep(self, work: Coroutine[object, object, None], tasks: set[asyncio.Task[None]]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def _count(self, result: str) -> None:
        if self.metrics is not None:
            self.metrics.reloaded(result)


def state_of_build(folder: Path) -> tuple[int, int, int] | None:
    """Return what changes when a folder gets a new build; None while it has none."""
    try:
        found = (folder / CHECKSUMS).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
