"""The files of a build, for comparisons, and builds that all processes of a run share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pytest


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of all files below a folder by path, with "/" between folders."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


SITE: Final = frozenset(
    {
        *("linkset.json", "linkset.txt", "robots.txt", "sitemap.xml", "facts-table.js"),
        *("_headers", ".htaccess", ".nojekyll", "w3id.htaccess"),
    }
)
"""Files of the site of any build, beside its pages."""

_WITH_A_PAGE: Final = (".html", ".csv", ".svg", ".zip")
"""Extensions of pages and of files that belong to a page of the same name."""


def without_site(paths: Iterable[str]) -> set[str]:
    """Return the paths of a build without those of its site: these files, pages with what belongs to them, and all in folders.

    Questions are in a folder, but not of the site.
    """
    paths = set(paths)
    pages = {path.removesuffix(".html") for path in paths if path.endswith(".html")}
    of_pages = {f"{page}{extension}" for page in pages for extension in _WITH_A_PAGE}
    return {path for path in paths - SITE - of_pages if "/" not in path or path.startswith("questions/")}


def shared_folder(factory: pytest.TempPathFactory, name: str, write: Callable[[Path], object]) -> Path:
    """Return a folder that is written once for all processes of a run. write: writes it, at a path that does not exist yet."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_name(f"{name}.unfinished")
            write(unfinished)
            unfinished.rename(folder)
    return folder
