"""Shell completion of the names of a project: questions, parameters and things.

If the project cannot be read, there are no suggestions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem
from pyoxigraph import NamedNode

from kzit_graph.cli.options import chosen_project
from kzit_graph.errors import KzitError
from kzit_graph.hidden_characters import is_visible, visible
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import folded
from kzit_graph.project.questions.question import Question
from kzit_graph.rdf.names import slug


def complete_questions(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the questions whose name starts with a text, with their titles. Without any, let the shell complete file names."""
    try:
        questions = KnowledgeGraph(chosen_project(context)).questions().values()
    except (KzitError, OSError):
        return []
    found = [
        CompletionItem(question.name, help=visible(question.title)) for question in questions if _is_offered(question.name, incomplete)
    ]
    return found or [CompletionItem(incomplete, type="file")]


def complete_parameters(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the parameters of the question on the command line or, after an equals sign, the possible values."""
    try:
        kg = KnowledgeGraph(chosen_project(context))
        # If -p has no value yet, click stops before it parses WHAT. The words of the shell have the question.
        words = os.environ.get("COMP_WORDS", "").split()
        question = next((question for name, question in kg.questions().items() if name in words), None)
        return list(_parameters(kg, question, incomplete)) if question else []
    except (KzitError, OSError):
        return []


def complete_things(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the named things whose slug starts with a text, with their labels."""
    try:
        kg = KnowledgeGraph(chosen_project(context))
        things = kg.resolver.candidates()
    except (KzitError, OSError):
        return []
    return [_item(kg, thing) for thing in things if _is_offered(slug(thing), folded(incomplete))]


def _item(kg: KnowledgeGraph, thing: NamedNode, start: str = "") -> CompletionItem:
    return CompletionItem(f"{start}{slug(thing)}", help=visible(kg.names.label(thing)))


def _is_offered(name: str, incomplete: str) -> bool:
    """Return whether a name starts with a text and has no character that a terminal would obey or hide."""
    return name.startswith(incomplete) and is_visible(name)


def _parameters(kg: KnowledgeGraph, question: Question, incomplete: str) -> Iterator[CompletionItem]:
    name, equals, value = incomplete.partition("=")
    for parameter in question.parameters:
        if not equals and parameter.name.startswith(name):
            yield CompletionItem(f"{parameter.name}=", help=visible(parameter.description))
        elif equals and parameter.name == name and parameter.type in ("thing", "concept"):
            for thing in kg.resolver.candidates(parameter.of_class, parameter.scheme):
                if _is_offered(slug(thing), folded(value)):
                    yield _item(kg, thing, f"{name}=")
