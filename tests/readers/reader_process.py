"""Keep slow-starting programs running to read many files: JavaReaders.java and js_readers.cjs."""

from __future__ import annotations

import atexit
import contextlib
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path


class ReaderComplained(AssertionError):
    """Raised if another program cannot read a file or warns about it. The message is that of the program."""


class ReaderProcess:
    """A program that answers requests, one at a time, until this process exits.

    A request is one line: a task and paths, separated by tabs. A response is a line with "done" or "failed" and a length in bytes,
    followed by the content in UTF-8.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 # closed in `close`
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors)
        atexit.register(self.close)

    def ask(self, task: str, *files: Path) -> str:
        """Return the response of the program. Raises `ReaderComplained` if it failed or has exited."""
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):  # the program has exited; its message is in stderr
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
        """Stop the program."""
        self._process.communicate()
        self._errors.close()
