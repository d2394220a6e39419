"""Any RDF files and shapes, with the interface of a project, so that they can be validated without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import Position
from kzit_graph.project.files.read_once import Reader
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.project.shapes import load_shapes
from kzit_graph.project.statements.store import load_quads
from kzit_graph.rdf.broken_files import Readers
from kzit_graph.rdf.labelled_file import LabelledFile
from kzit_graph.rdf.reading import QUAD_SYNTAXES, RdfFile

BASE: Final = "urn:kzit-graph:"
"""The base IRI of files without a project."""

_SIGNS: Final = {
    RdfFormat.N_TRIPLES: (b"_:",),
    RdfFormat.N_QUADS: (b"_:",),
    RdfFormat.TURTLE: (b"_:", b"[", b"("),
    RdfFormat.TRIG: (b"_:", b"[", b"("),
}
"""What a file has if it has blank nodes, in the syntaxes where this is certain."""


class UnionFile(RdfFile):
    """An RDF file as N-Triples: the union of its graphs."""

    @classmethod
    def of(cls, file: RdfFile) -> RdfFile:
        """Return the union of a file's graphs, or the file itself if its syntax has no graph names."""
        if file.syntax not in QUAD_SYNTAXES:
            return file
        triples: Any = (quad.triple for quad in file.parse())
        return cls(file.path, serialize(triples, format=RdfFormat.N_TRIPLES) or b"")

    @property
    def syntax(self) -> RdfFormat:
        """N-Triples, for any extension of the file."""
        return RdfFormat.N_TRIPLES


def _has_blank_nodes(file: RdfFile) -> bool:
    """Return whether a file has blank nodes, or may have some."""
    signs = _SIGNS.get(file.syntax)
    return signs is None or any(sign in file.content for sign in signs)


def _itself(file: RdfFile) -> RdfFile:
    return file


class LoadedFiles(LoadedProject):
    """RDF files as the data, others as the shapes, and others as the ontology of a project.

    Quads keep their graph names; triples without one are in the graph `kzit_graph.project.statements.store.FILES`.
    """

    def __init__(self, data: Sequence[RdfFile], shape_files: Sequence[RdfFile], ontology: Sequence[RdfFile] = ()) -> None:
        shapes, vocabulary = (tuple(file.path for file in files) for files in (shape_files, ontology))
        super().__init__(
            Project(Path(), BASE, NamedNode(f"{BASE}dataset"), (), vocabulary, shapes), dict.fromkeys(file.path for file in data)
        )
        self._data = tuple(data)
        self._ontology = tuple(ontology)
        vars(self).update(shape_files=tuple(shape_files), ontology=tuple(map(UnionFile.of, ontology)))

    @computed_once
    def shapes(self) -> Store:
        """The shapes as one graph. Do not modify."""
        return load_shapes(self.shape_files, Position(self.shape_files[0].path) if self.shape_files else None)

    def read_data(self, _read: Reader | None = None) -> Iterator[RdfFile]:
        """Return an iterator of the data files. Those with blank nodes are of the class `LabelledFile`."""
        return iter(self._labelled)

    @computed_once
    def _labelled(self) -> tuple[RdfFile, ...]:
        numbers = count(1)
        return tuple(LabelledFile.of(file, numbers) if _has_blank_nodes(file) else file for file in self._data)

    @property
    def readers(self) -> Readers:
        """Functions that return the files of the data, the ontology and the shapes."""
        return {file.path: partial(_itself, file) for file in (*self._data, *self._ontology, *self.shape_files)}

    def files_with(self, node: str) -> tuple[Path, ...]:
        """Return the file that has a blank node, if there is one."""
        return self._files_of_blank_nodes.get(node, ())

    @computed_once
    def _files_of_blank_nodes(self) -> Mapping[str, tuple[Path, ...]]:
        labelled = (file for file in self._labelled if isinstance(file, LabelledFile))
        return {f"_:{label}": (file.path,) for file in labelled for label in file.labels()}

    @computed_once
    def in_memory(self) -> Mapping[Path, RdfFile]:
        """The files of the data and the ontology."""
        return {file.path: file for file in (*self._data, *self._ontology)}

    def _load(self, _read: Reader) -> Store:
        return load_quads((file.parse() for file in self._labelled), self.ontology)

    @computed_once
    def _declared(self) -> dict[Path, dict[str, str]]:
        return {file.path: file.prefixes for file in (*self._data, *self.shape_files)}
