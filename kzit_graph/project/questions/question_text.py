"""Write questions as text: a list of the catalogue, and one question with its query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from kzit_graph.hidden_characters import escaped, visible
from kzit_graph.project.questions.question import Question
from kzit_graph.sparql.lexer import with_prefixes

_REPLACES: Final = "  (replaces the general question)"


def as_list(questions: Iterable[Question], words: str = "", language: str = "en", replaced: Collection[str] = ()) -> str:
    """Return a list of the questions that match all words, by group.

    language: of the titles, with English as fallback. replaced: the names of questions that replace one of the package.
    """
    found = [question for question in questions if question.matches(words)]
    width = max((len(question.name) for question in found), default=0)
    lines: list[str] = []
    for group in dict.fromkeys(question.group for question in found):
        lines += ["", group] if lines else [group]
        lines += [
            f"  {question.name:<{width}}  {question.title_in(language)}{_REPLACES if question.name in replaced else ''}"
            for question in found
            if question.group == group
        ]
    return "".join(f"{visible(line)}\n" for line in lines)


def explanation(question: Question | None, sparql: str, prefixes: Mapping[str, str], language: str = "en") -> str:
    """Return a self-contained query: title, description and parameters as comments, then PREFIX lines and the query."""
    sparql = escaped(with_prefixes(sparql.strip() + "\n", prefixes))
    if question is None:
        return sparql
    lines = [question.title_in(language), question.description, *(f"${parameter.name}: {parameter}" for parameter in question.parameters)]
    return "".join(f"# {visible(part)}\n" for line in lines for part in line.splitlines()) + "\n" + sparql
