"""The script that a competent user would write with rdflib and pySHACL, run in this project's environment."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from benchmarks import counts
from benchmarks.inputs import Files
from benchmarks.meter import Command
from benchmarks.peers.peer import BUILD, QUERY, VALIDATE, Peer, Task, versions_in
from benchmarks.places import SCRIPTS

SCRIPT: Final = "rdflib + pySHACL"
_LINE: Final = (sys.executable, str(SCRIPTS / "rdflib_pyshacl.py"))


def _validate(files: Files, folder: Path) -> Command:
    return Command((*_LINE, "validate", str(files.expanded), str(folder / "report.ttl")))


def _build(files: Files, folder: Path) -> Command:
    return Command((*_LINE, "build", str(files.expanded), str(folder / "dist")))


def _query(files: Files, _folder: Path) -> Command:
    return Command((*_LINE, "query", str(files.union), str(files.question)))


PEER: Final = Peer(
    SCRIPT,
    present=lambda: True,
    install="make bench",
    version=lambda: versions_in(Path(sys.executable), "rdflib", "pyshacl"),
    tasks={
        VALIDATE: Task(_validate, lambda folder: counts.as_json(folder / "stdout")),
        BUILD: Task(_build, lambda folder: counts.dumps_and_facts(folder / "dist")),
        QUERY: Task(_query, lambda folder: counts.rows(folder / "stdout")),
    },
)
