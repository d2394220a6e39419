"""Open named pipes, which a program may never write to, and the streams in /dev."""

from __future__ import annotations

import io
import os
import stat
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from kzit_graph.errors import InvalidInput, Position

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK: Final = 1 << 16
_WAIT: Final = 0.02
_MAX_WAIT: Final = 5.0
"""Seconds to wait until a program writes to a named pipe."""


def is_stream(path: Path) -> bool:
    """Return whether a path is a named pipe, or the file behind one of the streams in /dev."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or (stat.S_ISREG(mode) and path.is_relative_to("/dev"))


def open_stream(path: Path) -> IO[bytes]:
    """Open a stream to read it. A named pipe that no program writes to is waited for only a few seconds."""
    if path.is_relative_to("/dev"):
        return path.open("rb")
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    pipe = os.fdopen(descriptor, "rb", buffering=0)
    first = _first_bytes(pipe)
    if first is None:
        pipe.close()
        raise InvalidInput("nothing is written to this named pipe; save its data in a file", Position(path))
    os.set_blocking(descriptor, True)
    return io.BufferedReader(Continued(first, pipe))


def _first_bytes(pipe: IO[bytes]) -> bytes | None:
    """Return the first bytes of a named pipe that is not waited for, or None if no program writes to it in time."""
    end = time.monotonic() + _MAX_WAIT
    while (first := pipe.read(_CHUNK)) == b"":  # None if a program has opened the pipe to write
        if time.monotonic() > end:
            return None
        time.sleep(_WAIT)
    return first or b""


class Continued(io.RawIOBase):
    """A stream of which the first bytes have been read already."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self._first, self._rest = memoryview(first), rest

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read the first bytes, then the rest."""
        target = memoryview(buffer).cast("B")
        if self._first:
            size = min(len(target), len(self._first))
            target[:size], self._first = self._first[:size], self._first[size:]
            return size
        read1 = getattr(self._rest, "read1", self._rest.read)
        found = read1(len(target))
        target[: len(found)] = found
        return len(found)

    def close(self) -> None:
        """Close the stream."""
        self._rest.close()
        super().close()
