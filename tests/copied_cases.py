"""One graph with a copy of each broken case of a family of shapes, so that a slow engine reads the shapes once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from benchmarks.generator.broken_cases import FIRST_YEAR, YEARS_OF_A_COPY, CopiedCase, case_files, copied_case, shared_text
from benchmarks.workload import MINIMUM, write_workload
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.reading import read_quads


@dataclass(frozen=True)
class Copies:
    """The copies of the cases of one folder of tests/shapes/, and the files that hold them and what they refer to."""

    cases: tuple[CopiedCase, ...]
    files: tuple[Path, ...]


def copies(family: str, folder: Path) -> Copies:
    """Write a copy of each case of a family, with what the copies use of a valid workload."""
    cases = tuple(copied_case(path, number) for number, path in enumerate(case_files()) if path.parent.name == family)
    texts = {case.slug(0): case.copied(0, FIRST_YEAR + YEARS_OF_A_COPY * number) for number, case in enumerate(cases)}
    texts["shared-by-cases"] = shared_text(cases, ())[0]
    files = [folder / f"{name}.ttl" for name in texts]
    for path, text in zip(files, texts.values(), strict=True):
        path.write_text(text, "utf-8")
    data = write_workload(folder / "workload", MINIMUM).folder / "data"
    files.append(data / "dataset.ttl")
    used = _reached(_quads(files), _quads(data.rglob("*.ttl")))
    serialize({quad.triple for quad in used}, folder / "used.nt", format=RdfFormat.N_TRIPLES)
    return Copies(cases, (*files, folder / "used.nt"))


def _quads(files: Iterable[Path]) -> list[Quad]:
    return [quad for path in files for quad in read_quads(path)]


def _reached(waiting: list[Quad], known: Iterable[Quad]) -> list[Quad]:
    """Return what is known about the things that statements speak of, about the things that this speaks of, and so on."""
    by_subject: dict[Term, list[Quad]] = {}
    for quad in known:
        by_subject.setdefault(quad.subject, []).append(quad)
    reached = []
    while waiting:
        quad = waiting.pop()
        for term in (quad.subject, quad.object):
            found = by_subject.pop(term, [])
            reached += found
            waiting += found
    return reached
