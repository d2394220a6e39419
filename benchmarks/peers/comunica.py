"""Comunica's query engine for files, which queries a dump without a store."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from benchmarks import counts
from benchmarks.inputs import Files
from benchmarks.meter import Command
from benchmarks.peers.peer import QUERY, Peer, Task, output_of
from benchmarks.places import INSTALL, KEPT

COMUNICA: Final = "Comunica"
_PROGRAM: Final = KEPT / "comunica" / "node_modules" / ".bin" / "comunica-sparql-file"


def _query(files: Files, _folder: Path) -> Command:
    return Command((str(_PROGRAM), str(files.union), "-f", str(files.question), "-t", "text/csv"))


def _version() -> str:
    found = re.findall(r"\| (Comunica Engine|node) +\| (\S+)", output_of(str(_PROGRAM), "--version"))
    return ", ".join(f"{name} {version}" for name, version in found)


PEER: Final = Peer(
    COMUNICA,
    present=lambda: _PROGRAM.exists() and shutil.which("node") is not None,
    install=f"{INSTALL} comunica (with Node.js 20 or newer)",
    version=_version,
    tasks={QUERY: Task(_query, lambda folder: counts.rows(folder / "stdout"))},
)
