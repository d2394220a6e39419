"""The Python interface: a knowledge graph with its queries, validation, builds and comparisons.

Methods import what only they need, so that a query starts in milliseconds.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.plain_text import folded, html_lines, nearest, visible
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import bundled_folder, open_project, published_at
from kzit_graph.queryable_graph import QueryableGraph
from kzit_graph.rdf.names import expand
from kzit_graph.rdf.reading import check_readable

if TYPE_CHECKING:
    from rdflib import Dataset

    from kzit_graph.describe.inspection.inspect import Inspection
    from kzit_graph.describe.project_evidence import ProjectEvidence
    from kzit_graph.describe.search import Searcher, SearchResult
    from kzit_graph.describe.show import Description
    from kzit_graph.differences.difference import Difference
    from kzit_graph.publish.build import Progress, Summary
    from kzit_graph.publish.release.plan import Release
    from kzit_graph.remote.graph_store import GraphStore
    from kzit_graph.remote.load import Outcome
    from kzit_graph.validation.report.report import Report


class KnowledgeGraph(QueryableGraph):
    """An open project folder. Its parts are read when they are first needed, and then kept.

    >>> import kzit_graph
    >>> kg = kzit_graph.bundled()
    >>> kg.validate().passed
    True
    >>> theatres = kg.select('''
    ...     PREFIX schema: <https://schema.org/>
    ...     PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    ...     SELECT ?name WHERE { ?theatre a schema:PerformingArtsTheater ; skos:prefLabel ?name . FILTER (LANG(?name) = "it") }
    ...     ORDER BY ?name''')
    >>> [name.value for (name,) in theatres]
    ['Astana Opera', 'Teatro Carlo Felice', 'Teatro alla Scala', 'Teatro di San Carlo']
    """

    def validate(self, engine: str = "shacl") -> Report:
        """Validate the data against the shapes; see `kzit_graph.validation.validate.validate`."""
        from kzit_graph.validation.validate import validate

        return validate(self.loaded, engine)

    def show(self, name: str) -> Description:
        """Return the description of a thing: its facts, who claims them in which passage, and who disagrees.

        name: a label in any language, a slug, a prefixed name or an IRI.

        Raises `InvalidInput` if the name is unknown or ambiguous; see `kzit_graph.describe.show.show`.

        >>> import kzit_graph
        >>> print(kzit_graph.bundled().show("Milano").text().splitlines()[0])
        Milan
        """
        from kzit_graph.describe.show import show

        loaded = self.loaded
        roles = self.project.settings.roles
        return show(self.store, self.resolver.thing(name), self.names, self.vocabulary, loaded.forms, roles, loaded.shapes)

    def inspect(self, language: str = "") -> Inspection:
        """Return what the program understands of the project: its graphs, classes, labels, shapes, tables, questions and roles.

        language: of labels; see `kzit_graph.describe.inspection.inspect.inspect`.

        >>> import kzit_graph
        >>> kzit_graph.bundled().inspect().claims > 300
        True
        """
        from kzit_graph.describe.inspection.inspect import inspect
        from kzit_graph.publish.tables.project_tables import found_tables

        return replace(inspect(self.loaded, language), tables=found_tables(self.loaded))

    def search(self, words: str, language: str | None = None, *, of_class: str | None = None, limit: int | None = 20) -> SearchResult:
        """Return the things that have a name like some words: the same, one that begins with them or has them, or one with typos.

        Case, accents and Kazakh letters do not matter. Names are labels in any language, other names, identifiers, and the last parts of
        IRIs. language: of the labels in the result; default: the project's preferred one. of_class: a class, as its label, a prefixed
        name or an IRI. limit: the most things to return; None for all.

        Raises `InvalidInput` if there are no words, and `UnknownName` if there is no such class.

        >>> import kzit_graph
        >>> kzit_graph.bundled().search("astanna opera")[0].label.value
        'Astana Opera'
        """
        kind = None if of_class is None else self._class(of_class)
        return self.searcher.search(words, language or self.names.language, kind, limit)

    @property
    def searcher(self) -> Searcher:
        """The searcher of things by name, for the functions of this library."""
        return self._searcher

    @computed_once
    def _searcher(self) -> Searcher:
        from kzit_graph.describe.search import Searcher
        from kzit_graph.project.names.name_index import NameIndex
        from kzit_graph.rdf.names import naming_properties

        naming = self.project.naming
        properties = naming_properties(self.vocabulary.store, naming)
        return Searcher(self.store, NameIndex(self.store, properties, len(naming.labels), self.prefixes), self.names, self.vocabulary)

    def _class(self, name: str) -> NamedNode:
        """Return the class with a label, a last part of its IRI, a prefixed name or an IRI. Raises `UnknownName` if no thing has it."""
        from kzit_graph.describe.search import classes_by_name

        by_name = classes_by_name(self.store, self.names, self.vocabulary)
        found = expand(name, self.prefixes) or by_name.get(folded(name))
        if found is None or found not in by_name.values():
            known = {self.names.shorten(kind) for kind in by_name.values()}
            near = [self.names.shorten(by_name[similar]) for similar in nearest(name, by_name)]
            raise UnknownName("class", name, known, list(dict.fromkeys(near)), "kzit-graph query classes")
        return found

    def to_rdflib(self) -> Dataset:
        """Return the data as an rdflib dataset with the same named graphs and terms. Its default graph is their union."""
        from rdflib import Dataset

        from kzit_graph.rdf.rdflib_literals import literals_as_written

        dataset = Dataset(default_union=True)
        quads = b"".join(graph.as_nquads() for graph in self.loaded.statements)
        with literals_as_written():
            dataset.parse(data=quads, format="nquads")
        for prefix, namespace in self.prefixes.items():
            dataset.bind(prefix, namespace)
        return dataset

    def export(self, name: str, path: str | os.PathLike[str] | None = None, *, table: str | None = None) -> bytes:
        """Return one dump as bytes, and write it to `path` if given; see `kzit_graph.publish.export.export` for the names.

        table: the table to export as "csv", "parquet" or "xlsx"; default: the main or only one, and for "xlsx" all.

        An existing file is replaced in one step: it has the old content or the new, never a part.

        Raises `UnknownName` if the format or the table is unknown, `InvalidInput` if the extension of the file stands for another one, and
        `UnwritableTarget` if the file cannot be written.
        """
        from kzit_graph.publish.export import export, export_to

        return export(self.loaded, name, table) if path is None else export_to(self.loaded, name, Path(path), table)

    def build(
        self,
        folder: str | os.PathLike[str],
        *,
        engine: str = "shacl",
        jobs: int = 1,
        progress: Progress = lambda _step: None,
        release: str | Release | None = None,
        fail_on: str | None = None,
        site: bool | None = None,
        public_url: str | None = None,
    ) -> Summary:
        """Validate the project and write all its artefacts to a folder, replacing a previous build.

        All files are read again, so that what is written is what was validated, even if they have changed since they were opened.

        engine: the SHACL engine. jobs: number of processes that write dumps. progress: called with the name of each step.
        release: the version of a release, such as "1.2.0", dated by git or SOURCE_DATE_EPOCH, or its plan; see
        `kzit_graph.publish.release.plan.plan_release`. fail_on: the least severity of a result that stops the build ("violation",
        "warning", "info" or "never"). site: whether to write pages and documents of things. public_url: the address at which the build
        will be published. By default, these three are as in the project's settings.

        Raises `InvalidInput` for the data of dumps, `InvalidData` with the report if a result stops the build, and the other
        errors of `kzit_graph.publish.build.build` and of `plan_release`.
        """
        from kzit_graph.publish.build import build

        if self.loaded.dumps:
            raise InvalidInput("only a project folder can be built, not the data of dumps; use kzit_graph.open_folder")
        project = published_at(open_project(self.project.root), public_url, site=site)
        if isinstance(release, str):
            from kzit_graph.publish.release.plan import plan_release

            release = plan_release(project, release, os.environ)
        return build(LoadedProject(project), Path(folder), engine, progress=progress, jobs=jobs, release=release, fail_on=fail_on)

    def diff(
        self,
        new: KnowledgeGraph | str | os.PathLike[str],
        *,
        unions: bool = True,
        timeout: float = 60.0,
        environment: Mapping[str, str] | None = None,
    ) -> Difference:
        """Compare this graph with a newer version: an open graph, a path or a URL. See `kzit_graph.diff` for the parameters."""
        from kzit_graph.differences.compare import diff

        return diff(self, new, unions=unions, timeout=timeout, environment=environment)

    @property
    def evidence(self) -> ProjectEvidence:
        """The passages of this graph: check them against source texts, list uncited ones, or draft new ones."""
        from kzit_graph.describe.project_evidence import ProjectEvidence

        return ProjectEvidence(self.loaded)

    def load_into(self, target: GraphStore, *, force: bool = False, anywhere: bool = False) -> list[Outcome]:
        """Load the named graphs into a running triple store and compare them; see `kzit_graph.remote.load.load`.

        anywhere: load graphs of dumps that are not under the base as well; those of a project's own files always are.

        This does not validate the data, unlike the command `kzit-graph load`; call `validate` first.
        """
        from kzit_graph.project.files.graph_files import with_separator
        from kzit_graph.remote.load import load

        base, anywhere = with_separator(self.project.base), anywhere or not self.loaded.dumps
        return load(self.loaded.statements, base, target, force=force, anywhere=anywhere)

    def __repr__(self) -> str:
        from kzit_graph.describe.graph_size import size_if_small

        name = visible(", ".join(path.name for path in self.loaded.dumps)) if self.loaded.is_foreign else self.project.name
        return f"<KnowledgeGraph {name}: {size_if_small(self.loaded) or visible(self.loaded.origin)}>"

    def _repr_html_(self) -> str:
        return html_lines(f"{self!r}\n{self.loaded.origin}")


def open_folder(folder: str | os.PathLike[str]) -> KnowledgeGraph:
    """Open a project folder: with data/, and maybe ontology/ and shapes/. Raises `InvalidInput` if it is not a project folder."""
    return KnowledgeGraph(open_project(Path(folder)))


def open_dump(*files: str | os.PathLike[str]) -> KnowledgeGraph:
    """Open RDF files in any syntax, such as a dump, with the bundled vocabulary, shapes and questions.

    files: also compressed ones (.gz, .zst), or folders of builds, of which the N-Quads dump is read.

    Raises `InvalidInput` if no file is given, or a file does not exist or has no extension of an RDF syntax, or for a URL. Malformed
    files raise it when the data is first used.
    """
    from kzit_graph.remote.data_sources import find_dump

    if address := next((file for file in files if isinstance(file, str) and "://" in file), None):
        raise InvalidInput(f"{address}: a URL; download the file first, or use the command with --data")
    paths = tuple(find_dump(path) if path.is_dir() else path for path in map(Path, files))
    if not paths:
        raise InvalidInput("no file to open; name an RDF file, or use kzit_graph.bundled()")
    for path in paths:
        check_readable(path)
    return KnowledgeGraph(open_project(bundled_folder()), paths)


def open_build(folder: str | os.PathLike[str], *, check_all: bool = False) -> KnowledgeGraph:
    """Open the folder of a build: its data, with the ontology, shapes, questions and settings of the project that was built.

    The files that are read must have their digests in SHA256SUMS. check_all: whether all others must have theirs as well.

    Raises `InvalidInput` if the folder is not that of a build, or a file is missing or was edited.
    """
    from kzit_graph.project import built

    return KnowledgeGraph.of(built.open_build(Path(folder), check_all=check_all))


def bundled() -> KnowledgeGraph:
    """Open the bundled graph: relations between Kazakhstan and Italy."""
    return open_folder(bundled_folder())
