"""What a user should know about the files of a project or of dumps before they are used: what is not read."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import KzitError, Position
from kzit_graph.project.project import Project
from kzit_graph.rdf.formats import compression_of_file, format_of_file
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.reading import RdfFile, read_file

_MAX_KEYS: Final = 5
"""Keys of a file that are named."""


def project_notes(project: Project) -> tuple[str, ...]:
    """Return one line for each guess, file that is skipped, and part of JSON-LD that is not read."""
    paths = (*project.ontology, *(file.path for file in project.graphs), *project.shapes)
    return (*project.notes, *project.skipped, *notes_on_jsonld(paths, project.contexts))


def notes_on_jsonld(paths: Iterable[Path], contexts: LocalContexts | None = None) -> tuple[str, ...]:
    """Return one line for each part of JSON-LD files that is not read: keys without an IRI, and base directions.

    contexts: see `kzit_graph.rdf.reading.RdfFile`. Files that cannot be read have none; reading them raises the error.
    """
    return tuple(note for path in paths if format_of_file(path) == RdfFormat.JSON_LD for note in _notes(path, contexts))


def notes_on_empty(path: Path) -> tuple[str, ...]:
    """Return a note if a file has no byte. It is valid RDF, but more often the trace of a download or a program that failed.

    An empty file that is refused has none: JSON-LD, RDF/XML, a compressed file or a device.
    """
    try:
        status = path.stat()
    except OSError:
        return ()
    may_be_empty = format_of_file(path) not in (RdfFormat.JSON_LD, RdfFormat.RDF_XML) and compression_of_file(path) is None
    return (f"{Position(path)}: the file is empty",) if stat.S_ISREG(status.st_mode) and not status.st_size and may_be_empty else ()


def _notes(path: Path, contexts: LocalContexts | None) -> Iterator[str]:
    try:
        yield from notes_on_file(read_file(path, contexts=contexts))
    except KzitError:
        return


def notes_on_file(file: RdfFile) -> Iterator[str]:
    """Yield one line for each part of a JSON-LD file that is not read. Raises `InvalidInput` if the file is malformed."""
    path, keys, line = file.path, file.dropped_keys, file.line_of_direction
    if keys:
        yield f"{Position(path)}: no IRI for {_listed(keys)}, so the values are not read; add it to the context, or map it to null"
    if line:
        yield f"{Position(path, line)}: base directions (@direction) are not read, because RDF 1.1 has none"


def _listed(keys: tuple[str, ...]) -> str:
    named = ", ".join(f'"{key}"' for key in keys[:_MAX_KEYS])
    rest = len(keys) - _MAX_KEYS
    return f"the key{'s' * (len(keys) > 1)} {named}{f' and {rest} more' if rest > 0 else ''}"
