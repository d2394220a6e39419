"""The inputs of contests: the bundled graph and workloads of several sizes, each made once and cached."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.places import KEPT, REPOSITORY, SCRIPTS
from benchmarks.sizes import size_name

BUNDLED: Final = "bundled"
QUESTION: Final = "theatre-partners"
"""The catalogue question that is asked of the bundled graph."""

READY_UP_TO: Final = 1_000_000
"""Of workloads with more triples, only N-Quads are prepared for other programs."""

_MADE_FROM: Final = ("ontology", "data", "shapes", "benchmarks/workload.py", "benchmarks/generator", "benchmarks/prepare.py")


@dataclass(frozen=True)
class Input:
    """A workload of so many triples, with so many violations; the bundled graph if `triples` is 0."""

    triples: int = 0
    broken: int = 0

    @property
    def name(self) -> str:
        """The name in tables: "bundled", "10k", "1m with 100k violations"."""
        if not self.triples:
            return BUNDLED
        return size_name(self.triples) + (f" with {size_name(self.broken)} violations" if self.broken else "")

    @property
    def scale(self) -> int:
        """The size in triples, to compare inputs."""
        return self.triples or 2_000


@dataclass(frozen=True)
class Files:
    """An input on disk.

    project: the project folder. expanded: the same with what its rules write, for the script, which cannot run them. The other files are
    the same data for peers that cannot read a project folder; writing them is not measured. `union` (Turtle) and `graphs` (N-Quads)
    hold the data with what the ontology entails, and `triples` is `union` as N-Triples. `checked` (Turtle) holds the union and the
    ontology, `shapes` (Turtle) all shapes, both without owl:imports; `question` is a SPARQL query, and so is `facts`, for all statements
    about facts.
    """

    project: Path
    expanded: Path
    union: Path
    triples: Path
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
    """An input could not be made."""


def prepare(wanted: Input, *, made_ready: bool) -> Files:
    """Make an input, unless it is cached.

    made_ready: whether some peer needs more than the project folder. Raises `CannotPrepare`.
    """
    kept = KEPT / "inputs" / fingerprint(_MADE_FROM) / wanted.name.replace(" ", "-")
    for stale in kept.parent.parent.glob("*"):
        if stale != kept.parent:
            shutil.rmtree(stale)
    kept.mkdir(parents=True, exist_ok=True)
    project = REPOSITORY if wanted.name == BUNDLED else kept / "project"
    if wanted.triples:
        if not (kept / "written").exists():
            shutil.rmtree(project, ignore_errors=True)  # may be incomplete
        _once(kept / "written", "benchmarks.workload", str(project), "--triples", str(wanted.triples), *_broken(wanted))
    if made_ready:
        if wanted.triples > READY_UP_TO:
            _once(
                kept / "ready", "kzit_graph", "--project", str(project), "export", "nquads", "--force", "--output", str(kept / "graphs.nq")
            )
        else:
            _once(kept / "ready", "benchmarks.prepare", str(project), str(kept), QUESTION)
    return Files(
        project,
        expanded=kept / "expanded",
        union=kept / "union.ttl",
        triples=kept / "union.nt",
        graphs=kept / "graphs.nq",
        checked=kept / "checked.ttl",
        shapes=kept / "shapes.ttl",
        question=kept / "question.rq",
        facts=SCRIPTS / "facts.rq",
    )


def fingerprint(made_from: Iterable[str]) -> str:
    """Return a digest of files and folders of the repository; what is made from them is made again when it changes."""
    digest = hashlib.sha256()
    for name in made_from:
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
