"""What a user should know about the files of a project or of dumps before they are used: what is not read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import KzitError
from kzit_graph.project.project import Project
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.reading import read_file

_MAX_KEYS: Final = 5
"""Keys of a file that are named."""


def project_notes(project: Project) -> tuple[str, ...]:
    """Return one line for each file of a project that is skipped, and each JSON-LD file that has keys without an IRI."""
    return (*project.skipped, *notes_on_keys((*project.ontology, *(file.path for file in project.graphs), *project.shapes)))


def notes_on_keys(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return one line for each JSON-LD file that has keys without an IRI. Files that cannot be read have none; reading them raises."""
    return tuple(
        f"{path}: no IRI for {_listed(keys)}, so the values are not read; add it to the context, or map it to null"
        for path in paths
        if format_of_file(path) == RdfFormat.JSON_LD and (keys := _dropped_keys(path))
    )


def _listed(keys: tuple[str, ...]) -> str:
    named = ", ".join(f'"{key}"' for key in keys[:_MAX_KEYS])
    rest = len(keys) - _MAX_KEYS
    return f"the key{'s' * (len(keys) > 1)} {named}{f' and {rest} more' if rest > 0 else ''}"


def _dropped_keys(path: Path) -> tuple[str, ...]:
    try:
        return read_file(path).dropped_keys
    except KzitError:
        return ()
