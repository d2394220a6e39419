"""What the contests work on: the bundled graph and workloads of several sizes, each made once and kept."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.places import KEPT, REPOSITORY, SCRIPTS

BUNDLED: Final = "bundled"
QUESTION: Final = "theatre-partners"
"""The question of the catalogue that is asked of the bundled graph."""

_MADE_FROM: Final = ("ontology", "data", "shapes", "benchmarks/workload.py", "benchmarks/generator", "benchmarks/prepare.py")
_UNITS: Final = {"k": 1_000, "m": 1_000_000}


@dataclass(frozen=True)
class Input:
    """A project folder to be: `triples` of a workload, of which so many violate a shape; the bundled graph where 0."""

    triples: int = 0
    broken: int = 0

    @property
    def name(self) -> str:
        """As tables call it: "bundled", "10k", "1m with 100k violations"."""
        if not self.triples:
            return BUNDLED
        return size_name(self.triples) + (f" with {size_name(self.broken)} violations" if self.broken else "")

    @property
    def scale(self) -> int:
        """How large it is, in triples, for whoever compares."""
        return self.triples or 2_000


@dataclass(frozen=True)
class Files:
    """An input on disk.

    project: the project folder. The rest is the same data made ready, outside of any measurement, for peers that cannot
    take it from there: `union` (Turtle) and `graphs` (N-Quads) hold the data with what the ontology entails; `checked`
    (Turtle) holds the union and the ontology, which is what the shapes are about, and `shapes` (Turtle) all shapes, both
    without owl:imports; `question` is SPARQL and `facts` a SPARQL query for all that is said of facts.
    """

    project: Path
    union: Path
    graphs: Path
    checked: Path
    shapes: Path
    question: Path
    facts: Path

    @property
    def data(self) -> tuple[Path, ...]:
        """The data files of the project."""
        return tuple(sorted(self.project.joinpath("data").rglob("*.ttl")))


class CannotPrepare(Exception):
    """An input could not be made; says why."""


def size_name(number: int) -> str:
    """A number as short as it can be written: 10k, 1m, 500."""
    for unit, size in sorted(_UNITS.items(), key=lambda item: -item[1]):
        if number >= size and number % size == 0:
            return f"{number // size}{unit}"
    return str(number)


def parse_size(text: str) -> int:
    """The number that `size_name` would write like that. Raises `ValueError`."""
    unit = _UNITS.get(text[-1:].lower())
    return int(text[:-1]) * unit if unit else int(text)


def prepare(wanted: Input, *, made_ready: bool) -> Files:
    """Makes an input, unless it is there already.

    made_ready: whether some peer needs more than the project folder. Raises `CannotPrepare`.
    """
    kept = KEPT / "inputs" / _fingerprint() / wanted.name.replace(" ", "-")
    for stale in kept.parent.parent.glob("*"):
        if stale != kept.parent:
            shutil.rmtree(stale)
    kept.mkdir(parents=True, exist_ok=True)
    project = REPOSITORY if wanted.name == BUNDLED else kept / "project"
    if wanted.triples:
        if not (kept / "written").exists():
            shutil.rmtree(project, ignore_errors=True)  # what was cut off
        _once(kept / "written", "benchmarks.workload", str(project), "--triples", str(wanted.triples), *_broken(wanted))
    if made_ready:
        _once(kept / "ready", "benchmarks.prepare", str(project), str(kept), QUESTION)
    return Files(
        project,
        union=kept / "union.ttl",
        graphs=kept / "graphs.nq",
        checked=kept / "checked.ttl",
        shapes=kept / "shapes.ttl",
        question=kept / "question.rq",
        facts=SCRIPTS / "facts.rq",
    )


def _fingerprint() -> str:
    """Of whatever inputs are made from: they are made anew when it changes."""
    digest = hashlib.sha256()
    for name in _MADE_FROM:
        source = REPOSITORY / name
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(REPOSITORY).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _broken(wanted: Input) -> tuple[str, ...]:
    return ("--broken", str(wanted.broken)) if wanted.broken else ()


def _once(stamp: Path, module: str, *arguments: str) -> None:
    if stamp.exists():
        return
    line = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise CannotPrepare(f"python -m {module} {' '.join(arguments)}: {done.stderr.strip().splitlines()[-1]}")
    stamp.touch()
