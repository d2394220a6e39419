"""The part of the Python interface that reads a graph: its contents, the questions of its catalogue, and SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from pyoxigraph import Store

from kzit_graph.computed_once import computed_once
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.names.resolver import Resolver
from kzit_graph.project.project import Project
from kzit_graph.project.questions.catalogue import Catalogue, fitting_catalogue, fitting_question, is_general, note_on_unused
from kzit_graph.project.questions.parameters import free_values, parameter_values
from kzit_graph.project.questions.question import Question, has_header, parse_question, with_labels
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.names import Names, naming_properties
from kzit_graph.sparql.answer_warnings import Kind, with_warnings
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.gate import refuse_updates
from kzit_graph.sparql.lexer import bind, form
from kzit_graph.sparql.query import query, query_for
from kzit_graph.sparql.query_file import errors_name
from kzit_graph.sparql.written_answers import as_written, rows_as_written, triples_as_written

if TYPE_CHECKING:
    from kzit_graph.project.statements.written_forms import WrittenForms

_WORDS: Final = re.compile(r"[\w -]+")
"""A name of a question, if it had no spaces."""


class QueryableGraph:
    """The contents of a project folder or of dumps, with queries. They are read when they are first needed, and then kept."""

    def __init__(self, project: Project, dumps: Iterable[Path] = ()) -> None:
        self.loaded = LoadedProject(project, dumps)
        """The contents, for the functions of this library."""

    @classmethod
    def of(cls, loaded: LoadedProject) -> Self:
        """Return the graph of contents that are open already, such as those of `kzit_graph.project.built.open_build`."""
        graph = cls.__new__(cls)
        graph.loaded = loaded
        return graph

    @property
    def project(self) -> Project:
        """The layout of the project folder."""
        return self.loaded.project

    @property
    def store(self) -> Store:
        """The data as named graphs, with the triples that the ontology entails. Do not modify."""
        return self.loaded.store

    @property
    def names(self) -> Names:
        """How to show terms: prefixes and labels."""
        return self.loaded.names

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes for output, prefix to namespace."""
        return self.loaded.prefixes

    @property
    def vocabulary(self) -> Vocabulary:
        """The classes and properties of the ontology."""
        return self.loaded.vocabulary

    @property
    def resolver(self) -> Resolver:
        """The resolver of names to things in the data."""
        return self._resolver

    @computed_once
    def _resolver(self) -> Resolver:
        return Resolver(self.store, self.names, naming_properties(self.vocabulary.store, self.project.naming))

    def questions(self) -> Catalogue:
        """Return the questions that fit the data, by name; see `kzit_graph.project.questions.question`.

        A question whose classes and properties neither the data nor the ontology use is left out; `unused` has it. It can be asked all
        the same. `broken` has the faults of files that are no questions.
        """
        return fitting_catalogue(self.loaded)

    def question(self, name_or_text: str, path: Path = Path("question.rq")) -> Question | None:
        """Return the question with a name, or of a text with a header. Returns None for SPARQL without a header.

        path: the file of the text, for error messages.

        Raises `UnknownName` with the nearest names if there is no such question, and `InvalidInput` if its header is malformed.
        """
        if not any(character.isspace() or character == "{" for character in name_or_text):
            return fitting_question(self.loaded, name_or_text)
        if _WORDS.fullmatch(name_or_text) and form(name_or_text) is None:  # "theatre partners" is not SPARQL
            refuse_updates(name_or_text)
            return fitting_question(self.loaded, name_or_text)
        return parse_question(name_or_text, path) if has_header(name_or_text) else None

    def sparql(self, name_or_text: str, /, **parameters: object) -> str:
        """Return the SPARQL of a question or a text with its parameters bound.

        name_or_text: name of a question, or SPARQL. The parameters of a text are its variables with a dollar sign.
        parameters: numbers, dates, RDF terms, or the IRI, prefixed name, slug or label of a thing.

        Raises `InvalidInput` if there is no such question, or if a parameter is invalid or missing.
        """
        question = self.question(name_or_text)
        if question is None:
            return bind(name_or_text, free_values(name_or_text, parameters, self.resolver) if parameters else {})
        values = parameter_values(question, parameters, self.resolver)
        return bind(with_labels(question, self.project.naming.labels), values)

    def _errors_of(self, name_or_text: str) -> AbstractContextManager[None]:
        """Return a context in which the errors of a question of the catalogue name its file."""
        question = self.question(name_or_text)
        return errors_name(question.path if question and question.name == name_or_text else None)

    def query(self, name_or_text: str, /, **parameters: object) -> Answer:
        """Answer a question of the catalogue or a SPARQL text over the union of the graphs.

        The answer has methods for all query forms. Use `select`, `ask` or `construct` for a single form, to iterate over rows or
        triples. Its attribute `warnings` says what can be wrong with it. See `sparql` for the parameters.

        Raises `InvalidInput` as `sparql` does, and if the query is malformed, an update, or uses SERVICE.

        >>> import kzit_graph
        >>> kg = kzit_graph.bundled()
        >>> kg.query("theatre-partners", theatre="Astana Opera").to_python()[0]["partner"]
        'https://w3id.org/kzit/id/carlo-felice'
        """
        with self._errors_of(name_or_text):
            return self.with_note(self.answer(self.sparql(name_or_text, **parameters)), self.question(name_or_text))

    def select(self, name_or_text: str, /, **parameters: object) -> Solutions:
        """Return the rows of a SELECT query; see `query`. Raises `InvalidInput` if the query has another form.

        >>> import kzit_graph
        >>> rows = kzit_graph.bundled().select("theatre-partners", theatre="Astana Opera")
        >>> rows
        <Solutions: 3 rows of partner, city, fact>
        >>> rows.to_python(labels="it")[0]["partner_label"]
        'Teatro Carlo Felice'
        """
        with self._errors_of(name_or_text):
            sparql = self.sparql(name_or_text, **parameters)
            rows = query_for(Solutions, self.store, sparql, self.names)
            return self.with_note(self._with_warnings(rows_as_written(rows, sparql, self._forms), sparql), self.question(name_or_text))

    def ask(self, name_or_text: str, /, **parameters: object) -> bool:
        """Return the answer of an ASK query; see `query`. Raises `InvalidInput` if the query has another form.

        >>> import kzit_graph
        >>> kzit_graph.bundled().ask("ASK { ?goal a kzit:Goal }")
        True
        """
        with self._errors_of(name_or_text):
            return query_for(Truth, self.store, self.sparql(name_or_text, **parameters), self.names).value

    def construct(self, name_or_text: str, /, **parameters: object) -> Triples:
        """Return the graph of a CONSTRUCT or DESCRIBE query; see `query`. Raises `InvalidInput` if the query has another form.

        >>> import kzit_graph
        >>> len(kzit_graph.bundled().construct("CONSTRUCT WHERE { id:genoa schema:containedInPlace ?country }"))
        1
        """
        with self._errors_of(name_or_text):
            sparql = self.sparql(name_or_text, **parameters)
            triples = query_for(Triples, self.store, sparql, self.names)
            answer = self._with_warnings(triples_as_written(triples, sparql, self._forms), sparql)
            return self.with_note(answer, self.question(name_or_text))

    def answer(self, sparql: str) -> Answer:
        """Answer a SPARQL text without parameters; see `kzit_graph.sparql.query.query`."""
        return self._with_warnings(as_written(query(self.store, sparql, self.names), sparql, self._forms), sparql)

    def with_note(self, answer: Kind, question: Question | None) -> Kind:
        """Return the answer to a question with a note, instead of other warnings, if the data do not use the terms of the question.

        Warnings stay that name terms near to unknown ones. A question for any graph names terms that data may lack, and has no other
        warnings.
        """
        if question is None:
            return answer

        def found() -> Iterable[str]:
            note = note_on_unused(question, self.loaded)
            if is_general(question):
                return (note,) if note else ()
            return (note,) if note and not any("; nearest: " in line for line in answer.warnings) else answer.warnings

        return replace(answer, find_warnings=found)

    def _with_warnings(self, answer: Kind, sparql: str) -> Kind:
        return with_warnings(answer, sparql, self.store, self.vocabulary.store, self.names)

    def _forms(self) -> WrittenForms:
        return self.loaded.forms
