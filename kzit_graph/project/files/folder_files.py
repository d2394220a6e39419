"""Find the files of a project folder. What is not read is named, and what must not be read is refused.

A link that leads out of the folder could read any file of the computer, and a named pipe or a device could be read forever.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.plain_text import counted
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.opening import special_kind
from kzit_graph.rdf.ordering import natural_key

_MAX_NAMED: Final = 10
"""Skipped files that are named; of the others, only the number is given."""

_CHECKSUMS: Final = "SHA256SUMS"
"""The file that tells a build from other folders."""

_QUESTION: Final = ".rq"
_TABLE: Final = ".toml"
_RULES: Final = (".ru", ".rq")
_OTHER_COMPRESSIONS: Final = (".7z", ".br", ".bz2", ".lz4", ".rar", ".tar", ".tgz", ".xz", ".z", ".zip")
_DOCUMENTS: Final = (".gif", ".htm", ".html", ".jpeg", ".jpg", ".md", ".pdf", ".png", ".rst", ".svg", ".txt", ".webp")
"""Extensions of files beside the data that nobody takes for data."""

_DOCUMENT_NAMES: Final = ("authors", "changelog", "copying", "licence", "license", "makefile", "notice", "readme")


@dataclass(frozen=True)
class FoundFiles:
    """The files of a folder.

    rdf: those in an RDF syntax, sorted. skipped: a message for each other file that may be taken for data. rules: the rules, in the
    natural order of their names. tables: the descriptions of tables, sorted.
    """

    rdf: tuple[Path, ...]
    skipped: tuple[str, ...]
    rules: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()


def find_files(
    folder: Path, root: Path, questions: Path | None = None, rules: Path | None = None, tables: Path | None = None
) -> FoundFiles:
    """Return the files in a folder of a project and its subfolders. Hidden ones do not count.

    root: the project folder. questions: the subfolder whose .rq files are read elsewhere. rules: the subfolder of rules.
    tables: the subfolder of descriptions of tables.

    Raises `InvalidInput` if a folder cannot be read, or a file that would be read is not a regular file or leads out of the project.
    """
    refuse_outside(folder, root)
    found: list[Path] = []
    skipped: list[str] = []
    found_rules: list[Path] = []
    found_tables: list[Path] = []
    for path in _paths(folder, root, skipped):
        if path.parent == rules and path.suffix in _RULES:
            _check_found(path, root)
            found_rules.append(path)
        elif path.parent == tables and path.suffix == _TABLE:
            check_file(path, root)
            found_tables.append(path)
        elif is_rdf(path):
            _check_found(path, root)
            found.append(path)
        elif (reason := _reason(path, questions, rules)) is not None:
            skipped.append(f"{Position(path)}: skipped, because {reason}")
    in_order = sorted(found_rules, key=lambda path: (natural_key(path.name), path))
    return FoundFiles(tuple(found), tuple(sorted(skipped)), tuple(in_order), tuple(found_tables))


def find_top_files(folder: Path, root: Path, known: Collection[Path] = ()) -> FoundFiles:
    """Return the RDF files in a folder itself. Its subfolders with RDF files, other than the parts of a project, are named as skipped.

    Builds do not count: they would be the data of the next build. known: resolved paths of files that are used in another way, such as
    copies of contexts. Raises as `find_files` does.
    """
    try:
        entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        refuse_unreadable(error)
    found = [path for path in entries if is_rdf(path) and not path.is_dir()]
    for path in found:
        check_file(path, root)
    others = (path for path in entries if path.is_dir() and path.name not in ("ontology", "shapes") and not (path / _CHECKSUMS).exists())
    skipped = [
        f"{Position(path)}: skipped, because only files in the folder itself are data; move them to data/"
        for path in others
        if _has_rdf(path, known)
    ]
    return FoundFiles(tuple(found), tuple(skipped))


def _has_rdf(folder: Path, known: Collection[Path]) -> bool:
    try:
        return any(is_rdf(path) and path.resolve() not in known for path in folder.iterdir())
    except OSError:
        return False


def shortened(messages: tuple[str, ...]) -> tuple[str, ...]:
    """Return messages about skipped files, with the number of the last ones instead of their names if there are many."""
    rest = len(messages) - _MAX_NAMED
    return messages if rest <= 1 else (*messages[:_MAX_NAMED], f"{counted(rest, 'more file')} of the project are skipped")


def is_rdf(path: Path) -> bool:
    """Return whether a file is data by its name. .txt is not, although pyoxigraph reads it as N-Triples."""
    return not path.name.startswith(".") and path.suffix.lower() != ".txt" and format_of_file(path) is not None


def is_document(path: Path) -> bool:
    """Return whether nobody takes a file for data: a text, an image, a licence, or the backup of an editor."""
    name = path.name.lower()
    return name.endswith(("~", "#")) or path.suffix.lower() in _DOCUMENTS or name.partition(".")[0] in _DOCUMENT_NAMES


def check_file(path: Path, root: Path) -> None:
    """Raise `InvalidInput` if a file of a project is not a regular file, is a broken link, or leads out of the project."""
    refuse_outside(path, root)
    if path.is_symlink() and not path.exists():
        raise InvalidInput(f"is a link to {Position(path.readlink())}, which does not exist; correct or remove the link", Position(path))
    if kind := special_kind(path):
        raise InvalidInput(f"is {kind}", Position(path))


def _check_found(path: Path, root: Path) -> None:
    """Check a file that was found without following links in a folder of the project, so that only a link can lead out of it."""
    if path.is_symlink():
        check_file(path, root)
    elif kind := special_kind(path):
        raise InvalidInput(f"is {kind}", Position(path))


def refuse_outside(path: Path, root: Path) -> None:
    """Raise `InvalidInput` if a path of a project is a link that leads out of its folder."""
    try:
        inside = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError) as error:
        raise InvalidInput("is a link to itself; remove it", Position(path)) from error
    if not inside:
        raise InvalidInput("is a link that leads out of the project folder; copy the file into it", Position(path))


def _paths(folder: Path, root: Path, skipped: list[str]) -> Iterator[Path]:
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=refuse_unreadable):
        found += [Path(parent, name) for name in names if not name.startswith(".")]
        for name in folders:
            path = Path(parent, name)
            if path.is_symlink() and not name.startswith("."):
                refuse_outside(path, root)
                skipped.append(f"{Position(path)}: skipped, because it is a link to a folder; copy the files")
        folders[:] = [name for name in folders if not name.startswith(".")]
    yield from sorted(found)


def refuse_unreadable(error: OSError) -> NoReturn:
    """Raise `InvalidInput` for a folder that cannot be read."""
    raise InvalidInput(f"the folder cannot be read: {error.strerror or error}", Position(Path(error.filename))) from error


def _reason(path: Path, questions: Path | None, rules: Path | None) -> str | None:
    """Return why a file is not read, with the fix; None if nobody takes it for data."""
    suffix = path.suffix.lower()
    if is_document(path):
        return None
    if suffix in _RULES and (rules is not None or suffix != _QUESTION):
        return f"rules are read from {rules or 'ontology/rules'}{os.sep} only, with the extension .ru, or .rq for a check"
    if suffix == _QUESTION:
        if path.parent == questions and path.suffix == _QUESTION:
            return None
        return f"questions are read from {questions or 'data/questions'}{os.sep} only, with the extension .rq"
    if suffix == _TABLE:
        return "tables are described in data/tables/ only, with the extension .toml"
    if suffix in _OTHER_COMPRESSIONS:
        return f"{suffix} cannot be read; use .gz or .zst"
    return "its extension is not one of an RDF syntax; use .ttl, or move it out of this folder"
