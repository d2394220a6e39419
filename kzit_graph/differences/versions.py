"""What two versions can be compared of: a build's folder, an RDF file, or a project's folder → its dataset as lines.

What comes from the web is made a version of by `web_versions`.
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
from kzit_graph.rdf.reading import read_prefixes, read_quads


@dataclass(frozen=True)
class Version:
    """A dataset to be compared with another.

    name: what its user calls it. ontology: the ontology that came with it; None where none did. prefixes: its own, name to
    namespace. notes: what a user should know of how it was read, a line each.
    """

    name: str
    lines: QuadLines
    ontology: tuple[Quad, ...] | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_version(path: Path, lines: Path) -> Version:
    """The dataset of a build's folder (its N-Quads dump), of an RDF file, or of a project's folder (loaded as a build does).

    lines: a file to be written, which must be there for as long as the version is used.

    Raises `InvalidInput` where it is none of these, or malformed, or where its blank nodes cannot be told apart.
    """
    with naming(str(path)):
        return _read(path, lines)


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Says of faults inside the block, where they do not say so themselves, in which version they are."""
    try:
        yield
    except InvalidInput as error:
        raise error if error.position else InvalidInput(f"{name}: {error.problem}") from error


def _read(path: Path, lines: Path) -> Version:
    if not path.exists():
        raise InvalidInput("no such file or folder", Position(path))
    if not path.is_dir():
        return Version(str(path), write_lines(read_quads(path, keep_labels=True), lines), prefixes=read_prefixes(path))
    if (path / CHECKSUMS).is_file():
        return _of_build(path, lines)
    if (path / "data").is_dir():
        return _of_project(path, lines)
    raise InvalidInput(
        f"neither a build (no {CHECKSUMS}) nor a project folder (no data/); name one of these, or an RDF file", Position(path)
    )


def _of_project(folder: Path, lines: Path) -> Version:
    loaded = LoadedProject(open_project(folder))
    loaded.store.dump(output=lines, format=RdfFormat.N_QUADS)
    ontology = tuple(quad for file in loaded.ontology for quad in file.quads)
    return Version(str(folder), read_lines(lines), ontology, loaded.prefixes)


def _of_build(folder: Path, lines: Path) -> Version:
    dumps = sorted(folder.glob("*.nq"))
    if len(dumps) != 1:
        raise InvalidInput(
            f"a build has one N-Quads dump (.nq), and here are {len(dumps)}; build it anew, or name the file", Position(folder)
        )
    (dump,) = dumps
    ontology = folder / "ontology.ttl"
    prefixed = dump.with_suffix(".trig")
    return Version(
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
