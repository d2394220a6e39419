"""Marks that say that a process uses a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kzit_graph.serve.in_use import locked, mark, remove_unused

pytestmark = pytest.mark.skipif(os.name == "nt", reason="locks work otherwise there")


def test_a_folder_is_removed_with_its_marks_when_no_process_uses_it(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    first, second = mark(folder), mark(folder)
    first.close()
    remove_unused(folder, Path.rmdir)
    assert sorted(tmp_path.iterdir()) == sorted([folder, Path(second.name)])
    second.close()
    remove_unused(folder, Path.rmdir)
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kzit_graph.serve.in_use import locked\n"
        "with locked(Path(sys.argv[1])):\n"
        "    print('locked', flush=True)\n"
        "    sys.stdin.read()"
    )
    path, trials = tmp_path / "lock", list[int]()
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"

        def waits(number: int) -> None:
            trials.append(number)
            if number == 2:
                other.stdin.close()  # type: ignore[union-attr]

        with locked(path, waits):
            assert trials[:2] == [1, 2]
