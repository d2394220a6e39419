"""Unpack gzip and zstd while reading, in bounded memory."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from kzit_graph.errors import InvalidInput, MissingExtra, Position

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PACKED_CHUNK: Final = 4096
"""Bytes that are unpacked at once. zstd can expand them to 128 MiB."""

_NEEDS_MEMORY: Final = "requires too much memory"
"""What zstd says of a window that is larger than allowed."""

_COMPRESSION_LEVEL: Final = 6
"""The default of the program gzip. zstd has its own default."""

_BUFFER: Final = 1 << 18
"""Bytes that are compressed at once."""


class _Decompressor(Protocol):
    """A decompressor of one stream, as in zlib and compression.zstd."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""

    @property
    def unused_data(self) -> bytes:
        """What follows the stream."""

    def decompress(self, data: bytes, /) -> bytes:
        """Return what the next bytes expand to."""


class _Unpacked(io.RawIOBase):
    """The content of a compressed file, unpacked as it is read. A file may have several streams, and zeros at its end."""

    def __init__(self, packed: IO[bytes], compression: str, path: Path) -> None:
        self._packed, self._compression, self._path = packed, compression, path
        self._new, self._fault = _zstd() if compression == "zstd" else (lambda: zlib.decompressobj(wbits=31), zlib.error)
        self._decompressor: _Decompressor = self._new()
        self._rest = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read unpacked bytes. Raises `InvalidInput` if the data is not valid or cut off."""
        target = memoryview(buffer).cast("B")
        while not self._ready:
            if not self._rest and not (packed := self._packed.read(_PACKED_CHUNK)):
                if not self._decompressor.eof:
                    problem = f"the {self._compression} data is cut off; copy or download the file again"
                    raise InvalidInput(problem, Position(self._path))
                return 0
            self._unpack(self._rest or packed)
        size = min(len(target), len(self._ready))
        target[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _unpack(self, packed: bytes) -> None:
        if self._decompressor.eof:
            packed = packed.lstrip(b"\0")
            self._decompressor = self._new() if packed else self._decompressor
        try:
            self._ready = memoryview(self._decompressor.decompress(packed) if packed else b"")
        except self._fault as error:
            if _NEEDS_MEMORY in str(error):
                problem = "packed with a window of more than 128 MiB (zstd --long or --ultra); pack it again without these options"
            else:
                problem = f"not valid {self._compression}; compress it again, or rename it"
            raise InvalidInput(problem, Position(self._path)) from error
        self._rest = self._decompressor.unused_data if packed and self._decompressor.eof else b""

    def close(self) -> None:
        """Close the compressed file too."""
        self._packed.close()
        super().close()


def unpacked(packed: IO[bytes], compression: str, path: Path) -> IO[bytes]:
    """Return a file that unpacks another one while it is read. compression: "gzip" or "zstd". path: for errors.

    Raises `MissingExtra` if zstd is not installed; reading raises `InvalidInput` if the data is not valid or cut off.
    """
    return io.BufferedReader(_Unpacked(packed, compression, path))


def packed(content: bytes, compression: str) -> bytes:
    """Return content compressed, as `packing` does."""
    file = io.BytesIO()
    with packing(file, compression) as target:
        target.write(content)
    return file.getvalue()


def packing(file: IO[bytes], compression: str) -> IO[bytes]:
    """Return a file that compresses what is written to it. Closing it leaves the other one open. The same content gives the same bytes.

    Raises `MissingExtra` if zstd is not installed.
    """
    if compression == "gzip":
        import gzip

        packed = gzip.GzipFile(filename="", mode="wb", compresslevel=_COMPRESSION_LEVEL, fileobj=file, mtime=0)
        return io.BufferedWriter(packed, _BUFFER)
    module = _zstd_module()
    if hasattr(module, "ZstdFile"):
        found: Any = module.ZstdFile(file, "w")
    else:
        found = module.ZstdCompressor().stream_writer(file, closefd=False)
    return found  # type: ignore[no-any-return]


def _zstd() -> tuple[Callable[[], _Decompressor], type[Exception]]:
    """Return how to make a zstd decompressor, and its error."""
    module = _zstd_module()
    if hasattr(module, "ZstdFile"):
        return module.ZstdDecompressor, module.ZstdError
    return lambda: module.ZstdDecompressor(max_window_size=1 << 27).decompressobj(), module.ZstdError


def _zstd_module() -> Any:
    """Return the module for zstd: of the standard library since Python 3.14, else of an extra."""
    if sys.version_info >= (3, 14):
        return import_module("compression.zstd")
    try:
        return import_module("zstandard")
    except ImportError as error:
        raise MissingExtra("zstd", "zstandard") from error
