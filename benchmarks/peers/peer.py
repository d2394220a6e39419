"""What a peer is: something that does one or more of the measured works, or says how to install it."""

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
WORKS: Final = (VALIDATE, BUILD, QUERY)

Counts = Mapping[str, int]
"""What a run found or wrote, by name: "violations", "triples", "rows" …"""


@dataclass(frozen=True)
class Task:
    """How a peer does one work.

    command: from the input and the folder to write to (empty; also the working folder) to the command line.
    count: from that folder, which then has the files `stdout` and `stderr` too, to what was done; raises `Unreadable`.
    leaves_out: which part of the work the peer does not do, in words.
    ready: whether it starts from the files made ready, not from the project folder.
    """

    command: Callable[[Files, Path], Command]
    count: Callable[[Path], Counts]
    leaves_out: str = ""
    ready: bool = True


@dataclass(frozen=True)
class Peer:
    """One way to do the works that it has tasks for.

    present: whether it is installed. install: the line that installs it. version: asked only where it is present.
    """

    name: str
    present: Callable[[], bool]
    install: str
    version: Callable[[], str]
    tasks: Mapping[str, Task] = field(default_factory=dict)


class Unreadable(Exception):
    """What a peer left cannot be counted."""


def nothing(_folder: Path) -> Counts:
    """Of tasks whose results are not compared."""
    return {}


def in_turn(*commands: tuple[str, ...] | str) -> Command:
    """One command line that runs several, one after the other, up to the first that fails; text is taken as shell."""
    lines = (command if isinstance(command, str) else shlex.join(command) for command in commands)
    return Command(("sh", "-c", " && ".join(lines)))


def output_of(*line: str) -> str:
    """What a command says, on either stream; empty where it cannot run."""
    try:
        done = subprocess.run(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()


def versions_in(python: Path, *packages: str) -> str:
    """The versions of packages in a Python environment: "rdflib 7.6.0, pyshacl 0.40.1"."""
    script = "import sys, importlib.metadata as m; print(', '.join(f'{name} {m.version(name)}' for name in sys.argv[1:]))"
    return output_of(str(python), "-c", script, *packages)
