"""Programs that stay and read one file after the other, since they start slowly: JavaReaders.java and js_readers.cjs."""

from __future__ import annotations

import atexit
import contextlib
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path


class ReaderComplained(AssertionError):
    """An outside reader could not read a file, or warned of something in it. Holds the reader's words."""


class ReaderProcess:
    """A program that answers requests, one at a time, until this process ends.

    A request is a line: a task and paths, with tabs between them. An answer is a line with "done" or "failed" and a number of
    bytes, and then so many bytes of UTF-8.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 # closed in `close`
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors)
        atexit.register(self.close)

    def ask(self, task: str, *files: Path) -> str:
        """What the program answers. Raises `ReaderComplained` where it failed, or is no more."""
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):  # what the program said before it ended is in its errors
            self._process.stdin.write("\t".join((task, *map(str, files))).encode() + b"\n")
            self._process.stdin.flush()
        outcome, _, length = self._process.stdout.readline().decode().partition(" ")
        if not length:
            self._errors.seek(0)
            raise ReaderComplained(f"the program ended: {self._errors.read().decode(errors='replace')}")
        answer = self._process.stdout.read(int(length)).decode()
        if outcome != "done":
            raise ReaderComplained(answer)
        return answer

    def close(self) -> None:
        """Lets the program end."""
        self._process.communicate()
        self._errors.close()
