"""The front for Python and notebooks: one object for a project folder, with its validation, queries and dumps.

What a question does not need is imported where it is used: to ask one is a matter of milliseconds.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput, KzitError, UnwritableTarget
from kzit_graph.plain_text import html_lines, visible
from kzit_graph.project.catalogue import Question, find_question, has_header, parse_question, read_catalogue
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.parameters import Resolver, free_values, parameter_values
from kzit_graph.project.project import bundled_folder, open_project
from kzit_graph.rdf.names import naming_properties
from kzit_graph.rdf.reading import check_readable
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.lexer import bind
from kzit_graph.sparql.query import query, query_for

if TYPE_CHECKING:
    from rdflib import Dataset

    from kzit_graph.describe.graph_size import GraphSize
    from kzit_graph.describe.project_evidence import ProjectEvidence
    from kzit_graph.describe.show import Description
    from kzit_graph.differences.difference import Difference
    from kzit_graph.publish.build import Progress, Summary
    from kzit_graph.publish.release.plan import Release
    from kzit_graph.remote.graph_store import GraphStore
    from kzit_graph.remote.load import Outcome
    from kzit_graph.validation.report import Report


class KnowledgeGraph(LoadedProject):
    """A project folder, opened. Files are read when they are first needed, and once.

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
        """Check the data against the shapes; see `kzit_graph.validation.validate.validate`."""
        from kzit_graph.validation.validate import validate

        return validate(self, engine)

    @cached_property
    def resolver(self) -> Resolver:
        """Finds the things of the data by what people call them."""
        return Resolver(self.store, self.names, naming_properties(self.vocabulary.store))

    def questions(self) -> dict[str, Question]:
        """The catalogue: the questions that this graph can be asked, by name; see `kzit_graph.project.catalogue`."""
        return read_catalogue(self.project)

    def question(self, name_or_text: str) -> Question | None:
        """The question that a name stands for, or that a text with a header is; None for SPARQL without a header.

        Raises `InvalidInput` with the nearest names where there is no such question.
        """
        if not any(character.isspace() or character == "{" for character in name_or_text):
            return find_question(self.project, name_or_text)
        return parse_question(name_or_text, Path("question.rq")) if has_header(name_or_text) else None

    def sparql(self, name_or_text: str, /, **parameters: object) -> str:
        """The SPARQL that a question of the catalogue or a text becomes with its parameters bound.

        parameters: numbers, dates, RDF terms, or text that names a thing by IRI, prefixed name, slug, or a name in any
        language. In a text, parameters are the variables written with a dollar sign.

        Raises `InvalidInput` where there is no such question, or where a parameter is wrong or missing.
        """
        question = self.question(name_or_text)
        if question is None:
            return bind(name_or_text, free_values(name_or_text, parameters, self.resolver) if parameters else {})
        return bind(question.sparql, parameter_values(question, parameters, self.resolver))

    def query(self, name_or_text: str, /, **parameters: object) -> Answer:
        """Answer a question of the catalogue, or SPARQL text, over the union of the graphs.

        The answer has methods that suit any query form. `select`, `ask` and `construct` return the type of one form, for code that
        goes through rows or triples. See `sparql` for the parameters and `kzit_graph.sparql.query.query` for what is raised.

        >>> import kzit_graph
        >>> kg = kzit_graph.bundled()
        >>> kg.query("theatre-partners", theatre="Astana Opera").to_python()[0]["partner"]
        'https://w3id.org/kzit/id/carlo-felice'
        """
        return self.answer(self.sparql(name_or_text, **parameters))

    def select(self, name_or_text: str, /, **parameters: object) -> Solutions:
        """Return the rows of a SELECT query. Like `query`, and raises `InvalidInput` if the query has another form.

        >>> import kzit_graph
        >>> rows = kzit_graph.bundled().select("theatre-partners", theatre="Astana Opera")
        >>> rows
        <Solutions: 3 rows of partner, city, fact>
        >>> rows.to_python(labels="it")[0]["partner_label"]
        'Teatro Carlo Felice'
        """
        return query_for(Solutions, self.store, self.sparql(name_or_text, **parameters), self.names)

    def ask(self, name_or_text: str, /, **parameters: object) -> bool:
        """Return the answer of an ASK query. Like `query`, and raises `InvalidInput` if the query has another form.

        >>> import kzit_graph
        >>> kzit_graph.bundled().ask("ASK { ?goal a kzit:Goal }")
        True
        """
        return query_for(Truth, self.store, self.sparql(name_or_text, **parameters), self.names).value

    def construct(self, name_or_text: str, /, **parameters: object) -> Triples:
        """Return the graph of a CONSTRUCT or DESCRIBE query. Like `query`, and raises `InvalidInput` if the query has another form.

        >>> import kzit_graph
        >>> len(kzit_graph.bundled().construct("CONSTRUCT WHERE { ?goal a kzit:Goal }"))
        2
        """
        return query_for(Triples, self.store, self.sparql(name_or_text, **parameters), self.names)

    def answer(self, sparql: str) -> Answer:
        """Answers SPARQL text as it stands; see `kzit_graph.sparql.query.query`."""
        return query(self.store, sparql, self.names)

    def show(self, name: str) -> Description:
        """What is known of a thing: what it is, the facts that name it, who claims them and where, and who disagrees.

        name: a name in any language, a slug, a prefixed name or an IRI. See `kzit_graph.describe.show.show` for what is raised.

        >>> import kzit_graph
        >>> print(kzit_graph.bundled().show("Milano").text().splitlines()[0])
        Milan
        """
        from kzit_graph.describe.show import show

        return show(self.store, self.resolver.thing(name), self.names, self.vocabulary)

    def to_rdflib(self) -> Dataset:
        """The data as an rdflib dataset with the same named graphs; its default graph is their union."""
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        quads = self.store.dump(format=RdfFormat.N_QUADS)
        dataset.parse(data=quads, format="nquads")
        for prefix, namespace in self.prefixes.items():
            dataset.bind(prefix, namespace)
        return dataset

    def export(self, name: str, path: str | os.PathLike[str] | None = None) -> bytes:
        """Return one dump as bytes, and write it to `path` if given; see `kzit_graph.publish.export.export` for the names.

        Raises `UnknownName` for an unknown format, and `UnwritableTarget` when the file cannot be written.
        """
        from kzit_graph.publish.export import export

        content = export(self, name)
        if path is not None:
            try:
                Path(path).write_bytes(content)
            except OSError as error:
                raise UnwritableTarget(f"{path}: cannot be written: {error.strerror or error}") from error
        return content

    def build(
        self,
        folder: str | os.PathLike[str],
        *,
        engine: str = "shacl",
        jobs: int = 1,
        progress: Progress = lambda _step: None,
        release: Release | None = None,
    ) -> Summary:
        """Validate the project and write all its artefacts to a folder, in place of the build that was there.

        engine: the SHACL engine. jobs: how many processes write dumps. progress: called with the name of each step. release: what
        `kzit_graph.publish.release.plan.plan_release` planned. See `kzit_graph.publish.build.build` for what is raised, such as
        `InvalidData` with the report.
        """
        from kzit_graph.publish.build import build

        if self.dumps:
            raise InvalidInput("only a project folder can be built, not the data of dumps; use kzit_graph.open_folder")
        return build(self, Path(folder), engine, progress, jobs, release)

    def diff(self, new: KnowledgeGraph) -> Difference:
        """Compare this graph with a newer version of it; see `kzit_graph.diff` for files, folders and URLs."""
        from kzit_graph.differences.compare import diff_loaded

        return diff_loaded(self, new)

    @property
    def evidence(self) -> ProjectEvidence:
        """The passages of this graph: check them against copies of their texts, list uncited ones, draft those of a new source."""
        from kzit_graph.describe.project_evidence import ProjectEvidence

        return ProjectEvidence(self)

    def load_into(self, target: GraphStore) -> list[Outcome]:
        """Makes a running triple store's graphs those of this one, and proves it; see `kzit_graph.remote.load.load`."""
        from kzit_graph.remote.load import load

        return load(self.store, self.project.base, target)

    def _size(self) -> GraphSize | None:
        """Return the size of a graph that is loaded or small; None for a large or broken one, since it is only for show."""
        from kzit_graph.describe.graph_size import graph_size, is_small

        try:
            return graph_size(self.store) if is_small(self.data_files) else None
        except (KzitError, OSError):
            return None

    def __repr__(self) -> str:
        name = visible(", ".join(path.name for path in self.dumps)) or self.project.name
        return f"<KnowledgeGraph {name}: {self._size() or visible(self.origin)}>"

    def _repr_html_(self) -> str:
        return html_lines(f"{self!r}\n{self.origin}")


def open_folder(folder: str | os.PathLike[str]) -> KnowledgeGraph:
    """Open a project folder (one with ontology/, data/ and shapes/). Raises `InvalidInput` when it is not one."""
    return KnowledgeGraph(open_project(Path(folder)))


def open_dump(*files: str | os.PathLike[str]) -> KnowledgeGraph:
    """Open RDF files in any syntax, such as a dump, with the bundled vocabulary, shapes and questions.

    Raises `InvalidInput` when there is no file, or a file does not exist or has no extension of an RDF syntax; and once its
    data is needed, when it is malformed.
    """
    paths = tuple(map(Path, files))
    if not paths:
        raise InvalidInput("no file to open; name an RDF file, or use kzit_graph.bundled()")
    for path in paths:
        check_readable(path)
    return KnowledgeGraph(open_project(bundled_folder()), paths)


def bundled() -> KnowledgeGraph:
    """Open the graph that comes with the package: Kazakhstan–Italy relations."""
    return open_folder(bundled_folder())
