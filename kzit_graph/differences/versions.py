"""Read a version to compare: a build's folder, an RDF file, a project's folder or a loaded store.

`web_versions` reads versions from the web.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import Quad

from kzit_graph.artefacts import CHECKSUMS, dumps_of
from kzit_graph.differences.quad_lines import QuadLines, read_lines, write_lines
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.files.folder_files import find_top_files
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.notes import notes_on_empty, notes_on_jsonld, project_notes
from kzit_graph.project.project import open_project
from kzit_graph.project.statements.store import FILES
from kzit_graph.rdf.reading import read_prefixes, read_quads
from kzit_graph.sparql.roles import Roles


@dataclass(frozen=True)
class DatasetVersion:
    """A dataset to compare with another.

    name: as the user wrote it. ontology: the ontology of the same build or project, if any. prefixes: prefix to namespace.
    notes: warnings for the user, one line each. roles: the classes and properties of claims, if the version is a project.
    """

    name: str
    lines: QuadLines
    ontology: tuple[Quad, ...] | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    roles: Roles | None = None


def read_version(path: Path, lines: Path) -> DatasetVersion:
    """Read the dataset of a build's folder (its N-Quads dump), of an RDF file, or of a project's folder (loaded as a build does).

    lines: the file to write; it must exist as long as the version is used.

    Raises `InvalidInput` if the path is of another kind or malformed, or if too many blank nodes are similar.
    """
    with naming(str(path)):
        return _read(path, lines)


def loaded_version(loaded: LoadedProject, lines: Path) -> DatasetVersion:
    """Return the data of a loaded project, or of the dumps that replace it, as a version. lines: as for `read_version`."""
    with lines.open("wb") as file:
        for graph in loaded.statements:
            file.write(graph.lines if graph.name == FILES else graph.as_nquads())
    found = read_lines(lines)
    ontology = None if loaded.dumps else tuple(quad for file in loaded.ontology for quad in file.quads)
    return DatasetVersion(loaded.origin, found, ontology, loaded.prefixes, roles=loaded.project.settings.roles)


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Add the version's name to errors of a block that have no position."""
    try:
        yield
    except InvalidInput as error:
        raise error if error.position else InvalidInput(f"{name}: {error.problem}") from error


def _read(path: Path, lines: Path) -> DatasetVersion:
    if not path.exists():
        raise InvalidInput("no such file or folder", Position(path))
    if not path.is_dir():
        return version_of_file(path, str(path), lines)
    if (path / CHECKSUMS).is_file():
        return _read_build(path, lines)
    if (path / "data").is_dir() or (path / SETTINGS_FILE).is_file() or find_top_files(path, path).rdf:
        project = open_project(path)
        return replace(loaded_version(LoadedProject(project), lines), notes=project_notes(project))
    raise InvalidInput(
        f"neither a build (no {CHECKSUMS}) nor a project folder (no data/, no RDF file); give one of these, or an RDF file",
        Position(path),
    )


def version_of_file(path: Path, name: str, lines: Path) -> DatasetVersion:
    """Return the dataset of an RDF file, with notes on what is not read. name, lines: see `DatasetVersion` and `read_version`."""
    found = write_lines(read_quads(path, keep_labels=True), lines)
    return DatasetVersion(name, found, prefixes=read_prefixes(path), notes=(*notes_on_empty(path), *notes_on_jsonld((path,))))


def _read_build(folder: Path, lines: Path) -> DatasetVersion:
    checksums = (folder / CHECKSUMS).read_text("utf-8", errors="replace").splitlines()
    dumps = dumps_of(folder, {line.partition("  ")[2] for line in checksums})
    if len(dumps) != 1:
        raise InvalidInput(
            f"a build has one dump in N-Quads (.nq) or another syntax, but this folder has {len(dumps)}; build it again, or give the file",
            Position(folder),
        )
    (dump,) = dumps
    ontology = folder / "ontology.ttl"
    prefixed = dump.with_suffix(".trig")
    return DatasetVersion(
        str(folder),
        write_lines(read_quads(dump, keep_labels=True), lines),
        tuple(read_quads(ontology)) if ontology.is_file() else None,
        read_prefixes(prefixed) if prefixed.is_file() else {},
        _warnings(folder, dump),
    )


def _warnings(folder: Path, dump: Path) -> tuple[str, ...]:
    """Return a warning if a dump does not have the digest that the build wrote."""
    with dump.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if f"{digest}  {dump.name}" in (folder / CHECKSUMS).read_text("utf-8", errors="replace").splitlines():
        return ()
    return (f"{dump}: its digest is not the one in {CHECKSUMS}; the file was changed or truncated after the build",)
