"""A command that is ended while it writes a file leaves the old file whole, and nothing beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph
from tests.cli.processes import becomes_true
from tests.small_project import small_project

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals end a process group")

_OLD = "of the user"
_STEPS = ("os.mkdir", "open", "os.rename", "shutil.rmtree")
_COMMANDS = {
    "query": ("query", "SELECT * { ?s ?p ?o }", "-f", "csv"),
    "segment": ("evidence", "segment", "copy.txt"),
    "validate": ("validate", "-f", "json"),
}


def _ended(step: str, number: signal.Signals, *arguments: str | Path, cwd: Path) -> int:
    """Return the exit status of a command that is ended by a signal at a step of its work with files."""
    program = f"""
import os, signal, sys, time

def end(event, arguments):
    path = str(arguments[0]) if arguments else ""
    is_written = event != "open" or str(arguments[1] or "r")[0] in "xw"
    is_child = os.getpid() != os.getpgrp()  # the parent cleans up with the same steps
    if event == {step!r} and is_child and is_written and "/.out." in path:
        os.killpg(0, signal.SIGKILL) if {number.name!r} == "SIGKILL" else os.kill(os.getpgrp(), signal.SIGTERM)
        time.sleep(60)

sys.addaudithook(end)
from kzit_graph.__main__ import main
main()
"""
    started = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(started, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True).returncode


@pytest.mark.slow
@pytest.mark.parametrize("step", _STEPS)
@pytest.mark.parametrize("command", _COMMANDS)
def test_a_command_ended_while_writing_leaves_the_old_file(command: str, step: str, tmp_path: Path) -> None:
    arguments = _prepared(command, tmp_path)
    before = _names(tmp_path)
    assert _ended(step, signal.SIGTERM, *arguments, "--force", cwd=tmp_path) == 128 + signal.SIGTERM
    assert _names(tmp_path) == before
    text = (tmp_path / "out").read_text("utf-8")
    assert text == _OLD if step != "shutil.rmtree" else text not in ("", _OLD)


@pytest.mark.slow
@pytest.mark.parametrize("command", _COMMANDS)
def test_the_next_command_removes_what_a_killed_one_left_beside(command: str, tmp_path: Path) -> None:
    arguments = _prepared(command, tmp_path)
    before = _names(tmp_path)
    assert _ended("os.rename", signal.SIGKILL, *arguments, "--force", cwd=tmp_path) == -signal.SIGKILL
    assert (tmp_path / "out").read_text("utf-8") == _OLD
    assert becomes_true(lambda: _names(tmp_path) != before)
    assert kzit_graph(*arguments, "--force", cwd=tmp_path).returncode == 0
    assert _names(tmp_path) == before
    assert (tmp_path / "out").read_text("utf-8") != _OLD


def _prepared(command: str, folder: Path) -> tuple[str | Path, ...]:
    """Return the arguments of a command that writes a file of a folder, which exists already."""
    small_project(folder / "tiny")
    (folder / "copy.txt").write_text("One sentence. Another one.\n", "utf-8")
    (folder / "out").write_text(_OLD, "utf-8")
    return "--project", folder / "tiny", *_COMMANDS[command], "-o", folder / "out"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
