"""Send an answer from a worker to the front, in pieces, within the limits of size."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, Final, cast

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.writing import safe_xml
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.frames import DATA, END, HEAD, frame, json_frame

_PIECE: Final = 1 << 16
"""Bytes that are sent together. The engine writes pieces of 8 KiB."""


class Output:
    """A binary file whose content is sent to the front. The head goes with the first piece, and the end with the last one.

    send: sends bytes, and waits while the front reads no more. kind, format_name: see `kzit_graph.serve.backend.Answering`. most: the
    largest number of bytes; 0 for no limit.
    """

    def __init__(self, send: Callable[[bytes], None], kind: str, format_name: str, most: int = 0) -> None:
        self._send = send
        self._head = json_frame(HEAD, {"kind": kind, "format": format_name})
        self._most = most
        self._parts: list[bytes] = []
        self._size = 0
        self._total = 0
        self.failure: BaseException | None = None
        """What `write` raised. The engine may raise another exception instead."""

    def write(self, data: bytes) -> int:
        """Add bytes to the answer. Raises `JobFailed` if there are too many."""
        try:
            self._add(bytes(data))
        except BaseException as error:
            self.failure = error
            raise
        return len(data)

    def _add(self, data: bytes) -> None:
        self._parts.append(data)
        self._size += len(data)
        self._total += len(data)
        if self._most and self._total > self._most:
            raise JobFailed("rows", f"the answer is larger than {self._most:,} bytes; add LIMIT, or ask for less")
        if self._size >= _PIECE:
            self._flush(b"", is_last=False)

    @property
    def file(self) -> IO[bytes]:
        """The output as the engine takes it."""
        return cast("IO[bytes]", self)

    def flush(self) -> None:
        """Do nothing: pieces are sent when they are large enough."""

    def finish(self, facts: dict[str, Any]) -> None:
        """Send what remains, with the end of the answer. facts: what the front should know of the worker."""
        self._flush(json_frame(END, facts), is_last=True)

    def _flush(self, end: bytes, *, is_last: bool) -> None:
        data = self.mended(b"".join(self._parts), is_last=is_last)
        self._parts, self._size = [], 0
        self._send(self._head + (frame(DATA, data) if data else b"") + end)
        self._head = b""

    def mended(self, data: bytes, *, is_last: bool) -> bytes:  # noqa: ARG002 - for subclasses
        """Return a piece as it is sent."""
        return data


class XmlOutput(Output):
    """The output of an XML document. Carriage returns are escaped, and characters that XML does not allow are refused."""

    _kept = b""

    def mended(self, data: bytes, *, is_last: bool) -> bytes:
        """Return a piece without its last character, which may be incomplete and goes with the next one."""
        data = self._kept + data
        end = len(data)
        if not is_last:
            end = max(0, end - 1)
            while end and data[end] & 0xC0 == 0x80:  # inside a character of UTF-8
                end -= 1
        self._kept = data[end:]
        try:
            return safe_xml(data[:end], "XML", "choose json, csv or tsv")
        except InvalidInput as error:
            raise JobFailed("not-acceptable", str(error)) from error
