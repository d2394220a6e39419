"""Open files safely: no device or named pipe is waited for, and compressed files are unpacked up to a limit."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.formats import compression_of_file, format_of_file
from kzit_graph.rdf.unpacking import unpacked
from kzit_graph.rdf.xml_encoding import in_utf8

_MAX_UNPACKED: Final = 2 << 30
"""Bytes that a compressed file may expand to."""

_ALWAYS_UNPACKED: Final = 256 << 20
"""Bytes that even the smallest compressed file may expand to."""

_MAX_RATIO: Final = 200
"""Bytes that one byte may expand to in a larger file. RDF compresses to a tenth or a fiftieth."""

_CHUNK: Final = 1 << 16
"""Bytes that are read at once."""

_KINDS: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISDIR, "a folder; name a file"),
    (stat.S_ISFIFO, "a named pipe, not a file; save its data in a file"),
    (stat.S_ISSOCK, "a socket, not a file; name a file"),
    (stat.S_ISCHR, "a device, not a file; name a file"),
    (stat.S_ISBLK, "a device, not a file; name a file"),
)


def special_kind(path: Path) -> str | None:
    """Return what a path is if it is not a regular file, such as "a socket", with the fix; None for a file or an absent path."""
    try:
        return _kind(path.stat().st_mode)
    except OSError:
        return None


def read_content(path: Path) -> bytes:
    """Return the bytes of a file, unpacked if its extension is one of gzip or zstd.

    Raises `InvalidInput` if it cannot be read, is not a regular file, or is too large once unpacked, and `MissingExtra` if zstd
    is not installed.
    """
    try:
        with open_regular(path) as file:
            compression = compression_of_file(path)
            return file.read() if compression is None else _unpack(file, compression, path)
    except OSError as error:
        raise read_error(path, error) from error


def read_rdf(path: Path) -> bytes:
    """Return the bytes of an RDF file, unpacked, and in UTF-8 if they are RDF/XML in another encoding.

    Raises `InvalidInput` if the encoding is unknown or not that of the content, and as `read_content` does.
    """
    content = read_content(path)
    return in_utf8(content, path) if format_of_file(path) == RdfFormat.RDF_XML else content


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file to read its bytes as they are. A named pipe or a device is refused without waiting for it.

    Raises `InvalidInput` if it is not a regular file, and the system's error if it cannot be opened.
    """
    if kind := special_kind(path):  # opening a device can have effects
        raise InvalidInput(f"is {kind}", Position(path))
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    if kind := _kind(os.fstat(descriptor).st_mode):  # it was replaced meanwhile
        os.close(descriptor)
        raise InvalidInput(f"is {kind}", Position(path))
    return os.fdopen(descriptor, "rb")


def open_unpacked(path: Path) -> IO[bytes]:
    """Open a regular file to read its bytes, unpacked if its extension is one of gzip or zstd. Nothing is kept in memory.

    Raises `InvalidInput` if it cannot be opened or is not a regular file, and `MissingExtra` if zstd is not installed. Reading raises
    `InvalidInput` if the compressed data is not valid or cut off.
    """
    try:
        file = open_regular(path)
    except OSError as error:
        raise read_error(path, error) from error
    compression = compression_of_file(path)
    return file if compression is None else unpacked(file, compression, path)


def read_error(path: Path, error: OSError) -> InvalidInput:
    """Return the error of a file that the system cannot read."""
    kind = special_kind(path)
    return InvalidInput(f"is {kind}" if kind else f"cannot be read: {error.strerror or error}", Position(path))


def unpack(content: bytes, compression: str, path: Path) -> bytes:
    """Return compressed bytes unpacked. compression: "gzip" or "zstd". path: their file, for errors. Raises as `read_content` does."""
    return _unpack(io.BytesIO(content), compression, path)


def _unpack(file: IO[bytes], compression: str, path: Path) -> bytes:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    limit = min(_MAX_UNPACKED, max(_ALWAYS_UNPACKED, _MAX_RATIO * size))
    content = io.BytesIO()
    for part in iter(partial(unpacked(file, compression, path).read, _CHUNK), b""):
        if content.write(part) and content.tell() > limit:
            raise InvalidInput(f"expands to more than {limit >> 20:,} MiB; unpack it first, if its source is trusted", Position(path))
    return content.getvalue()


def _kind(mode: int) -> str | None:
    return next((kind for test, kind in _KINDS if test(mode)), None)
