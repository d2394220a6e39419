"""The command as a process: it ends at once, but not before all it wrote has arrived."""

from __future__ import annotations

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
def test_the_process_ends_with_the_status_of_the_command(arguments: tuple[str, ...], status: int) -> None:
    assert subprocess.run([*COMMAND, *arguments], capture_output=True).returncode == status


def test_all_that_a_command_writes_arrives_before_the_process_ends() -> None:
    done = subprocess.run([*COMMAND, "export", "nquads"], capture_output=True, check=True)
    assert done.stdout == kzit_graph.bundled().export("nquads")


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    with subprocess.Popen([*COMMAND, "export", "nquads"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_device_is_told_and_not_passed_over() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "--help"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode != 0
    assert b"No space left on device" in done.stderr
