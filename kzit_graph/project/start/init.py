"""Write a new project from a template, and update one to a newer version of its template.

Digests in `MARK` tell which files were edited since they were written. An edited file is never changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shlex
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from kzit_graph.atomic_file import write_file
from kzit_graph.errors import InvalidInput, Position, UnknownName, UnwritableTarget
from kzit_graph.plain_text import capitalized
from kzit_graph.project.start.choices import DEFAULT_LICENCE, Choices, choices
from kzit_graph.project.start.template import CITED_FACTS, EXAMPLE, TEMPLATES, example_base, template_files

MARK: Final = ".kzit-template.json"
"""The file that says from which template a project was made, with the digest of each file."""

_SHOWN: Final = 3
"""Names of files in the message about a folder that is not empty."""


@dataclass(frozen=True)
class NewProject:
    """A project that was written. files: paths in its folder, without `MARK`."""

    folder: Path
    template: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class TemplateUpdate:
    """The difference between a project and the present version of its template, as paths in its folder.

    changed: files that were not edited, and that the template now has otherwise. added: new files of the template. edited: files that
    were edited or removed, and that the template now has otherwise; they are left as they are. obsolete: files that the template no
    longer has; they are left, too. written: whether `changed` and `added` were written.
    """

    folder: Path
    template: str
    changed: tuple[str, ...]
    added: tuple[str, ...]
    edited: tuple[str, ...]
    obsolete: tuple[str, ...]
    written: bool


def init_project(
    folder: str | os.PathLike[str],
    *,
    base: str = "",
    title: str = "",
    languages: Iterable[str] = (),
    licence: str = DEFAULT_LICENCE,
    creator: str = "",
    template: str = CITED_FACTS,
    day: dt.date | None = None,
) -> NewProject:
    """Write a new project that validates and builds at once, into a folder that does not exist or is empty.

    base: the base of its IRIs; default: https://example.org/ with the name of the folder. title: of the dataset; default: the name of
    the folder. languages: codes of the languages of its names, the preferred one first; default: English. licence: its SPDX
    identifier or IRI. creator: who publishes it; default: the title. template: "cited-facts", "bare" or "example". day: of
    publication; default: today.

    Raises `InvalidInput` if a value is not possible, `UnknownName` if there is no such template or licence, and `UnwritableTarget` if
    the folder is not empty or cannot be written.
    """
    folder = Path(folder)
    if template not in TEMPLATES:
        raise UnknownName("template", template, TEMPLATES)
    check_empty(folder)
    chosen = choices(
        base or default_base(folder, template),
        title or default_title(folder),
        licence=licence,
        languages=tuple(languages),
        creator=creator,
        day=day,
    )
    files = template_files(template, chosen)
    existed = folder.exists()
    try:
        _write(folder, files)
        _mark(folder, template, chosen, {path: _digest(content) for path, content in files.items()})
    except BaseException:  # such as Ctrl-C
        _remove(folder, existed=existed)
        raise
    return NewProject(folder, template, tuple(files))


def check_empty(folder: Path) -> None:
    """Raise `UnwritableTarget` if a folder has any file, or is a file itself."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise UnwritableTarget(f"{folder}: is a file; name a new folder")
    names = sorted(path.name for path in folder.iterdir())
    if MARK in names:
        command = f"kzit-graph init --update {shlex.quote(str(folder))}"
        raise UnwritableTarget(f"{folder}: is a project from a template already; {command} updates it")
    if names:
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        raise UnwritableTarget(f"{folder}: is not empty, it has {', '.join(names[:_SHOWN])}{more}; name a new folder")


def default_title(folder: Path) -> str:
    """Return the title of a new project without one: the name of its folder as words."""
    words = re.sub(r"[\W_]+", " ", folder.resolve().name).strip() or "project"
    return capitalized(words)


def default_base(folder: Path, template: str) -> str:
    """Return the base IRI of a new project without one. The example has its own."""
    if template == EXAMPLE:
        return example_base()
    name = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return f"https://example.org/{re.sub('[^a-z0-9]+', '-', name).strip('-') or 'project'}/"


def update_project(folder: str | os.PathLike[str], *, write: bool = True) -> TemplateUpdate:
    """Update the files of a project that were not edited to the present version of its template.

    write: False only compares.

    Raises `InvalidInput` if the project was not made from a template, and `UnwritableTarget` if a file cannot be written.
    """
    folder = Path(folder)
    stated = _read_mark(folder)
    template, chosen, digests = stated["template"], Choices(**stated["choices"]), dict(stated["files"])
    files = template_files(template, chosen)
    changed, added, edited = list[str](), list[str](), list[str]()
    for path, content in files.items():
        current = _digest_of(folder / path)
        if current == _digest(content) or (path in digests and digests[path] == _digest(content)):
            continue
        if path not in digests and current is None:
            added.append(path)
        elif path in digests and current == digests[path]:
            changed.append(path)
        else:
            edited.append(path)
    obsolete = [path for path in digests if path not in files and (folder / path).exists()]
    if write:
        written = {path: files[path] for path in (*changed, *added)}
        _write(folder, written)
        known = {path: digests[path] for path in digests if path in files}
        _mark(folder, template, chosen, {**known, **{path: _digest(content) for path, content in written.items()}})
    return TemplateUpdate(folder, template, tuple(changed), tuple(added), tuple(edited), tuple(obsolete), write)


def _remove(folder: Path, *, existed: bool) -> None:
    """Remove what was written into a folder that was empty, and the folder if it did not exist."""
    with suppress(OSError):
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not existed:
            folder.rmdir()


def _read_mark(folder: Path) -> Mapping[str, Any]:
    path = folder / MARK
    try:
        stated = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InvalidInput(f"the project was not made from a template: it has no {MARK}", Position(folder)) from error
    except (OSError, ValueError) as error:
        raise InvalidInput("is not the file that kzit-graph init wrote; restore it", Position(path)) from error
    try:
        known = stated["template"] in TEMPLATES and isinstance(stated["files"], dict)
        stated["choices"]["languages"] = tuple(stated["choices"]["languages"])
        Choices(**stated["choices"])
    except (KeyError, TypeError) as error:
        raise InvalidInput("is not the file that kzit-graph init wrote; restore it", Position(path)) from error
    if not known or any(Path(name).is_absolute() or ".." in Path(name).parts for name in stated["files"]):
        raise InvalidInput("is not the file that kzit-graph init wrote; restore it", Position(path))
    return dict(stated)


def _mark(folder: Path, template: str, chosen: Choices, digests: Mapping[str, str]) -> None:
    stated = {"template": template, "version": version("kzit-graph"), "choices": asdict(chosen), "files": dict(sorted(digests.items()))}
    _write(folder, {MARK: f"{json.dumps(stated, ensure_ascii=False, indent=2)}\n".encode()})


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, content)
        except OSError as error:
            raise UnwritableTarget(f"{path}: cannot be written: {error.strerror or error}") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str | None:
    """Return the digest of a file; None if it does not exist."""
    try:
        return _digest(path.read_bytes())
    except OSError:
        return None
