"""Run a page of the manual: save its files, run its commands and programs, and compare their output.

The blocks of a page have these effects:

- "console": commands that run in the folder of the page, each followed by its output.
- "shell-session": the same in a copy of the repository's project, committed to git.
- "python": code that runs in the folder of the page, in one session per page. "pycon": the same with prompts and output.
- a file name after the language: the block is saved to that file. ">> name": it is appended.
- "dist/", if the page does not build it: the folder is a build of the project.
- http://localhost:7878: an empty Oxigraph server.
- http://localhost:8000: `kzit-graph serve` with a build of the project.
- the text of the first source, jq or curl: without it, the page is skipped, or fails in CI.

Other blocks are not run.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.components import need
from tests.git_repository import IDENTITY
from tests.pages import IN_A_FOLDER, IN_THE_REPOSITORY, SESSIONS, Block, blocks, pattern, steps
from tests.serve.running import running_server
from tests.stores import oxigraph

OXIGRAPH: Final = "http://localhost:7878"
"""Address of the Oxigraph server in the pages. Tests replace it by one with a free port."""

SERVER: Final = "http://localhost:8000"
"""Address of `kzit-graph serve` in the pages. Tests replace it by one with a free port."""

SOURCE_TEXT: Final = "kazinform-2017-08-21.txt"

_PROGRAMS: Final = ("curl", "jq")
_PROMPTED: Final = "pycon"
_PYTHON: Final = ("python", _PROMPTED)


def needs_the_repository(page: str) -> bool:
    """Return whether the commands of a page need the repository."""
    return any(block.language == IN_THE_REPOSITORY for block in blocks(page))


def follow(page: str, folder: Path, dist: Path, root: Path) -> None:
    """Run all blocks of a page in a folder, which is empty or a copy of the project.

    dist: a build of the project. root: the repository. Its path is removed from output.
    """
    run = [block for block in blocks(page) if block.file or block.language in (*SESSIONS, *_PYTHON)]
    text = "".join(block.text for block in run)
    _provide(text, folder, dist)
    with (
        _oxigraph(text, folder.with_name(f"{folder.name}-oxigraph")) as oxigraph_address,
        _server(text, dist, folder.with_name(f"{folder.name}-server")) as server_address,
    ):
        session = _Session(folder, root, {OXIGRAPH: oxigraph_address, SERVER: server_address})
        for block in run:
            session.take(block)


def follow_commands(page: str, folder: Path, root: Path, server: str) -> int:
    """Run the commands of a page that need no other folder, and return their number. server: the address of a running one."""
    session, count = _Session(folder, root, {SERVER: server}), 0
    for block in blocks(page):
        if block.language == IN_A_FOLDER:
            count += len(list(steps(block)))
            session.take(block)
    return count


def _provide(text: str, folder: Path, dist: Path) -> None:
    if SOURCE_TEXT in text:
        copy = Path(os.environ.get("KZIT_SOURCES", "no-such-folder")) / SOURCE_TEXT
        need(copy.is_file(), "the text of the first source", "set KZIT_SOURCES to the folder with it")
        shutil.copyfile(copy, folder / SOURCE_TEXT)
    for program in _PROGRAMS:
        if re.search(rf"\b{program} ", text):
            need(shutil.which(program) is not None, program, f"apt-get install {program}")
    if re.search(r"\bdist\b", text) and not re.search(r"kzit-graph build(?! --out)", text):
        shutil.copytree(dist, folder / "dist")


@contextmanager
def _oxigraph(text: str, folder: Path) -> Iterator[str]:
    """Yield the address of a running server if a text has the address of one."""
    if OXIGRAPH not in text:
        yield OXIGRAPH
        return
    folder.mkdir()
    with oxigraph.start(folder) as server:
        yield server.base


@contextmanager
def _server(text: str, dist: Path, folder: Path) -> Iterator[str]:
    """Yield the address of a running `kzit-graph serve` if the blocks of a page have one."""
    if SERVER not in text:
        yield SERVER
        return
    with running_server(dist, folder) as server:
        yield server.url.rstrip("/")


class _Session:
    def __init__(self, folder: Path, root: Path, addresses: Mapping[str, str]) -> None:
        self._folder = folder
        self._root = root
        self._addresses = addresses
        self._names: dict[str, Any] = {"__name__": "__main__"}

    def take(self, block: Block) -> None:
        """Save a block to its file, or run it."""
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
        given = self._with_addresses(command)
        done = subprocess.run(["bash", "-c", given], cwd=self._folder, capture_output=True, encoding="utf-8", env=environment)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        printed = self._as_shown((done.stdout + done.stderr).rstrip("\n"))
        printed = f"{printed}\n" if printed else ""
        assert re.fullmatch(pattern(shown), printed), f"{command}\n{printed}"

    def _run_python(self, block: Block) -> None:
        text = self._with_addresses(block.text)
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
        """Return output with the paths and the addresses of the page."""
        for place in (self._folder, self._root):
            printed = printed.replace(f"{place}/", "")
        for shown, address in self._addresses.items():
            printed = printed.replace(address, shown)
        return printed

    def _with_addresses(self, text: str) -> str:
        """Return text of the page with the addresses of running servers."""
        for shown, address in self._addresses.items():
            text = text.replace(shown, address)
        return text


class _Checker(doctest.OutputChecker):
    """Compares the output of Python with a page, where "…" matches any text."""

    def __init__(self, as_shown: Callable[[str], str]) -> None:
        self._as_shown = as_shown

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Return whether the output matches, apart from empty lines at its end."""
        printed = self._as_shown(got).rstrip("\n") + "\n"
        return re.fullmatch(pattern(want), printed) is not None or super().check_output(want, got, optionflags)
