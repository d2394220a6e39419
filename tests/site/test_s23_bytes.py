"""S23: the same input gives the same bytes, in any process and however many write. Speed is measured by `make bench`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kzit_graph.project.project import Project
from tests.built_folders import files_of
from tests.site.builds import BuiltSite
from tests.site.conftest import PUBLIC_GARDEN

pytestmark = pytest.mark.slow


def test_s23_another_process_writes_the_same_bytes(garden: BuiltSite, root: Path, tmp_path: Path) -> None:
    check(garden.folder, root / "examples" / "alpine-garden", tmp_path, "--jobs", "2", "--public-url", PUBLIC_GARDEN)


def test_s23_a_single_process_writes_the_same_bytes(dist_with_site: Path, project: Project, tmp_path: Path) -> None:
    check(dist_with_site, project.root, tmp_path, "--site", "--jobs", "1")


def check(built: Path, project: Path, folder: Path, *options: str) -> None:
    """Check that another build of a project, with its files made in another order, gives the same files."""
    for path in sorted(project.rglob("*.*"), reverse=True):
        copy = folder / "project" / path.relative_to(project)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    command = [sys.executable, "-m", "kzit_graph", "--project", str(folder / "project"), "build", "--out", str(folder / "dist"), *options]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Almaty", "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, cwd=folder)
    assert done.returncode == 0, done.stderr
    first, second = files_of(built), files_of(folder / "dist")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
