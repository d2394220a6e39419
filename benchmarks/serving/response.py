"""Reads HTTP/1.1 responses from a connection, as cheaply as possible."""

from __future__ import annotations

import re
from typing import Final

_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked", re.IGNORECASE)
_CLOSES: Final = re.compile(rb"\r\nconnection:[ \t]*close", re.IGNORECASE)


class BadResponse(Exception):
    """The response is not HTTP/1.1, or has neither a length nor chunks."""


class Response:
    """A response that is being read. size: the bytes of its body. closes: whether the server closes the connection after it."""

    def __init__(self) -> None:
        self.status = 0
        self.size = 0
        self.closes = False
        self._has_head = False
        self._is_chunked = False
        self._is_last = False
        self._left = 0
        """The rest of the body, or of a chunk with the line end after it."""

        self._rest = b""
        """The beginning of a line that is not complete."""

    def feed(self, data: bytes) -> bool:
        """Read bytes that have arrived, and return whether the response is complete. Raises `BadResponse`."""
        if not self._has_head:
            head, blank, data = (self._rest + data).partition(b"\r\n\r\n")
            if not blank:
                self._rest = head
                return False
            self._rest = b""
            self._begin(head)
        if self._is_chunked:
            return self._feed_chunks(data)
        self.size += len(data)
        self._left -= len(data)
        if self._left < 0:
            raise BadResponse("more bytes than announced")
        return self._left == 0

    def _begin(self, head: bytes) -> None:
        if not head.startswith(b"HTTP/1.1 "):
            raise BadResponse(f"not HTTP/1.1: {head[:40]!r}")
        self._has_head = True
        self.status = int(head[9:12])
        self.closes = _CLOSES.search(head) is not None
        if found := _LENGTH.search(head):
            self._left = int(found[1])
        elif _CHUNKED.search(head):
            self._is_chunked = True
        elif self.status not in (204, 304):
            raise BadResponse("neither a length nor chunks")

    def _feed_chunks(self, data: bytes) -> bool:
        """Read chunks (RFC 9112, section 7.1), without trailers."""
        data, self._rest, at = self._rest + data, b"", 0
        while at < len(data):
            if self._left:
                taken = min(self._left, len(data) - at)
                self._left -= taken
                at += taken
                continue
            end = data.find(b"\r\n", at)
            if end < 0:
                self._rest = data[at:]
                return False
            length = int(data[at:end].partition(b";")[0], 16)
            self.size += length
            self._left = length + 2
            self._is_last = length == 0
            at = end + 2
        return self._is_last and self._left == 0
