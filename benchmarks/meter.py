"""Measures one command: the wall time of a cold process and the peak memory of its whole process tree.

Memory is sampled. A tree of one process counts as its resident set (RSS); of a tree of several, their proportional set
sizes (PSS) are summed, in which a page that n processes share counts for 1/n in each. Where the system has no PSS, the
memory of each process alone (USS) is summed. The result is never less than the largest resident set that the system recorded
for a process of the tree (ru_maxrss), so that a peak between two samples counts as well. Below the size of this process, some
30 MB, that record means nothing, and only samples count.
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
"""A pause after a sample is at least this many times as long as the sample, so that sampling takes at most a tenth of a core."""

_COMPILES_ANEW: Final = "PYTHONDONTWRITEBYTECODE"
_RU_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Command:
    """A command line. environment: added to that of this process. fine: the exit statuses of success.

    Python programs may cache their compiled modules, as installed ones do, even if this process may not.
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
    """seconds: wall time. peak: bytes. status: the exit status, negative for a signal. cpu: seconds of processor time, also of children."""

    ending: Ending
    seconds: float
    peak: int
    status: int
    cpu: float = 0.0


def measure(command: Command, folder: Path, seconds: float, memory: int) -> Measurement:
    """Run a command in a folder, with its output in the files `stdout` and `stderr`.

    seconds, memory (bytes): limits; a process tree that exceeds one is killed. No process outlives the call if it was a descendant
    of the command during some sample, or stayed in its process group.
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
    # A new process starts as a copy of this one, so the system may have recorded the size of this one.
    own = _own_peak()
    ending = tree.killed or (Ending.DONE if process.returncode in command.fine else Ending.FAILED)
    return Measurement(ending, took, max(tree.peak, floor if floor > own else 0), process.returncode, usage.ru_utime + usage.ru_stime)


def _own_peak() -> int:
    """The largest resident set of this program, in bytes.

    Linux starts ru_maxrss at the size of the process that started this program, so its VmHWM is read instead.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RU_MAXRSS_UNIT


class _Tree:
    """The processes that a command started, watched by a thread until `over` is set."""

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
        with suppress(ProcessLookupError, PermissionError):  # the group is empty
            os.killpg(self.root, signal.SIGKILL)
        for process in self._seen:
            if process.pid != self.root:  # the caller waits for it
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
