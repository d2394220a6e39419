"""The model of a peer: a program that does some of the measured works."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.inputs import Files
from benchmarks.meter import Command

VALIDATE: Final = "validate"
BUILD: Final = "build"
QUERY: Final = "query"
CONVERT: Final = "convert Turtle to N-Triples"
CONVERT_BACK: Final = "convert N-Triples to Turtle"
CONVERT_GRAPHS: Final = "convert N-Quads to TriG"

Counts = Mapping[str, int]
"""What a run found or wrote, by name: "violations", "triples", "rows" …"""


@dataclass(frozen=True)
class Task:
    """How a peer does one work.

    command: returns the command line for an input and an output folder, which is also the working folder.
    count: returns the counts of that folder, which then also has the files `stdout` and `stderr`; raises `Unreadable`.
    leaves_out: the part of the work that the peer does not do.
    ready: whether it reads the prepared files instead of the project folder.
    """

    command: Callable[[Files, Path], Command]
    count: Callable[[Path], Counts]
    leaves_out: str = ""
    ready: bool = True


@dataclass(frozen=True)
class Peer:
    """A program that does the works it has tasks for.

    present: whether it is installed. install: how to install it. version: called only if it is present.
    """

    name: str
    present: Callable[[], bool]
    install: str
    version: Callable[[], str]
    tasks: Mapping[str, Task] = field(default_factory=dict)


class Unreadable(Exception):
    """The output of a peer cannot be counted."""


def nothing(_folder: Path) -> Counts:
    """Count nothing, for tasks whose results are not compared."""
    return {}


def in_turn(*commands: tuple[str, ...] | str) -> Command:
    """Return one command that runs several in turn, up to the first that fails. A text is shell code."""
    lines = (command if isinstance(command, str) else shlex.join(command) for command in commands)
    return Command(("sh", "-c", " && ".join(lines)))


def into(file: str, *line: str) -> Command:
    """Return one command whose standard output goes to a file of the output folder."""
    return in_turn(f"{shlex.join(line)} > {shlex.quote(file)}")


def output_of(*line: str) -> str:
    """Return the output of a command on both streams; empty if it cannot run."""
    try:
        done = subprocess.run(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()


def versions_in(python: Path, *packages: str) -> str:
    """Return the versions of packages in a Python environment: "rdflib 7.6.0, pyshacl 0.40.1"."""
    script = "import sys, importlib.metadata as m; print(', '.join(f'{name} {m.version(name)}' for name in sys.argv[1:]))"
    return output_of(str(python), "-c", script, *packages)
