"""A version to compare: a build's folder, an RDF file, a project's folder or a loaded store → its dataset as lines.

`web_versions` reads versions from the web.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, RdfFormat

from kzit_graph.artefacts import CHECKSUMS
from kzit_graph.differences.quad_lines import QuadLines, read_lines, write_lines
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.project.store import FILES
from kzit_graph.rdf.reading import read_prefixes, read_quads


@dataclass(frozen=True)
class DatasetVersion:
    """A dataset to compare with another.

    name: what its user calls it. ontology: the ontology that came with it, if any. prefixes: its own, name to namespace.
    notes: what a user should know of how it was read, a line each.
    """

    name: str
    lines: QuadLines
    ontology: tuple[Quad, ...] | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_version(path: Path, lines: Path) -> DatasetVersion:
    """Read the dataset of a build's folder (its N-Quads dump), of an RDF file, or of a project's folder (loaded as a build does).

    lines: the file to write, which must exist for as long as the version is used.

    Raises `InvalidInput` when it is none of these, or malformed, or when its blank nodes cannot be distinguished.
    """
    with naming(str(path)):
        return _read(path, lines)


def loaded_version(loaded: LoadedProject, lines: Path) -> DatasetVersion:
    """Return the data of a loaded project, or of the dumps in its place, as a version. lines: as for `read_version`."""
    store = loaded.store
    if store.contains_named_graph(FILES):  # what its files state without naming a graph
        found = write_lines((Quad(*quad.triple) if quad.graph_name == FILES else quad for quad in store), lines)
    else:
        store.dump(output=lines, format=RdfFormat.N_QUADS)
        found = read_lines(lines)
    ontology = None if loaded.dumps else tuple(quad for file in loaded.ontology for quad in file.quads)
    return DatasetVersion(loaded.origin, found, ontology, loaded.prefixes)


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Add the version's name to faults inside the block that have no position."""
    try:
        yield
    except InvalidInput as error:
        raise error if error.position else InvalidInput(f"{name}: {error.problem}") from error


def _read(path: Path, lines: Path) -> DatasetVersion:
    if not path.exists():
        raise InvalidInput("no such file or folder", Position(path))
    if not path.is_dir():
        return DatasetVersion(str(path), write_lines(read_quads(path, keep_labels=True), lines), prefixes=read_prefixes(path))
    if (path / CHECKSUMS).is_file():
        return _of_build(path, lines)
    if (path / "data").is_dir():
        return loaded_version(LoadedProject(open_project(path)), lines)
    raise InvalidInput(
        f"neither a build (no {CHECKSUMS}) nor a project folder (no data/); name one of these, or an RDF file", Position(path)
    )


def _of_build(folder: Path, lines: Path) -> DatasetVersion:
    dumps = sorted(folder.glob("*.nq"))
    if len(dumps) != 1:
        raise InvalidInput(
            f"a build has one N-Quads dump (.nq), and here are {len(dumps)}; build it anew, or name the file", Position(folder)
        )
    (dump,) = dumps
    ontology = folder / "ontology.ttl"
    prefixed = dump.with_suffix(".trig")
    return DatasetVersion(
        str(folder),
        write_lines(read_quads(dump, keep_labels=True), lines),
        tuple(read_quads(ontology)) if ontology.is_file() else None,
        read_prefixes(prefixed) if prefixed.is_file() else {},
        _faults(folder, dump),
    )


def _faults(folder: Path, dump: Path) -> tuple[str, ...]:
    """Whether a dump is the one that the build wrote, by its digest."""
    with dump.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if f"{digest}  {dump.name}" in (folder / CHECKSUMS).read_text("utf-8", errors="replace").splitlines():
        return ()
    return (f"{dump}: not as {CHECKSUMS} lists it: changed, or cut off, since it was built",)
