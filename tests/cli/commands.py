"""Run the command in a process of its own, like a user."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.cli import prepared


def kzit_graph(
    *arguments: str | Path, cwd: Path | None = None, text: str | None = None, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command. text: its standard input. before: function to call first in the new process (POSIX)."""
    environment = os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1"}
    if before is not None:  # a process with limits cannot write its coverage
        environment = {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}
    elif prepared.can_be_prepared(environment):
        return prepared.run([*map(str, arguments)], environment, cwd, text)
    return subprocess.run(
        [sys.executable, "-m", "kzit_graph", *map(str, arguments)],
        cwd=cwd,
        input=text,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        preexec_fn=before,
    )


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of an error with exit status 2."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("kzit-graph: ")
    return line


def on_a_terminal(*arguments: str | Path, columns: int = 80, cwd: Path | None = None, environment: Mapping[str, str] = {}) -> str:
    """Return what the command writes to a pseudo-terminal (POSIX), standard error included."""
    import fcntl
    import pty
    import struct
    import termios

    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(ours, "rb") as reader:
        command = [sys.executable, "-m", "kzit_graph", *map(str, arguments)]
        with subprocess.Popen(
            command, stdout=theirs, stderr=theirs, cwd=cwd, env=inherited | {"TERM": "xterm", "PYTHONUTF8": "1"} | dict(environment)
        ):
            os.close(theirs)
            parts = []
            try:
                while part := reader.read1():
                    parts.append(part)
            except OSError:  # on Linux: the other end is closed
                pass
    return b"".join(parts).decode().replace("\r\n", "\n")
