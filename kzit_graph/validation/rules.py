"""Results of a project with rules: what its checks found, and the lines that derived things come from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from kzit_graph.errors import Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements import GraphName
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.validation.results import Result, Severity

_COMPONENT: Final = f"{SHACL}SPARQLConstraintComponent"


def mistakes_found_by_rules(loaded: LoadedProject) -> list[Result]:
    """Return a violation for each mistake. Its shape is the file of the check, relative to the project."""
    if loaded.expansion is None:
        return []
    return [
        Result(
            severity=Severity.VIOLATION,
            focus=str(mistake.subject),
            path=None,
            value=None if mistake.value is None else str(mistake.value),
            shape=mistake.check.relative_to(loaded.project.root).as_posix(),
            component=_COMPONENT,
            message=mistake.message,
        )
        for mistake in loaded.expansion.mistakes
    ]


def with_origins(results: list[Result], loaded: LoadedProject) -> list[Result]:
    """Return results in which those without a position have that of the subject in a file that their focus node comes from."""
    expansion = loaded.expansion
    if expansion is None:
        return results
    files: dict[GraphName, Path] = {file.graph: file.path for file in loaded.project.graphs}
    origins = {result.focus: expansion.origin(result.focus) for result in results if result.position is None}
    wanted: dict[Path, set[str]] = {}
    for origin in filter(None, origins.values()):
        wanted.setdefault(files[origin[0]], set()).add(origin[1])
    found = {path: find_subjects(path, subjects) for path, subjects in wanted.items()}

    @cache
    def position(focus: str) -> Position | None:
        origin = origins[focus]
        return found[files[origin[0]]].get(origin[1]) if origin else None

    return [result if result.position else replace(result, position=position(result.focus)) for result in results]
