"""Write log lines in a thread, so that a slow reader of the log does not stop the server."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Final, TextIO

_MAX_WAITING: Final = 20_000
"""Lines that wait to be written. If the log is not read, further ones are dropped, and counted in the next line that is written."""


class LogWriter:
    """Writes lines to a text stream. Must be closed, so that the last lines are written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: list[str] = []
        self._dropped = 0
        self._changed = threading.Condition()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def __call__(self, line: str) -> None:
        """Write a line soon."""
        with self._changed:
            if len(self._lines) >= _MAX_WAITING:
                self._dropped += 1
                return
            self._lines.append(line)
            self._changed.notify()

    def close(self, seconds: float = 2.0) -> None:
        """Write what waits. seconds: how long this may take."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._lines or self._is_closed)
                lines, self._lines, dropped, self._dropped = self._lines, [], self._dropped, 0
                if not lines:
                    return
            if dropped:
                lines.append(f'{{"event": "log", "dropped": {dropped}}}')
            with suppress(OSError, ValueError):  # nobody reads the log any more
                self._stream.write("".join(f"{line}\n" for line in lines))
                self._stream.flush()
