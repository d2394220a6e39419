"""A project with its contents, read lazily and cached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pyoxigraph import NamedNode, Store

from kzit_graph.project.project import Project
from kzit_graph.project.store import load_files, load_graphs
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.names import Names, labels_in
from kzit_graph.rdf.reading import RdfFile, read_file, read_prefixes

if TYPE_CHECKING:
    from kzit_graph.rdf.jsonld.context import ContextFile


class LoadedProject:
    """The contents of a project. Each part is read on first use and cached.

    project: the layout of the project folder. dumps: RDF files to use instead of the project's own data.
    """

    def __init__(self, project: Project, dumps: Iterable[Path] = ()) -> None:
        self.project = project
        self.dumps = tuple(dumps)

    @property
    def origin(self) -> str:
        """The files that the data come from, as a person names them: the dumps, or the project's folder."""
        return ", ".join(map(str, self.dumps)) or str(self.project.root)

    @cached_property
    def ontology(self) -> tuple[RdfFile, ...]:
        """The files of the ontology."""
        return tuple(map(read_file, self.project.ontology))

    @cached_property
    def shape_files(self) -> tuple[RdfFile, ...]:
        """The files of the shapes."""
        return tuple(map(read_file, self.project.shapes))

    @cached_property
    def store(self) -> Store:
        """The data as named graphs, with the triples that the ontology entails. Do not modify."""
        return load_files(self.dumps, self.ontology) if self.dumps else load_graphs(self.project.graphs, self.ontology)

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The files of the data."""
        return self.dumps or tuple(file.path for file in self.project.graphs)

    @cached_property
    def shapes(self) -> Store:
        """The shapes as one graph. Do not modify. Raises `InvalidInput` as `load_shapes` does."""
        from kzit_graph.project.shapes import load_shapes

        return load_shapes(self.shape_files)

    @cached_property
    def context(self) -> ContextFile:
        """The JSON-LD context."""
        from kzit_graph.rdf.jsonld.context import ContextFile

        return ContextFile(self.project.context)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The classes and properties of the ontology."""
        return Vocabulary(quad for file in self.ontology for quad in file.quads)

    @cached_property
    def names(self) -> Names:
        """How to show terms: the prefixes, the labels of data and ontology, and the JSON-LD context."""
        return Names(self.prefixes, labels_in(self.store, self.vocabulary.store), self.context)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes for output, prefix to namespace, from the project's own files.

        The empty prefix of a source document is renamed after its file.
        """
        return dict(sorted((dict(self.document_prefixes.values()) | self.common_prefixes).items()))

    @cached_property
    def common_prefixes(self) -> dict[str, str]:
        """The non-empty prefixes that files declare, prefix to namespace. The first declaration of a prefix wins."""
        found: dict[str, str] = {}
        for prefixes in (*(file.prefixes for file in self.ontology), *self._declared.values()):
            for prefix, namespace in prefixes.items():
                if prefix:
                    found.setdefault(prefix, namespace)
        return dict(sorted(found.items()))

    @cached_property
    def document_prefixes(self) -> dict[NamedNode, tuple[str, str]]:
        """The empty prefixes of source documents: graph to new prefix (the file name) and namespace."""
        taken = set(self.common_prefixes.values())
        found: dict[NamedNode, tuple[str, str]] = {}
        for file in self.project.graphs:
            namespace = self._declared[file.path].get("")
            if namespace and file.is_source and namespace not in taken:
                found[file.graph] = file.path.stem, namespace
                taken.add(namespace)
        return found

    def with_parts(self, store: Store, ontology: Sequence[RdfFile], shape_files: Sequence[RdfFile]) -> Self:
        """Return the same project with another store, ontology and shapes in memory."""
        other = type(self)(self.project, self.dumps)
        other.__dict__.update(store=store, ontology=tuple(ontology), shape_files=tuple(shape_files))
        return other

    @cached_property
    def _declared(self) -> dict[Path, dict[str, str]]:
        return {file.path: read_prefixes(file.path) for file in self.project.graphs}
