"""The memory of the machine limits how many workers there are, and the exit code of one says why it ended."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from kzit_graph.serve.pool import slots as module
from kzit_graph.serve.pool.endings import ending
from kzit_graph.serve.pool.slots import available_memory, slots

GB = 1 << 30


@pytest.mark.parametrize(
    ("wanted", "memory", "shared", "available", "expected"),
    [
        (24, GB // 2, 0, 64 * GB, 24),
        (24, GB // 2, 0, 4 * GB, 8),
        (24, GB // 2, GB // 2, 4 * GB, 4),
        (24, GB, 0, GB // 2, 2),
        (24, 0, 0, GB, 24),
        (24, GB, 0, None, 24),
        (1, GB, 0, 64 * GB, 1),
    ],
)
def test_workers_fit_into_the_memory(wanted: int, memory: int, shared: int, available: int | None, expected: int) -> None:
    assert slots(wanted, memory, shared, available) == expected


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="only Linux says it there")
def test_the_free_memory_is_that_of_the_machine_at_most() -> None:
    found = available_memory()

    assert found is not None
    assert 0 < found <= psutil.virtual_memory().total


def test_a_container_can_have_less_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CGROUP", tmp_path)
    (tmp_path / "memory.current").write_text(f"{GB // 64}\n", encoding="ascii")

    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    whole = available_memory()
    (tmp_path / "memory.max").write_text(f"{GB // 32}\n", encoding="ascii")

    assert available_memory() == GB // 64
    assert whole is None or whole > GB // 64


def test_the_memory_is_unknown_where_the_system_does_not_say_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CGROUP", tmp_path)
    monkeypatch.setattr(module, "_MEMINFO", tmp_path / "meminfo")

    assert available_memory() is None


@pytest.mark.parametrize(
    ("code", "kind"), [(-6, "crashed"), (-11, "query"), (0xC00000FD, "query"), (-9, "crashed"), (0, "crashed"), (1, "crashed")]
)
@pytest.mark.skipif(os.name == "nt", reason="signals have other numbers")
def test_an_exit_code_says_why_a_worker_ended(code: int, kind: str) -> None:
    assert ending(code).kind == kind
