"""The mark of a build, by which the next build knows what it may replace.

The mark is a hidden file with the digest of SHA256SUMS, which has the digests of all other files. A folder is replaced only if
each entry is a file of the build and has its digest. It is not in SHA256SUMS itself, because hidden files are often not copied.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from kzit_graph.artefacts import CHECKSUMS, digest_of_file
from kzit_graph.errors import UnwritableTarget

MARK: Final = ".kzit-graph-build"
"""Name of the file that marks a folder as a build."""

_NOTE: Final = "# Written by kzit-graph build. The next build replaces this folder if no file was added or edited.\n"
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_IN_EVERY_BUILD: Final = frozenset({"context.jsonld", "dataset.ttl", "ontology.ttl", "report.json", "report.ttl", "shapes.ttl"})
"""Files of each build. Builds of version 0.1 have no mark, and someone else's folder may have a SHA256SUMS too."""

_MAX_NAMES: Final = 5
"""Other files that a message names."""

Stamps = Mapping[str, tuple[int, int, int]]
"""The entries of a folder: name to inode, size, and time of the last change in nanoseconds."""


def write_mark(folder: Path) -> None:
    """Mark a folder as a build. It must be complete, with SHA256SUMS."""
    (folder / MARK).write_bytes(_mark(folder))


def stamps(folder: Path) -> Stamps:
    """Return the entries of a folder, without following links."""
    with os.scandir(folder) as entries:
        found = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
    return {name: (status.st_ino, status.st_size, status.st_mtime_ns) for name, status in found.items()}


def refuse_other_files(folder: Path, shown: Path, known: Stamps | None = None) -> Stamps:
    """Return the entries of a folder that is empty or a build, and has no other files.

    shown: the folder in the message. known: the entries when this was last called; if they are the same, no file is read.

    Raises `UnwritableTarget` with the names of files that no build wrote, or that were edited.
    """
    found = stamps(folder)
    if found == known:
        return found
    if others := _other_files(folder, found):
        names = ", ".join(others[:_MAX_NAMES]) + (f" and {len(others) - _MAX_NAMES} more" if len(others) > _MAX_NAMES else "")
        raise UnwritableTarget(f"{shown}: holds other files than those of a build: {names}; move them, or name another folder")
    return found


def _other_files(folder: Path, entries: Stamps) -> list[str]:
    listed = _listed(folder)
    if MARK not in entries and not (_IN_EVERY_BUILD <= listed.keys() <= entries.keys()):
        return sorted(entries)
    own = {name for name in listed if name in entries and _is_file(folder / name)}
    with ThreadPoolExecutor() as threads:
        digests = dict(zip(sorted(own), threads.map(lambda name: digest_of_file(folder / name).sha256, sorted(own)), strict=True))
    others = entries.keys() - own - {name for name in (CHECKSUMS, MARK) if _is_file(folder / name)}
    others |= {f"{name} (edited)" for name, digest in digests.items() if digest != listed[name]}
    if MARK in entries and not _is_marked(folder):
        others.add(f"{CHECKSUMS} ({'edited' if CHECKSUMS in entries else 'missing'})")
    return sorted(others)


def _listed(folder: Path) -> dict[str, str]:
    """Return the digests in SHA256SUMS by name. Empty if there is no such file."""
    if not _is_file(folder / CHECKSUMS):
        return {}
    text = (folder / CHECKSUMS).read_text("utf-8", errors="replace")
    return {found[2]: found[1] for line in text.splitlines() if (found := _LINE.fullmatch(line))}


def _is_marked(folder: Path) -> bool:
    return all(_is_file(folder / name) for name in (MARK, CHECKSUMS)) and (folder / MARK).read_bytes() == _mark(folder)


def _mark(folder: Path) -> bytes:
    return f"{_NOTE}{digest_of_file(folder / CHECKSUMS).sha256}  {CHECKSUMS}\n".encode()


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
