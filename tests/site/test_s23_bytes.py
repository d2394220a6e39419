"""S23: the same input gives the same bytes, in any process and however many write. Speed is measured by `make bench`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.built_folders import files_of
from tests.site.builds import BuiltSite
from tests.site.conftest import PUBLIC_GARDEN

pytestmark = pytest.mark.slow


def test_s23_another_process_writes_the_same_bytes(garden: BuiltSite, root: Path, tmp_path: Path) -> None:
    example = root / "examples" / "alpine-garden"
    for path in sorted(example.rglob("*.*"), reverse=True):  # in another order
        copy = tmp_path / "garden" / path.relative_to(example)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    command = [sys.executable, "-m", "kzit_graph", "--project", str(tmp_path / "garden"), "build"]
    command += ["--public-url", PUBLIC_GARDEN, "--out", str(tmp_path / "dist"), "--jobs", "2"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Almaty", "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = files_of(garden.folder), files_of(tmp_path / "dist")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
