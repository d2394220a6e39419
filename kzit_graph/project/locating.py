"""Find the project that a command works on, as git does: in the current folder, else in the folders above it.

A project has `SETTINGS_FILE` or the folders ontology/, data/ and shapes/. Without one, the bundled project is used.
If the current folder looks like a project, a note says so: with a misspelt folder, another graph would be validated.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.files.folder_files import is_rdf
from kzit_graph.project.project import PARTS, bundled_folder

_MIN_PARTS_ABOVE: Final = 2
"""Parts of a project that make a folder above the current one look like a project. Many folders have a data/."""
_MIN_SIMILARITY: Final = 0.76
"""Of two names of folders. "shape" is like "shapes", but "database" is not like "data"."""

_MAX_NAMED: Final = 3
"""Files that a note names; of the others, only the number is given."""

_INITIALS: Final = frozenset(part[0] for part in PARTS)


@dataclass(frozen=True)
class FoundProject:
    """A project folder. note: which one it is, and why, if that is not obvious; else empty."""

    folder: Path
    note: str = ""


def locate_project(start: Path) -> FoundProject:
    """Return the project in a folder or above it, else the bundled one.

    The search ends at the root of the file system, where another file system begins, and at the home folder.
    """
    above: list[Path] = []
    for path in _upwards(start):
        if _is_project(path):
            return FoundProject(path, f"the project is {path.resolve()}" if above else "")
        above.append(path)
    for number, path in enumerate(above):
        present, misspelt = _parts(path)
        if (present or misspelt) and len(present) + len(misspelt) >= (_MIN_PARTS_ABOVE if number else 1):
            return FoundProject(bundled_folder(), _almost(path, present, misspelt))
    return FoundProject(bundled_folder())


def note_on_unread_files(folder: Path, project: Path) -> str:
    """Return a note if a folder has RDF files that no project reads, because the bundled one is used; else an empty text."""
    if project != bundled_folder():
        return ""
    try:
        names = sorted(path.name for path in folder.iterdir() if is_rdf(path) and path.suffix != ".json" and path.is_file())
    except OSError:
        return ""
    if not names:
        return ""
    listed = ", ".join(names[:_MAX_NAMED]) + (f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else "")
    return f"the bundled graph is used, not {listed} of {folder.resolve()}; --project . makes a project of the folder"


def _is_project(folder: Path) -> bool:
    try:
        return (folder / SETTINGS_FILE).is_file() or all((folder / part).is_dir() for part in PARTS)
    except OSError:
        return False


def _upwards(start: Path) -> Iterator[Path]:
    """Yield a folder and the folders above it, written like the folder: "." is followed by "..". Unreadable ones end the search."""
    yield start
    try:
        here, home, device = start.resolve(), Path.home().resolve(), start.stat().st_dev
    except (OSError, RuntimeError):  # a deleted folder, or a user without a home
        return
    path = start
    for parent in here.parents:
        path = path / os.pardir if start == Path() else parent
        try:
            if here == home or parent.stat().st_dev != device:
                return
        except OSError:
            return
        yield path
        if parent == home:
            return


def _parts(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Return the parts of a project that a folder has, and similar folders for the parts that it does not have."""
    try:
        with os.scandir(folder) as entries:
            folders = sorted(entry.name for entry in entries if entry.name[:1].casefold() in _INITIALS and entry.is_dir())
    except OSError:
        return [], {}
    present: list[str] = [part for part in PARTS if part in folders]
    others = {name.casefold(): name for name in folders if name not in PARTS}
    misspelt: dict[str, str] = {}
    if others:
        from difflib import get_close_matches

        for part in PARTS:
            if part not in present and (near := get_close_matches(part, others, 1, _MIN_SIMILARITY)):
                misspelt[part] = others[near[0]]
    return present, misspelt


def _almost(folder: Path, present: list[str], misspelt: dict[str, str]) -> str:
    """Return the note about a folder that is almost a project."""
    missing = [f"{part}/{f' (it has {misspelt[part]}/)' if part in misspelt else ''}" for part in PARTS if part not in present]
    return f"the bundled graph is used, because {folder.resolve()} has no {' and no '.join(missing)}; add it, or set --project"
