"""The command as a process: its exit status, and output that cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kzit_graph

COMMAND = (sys.executable, "-m", "kzit_graph")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("--version",), 0), (("query", "theatre-partners"), 0), (("query", "no-such-question"), 2), (("no-such-command",), 2)],
)
def test_the_process_has_the_exit_status_of_the_command(arguments: tuple[str, ...], status: int) -> None:
    assert subprocess.run([*COMMAND, *arguments], capture_output=True).returncode == status


def test_a_command_writes_the_same_bytes_as_the_library() -> None:
    done = subprocess.run([*COMMAND, "export", "nquads"], capture_output=True, check=True)
    assert done.stdout == kzit_graph.bundled().export("nquads")


def test_a_closed_pipe_is_not_an_error() -> None:
    with subprocess.Popen([*COMMAND, "export", "nquads"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="a shell closes the output")
def test_a_closed_output_is_reported() -> None:
    done = subprocess.run(["sh", "-c", '"$0" -m kzit_graph export nquads >&-', sys.executable], capture_output=True, encoding="utf-8")
    assert done.stderr.startswith("kzit-graph: standard output is closed")
    assert done.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("arguments", [("--help",), ("export", "nquads")])
def test_a_full_device_is_reported(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode != 0
    assert b"No space left on device" in done.stderr
