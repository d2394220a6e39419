"""Git repositories for tests, with reproducible commits."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from tests.components import need

DAY: Final = "2026-12-01"
MOMENT: Final = f"{DAY}T22:30:00Z"
"""Default time of commits. In their time zone it is already the next day."""

IDENTITY: Final = {
    f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in (("NAME", "Maintainer"), ("EMAIL", "m@example.org"))
}


def git(folder: Path, *arguments: str, at: str = "2026-12-02T03:30:00+05:00") -> str:
    """Run git without the user's configuration and return its output. at: time of a commit."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = outside | IDENTITY | {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def committed(folder: Path) -> Path:
    """Commit all files of a folder, in a new repository if it has none, and return the folder."""
    need(_is_installed(), "git", "apt-get install git")
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=All of it")
    return folder


def _is_installed() -> bool:
    try:
        return subprocess.run(["git", "--version"], capture_output=True).returncode == 0
    except OSError:
        return False
