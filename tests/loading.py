"""Helpers to load a project in tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.project.statements.entailment import Entailment
from kzit_graph.project.statements.statements import Statements, statements_of_quads
from kzit_graph.project.statements.store import FILES
from kzit_graph.rdf.reading import RdfFile, read_file


def statements_in(quads: Iterable[Quad]) -> Statements:
    """Return the statements of quads, without an ontology."""
    return statements_of_quads(quads, FILES, Entailment({}, {}))


def load_project(project: Project) -> Store:
    return LoadedProject(project).store


def loaded_folder(folder: Path) -> LoadedProject:
    return LoadedProject(open_project(folder))


def read_files(paths: Iterable[Path]) -> list[RdfFile]:
    return list(map(read_file, paths))
