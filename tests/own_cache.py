"""A cache folder of a test's own, and what is kept in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kzit_graph.cache_folder import cache_folder


def own_cache(folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> Path:
    """Let the user's cache be below a folder. Return the folder of a kind of kept files, which may not exist."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(folder / "cache"))
    found = cache_folder(os.environ)
    assert found is not None
    return found / kind


def kept_in(cache: Path) -> list[Path]:
    """Return the kept files of a kind."""
    return sorted(cache.iterdir()) if cache.exists() else []
