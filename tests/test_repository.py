"""The repository has no files that a program left there by accident."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from tests.components import need

FOLDERS: Final = {".ci", "benchmarks", "data", "docs", "examples", "kzit_graph", "ontology", "shapes", "tests"}
FILES: Final = {
    *(".gitignore", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md"),
    *("pyproject.toml", "requirements.lock"),
}


def test_the_top_of_the_repository_has_only_known_files_and_folders(root: Path) -> None:
    need((root / ".git").exists(), "a checkout of the repository", "clone it by git")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, encoding="utf-8", check=True)
    paths = [Path(name).parts for name in listed.stdout.split("\0") if name]
    assert {parts[0] for parts in paths if len(parts) == 1} == FILES
    assert {parts[0] for parts in paths if len(parts) > 1} <= FOLDERS
