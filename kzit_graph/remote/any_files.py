"""Open any RDF data, shapes and vocabularies that a user names, so that they can be validated without a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded_files import LoadedFiles
from kzit_graph.project.notes import notes_on_jsonld
from kzit_graph.rdf.broken_files import all_faults_reported
from kzit_graph.rdf.local_copy import LocalCopy
from kzit_graph.rdf.names import check_base
from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.remote.any_sources import open_any_data
from kzit_graph.remote.data_sources import STANDARD_INPUT, is_web

_WITHOUT_BASE: Final = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


@dataclass(frozen=True)
class AnyFiles:
    """Files to validate. notes: warnings for the user, one line each."""

    loaded: LoadedFiles
    notes: tuple[str, ...]


def open_any_files(
    data: Sequence[str],
    shapes: Sequence[str],
    ontology: Sequence[str],
    folder: Path,
    *,
    base: str | None = None,
    stdin: IO[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
    syntax: RdfFormat | None = None,
) -> AnyFiles:
    """Return the data, shapes and vocabularies that a user names, read into memory.

    data, shapes, ontology: sources as in `open_any_data`. folder: for files that must exist as long as the data is used. base: the
    base IRI of all files; by default, each has its own address as base. The other parameters are those of `open_any_data`.

    Raises `InvalidInput` if there is no data or no shapes file, if standard input is named twice, or if a file cannot be read.
    """
    if not data:
        raise InvalidInput("no data to validate; name a file, a folder, a URL, or - for standard input")
    if not shapes:
        raise InvalidInput("no shapes to validate with; name a file or a folder with SHACL shapes")
    if [*data, *shapes, *ontology].count(STANDARD_INPUT) > 1:
        raise InvalidInput("standard input (-) can be given only once; name a file")
    if base is not None:
        check_base(base)
    groups: list[tuple[Path, ...]] = []
    notes: list[str] = []
    for name, sources in (("data", data), ("shapes", shapes), ("ontology", ontology)):
        (folder / name).mkdir()
        found = open_any_data(sources, folder / name, stdin=stdin, environment=environment, timeout=timeout, syntax=syntax)
        groups.append(found.paths)
        notes += [*found.notes, *notes_on_jsonld(found.paths)]
    with all_faults_reported({path: partial(_read, path, base) for paths in groups for path in paths}):
        files = [tuple(_read(path, base) for path in paths) for paths in groups]
    return AnyFiles(LoadedFiles(*files), tuple(dict.fromkeys(notes)))


def _read(path: Path, base: str | None) -> RdfFile:
    file = read_file(path)
    return file if file.syntax in _WITHOUT_BASE else RdfFile(path, file.content, base or _address(path))


def _address(path: Path) -> str:
    """Return the address of a file, which is its base IRI (RFC 3986, section 5.1.3). Standard input has that of the current folder."""
    source = str(path)
    if is_web(source):
        return source
    if isinstance(path, LocalCopy) and not Path(source).is_file():
        return f"{Path.cwd().as_uri()}/"
    return Path(source).absolute().as_uri()
