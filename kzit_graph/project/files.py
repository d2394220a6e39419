"""Any RDF files and shapes, with the interface of a project, so that they can be validated without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.project.read_once import Reader
from kzit_graph.project.store import FILES
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.sparql.queries import update

_BASE: Final = "urn:kzit-graph:"


class LoadedFiles(LoadedProject):
    """RDF files as the data, and others as the shapes, of a project without an ontology.

    Quads keep their graph names; triples without one are in the graph `kzit_graph.project.store.FILES`.
    """

    def __init__(self, data: Sequence[RdfFile], shape_files: Sequence[RdfFile]) -> None:
        shapes = tuple(file.path for file in shape_files)
        super().__init__(Project(Path(), _BASE, NamedNode(f"{_BASE}dataset"), (), (), shapes), [file.path for file in data])
        self._data = tuple(data)
        vars(self).update(shape_files=tuple(shape_files))

    def read_data(self, _read: Reader | None = None) -> Iterator[RdfFile]:
        """Return an iterator of the data files."""
        return iter(self._data)

    def _load(self, _read: Reader) -> Store:
        store = Store()
        for file in self._data:
            store.bulk_extend(file.parse())
        update(store, "name-default-graph.ru", graph=FILES)
        return store
