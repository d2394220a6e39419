"""The files of a finished build, by the list of their digests in SHA256SUMS. Nothing else of the folder is served."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kzit_graph.artefacts import CHECKSUMS
from kzit_graph.errors import InvalidInput, Position

_LINE: Final = re.compile(r"([0-9a-f]{64})[ ][ *](.+)")
_HAS_DESCRIPTORS: Final = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


@dataclass(frozen=True)
class FileFacts:
    """What is known of a file without reading it. digest: SHA-256 in hexadecimal. modified: seconds since 1970."""

    digest: str
    size: int
    modified: int


class BuildFolder:
    """A build as it was when it was opened.

    A new build replaces the whole folder. On Linux and macOS an open `BuildFolder` still reads the old one, until that is deleted.
    Hidden files, symbolic links and what is not listed are not found.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        try:
            if _HAS_DESCRIPTORS:
                self._descriptor = os.open(path, os.O_RDONLY)
                weakref.finalize(self, os.close, self._descriptor)
            with self._open(CHECKSUMS) as file:
                content = file.read()
        except OSError as error:
            raise InvalidInput("not the folder of a build (no SHA256SUMS); write one with kzit-graph build", Position(path)) from error
        self.digests = {name: digest for digest, name in _listed(content) if _is_public(name)}
        self.digests[CHECKSUMS] = hashlib.sha256(content).hexdigest()

    def facts(self, file: BinaryIO, name: str) -> FileFacts:
        """Return the facts of an open file. A time in the future is taken for the present (RFC 9110, section 8.8.2.1)."""
        status = os.fstat(file.fileno())
        return FileFacts(self.digests[name], status.st_size, int(min(status.st_mtime, time.time())))

    def open(self, name: str) -> BinaryIO:
        """Open a file of the list.

        Raises `KeyError` if it is not listed, `PermissionError` if it is no file or behind a symbolic link, and another `OSError` if it
        cannot be read any more.
        """
        if name not in self.digests:
            raise KeyError(name)
        return self._open(name)

    def _open(self, name: str) -> BinaryIO:
        descriptor = _below(self._descriptor, name) if _HAS_DESCRIPTORS else _resolved(self.path, name)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise PermissionError(name)
        return os.fdopen(descriptor, "rb")


def _listed(content: bytes) -> list[tuple[str, str]]:
    lines = content.decode("utf-8", errors="replace").split("\n")  # other line separators of Unicode can be in a name
    return [(match[1], match[2]) for line in lines if (match := _LINE.fullmatch(line.removesuffix("\r")))]


def _is_public(name: str) -> bool:
    """Return whether a name stays in the folder, and no part of it is hidden."""
    return "\\" not in name and "\0" not in name and all(part and not part.startswith(".") for part in name.split("/"))


def _below(folder: int, name: str) -> int:
    """Open a file below an open folder, without following symbolic links."""
    *parents, last = name.split("/")
    opened: list[int] = []
    try:
        for parent in parents:
            folder = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            opened.append(folder)
        return os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENOTDIR):  # a symbolic link
            raise PermissionError(name) from None
        raise
    finally:
        for descriptor in opened:
            with suppress(OSError):
                os.close(descriptor)


def _resolved(root: Path, name: str) -> int:
    """Open a file by its path, on systems without the functions of `_below`."""
    path = root / name
    if path.resolve() != root.resolve() / name:
        raise PermissionError(name)
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
