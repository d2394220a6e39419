"""Folders in the cache that processes use: a locked file beside each, as long as a process needs it.

The name of such a mark is that of the folder, a random part, and an extension. Where a file system has no locks, nothing is removed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from typing import Final

from kzit_graph.work_folder import lock_file

_USED: Final = ".used"
_WAIT: Final = 0.2
"""Seconds between two trials to get a lock."""


@contextmanager
def locked(path: Path, waits: Callable[[int], None] = lambda _trials: None) -> Iterator[None]:
    """Hold a file locked, after no other process does. waits: called with the number of trials so far, after each that failed."""
    trials = 0
    with path.open("a+b") as lock:
        while not _lock(lock):
            trials += 1
            waits(trials)
            time.sleep(_WAIT)
        yield


def mark(folder: Path) -> BufferedRandom:
    """Return a new locked file beside a folder. It says that the folder is used until it is closed, here and in forked processes."""
    file = folder.with_name(f"{folder.name}.{os.urandom(8).hex()}{_USED}").open("x+b")
    _lock(file)
    return file


def remove_unused(folder: Path, remove: Callable[[Path], None]) -> None:
    """Remove a folder that no process uses, and the marks that ended processes have left beside it. remove: removes the folder."""
    marks = list(folder.parent.glob(f"{folder.name}.*{_USED}"))
    free = [each for each in marks if _is_free(each)]
    if len(free) == len(marks):
        remove(folder)
    for each in free:
        remove_file(each)


def remove_file(path: Path) -> None:
    """Remove a file, if it is there and this is possible."""
    with suppress(OSError):
        path.unlink()


def _lock(file: BufferedRandom) -> bool:
    """Lock a file, and return False if another process has locked it."""
    try:
        lock_file(file)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # the file system has no locks
        return True
    return True


def _is_free(mark: Path) -> bool:
    """Return whether no process holds a file locked. Where there are no locks, none counts as free."""
    try:
        with mark.open("r+b") as file:
            lock_file(file)
    except OSError:
        return False
    return True
