"""Answer the questions of a project's catalogue for the pages of a build, each once unless its answer has a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Triple

from kzit_graph.errors import InvalidInput, KzitError
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.names.resolver import Resolver
from kzit_graph.project.questions.catalogue import fitting_catalogue
from kzit_graph.project.questions.parameters import parameter_values
from kzit_graph.project.questions.question import Question, with_labels
from kzit_graph.publish.site.inventory.inventory import AnsweredQuestion, Quality, Row, RuleResults
from kzit_graph.rdf.names import Term, naming_properties
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.lexer import bind
from kzit_graph.sparql.query import query
from kzit_graph.sparql.written_answers import as_written
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.results import Result, Severity, by_constraint

MAX_ROWS: Final = 500
"""Rows of an answer that pages keep. The command of a page gives all."""

_MAX_QUADS: Final = 300_000
"""Statements above which questions are not answered, because that would take most of the time of a build."""

_PARTS: Final = ("subject", "predicate", "object")
_MAX_CHOICES: Final = 60
"""Things that a parameter can be from which they are not listed."""

_MAX_ALIKE: Final = 5
"""Results from which those with the same message are a group of their own."""


def questions_of(loaded: LoadedProject) -> tuple[Question, ...]:
    """Return the questions that fit the data, by group and name."""
    return tuple(fitting_catalogue(loaded).values())


def answered(loaded: LoadedProject, questions: Iterable[Question], languages: Iterable[str] = ()) -> tuple[AnsweredQuestion, ...]:
    """Return questions with the answers for the default values of their parameters.

    languages: those of the readers, for questions that have a parameter for it. Other questions are answered once.
    """
    if len(loaded.store) > _MAX_QUADS:
        labels = loaded.project.naming.labels
        return tuple(AnsweredQuestion(question, with_labels(question, labels), total=None) for question in questions)
    properties = naming_properties(loaded.vocabulary.store, loaded.project.naming)
    resolver = Resolver(loaded.store, loaded.names, properties)
    wanted = tuple(languages)
    return tuple(_in_languages(loaded, question, resolver, wanted) for question in questions)


def _in_languages(loaded: LoadedProject, question: Question, resolver: Resolver, languages: Sequence[str]) -> AnsweredQuestion:
    """Return a question with its answer in the preferred language, and in others if its answer depends on that."""
    found = _answered(loaded, question, resolver, resolver.language)
    if len(question.choices) == len(question.parameters):
        return found
    others = [language for language in languages if language != resolver.language]
    return replace(found, by_language={language: _answered(loaded, question, resolver, language) for language in others})


def _answered(loaded: LoadedProject, question: Question, resolver: Resolver, language: str) -> AnsweredQuestion:
    examples = {one.name: one.example for one in question.parameters if one.required and one.default is None and one.example}
    text = with_labels(question, loaded.project.naming.labels)
    choices, own = dict(_choices(question, resolver)), question.for_reader(language)
    try:
        values = parameter_values(question, {**examples, **own}, resolver)
        sparql = bind(text, values)
        answer = as_written(query(loaded.store, sparql, loaded.names), sparql, lambda: loaded.forms)
    except InvalidInput as error:
        return AnsweredQuestion(question, text, problem=error.problem, choices=choices)
    except KzitError as error:
        return AnsweredQuestion(question, text, problem=str(error), choices=choices)
    columns, rows, total = _table(answer)
    truth = answer.value if isinstance(answer, Truth) else None
    chosen = {name: value for name, value in values.items() if name not in own}
    return AnsweredQuestion(question, sparql, chosen, columns, rows, total, truth, given=examples, choices=choices)


def _choices(question: Question, resolver: Resolver) -> Iterator[tuple[str, tuple[NamedNode, ...]]]:
    """Yield the things that a parameter can be, by its name, if they are few."""
    for parameter in question.parameters:
        if parameter.of_class or parameter.scheme:
            try:
                found = resolver.candidates(parameter.of_class, parameter.scheme)
            except InvalidInput:
                continue
            if len(found) <= _MAX_CHOICES:
                yield parameter.name, tuple(found)


def _table(answer: Answer) -> tuple[tuple[str, ...], tuple[Row, ...], int]:
    """Return the names of the columns of an answer, its first rows, and the number of all."""
    if isinstance(answer, Solutions):
        columns = answer.variables
        return columns, tuple(map(tuple, islice(answer, MAX_ROWS))), len(answer)
    if isinstance(answer, Triples):
        found = sorted(answer, key=str)
        return _PARTS, tuple(map(_terms, found[:MAX_ROWS])), len(found)
    return (), (), 0


def _terms(triple: Triple) -> tuple[Term, ...]:
    return triple.subject, triple.predicate, triple.object


def quality_of(report: Report) -> Quality:
    """Return the results of a validation by rule, the gravest first."""
    results = report.results
    rules = tuple(_rule([results[index] for index in group]) for group in by_constraint(results, _MAX_ALIKE))
    return Quality(report.has_shapes, {severity: report.count(severity) for severity in Severity}, rules)


def _rule(results: list[Result]) -> RuleResults:
    messages = {result.message for result in results}
    return RuleResults(
        severity=results[0].severity,
        shape=results[0].shape or "",
        message=messages.pop() if len(messages) == 1 else "",
        number=len(results),
        things=tuple(dict.fromkeys(result.focus for result in results)),
    )
