"""Builds of a project in the user's cache, for a server that is not told which build to serve.

Each build has a folder of its own, named after the digest of its inputs, so it never changes while a server reads it. A server holds a
locked file beside its build. A build without one is removed when the next one is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Final, Self

from kzit_graph.cache_folder import cache_folder
from kzit_graph.errors import InvalidInput, Position, UnwritableTarget
from kzit_graph.package_data import FOLDER
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import PARTS, Project, open_project, published_at
from kzit_graph.publish.build import Progress, build
from kzit_graph.publish.build_mark import refuse_other_files
from kzit_graph.publish.release.plan import digests_of_inputs
from kzit_graph.serve.in_use import locked, mark, remove_file, remove_unused
from kzit_graph.work_folder import temporary_folder

_LOCK: Final = "lock"
_BUILD: Final = re.compile(r"[0-9a-f]{20}(?:-[0-9a-f]{8})?")
_MAX_NAME: Final = 40
_PATIENCE: Final = 5
"""Trials after which waiting is worth a word: the other process makes a build, and does not only look one up."""

_WITH_GRAPHS: Final = ("nquads", "trig", "jsonld")
"""Dumps from which the named graphs of a build can be read."""


class BuildCache:
    """The builds that a process uses. They are kept in the cache until its context ends, and as long as no other build replaces them.

    public_url: the address at which the builds are published; default: that of the settings. jobs: number of processes that write
    the first build; later ones are made by one, because the server needs the others. progress: called with what is being done. warn:
    called with a line about a cache that cannot be used. environment: variables of the process, for the place of the cache.
    """

    def __init__(
        self,
        *,
        public_url: str | None = None,
        jobs: int = 1,
        progress: Progress = lambda _step: None,
        warn: Callable[[str], None] = lambda _line: None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._public_url = public_url
        self._jobs = jobs
        self._progress, self._warn = progress, warn
        self._environment = environment
        self._used = ExitStack()
        self._in_use: set[Path] = set()
        self._temporary: Path | None = None
        self._seen: dict[Path, Mapping[Path, tuple[int, int]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let other processes remove the builds."""
        self._used.close()
        self._in_use.clear()
        self._temporary = None

    def build_for(self, project: Project) -> Path:
        """Return the folder of a build of a project as its files are now. It is made if the cache does not have it.

        Raises `InvalidData` with the report if a result stops the build, and the other errors of `open_project` and of `build`, or
        `InvalidInput` if a file changes meanwhile. Builds that were returned before stay.
        """
        self._seen[project.root] = _files_of(project.root)
        opened = published_at(open_project(project.root), self._public_url)
        if not {*_WITH_GRAPHS} & {*opened.settings.formats}:
            opened = replace(opened, settings=replace(opened.settings, formats=(*opened.settings.formats, _WITH_GRAPHS[0])))
        try:
            inputs = digests_of_inputs(opened)
        except OSError as error:
            raise InvalidInput(f"cannot be read: {error.strerror or error}", Position(Path(str(error.filename)))) from error
        place = self._place(opened)
        with locked(place / _LOCK, self._waits):
            folder = self._found(place, opened, inputs) or self._built(place, opened, inputs)
            self._use(folder)
            _remove_unused(place)
        return folder

    def has_changed(self, project: Project) -> bool:
        """Return whether a file of a project was added, removed or written since `build_for` was last called. No file is read."""
        return self._seen.get(project.root) != _files_of(project.root)

    def _place(self, project: Project) -> Path:
        """Return the folder for the builds of a project: in the cache, or if that cannot be written, a temporary one."""
        root = os.path.realpath(project.root)
        name = f"{project.name[:_MAX_NAME]}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"
        if self._temporary is None:
            cache = cache_folder(self._environment)
            problem = "there is no home folder" if cache is None else _problem_of(cache / "builds" / name)
            if cache is not None and not problem:
                return cache / "builds" / name
            self._warn(f"the cache {f'{cache} ' if cache else ''}cannot be used ({problem}), so builds are temporary and not kept")
            self._temporary = self._used.enter_context(temporary_folder())
        place = self._temporary / name
        place.mkdir(exist_ok=True)
        return place

    def _waits(self, trials: int) -> None:
        if trials == _PATIENCE:
            self._progress("waiting for another process that makes a build of this project")

    def _found(self, place: Path, project: Project, inputs: Mapping[str, str]) -> Path | None:
        """Return the build of these inputs, if there is one that nobody has edited."""
        key = _key(project, inputs)
        for folder in sorted(place.glob(f"{key}*")):
            if folder.is_dir() and (folder in self._in_use or _is_intact(folder)):
                self._progress(f"using the build in {folder}")
                return folder
        return None

    def _built(self, place: Path, project: Project, inputs: Mapping[str, str]) -> Path:
        key = _key(project, inputs)
        folder = place / key
        if folder.exists():  # somebody has edited it
            folder = place / f"{key}-{os.urandom(4).hex()}"
        self._progress(f"building in {folder}")
        build(LoadedProject(project), folder, progress=self._progress, jobs=1 if self._in_use else self._jobs)
        if changed := _changed(project, inputs):
            shutil.rmtree(folder)
            raise InvalidInput("changed while it was built; try again", Position(project.root / changed))
        return folder

    def _use(self, folder: Path) -> None:
        """Hold a locked file beside a build until the end."""
        if folder in self._in_use:
            return
        file = mark(folder)
        self._used.callback(remove_file, Path(file.name))  # after the file is closed
        self._used.enter_context(file)
        self._in_use.add(folder)


def _problem_of(place: Path) -> str:
    """Make a folder, and return why it cannot be written, or an empty text."""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (place / _LOCK).open("a+b"):
            pass
        trial = place / f".{os.urandom(8).hex()}"
        trial.mkdir()
        trial.rmdir()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _key(project: Project, inputs: Mapping[str, str]) -> str:
    """Return a digest of what a build depends on: its inputs, the options that are not in them, and this program."""
    settings = project.settings
    options = {"public_url": settings.public_url, "formats": settings.formats, "site": settings.site.write}
    program = {"version": version("kzit-graph"), "files": _state_of_program()}
    text = json.dumps({"inputs": inputs, "options": options, "program": program, "base": project.base}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _state_of_program() -> str:
    """Return a digest of the names, sizes and times of the files of this package, which change while it is being developed."""
    found = {path.relative_to(FOLDER).as_posix(): stamp for path, stamp in _files_below(FOLDER).items() if path.suffix != ".pyc"}
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def _changed(project: Project, inputs: Mapping[str, str]) -> str:
    """Return the path of a file that has changed since its digest was taken, or an empty text."""
    try:
        now = digests_of_inputs(project)
    except OSError as error:
        return os.path.relpath(str(error.filename), project.root)
    return next((path for path in sorted(now.keys() | inputs.keys()) if now.get(path) != inputs.get(path)), "")


def _is_intact(folder: Path) -> bool:
    try:
        return bool(refuse_other_files(folder, folder))
    except (UnwritableTarget, OSError):
        return False


def _remove_unused(place: Path) -> None:
    """Remove the builds that no process uses, unless somebody has put other files into them."""
    folders = [path for path in place.iterdir() if _BUILD.fullmatch(path.name) and path.is_dir() and not path.is_symlink()]
    for folder in folders:
        remove_unused(folder, _remove_intact)


def _remove_intact(folder: Path) -> None:
    if _is_intact(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _files_of(root: Path) -> dict[Path, tuple[int, int]]:
    """Return the sizes and times of the files in the folders of a project, and of those in the folder itself."""
    found = _files_below(root, depth=1)
    for part in PARTS:
        found |= _files_below(root / part)
    return found


def _files_below(folder: Path, depth: int | None = None) -> dict[Path, tuple[int, int]]:
    """Return the sizes and times of the files in a folder, without hidden ones. depth: of folders to read; None for all."""
    found: dict[Path, tuple[int, int]] = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = [] if depth == 1 else [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        for name in names:
            if not name.startswith("."):
                with suppress(OSError):
                    status = Path(parent, name).stat()
                    found[Path(parent, name)] = status.st_size, status.st_mtime_ns
    return found
