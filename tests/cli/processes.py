"""Start commands that run long, end them, and see what they leave behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.small_project import small_project

CROSS_PRODUCT: Final = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A pattern with more than 10¹² solutions in the bundled graph."""

MAX_TO_END: Final = 3.0
"""Threefold the second within which a command ends."""

_PATIENCE: Final = 60.0
_THEATRE: Final = ':t{0} a x:Theatre ; skos:prefLabel "T {0}"@it ; x:beside :t{1} .\n'


@dataclass(frozen=True)
class Ended:
    """How a command ended. seconds: since its start, or since the signal that ended it."""

    status: int
    output: bytes
    errors: str
    seconds: float


class Running:
    """A command in a session of its own. temporary: the folder for its temporary files."""

    def __init__(self, temporary: Path, *arguments: str | float | Path) -> None:
        self.temporary = temporary
        temporary.mkdir(exist_ok=True)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kzit_graph", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1", "TMPDIR": str(temporary)},
            start_new_session=True,
        )

    def ended(self) -> Ended:
        """Wait for the end of the command."""
        return self._ended(self.started)

    def send(self, number: signal.Signals, *, to_all: bool = False) -> Ended:
        """Send a signal and wait for the end. to_all: to all processes of the command, as a terminal does."""
        sent = time.monotonic()
        (os.killpg if to_all else os.kill)(self.process.pid, number)
        return self._ended(sent)

    def _ended(self, since: float) -> Ended:
        output, errors = self.process.communicate(timeout=_PATIENCE)
        return Ended(self.process.returncode, output, errors.decode(), time.monotonic() - since)

    def processes(self) -> list[int]:
        """Return the ids of the processes of this command that are alive."""
        return [process for process, state in self._session() if state != "Z"]

    def _session(self) -> Iterator[tuple[int, str]]:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                state, _parent, _group, session, *_ = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(session) == self.process.pid:
                yield int(folder.name), state

    def has_no_process_within(self, seconds: float) -> bool:
        """Return whether all its processes end within a time."""
        return becomes_true(lambda: not self.processes(), seconds)

    def leaves_nothing(self) -> bool:
        """Return whether all its processes end soon, and no temporary file is left then."""
        return self.has_no_process_within(MAX_TO_END) and not list(self.temporary.iterdir())


def becomes_true(condition: Callable[[], bool], seconds: float = _PATIENCE) -> bool:
    """Return whether a condition becomes true within a time."""
    end = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return holds


def large_project(folder: Path, theatres: int = 100_000) -> Path:
    """Write a project whose build takes several seconds and uses worker processes."""
    lines = "".join(_THEATRE.format(number, number * 7 % theatres) for number in range(theatres))
    prefixes = (
        "@prefix : <https://example.org/tiny/id/large/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix x: <https://example.org/tiny/ontology#> .\n"
    )
    return small_project(folder, {"data/sources/large.ttl": prefixes + lines})
