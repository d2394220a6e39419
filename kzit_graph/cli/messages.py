"""Standard error. A message that cannot be written is lost, but does not change what a command does, nor its exit status."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any


class _Messages(io.RawIOBase):
    """A stream whose writing never fails. target: the stream that is written to."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return bool(self._target.isatty())

    def fileno(self) -> int:
        """Return the number of the file."""
        return int(self._target.fileno())

    def write(self, data: Any, /) -> int:
        """Write data as far as possible, and return its size."""
        try:
            return int(self._target.write(data) or 0)
        except OSError:
            return len(data)


def tolerate_lost_messages() -> None:
    """Let messages to standard error be lost if it is closed, or if it cannot be written, as on a full disk."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the process runs
        return
    stream = _Messages(getattr(sys.stderr.buffer, "raw", sys.stderr.buffer))
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(stream), encoding=sys.stderr.encoding, errors=sys.stderr.errors, newline=None, line_buffering=True
    )
