"""The messages between the front and its other processes: a kind (1 byte), a length (4 bytes), and the payload.

To a worker: JOB. From a worker: READY, then for each job HEAD (JSON: kind and format), DATA, and END (JSON) or FAILURE (JSON).
From the zygote: READY or FAILURE (JSON), and DIED (JSON: process id, wait status, last words) for each worker that ended.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, Final

JOB: Final = b"J"
READY: Final = b"R"
HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
FAILURE: Final = b"X"
DIED: Final = b"K"

HEADER: Final = struct.Struct("!cI")


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Return a message."""
    return HEADER.pack(kind, len(payload)) + payload


def json_frame(kind: bytes, value: Any) -> bytes:
    """Return a message whose payload is JSON."""
    return frame(kind, json.dumps(value, separators=(",", ":")).encode())


class FrameReader:
    """Splits received bytes into messages. The bytes of an unfinished one are kept."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the kind and payload of each message that is complete."""
        data = self._kept + data if self._kept else data
        position = 0
        while len(data) - position >= HEADER.size:
            kind, length = HEADER.unpack_from(data, position)
            start = position + HEADER.size
            if len(data) - start < length:
                break
            yield kind, data[start : start + length]
            position = start + length
        self._kept = data[position:]
