"""A project, read once: the one value that validation, publishing, questions and comparisons are handed.

Each part is read when it is first needed, and then kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

from pyoxigraph import NamedNode, Store

from kzit_graph.project.project import Project
from kzit_graph.project.shapes import load_shapes
from kzit_graph.project.store import load_files, load_graphs
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.names import Names, labels_in
from kzit_graph.rdf.reading import RdfFile, read_file, read_prefixes


class LoadedProject:
    """A project and all that is read from its files.

    project: where the files lie. dumps: RDF files whose data are taken instead of the project's own.
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
        """The data as named graphs, with what the ontology's own hierarchy entails. Not to be changed."""
        return load_files(self.dumps, self.ontology) if self.dumps else load_graphs(self.project.graphs, self.ontology)

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The files that the data are in."""
        return self.dumps or tuple(file.path for file in self.project.graphs)

    @cached_property
    def shapes(self) -> Store:
        """The shapes as one graph. Not to be changed. Raises `InvalidInput` as `load_shapes` does."""
        return load_shapes(self.shape_files)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the ontology says of its terms."""
        return Vocabulary(quad for file in self.ontology for quad in file.quads)

    @cached_property
    def names(self) -> Names:
        """How answers name things: the project's prefixes, the labels in data and ontology, the JSON-LD context."""
        return Names(self.prefixes, labels_in(self.store, self.vocabulary.store), self.project.context)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefixes for output, name to namespace, gathered from the project's own files.

        Instead of the empty prefix, each source document brings one named after its file.
        """
        return dict(sorted((dict(self.document_prefixes.values()) | self.common_prefixes).items()))

    @cached_property
    def common_prefixes(self) -> dict[str, str]:
        """The prefixes that files declare by a name, name to namespace. The first file that declares a name decides."""
        found: dict[str, str] = {}
        for prefixes in (*(file.prefixes for file in self.ontology), *self._declared.values()):
            for prefix, namespace in prefixes.items():
                if prefix:
                    found.setdefault(prefix, namespace)
        return dict(sorted(found.items()))

    @cached_property
    def document_prefixes(self) -> dict[NamedNode, tuple[str, str]]:
        """What source documents declare as the empty prefix: by graph, a name for it (the file's) and the namespace."""
        taken = set(self.common_prefixes.values())
        found: dict[NamedNode, tuple[str, str]] = {}
        for file in self.project.graphs:
            namespace = self._declared[file.path].get("")
            if namespace and file.is_source and namespace not in taken:
                found[file.graph] = file.path.stem, namespace
                taken.add(namespace)
        return found

    def with_parts(self, store: Store, ontology: Sequence[RdfFile], shape_files: Sequence[RdfFile]) -> Self:
        """Return the same project with another store and other files of ontology and shapes, which are not on disk."""
        other = type(self)(self.project, self.dumps)
        other.__dict__.update(store=store, ontology=tuple(ontology), shape_files=tuple(shape_files))
        return other

    @cached_property
    def _declared(self) -> dict[Path, dict[str, str]]:
        return {file.path: read_prefixes(file.path) for file in self.project.graphs}
