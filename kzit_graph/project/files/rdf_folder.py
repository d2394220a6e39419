"""Find the RDF files in any folder, which need not be that of a project. Files that are not read are named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.files.folder_files import FoundFiles, is_document, is_rdf, refuse_unreadable
from kzit_graph.rdf.opening import open_regular, read_error, special_kind

_AMBIGUOUS: Final = {
    ".json": ("JSON without a key of JSON-LD", (b'"@context"', b'"@graph"', b'"@id"', b'"@type"')),
    ".xml": ("XML without the namespace of RDF", (b"http://www.w3.org/1999/02/22-rdf-syntax-ns#",)),
}
"""Extensions that are used for much else than RDF: what such a file is then, and what it has if it is RDF."""

_HEAD: Final = 1 << 20
"""Bytes in which a sign of RDF is sought."""


def find_rdf(folder: Path) -> FoundFiles:
    """Return the RDF files in a folder and its subfolders, sorted. Hidden files and folders do not count.

    Raises `InvalidInput` if a folder cannot be read, or if there is no RDF file.
    """
    found: list[Path] = []
    skipped: list[str] = []
    for path in _paths(folder):
        if path.is_dir():
            skipped.append(f"{Position(path)}: skipped, because it is a link to a folder; name this folder as well")
        elif special_kind(path):
            skipped.append(f"{Position(path)}: skipped, because it is no regular file")
        elif path.is_symlink() and not path.exists():
            skipped.append(f"{Position(path)}: skipped, because it is a link to a file that does not exist")
        elif is_rdf(path) and (other := _other_kind(path)):
            skipped.append(f"{Position(path)}: skipped, because it is {other}; name it to read it all the same")
        elif is_rdf(path):
            found.append(path)
        elif not is_document(path):
            skipped.append(f"{Position(path)}: skipped, because its extension is not one of an RDF syntax")
    if not found:
        raise InvalidInput("no RDF file in this folder or below it; name a file, or another folder", Position(folder))
    return FoundFiles(tuple(found), tuple(skipped))


def _other_kind(path: Path) -> str | None:
    """Return what a file is instead of RDF, if its extension is used for much else and nothing in its beginning is RDF."""
    kind, signs = _AMBIGUOUS.get(path.suffix.lower(), ("", ()))
    if not signs:
        return None
    try:
        with open_regular(path) as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise read_error(path, error) from error
    return None if any(sign in head for sign in signs) else kind


def _paths(folder: Path) -> Iterator[Path]:
    """Yield the files and the links to folders below a folder, sorted."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=refuse_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(parent, name).is_symlink()]
        found += [Path(parent, name) for name in (*names, *links) if not name.startswith(".")]
    yield from sorted(found)
