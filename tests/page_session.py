"""Follows a page of the manual as its reader would: saves its files, runs its commands and programs, compares what they print.

A page says by its blocks what it needs:

- "console": the commands run one after another in the page's own folder; what is below them is what they print.
- "shell-session": the same, for those who have the repository: the folder is a copy of its project, committed to git.
- "python": one session for all blocks of the page, in the page's folder. "pycon": the same, with prompts and what is printed.
- a file's name behind a block's language: the block is saved in that file; ">> name": appended to it.
- "dist/" where the page builds none: there is a build of the project.
- http://localhost:7878: an empty Oxigraph server runs there.
- the text of the first source, jq or curl: the page is skipped without them, but not in CI.

Any other block is shown and not run.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.components import need
from tests.git_repository import IDENTITY
from tests.pages import IN_THE_REPOSITORY, SESSIONS, Block, blocks, pattern, steps
from tests.stores import oxigraph

OXIGRAPH: Final = "http://localhost:7878"
"""Where the pages have an Oxigraph server; tests give it a free port."""

SOURCE_TEXT: Final = "kazinform-2017-08-21.txt"

_PROGRAMS: Final = ("curl", "jq")
_PROMPTED: Final = "pycon"
_PYTHON: Final = ("python", _PROMPTED)


def needs_the_repository(page: str) -> bool:
    """Whether the page's commands are for those who have the repository."""
    return any(block.language == IN_THE_REPOSITORY for block in blocks(page))


def follow(page: str, folder: Path, dist: Path, root: Path) -> None:
    """Runs all that a page shows, in an otherwise empty folder or in a copy of the project.

    dist: a build of the project. root: the repository, which is left out of paths in the output.
    """
    run = [block for block in blocks(page) if block.file or block.language in (*SESSIONS, *_PYTHON)]
    text = "".join(block.text for block in run)
    _provide(text, folder, dist)
    with _oxigraph(text, folder.with_name(f"{folder.name}-oxigraph")) as address:
        session = _Session(folder, root, address)
        for block in run:
            session.take(block)


def _provide(text: str, folder: Path, dist: Path) -> None:
    if SOURCE_TEXT in text:
        copy = Path(os.environ.get("KZIT_SOURCES", "no-such-folder")) / SOURCE_TEXT
        need(copy.is_file(), "the text of the first source", "set KZIT_SOURCES to a folder that holds it")
        shutil.copyfile(copy, folder / SOURCE_TEXT)
    for program in _PROGRAMS:
        if re.search(rf"\b{program} ", text):
            need(shutil.which(program) is not None, program, f"apt-get install {program}")
    if re.search(r"\bdist\b", text) and not re.search(r"kzit-graph build(?! --out)", text):
        shutil.copytree(dist, folder / "dist")


@contextmanager
def _oxigraph(text: str, folder: Path) -> Iterator[str]:
    """The address of a running server, where a text needs one."""
    if OXIGRAPH not in text:
        yield OXIGRAPH
        return
    folder.mkdir()
    with oxigraph.start(folder) as server:
        yield server.base


class _Session:
    def __init__(self, folder: Path, root: Path, oxigraph_address: str) -> None:
        self._folder = folder
        self._root = root
        self._address = oxigraph_address
        self._names: dict[str, Any] = {"__name__": "__main__"}

    def take(self, block: Block) -> None:
        """Saves the block in its file, or runs it."""
        if block.file:
            self._save(block)
        elif block.language in _PYTHON:
            self._run_python(block)
        else:
            for command, shown in steps(block):
                self._run_command(command, shown)

    def _save(self, block: Block) -> None:
        path = self._folder / str(block.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if block.appended else "w", encoding="utf-8") as file:
            file.write(block.text)

    def _run_command(self, command: str, shown: str) -> None:
        environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            **IDENTITY,
        }
        given = command.replace(OXIGRAPH, self._address)
        done = subprocess.run(["bash", "-c", given], cwd=self._folder, capture_output=True, encoding="utf-8", env=environment)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        printed = self._as_shown((done.stdout + done.stderr).rstrip("\n"))
        printed = f"{printed}\n" if printed else ""
        assert re.fullmatch(pattern(shown), printed), f"{command}\n{printed}"

    def _run_python(self, block: Block) -> None:
        text = block.text.replace(OXIGRAPH, self._address)
        before = Path.cwd()
        os.chdir(self._folder)
        try:
            if block.language != _PROMPTED:
                exec(compile(text, f"<line {block.line}>", "exec"), self._names)
                return
            test = doctest.DocTestParser().get_doctest(text, self._names, "page", None, block.line)
            runner = doctest.DocTestRunner(_Checker(self._as_shown), verbose=False)
            report: list[str] = []
            runner.run(test, out=report.append, clear_globs=False)
            self._names.update(test.globs)
            assert runner.summarize(verbose=False).failed == 0, "".join(report)
        finally:
            os.chdir(before)

    def _as_shown(self, printed: str) -> str:
        """Output as the pages have it: with the paths and the address that their readers see."""
        for place in (self._folder, self._root):
            printed = printed.replace(f"{place}/", "")
        return printed.replace(self._address, OXIGRAPH)


class _Checker(doctest.OutputChecker):
    """Compares what Python prints with what is shown, where "…" stands for anything."""

    def __init__(self, as_shown: Callable[[str], str]) -> None:
        self._as_shown = as_shown

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Whether the output is as shown, but for empty lines at its end."""
        printed = self._as_shown(got).rstrip("\n") + "\n"
        return re.fullmatch(pattern(want), printed) is not None or super().check_output(want, got, optionflags)
