"""The checkers of web pages of .ci/install-site-checkers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.components import need

_FOLDER: Final = Path(__file__).parents[2] / ".cache" / "site"
_MODULES: Final = _FOLDER / "node_modules"
INSTALL: Final = "run .ci/install-site-checkers"


def module_file(path: str) -> Path:
    """Return a file of an npm package. The test is skipped if it is missing."""
    file = _MODULES / path
    need(file.is_file(), path.partition("/")[0], INSTALL)
    return file


def node() -> Path:
    """Return the program of Node.js that the packages need."""
    found = sorted(_MODULES.glob("node-*/bin/node"))
    need(bool(found), "Node.js 22", INSTALL)
    return found[0]


def program(name: str) -> Path:
    """Return a program of a Python package."""
    file = _FOLDER / "bin" / name
    need(file.is_file(), name, INSTALL)
    return file


def run_node(script: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Any:
    """Run a script of Node.js that prints JSON, with the npm packages at hand, and return what it prints."""
    command = [str(node()), "--input-type=module", "--eval", script, "--", *arguments]
    done = subprocess.run(command, cwd=_FOLDER, capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def run_python(script: str, *arguments: str, given: str = "") -> Any:
    """Run a script of Python that prints JSON, with the Python packages at hand. given: its input."""
    command = [str(program("python")), "-c", script, *arguments]
    done = subprocess.run(command, cwd=_FOLDER, capture_output=True, encoding="utf-8", input=given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
