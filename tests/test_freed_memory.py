"""Freed memory is given back where the allocator can do so, and nothing happens elsewhere."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest

from kzit_graph.freed_memory import return_freed_memory


def test_the_allocator_is_asked_to_give_all_back(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(malloc_trim=asked.append))
    return_freed_memory()
    assert asked == [0]


@pytest.mark.parametrize("error", [AttributeError, OSError, TypeError])
def test_a_system_without_such_an_allocator_is_left_alone(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_name: object) -> None:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", load)
    return_freed_memory()
