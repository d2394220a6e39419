"""The files of a build, for comparisons."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of all files below a folder by path, with "/" between folders."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


SITE: Final = frozenset({"404.html", "dataset.html", "index.html", "linkset.json", "robots.txt", "sitemap.xml"})
"""Files of the site of any build, beside those in folders."""


def without_site(paths: Iterable[str]) -> set[str]:
    """Return the paths of a build without those of its site: these files, and all in folders but for the questions."""
    return {path for path in paths if path not in SITE and ("/" not in path or path.startswith("questions/"))}
