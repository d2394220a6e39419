"""The mark of a build, by which the next build knows what it may replace.

The mark is a hidden file with the digest of SHA256SUMS, which has the digests of all other files by path. A folder is replaced only
if each entry, at any depth, is a file of the build and has its digest, or a folder with such files. The mark is not in SHA256SUMS,
because hidden files are often not copied.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from kzit_graph.artefacts import CHECKSUMS, digest_of_file, digests_of_files, read_checksums
from kzit_graph.errors import UnwritableTarget

MARK: Final = ".kzit-graph-build"
"""Name of the file that marks a folder as a build."""

_NOTE: Final = "# Written by kzit-graph build. The next build replaces this folder if no file was added or edited.\n"
_IN_EVERY_BUILD: Final = frozenset({"context.jsonld", "dataset.ttl", "ontology.ttl", "report.json", "report.ttl", "shapes.ttl"})
"""Files of each build. Builds of version 0.1 have no mark, and someone else's folder may have a SHA256SUMS too."""

_MAX_NAMES: Final = 5
"""Other files that a message names."""

Stamp = tuple[int, int, int, int]
"""The kind of an entry, its inode, size, and time of the last change in nanoseconds. For a folder, the last two are 0."""

Stamps = Mapping[str, Stamp]
"""The entries of a folder, and of the folders in it that its build wrote, by path. The path of a folder ends in "/"."""


def write_mark(folder: Path) -> None:
    """Mark a folder as a build. It must be complete, with SHA256SUMS."""
    (folder / MARK).write_bytes(_mark(folder))


def refuse_other_files(folder: Path, shown: Path, known: Stamps | None = None) -> Stamps:
    """Return the entries of a folder that is empty or a build, and has no other files, in any subfolder.

    shown: the folder in the message. known: the entries when this was last called; if they are the same, no file is read.

    Raises `UnwritableTarget` with the paths of files that no build wrote, or that were edited.
    """
    listed = read_checksums(folder) if _is_file(folder / CHECKSUMS) else {}
    found = _stamps(folder, _folders_of(listed))
    if found == known:
        return found
    if others := _other_files(folder, listed, found):
        names = ", ".join(others[:_MAX_NAMES]) + (f" and {len(others) - _MAX_NAMES} more" if len(others) > _MAX_NAMES else "")
        raise UnwritableTarget(f"{shown}: holds other files than those of a build: {names}; move them, or name another folder")
    return found


def _folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders that paths are in, with a "/" at the end."""
    return {f"{above}/" for folder in {path.rpartition("/")[0] for path in paths} for above in _with_parents(folder)} - {"/"}


def _with_parents(folder: str) -> Iterable[str]:
    return (str(path) for path in (PurePosixPath(folder), *PurePosixPath(folder).parents) if path.name)


def _stamps(folder: Path, own_folders: Iterable[str]) -> Stamps:
    """Return the entries of a folder and of some folders in it, without following links. Other folders are not read."""
    own_folders = frozenset(own_folders)
    found: dict[str, Stamp] = {}
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with os.scandir(folder / above) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                kind = stat.S_IFMT(status.st_mode)
                path = f"{above}{entry.name}"
                if kind != stat.S_IFDIR:
                    found[path] = kind, status.st_ino, status.st_size, status.st_mtime_ns
                    continue
                found[f"{path}/"] = kind, status.st_ino, 0, 0
                if f"{path}/" in own_folders:
                    waiting.append(f"{path}/")
    return found


def _other_files(folder: Path, listed: Mapping[str, str], entries: Stamps) -> list[str]:
    if MARK not in entries and not (_IN_EVERY_BUILD <= listed.keys() <= entries.keys()):
        return sorted(path.rstrip("/") for path in entries if "/" not in path[:-1])
    own = {path for path in (*listed, CHECKSUMS, MARK) if path in entries and stat.S_ISREG(entries[path][0])}
    others = {path.rstrip("/") for path in entries.keys() - own - _folders_of(listed)}
    digests = digests_of_files(folder, sorted(own & listed.keys()))
    others |= {f"{path} (edited)" for path, digest in digests.items() if digest.sha256 != listed[path]}
    if MARK in entries and not _is_marked(folder):
        others.add(f"{CHECKSUMS} ({'edited' if CHECKSUMS in entries else 'missing'})")
    return sorted(others)


def _is_marked(folder: Path) -> bool:
    return all(_is_file(folder / name) for name in (MARK, CHECKSUMS)) and (folder / MARK).read_bytes() == _mark(folder)


def _mark(folder: Path) -> bytes:
    return f"{_NOTE}{digest_of_file(folder / CHECKSUMS).sha256}  {CHECKSUMS}\n".encode()


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
