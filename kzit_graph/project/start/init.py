"""Write a new project from a template, and update one to a newer version of its template.

Digests in `MARK` tell which files were edited since they were written. An edited file is never changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
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
from kzit_graph.hidden_characters import shell_quoted
from kzit_graph.plain_text import capitalized
from kzit_graph.project.start.choices import DEFAULT_LICENCE, Choices, choices
from kzit_graph.project.start.template import CITED_FACTS, EXAMPLE, TEMPLATES, example_base, template_files
from kzit_graph.work_folder import NEW, remove_leftovers, work_folder

MARK: Final = ".kzit-template.json"
"""The file that says from which template a project was made, with the digest of each file."""

_UNFINISHED: Final = "unfinished"
"""The key in `MARK` of a project that is being written, for the digests of its files."""

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
    mark = _mark(template, chosen, {path: _digest(content) for path, content in files.items()})
    if folder.exists():
        _fill(folder, files, mark)
    else:
        _create(folder, {**files, MARK: mark})
    return NewProject(folder, template, tuple(files))


def check_empty(folder: Path) -> None:
    """Raise `UnwritableTarget` if a folder has files, or is a file or a broken link. What a killed `init_project` left does not count."""
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() and not folder.exists():
        raise UnwritableTarget(f"{Position(folder)}: is a link to {Position(folder.readlink())}, which does not exist; remove it")
    if not folder.is_dir():
        raise UnwritableTarget(f"{Position(folder)}: is a file; name a new folder")
    if _is_unfinished(folder):
        return
    names = sorted(path.name for path in folder.iterdir())
    if MARK in names:
        command = f"kzit-graph init --update {shell_quoted(str(folder))}"
        raise UnwritableTarget(f"{Position(folder)}: is a project from a template already; {command} updates it")
    if names:
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        raise UnwritableTarget(f"{Position(folder)}: is not empty, it has {', '.join(names[:_SHOWN])}{more}; name a new folder")


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
        if path in digests and current == _digest(content):
            digests[path] = current  # the last update wrote it, and was killed before the mark
        if current == _digest(content) or digests.get(path) == _digest(content):
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
        for path in files:
            remove_leftovers(Path(os.path.realpath(folder / path)))
        known = {path: digests[path] for path in digests if path in files}
        mark = _mark(template, chosen, {**known, **{path: _digest(content) for path, content in written.items()}})
        _write(folder, {**written, MARK: mark})
    return TemplateUpdate(folder, template, tuple(changed), tuple(added), tuple(edited), tuple(obsolete), write)


def _create(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder that does not exist, in one step."""
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(target)
        with work_folder(target) as work:
            for name, content in files.items():
                path = work / NEW / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            (work / NEW).rename(target)
    except OSError as error:
        raise UnwritableTarget(f"{Position(folder)}: cannot be written: {error.strerror or error}") from error


def _fill(folder: Path, files: Mapping[str, bytes], mark: bytes) -> None:
    """Write a new project into an empty folder, which may be the current one. Until it is complete, its mark says so."""
    _empty(folder)
    digests = {path: _digest(content) for path, content in files.items()}
    try:
        for written in ({MARK: _json({_UNFINISHED: digests})}, files, {MARK: mark}):
            _write(folder, written)
    except BaseException:  # such as Ctrl-C
        _empty(folder)
        raise


def _is_unfinished(folder: Path) -> bool:
    """Return whether a folder has only what an `init_project` wrote before it was killed. Removes its temporary files."""
    remove_leftovers(Path(os.path.realpath(folder / MARK)))
    try:
        digests = json.loads((folder / MARK).read_text("utf-8"))[_UNFINISHED]
        for name in digests:
            remove_leftovers(Path(os.path.realpath(folder / name)))
        names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
        return all(name == MARK or digests.get(name) == _digest_of(folder / name) for name in names)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _empty(folder: Path) -> None:
    """Remove what was written into a folder that was empty, the mark last."""
    with suppress(OSError):
        for path in sorted(folder.iterdir(), key=lambda path: path.name == MARK):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _read_mark(folder: Path) -> Mapping[str, Any]:
    path = folder / MARK
    if folder.is_dir() and _is_unfinished(folder):
        raise InvalidInput("kzit-graph init was ended before it was done; run it again, without --update", Position(folder))
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


def _mark(template: str, chosen: Choices, digests: Mapping[str, str]) -> bytes:
    return _json(
        {"template": template, "version": version("kzit-graph"), "choices": asdict(chosen), "files": dict(sorted(digests.items()))}
    )


def _json(stated: object) -> bytes:
    return f"{json.dumps(stated, ensure_ascii=False, indent=2)}\n".encode()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, content)
        except OSError as error:
            raise UnwritableTarget(f"{Position(path)}: cannot be written: {error.strerror or error}") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str | None:
    """Return the digest of a file; None if it does not exist."""
    try:
        return _digest(path.read_bytes())
    except OSError:
        return None
