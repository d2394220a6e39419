"""Write log lines in a thread, so that a slow reader of the log does not stop the server."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Final, TextIO

_MAX_WAITING: Final = 20_000
"""Lines that wait to be written. If the log is not read, further ones are dropped, and counted in the next line that is written."""


_PAUSE: Final = 0.1
"""Seconds between two writes. To wake the thread for each line would take longer than a small answer."""


class LogWriter:
    """Writes lines to a text stream. Must be closed, so that the last lines are written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: list[str] = []
        self._dropped = 0
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def __call__(self, line: str) -> None:
        """Write a line soon. Called by one thread."""
        if len(self._lines) < _MAX_WAITING:
            self._lines.append(line)
        else:
            self._dropped += 1

    def close(self, seconds: float = 2.0) -> None:
        """Write what waits. seconds: how long this may take."""
        self._is_closed.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        is_over = False
        while not is_over:
            is_over = self._is_closed.wait(_PAUSE)
            lines, self._lines = self._lines, []  # a line that comes just now is in one of them
            dropped, self._dropped = self._dropped, 0
            if dropped:
                lines.append(f'{{"event": "log", "dropped": {dropped}}}')
            if lines:
                with suppress(OSError, ValueError):  # nobody reads the log any more
                    self._stream.write("".join(f"{line}\n" for line in lines))
                    self._stream.flush()
