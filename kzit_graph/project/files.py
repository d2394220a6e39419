"""Any RDF files and shapes, with the interface of a project, so that they can be validated without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.computed_once import computed_once
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.project.read_once import Reader
from kzit_graph.project.store import load_quads
from kzit_graph.rdf.reading import RdfFile

BASE: Final = "urn:kzit-graph:"
"""The base IRI of files without a project."""


class LoadedFiles(LoadedProject):
    """RDF files as the data, others as the shapes, and others as the ontology of a project.

    Quads keep their graph names; triples without one are in the graph `kzit_graph.project.store.FILES`.
    """

    def __init__(self, data: Sequence[RdfFile], shape_files: Sequence[RdfFile], ontology: Sequence[RdfFile] = ()) -> None:
        shapes, vocabulary = (tuple(file.path for file in files) for files in (shape_files, ontology))
        super().__init__(
            Project(Path(), BASE, NamedNode(f"{BASE}dataset"), (), vocabulary, shapes), dict.fromkeys(file.path for file in data)
        )
        self._data = tuple(data)
        vars(self).update(shape_files=tuple(shape_files), ontology=tuple(ontology))

    def read_data(self, _read: Reader | None = None) -> Iterator[RdfFile]:
        """Return an iterator of the data files."""
        return iter(self._data)

    @computed_once
    def in_memory(self) -> Mapping[Path, RdfFile]:
        """The files of the data and the ontology."""
        return {file.path: file for file in (*self._data, *self.ontology)}

    def _load(self, _read: Reader) -> Store:
        return load_quads((file.parse() for file in self._data), self.ontology)

    @computed_once
    def _declared(self) -> dict[Path, dict[str, str]]:
        return {file.path: file.prefixes for file in (*self._data, *self.shape_files)}
