"""Runs the real command in a process of its own, as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def kzit_graph(
    *arguments: str | Path, cwd: Path | None = None, text: str | None = None, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """text: what the command reads on standard input. before: is run in the new process first (POSIX)."""
    environment = os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1"}
    if before is not None:  # a process that is held back cannot note its own coverage
        environment = {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}
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
    """The one line with which the command refused a call that is at fault."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("kzit-graph: ")
    return line
