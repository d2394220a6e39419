"""Keep in the user's cache what is costly to compute and always the same for the same inputs.

The name of a file is a digest of all inputs and of the program. A damaged file, or one that another user can write, is not read; a
cache that cannot be written is not used. The folder can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import pyoxigraph

from kzit_graph.atomic_file import write_file
from kzit_graph.cache_folder import cache_folder
from kzit_graph.package_data import FOLDER

MAX_BYTES: Final = 16 << 20
"""Bytes of the inputs, and of what is kept of them."""

MAX_KEPT: Final = 64 << 20
MAX_FILES: Final = 100
"""Bytes and number of the files in a folder. Those that were not used for the longest time go first."""

_FORMAT: Final = b"kzit-graph kept 2"


class KeptFile:
    """The place in the cache of what was computed from some inputs. Without a place, nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @classmethod
    def of(cls, kind: str, inputs: Iterable[bytes], program: Iterable[str], environment: Mapping[str, str] = os.environ) -> KeptFile:
        """Return the place for what is computed from inputs, if they are not too large.

        kind: a folder in the cache. program: the folders of this package whose files compute it; all their files count.
        """
        folder = cache_folder(environment)
        parts = [_state_of(program).encode(), *inputs]
        return cls(folder / kind / _digest(parts) if folder and sum(map(len, parts)) <= MAX_BYTES else None)

    def read(self) -> bytes | None:
        """Return what is kept, or None if there is nothing or it cannot be trusted."""
        if self._path is None:
            return None
        try:
            with open(self._path, "rb", opener=_without_waiting) as file:
                if not _is_own(os.fstat(file.fileno())):
                    return None
                content = file.read(2 * MAX_BYTES)
            os.utime(self._path)
        except OSError:
            return None
        head, _, rest = content.partition(b"\n")
        return rest if head == _head(self._path, rest) else None

    def write(self, content: bytes) -> None:
        """Keep something, if it is not too large, and remove what is beyond the size of the folder."""
        if self._path is None or len(content) > MAX_BYTES:
            return
        folder = self._path.parent
        with suppress(OSError):
            if not folder.parents[2].is_dir():
                return  # a user without a home folder does not get one
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(self._path, b"\n".join((_head(self._path, content), content)))
            self._path.chmod(0o600)
            _remove_oldest(folder)


def _without_waiting(path: str, flags: int) -> int:
    """Open a file, and do not wait for another program if it is a named pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _head(path: Path, rest: bytes) -> bytes:
    """Return the first line of a file, which fits no other place and no other content."""
    return _FORMAT + b" " + _digest([path.parent.name.encode(), path.name.encode(), rest]).encode()


def _digest(parts: Iterable[bytes]) -> str:
    """Return a digest of parts and of their lengths."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.hexdigest()


def _state_of(program: Iterable[str]) -> str:
    """Return the versions of this program, with the sizes and times of its files, which change while it is being developed."""
    files = [stamp for part in program for stamp in _stamps(FOLDER / part)]
    return f"{sys.hexversion} {pyoxigraph.__version__} {files}"


def _stamps(folder: Path) -> list[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
    return sorted((name, status.st_size, status.st_mtime_ns) for name, status in found)


def _is_own(status: os.stat_result) -> bool:
    """Whether this is a regular file that only this user can write."""
    return stat.S_ISREG(status.st_mode) and (os.name != "posix" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022))


def _remove_oldest(folder: Path) -> None:
    with os.scandir(folder) as entries:
        found = [(entry.stat(), entry.path) for entry in entries if entry.is_file()]
    size = 0
    for number, (status, path) in enumerate(sorted(found, key=lambda one: one[0].st_mtime_ns, reverse=True)):
        size += status.st_size
        if number >= MAX_FILES or size > MAX_KEPT:
            with suppress(OSError):
                Path(path).unlink()
