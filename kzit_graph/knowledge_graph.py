"""The front for Python and notebooks: one object for a project folder, with its validation, queries and dumps."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from kzit_graph.export import export
from kzit_graph.project import Project, bundled_folder, open_project
from kzit_graph.query import Answer, query
from kzit_graph.report import Report
from kzit_graph.store import load_project
from kzit_graph.validate import DEFAULT_ENGINE, validate_project

if TYPE_CHECKING:
    from rdflib import Dataset


class KnowledgeGraph:
    """A project folder, opened. Files are read when they are first needed, and once.

    >>> import kzit_graph
    >>> kg = kzit_graph.bundled()
    >>> kg.validate().passed
    True
    >>> theatres = kg.query('''
    ...     PREFIX schema: <https://schema.org/>
    ...     PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    ...     SELECT ?name WHERE { ?theatre a schema:PerformingArtsTheater ; skos:prefLabel ?name . FILTER (LANG(?name) = "it") }
    ...     ORDER BY ?name''')
    >>> [name.value for (name,) in theatres]
    ['Astana Opera', 'Teatro Carlo Felice', 'Teatro alla Scala', 'Teatro di San Carlo']
    """

    def __init__(self, project: Project) -> None:
        self.project = project

    @cached_property
    def store(self) -> Store:
        """The named graphs, with what the ontology's own hierarchy entails, as a pyoxigraph store."""
        return load_project(self.project)

    def validate(self, engine: str = DEFAULT_ENGINE) -> Report:
        """Checks the data against the shapes; see `kzit_graph.validate.validate_project`."""
        return validate_project(self.project, self.store, engine)

    def query(self, sparql: str) -> Answer:
        """Answers a SPARQL query over the union of the graphs; see `kzit_graph.query.query`."""
        return query(self.store, sparql)

    def to_rdflib(self) -> Dataset:
        """The data as an rdflib dataset with the same named graphs; its default graph is their union."""
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        quads = self.store.dump(format=RdfFormat.N_QUADS)
        dataset.parse(data=quads, format="nquads")
        for prefix, namespace in self.project.prefixes().items():
            dataset.bind(prefix, namespace)
        return dataset

    def export(self, name: str, path: Path | None = None) -> bytes:
        """One dump as bytes, written to `path` too where one is given; see `kzit_graph.export.export` for the names."""
        content = export(self.project, self.store, name)
        if path is not None:
            path.write_bytes(content)
        return content

    def __repr__(self) -> str:
        return f"KnowledgeGraph({str(self.project.root)!r})"


def open_folder(folder: Path) -> KnowledgeGraph:
    """Opens a project folder (one with ontology/, data/ and shapes/).

    Raises `InvalidInput` where the folder is not one.
    """
    return KnowledgeGraph(open_project(folder))


def bundled() -> KnowledgeGraph:
    """Opens the graph that comes with the package: Kazakhstan–Italy relations."""
    return open_folder(bundled_folder())
