"""Compressed copies of large files, in a cache folder beside no build: builds are the same on all machines, compressed files are not.

A copy is called `<digest of the file>.<digest of the copy>.gz`. So it serves each build with that file, and its ETag is known.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

from kzit_graph.errors import MissingExtra, Position, UnwritableTarget
from kzit_graph.rdf.unpacking import packed, packing

EXTENSIONS: Final = {"zstd": ".zst", "gzip": ".gz"}
"""The content codings that are made, in the server's order, and the extensions of their files."""

_NAME: Final = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{64})\.(gz|zst)")
_WORTH: Final = 0.95
"""A copy is kept if it has at most this part of the size."""

_UNUSED_DAYS: Final = 30
_READ: Final = 1 << 20
_NICE: Final = 10


@dataclass(frozen=True)
class Copy:
    """A compressed copy. path: where it is. digest: its own SHA-256. size: in bytes."""

    path: Path
    digest: str
    size: int


def codings() -> tuple[str, ...]:
    """Return the content codings that can be made here: zstd needs Python 3.14 or the package zstandard."""
    found = []
    for coding in EXTENSIONS:
        with suppress(MissingExtra):
            packed(b"", coding)
            found.append(coding)
    return tuple(found)


def compressed(content: bytes, coding: str) -> bytes | None:
    """Return content in a coding, or None if that does not make it smaller."""
    copy = packed(content, coding)
    return copy if len(copy) <= len(content) * _WORTH else None


class PackedFiles:
    """The copies in a folder, which is for this purpose only. Raises `UnwritableTarget` if it cannot be made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._copies: dict[tuple[str, str], Copy] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableTarget(f"{Position(folder)}: cannot be written: {error.strerror or error}") from error
        extensions = {extension.removeprefix("."): coding for coding, extension in EXTENSIONS.items()}
        for path in folder.iterdir():
            if match := _NAME.fullmatch(path.name):
                with suppress(OSError):
                    self._copies[match[1], extensions[match[3]]] = Copy(path, match[2], path.stat().st_size)

    def find(self, digest: str, coding: str) -> Copy | None:
        """Return the copy of a file by its digest, or None."""
        found = self._copies.get((digest, coding))
        return found if found and found.path.is_file() else None

    def make(self, digest: str, coding: str, opened: Callable[[], BinaryIO], is_wanted: Callable[[], bool] = lambda: True) -> Copy | None:
        """Make the copy of a file, unless it is there. Return None if it is not worth it, or not wanted any more before it is complete."""
        if found := self.find(digest, coding):
            with suppress(OSError):
                os.utime(found.path)  # still used
            return found
        descriptor, name = tempfile.mkstemp(prefix="new-", dir=self.folder)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "w+b") as target, opened() as source:
                if not _compress(source, target, coding, is_wanted):
                    return None
                size, original = target.tell(), source.tell()
                target.seek(0)
                own = hashlib.file_digest(target, "sha256").hexdigest()
            if size > original * _WORTH:
                return None
            path = self.folder / f"{digest}.{own}{EXTENSIONS[coding]}"
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        copy = self._copies[digest, coding] = Copy(path, own, size)
        return copy

    def forget_unused(self, used: Sequence[str]) -> None:
        """Remove copies of files that were not used for some time. used: digests of the files of the present build."""
        keep, oldest = frozenset(used), time.time() - _UNUSED_DAYS * 86_400
        for path in self.folder.iterdir():
            match = _NAME.fullmatch(path.name)
            is_unused = match[1] not in keep if match else path.name.startswith("new-")
            with suppress(OSError):
                if is_unused and path.stat().st_mtime < oldest:
                    path.unlink()
                    for key in [key for key, copy in self._copies.items() if copy.path == path]:
                        del self._copies[key]


def _compress(source: BinaryIO, target: IO[bytes], coding: str, is_wanted: Callable[[], bool]) -> bool:
    with packing(target, coding) as writer:
        while is_wanted():
            part = source.read(_READ)
            if not part:
                break
            writer.write(part)
    return is_wanted()


def yield_processor() -> None:
    """Give the present thread a low priority, where threads have their own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
