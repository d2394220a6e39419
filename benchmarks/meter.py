"""Measures one command: wall time of the cold process, and the peak memory of the whole tree of processes that it starts.

Memory is sampled. A tree of one process counts as its resident set (RSS); of a tree of several, their proportional set
sizes (PSS) are summed, in which a page that n processes share counts for 1/n in each. Where the system has no PSS, the
memory that is each process's own (USS) is summed. The figure is never less than the largest resident set that the system
itself recorded for any one process of the tree (ru_maxrss), so that a peak between two samples is seen as well; below the size
of this process itself, some 30 MB, that record says nothing, and samples alone count.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

import psutil

_INTERVAL: Final = 0.02
_REST: Final = 9
"""A sample is followed by a rest of at least this many times its own length, so that sampling takes a tenth of a core at most."""

_COMPILES_ANEW: Final = "PYTHONDONTWRITEBYTECODE"
_RU_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Command:
    """A command line; `environment` is added to this process's own; `fine`: the exit statuses of success.

    Programs in Python may keep their compiled modules, as installed ones do, even where this process may not.
    """

    line: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    fine: tuple[int, ...] = (0,)


class Ending(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILED = "failed"
    OUT_OF_TIME = "out of time"
    OUT_OF_MEMORY = "out of memory"


@dataclass(frozen=True)
class Measurement:
    """seconds: wall time; peak: bytes; status: the exit status, negative for a signal."""

    ending: Ending
    seconds: float
    peak: int
    status: int


def measure(command: Command, folder: Path, seconds: float, memory: int) -> Measurement:
    """Runs a command in a folder, where its output is left as the files `stdout` and `stderr`.

    seconds, memory (bytes): what the tree may take; one that takes more is killed. No process of it outlives the call,
    as long as it was a descendant of the command at the time of some sample, or stayed in its process group.
    """
    with (folder / "stdout").open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command.line,
            cwd=folder,
            env={**{name: value for name, value in os.environ.items() if name != _COMPILES_ANEW}, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        tree = _Tree(process.pid, begun + seconds, memory)
        watcher = threading.Thread(target=tree.watch)
        watcher.start()
        try:
            _, wait_status, usage = os.wait4(process.pid, 0)
            took = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(wait_status)
        finally:
            tree.over.set()
            watcher.join()
            tree.kill()
    floor = usage.ru_maxrss * _RU_MAXRSS_UNIT
    # A new process starts as a copy of this one, whose size the system may have recorded for it.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RU_MAXRSS_UNIT
    ending = tree.killed or (Ending.DONE if process.returncode in command.fine else Ending.FAILED)
    return Measurement(ending, took, max(tree.peak, floor if floor > own else 0), process.returncode)


class _Tree:
    """The processes that one command started: watched from a thread of its own until `over` is set."""

    def __init__(self, root: int, deadline: float, memory: int) -> None:
        self.root = root
        self.over = threading.Event()
        self.peak = 0
        self.killed: Ending | None = None
        self._deadline = deadline
        self._memory = memory
        self._seen: set[psutil.Process] = set()

    def watch(self) -> None:
        rest = 0.0
        while not self.over.wait(rest):
            begun = time.perf_counter()
            self.peak = max(self.peak, self._memory_now())
            self.killed = self._too_much()
            if self.killed:
                self.kill()
                return
            rest = max(_INTERVAL, _REST * (time.perf_counter() - begun))

    def kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in the group
            os.killpg(self.root, signal.SIGKILL)
        for process in self._seen:
            if process.pid != self.root:  # waiting for it is the caller's
                with suppress(psutil.Error):
                    process.kill()

    def _too_much(self) -> Ending | None:
        if time.perf_counter() > self._deadline:
            return Ending.OUT_OF_TIME
        return Ending.OUT_OF_MEMORY if self.peak > self._memory else None

    def _memory_now(self) -> int:
        try:
            root = psutil.Process(self.root)
            tree = [root, *root.children(recursive=True)]
        except psutil.Error:
            return 0
        self._seen.update(tree)
        return _resident(tree[0]) if len(tree) == 1 else sum(map(_proportional, tree))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _proportional(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(full, "pss", full.uss))
