"""The command as a process: it ends at once, but not before all it wrote has arrived."""

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
def test_the_process_ends_with_the_status_of_the_command(arguments: tuple[str, ...], status: int) -> None:
    assert subprocess.run([*COMMAND, *arguments], capture_output=True).returncode == status


def ended(command: str) -> subprocess.CompletedProcess[str]:
    """How a process ends whose command line is replaced by some code; it buffers what it prints, and no coverage is measured."""
    script = f"import atexit, sys, kzit_graph.cli\ndef command():\n    {command}\nkzit_graph.cli.main = command\n"
    script += "from kzit_graph.__main__ import main\nmain()"
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED" and not name.startswith("COV")}
    return subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=plain)


def test_all_that_was_printed_arrives_before_the_process_ends() -> None:
    done = ended("print('kept'); print('told', file=sys.stderr); sys.exit(3)")
    assert (done.stdout, done.stderr, done.returncode) == ("kept\n", "told\n", 3)


def test_the_process_does_not_tidy_up() -> None:
    assert ended("atexit.register(print, 'tidied'); sys.exit(0)").stdout == ""


def test_a_process_that_is_watched_tidies_up_so_that_its_profile_is_written() -> None:
    assert ended("sys.setprofile(lambda *_: None); atexit.register(print, 'tidied'); sys.exit(0)").stdout == "tidied\n"


def test_a_profile_of_a_command_is_written(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    subprocess.run([sys.executable, "-m", "cProfile", "-o", str(profile), "-m", "kzit_graph", "--version"], check=True, capture_output=True)
    assert profile.stat().st_size > 0


def test_words_instead_of_a_status_are_printed_as_python_prints_them() -> None:
    done = ended("sys.exit('words')")
    assert (done.stderr, done.returncode) == ("words\n", 1)


def test_all_that_a_command_writes_is_what_the_library_gives() -> None:
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
