"""The tests run in as many processes as the machine can serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers import MEMORY, usable_processors, workers


@pytest.mark.parametrize(("processors", "memory", "number"), [(2, 9, 3), (1, 9, 2), (16, 9, 9), (2, 1, 1), (2, 0, 1)])
def test_there_is_one_more_than_processors_if_memory_allows(processors: int, memory: int, number: int) -> None:
    assert workers(processors, memory * MEMORY) == number


@pytest.mark.parametrize("text", ["max 100000\n", "", None])
def test_without_a_limit_all_allowed_processors_are_used(tmp_path: Path, text: str | None) -> None:
    limit = tmp_path / "cpu.max"
    if text is not None:
        limit.write_text(text)
    assert usable_processors(limit) == usable_processors(tmp_path / "none") >= 1


def test_a_container_uses_no_more_than_its_limit(tmp_path: Path) -> None:
    limit = tmp_path / "cpu.max"
    limit.write_text("50000 100000\n")
    assert usable_processors(limit) == 1
