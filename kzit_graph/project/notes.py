"""What a user should know about the files of a project or of dumps before they are used: what is not read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat

from kzit_graph.errors import KzitError
from kzit_graph.project.project import Project
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.reading import read_file


def project_notes(project: Project) -> tuple[str, ...]:
    """Return one line for each file of a project that is skipped, and each key of its JSON-LD files that has no IRI."""
    return (*project.skipped, *notes_on_keys((*project.ontology, *(file.path for file in project.graphs), *project.shapes)))


def notes_on_keys(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return one line for each key of JSON-LD files that has no IRI. Files that cannot be read have none; reading them raises the error."""
    return tuple(
        f'{path}: the key "{key}" has no IRI, so its values are not read; add it to the context, or map it to null'
        for path in paths
        if format_of_file(path) == RdfFormat.JSON_LD
        for key in _dropped_keys(path)
    )


def _dropped_keys(path: Path) -> tuple[str, ...]:
    try:
        return read_file(path).dropped_keys
    except KzitError:
        return ()
