"""The ontology, the shapes and the rules of a project, read lazily and cached."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pyoxigraph import Store

from kzit_graph.computed_once import computed_once
from kzit_graph.project.project import Project
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.rdf.text_files import read_text
from kzit_graph.sparql.lexer import may_mention, mentioned_iris, written_iris


class LoadedSchema:
    """What a project says about the form of its data. Each part is read on first use and cached."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @computed_once
    def ontology(self) -> tuple[RdfFile, ...]:
        """The files of the ontology."""
        return tuple(map(self._read, self.project.ontology))

    @computed_once
    def shape_files(self) -> tuple[RdfFile, ...]:
        """The files of the shapes."""
        return tuple(map(self._read, self.project.shapes))

    @computed_once
    def shapes(self) -> Store:
        """The shapes as one graph, empty without files. Do not modify. Raises `InvalidInput` as `load_shapes` does."""
        from kzit_graph.project.shapes import load_shapes

        if not self.shape_files:
            return Store()
        return load_shapes(self.shape_files)

    @computed_once
    def vocabulary(self) -> Vocabulary:
        """The classes and properties of the ontology."""
        return Vocabulary((quad for file in self.ontology for quad in file.quads), self.project.naming.labels)

    def rule_terms(self) -> set[str]:
        """Return the IRIs that the project's rules may write."""
        return {iri for path in self.project.rules for iri in written_iris(read_text(path))}

    def written_by_rules(self, iris: Collection[str]) -> set[str]:
        """Return those of some terms that the project's rules may add to the data."""
        texts = (text for text in map(read_text, self.project.rules) if may_mention(text, iris))
        return {iri for text in texts for iri in written_iris(text)}.intersection(iris)

    def mentioned_by_rules(self) -> Iterator[str]:
        """Yield the terms in the project's rules."""
        for path in self.project.rules:
            yield from mentioned_iris(read_text(path), {})

    def _read(self, path: Path) -> RdfFile:
        return read_file(path, contexts=self.project.contexts)
