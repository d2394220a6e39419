"""Folders for unfinished work: hidden beside a build, or among the temporary files.

Each has a locked file. A folder whose lock is free was left behind by a killed process, and the next one removes it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import BufferedRandom
from pathlib import Path
from typing import Final

from kzit_graph.supervisor import clean_up_if_killed

NEW: Final = "new"
"""Subfolder for the work."""

OLD: Final = "old"
"""Subfolder with the build that is being replaced, if folders cannot be exchanged."""

_LOCK: Final = "lock"
_SIGNATURE: Final = b"kzit-graph at work\n"
"""Content of the lock. Without it a folder is not ours, even with such a name."""

_MAX_PREFIX: Final = 200
"""Bytes of a name before the random part. Most systems allow 255 in all."""

_MANY_FILES: Final = 200
"""Files of a folder that one thread removes."""

_REMOVING_THREADS: Final = 4

if sys.platform == "win32":
    import msvcrt

    def lock_file(file: BufferedRandom) -> None:
        """Lock a file, or raise `OSError` if another process has locked it."""
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def lock_file(file: BufferedRandom) -> None:
        """Lock a file, or raise `OSError` if another process has locked it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for temporary files, which only this user may read. It is removed at the end.

    Unlike those of `tempfile`, it is removed by the next call if the process is killed.
    """
    target = Path(_temporary_place(), "kzit-graph").absolute()
    remove_leftovers(target)
    with work_folder(target) as work:
        folder = work / NEW
        folder.mkdir()
        yield folder


def _temporary_place() -> str:
    """Return the place for temporary files, as `tempfile` does, but without its trial file: a killed process leaves it behind."""
    for place in (*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp"):  # noqa: S108 - only for folders that are new
        if place and Path(place).is_dir() and os.access(place, os.W_OK):
            return place
    import tempfile

    return tempfile.gettempdir()


@contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """Yield a new hidden folder beside `target`, and remove it at the end."""
    clean_up_if_killed(target)
    folder, lock = _create(target)
    try:
        yield folder
    finally:
        _remove(folder, lock, target)


def remove_leftovers(target: Path) -> None:
    """Remove the folders beside `target` that killed processes left behind. If one has the only copy of the old build, restore it."""
    folders: list[Path] = []
    with suppress(OSError), os.scandir(target.parent) as entries:
        folders += [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False) and _is_of(target, entry.name)]
    for folder in folders:
        try:
            lock = (folder / _LOCK).open("r+b")
        except OSError:
            with suppress(OSError):
                folder.rmdir()  # killed before there was a lock, and empty
            continue
        with lock:
            try:
                lock_file(lock)
                signature = lock.read()
            except OSError:
                continue  # of a process that is running
            if signature == _SIGNATURE or (signature == b"" and os.listdir(folder) == [_LOCK]):  # noqa: PTH208
                _remove(folder, lock, target)


def _create(target: Path) -> tuple[Path, BufferedRandom]:
    while True:
        folder = target.with_name(f"{_prefix(target)}{os.urandom(8).hex()}.new")
        folder.mkdir(0o700)
        try:
            lock = (folder / _LOCK).open("x+b")
        except FileNotFoundError:
            continue  # another process took the empty folder for a leftover
        try:
            lock_file(lock)
        except (BlockingIOError, PermissionError):
            lock.close()
            continue  # the same, a moment later
        except OSError:
            pass  # the file system has no locks
        try:
            lock.write(_SIGNATURE)
            lock.flush()
        except OSError as error:  # the disk is full
            with suppress(OSError):
                lock.close()
            with suppress(OSError):
                (folder / _LOCK).unlink()
                folder.rmdir()
            raise OSError(error.errno, error.strerror, str(target.parent)) from error
        if os.fstat(lock.fileno()).st_nlink and folder.is_dir():
            return folder, lock
        lock.close()


def _remove(folder: Path, lock: BufferedRandom, target: Path) -> None:
    """Remove a folder, the lock last: a process killed meanwhile leaves a folder that the next one still knows."""
    with suppress(OSError):
        if (folder / OLD).is_dir() and not target.exists():
            (folder / OLD).rename(target)
    for part in (NEW, OLD):
        _remove_contents(folder / part)
        shutil.rmtree(folder / part, ignore_errors=True)
    lock.close()
    with suppress(OSError):
        (folder / _LOCK).unlink()
        folder.rmdir()


def _remove_contents(folder: Path) -> None:
    """Remove the files of folders with many files, in several threads: most of the time, the file system waits for the disk."""
    if not hasattr(os, "fwalk"):
        return
    from concurrent.futures import ThreadPoolExecutor

    with suppress(OSError, RuntimeError), ThreadPoolExecutor(_REMOVING_THREADS) as threads:  # RuntimeError: no thread is left
        for _path, _folders, files, descriptor in os.fwalk(folder):
            if len(files) > _MANY_FILES:
                parts = [files[start : start + _MANY_FILES] for start in range(0, len(files), _MANY_FILES)]
                deque(threads.map(partial(_unlink, descriptor), parts), maxlen=0)


def _unlink(folder: int, names: Iterable[str]) -> None:
    """Remove files as far as possible. folder: descriptor of their folder."""
    for name in names:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)


def _prefix(target: Path) -> str:
    name = f".{target.name}."
    if len(os.fsencode(name)) <= _MAX_PREFIX:
        return name
    import hashlib

    return f".{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]}."


def _is_of(target: Path, name: str) -> bool:
    return re.fullmatch(rf"{re.escape(_prefix(target))}[0-9a-f]{{16}}\.new", name) is not None
