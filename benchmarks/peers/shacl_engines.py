"""SHACL engines for Python, in their own environment; a short script validates and counts with each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks import counts
from benchmarks.inputs import Files
from benchmarks.meter import Command
from benchmarks.peers.peer import VALIDATE, Peer, Task, output_of, versions_in
from benchmarks.places import INSTALL, PEERS_PYTHON, SCRIPTS

_ENGINES: Final[Mapping[str, tuple[str, str]]] = {
    "rudof": ("pyrudof", "pyrudof"),
    "shifty": ("pyshifty", "shifty"),
    "pySHACL-turbo": ("pyshacl-turbo", "pyshacl_turbo"),
    "shacl-rust": ("shacl-rust", "shacl_rust"),
}
"""Package and module, by the engine's name."""

ENGINES: Final = tuple(_ENGINES)


def _engine(name: str, package: str, module: str) -> Peer:
    def validate(files: Files, _folder: Path) -> Command:
        return Command((str(PEERS_PYTHON), str(SCRIPTS / "shacl_engine.py"), module, str(files.checked), str(files.shapes)))

    return Peer(
        name,
        present=lambda: PEERS_PYTHON.exists() and output_of(str(PEERS_PYTHON), "-c", f"import {module}") == "",
        install=f"{INSTALL} python",
        version=lambda: versions_in(PEERS_PYTHON, package),
        tasks={VALIDATE: Task(validate, lambda folder: counts.as_json(folder / "stdout"))},
    )


PEERS: Final = tuple(_engine(name, *where) for name, where in _ENGINES.items())
