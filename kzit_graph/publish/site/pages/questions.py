"""The catalogue of questions, and a page for each with its answer for the usual values of its parameters."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.plain_text import capitalized
from kzit_graph.project.questions.question import Parameter, Question
from kzit_graph.publish.site.edition.addresses import stem, url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.inventory.inventory import AnsweredQuestion
from kzit_graph.publish.site.pages.query_html import query_html
from kzit_graph.publish.site.rows.answer_rows import AnswerRows
from kzit_graph.publish.site.rows.takeaway import Column, Table, take_away
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.publish.site.wording.words import Words
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import slug

if TYPE_CHECKING:
    from markupsafe import Markup

PATH: Final = "questions.html"
CONSOLE: Final = "console.html"
_FOLDER: Final = "question"
_SHOWN: Final = 50
"""Rows of an answer on its page."""

_MAX_NAMED: Final = 8
"""Things that a sentence names."""

_NEAR: Final = 6
"""Questions near by that a page lists."""

_NOT_NAME: Final = re.compile(r"\W+")
_PART: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


class QuestionPages:
    """Makes the catalogue and the page of each question."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the catalogue, if there are questions."""
        return [MenuEntry(PATH, "question_menu")] if edition.inventory.questions else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the catalogue and its questions."""
        writer = _Writer(edition)
        yield writer.catalogue()
        yield from map(writer.page, edition.answers)


def group_name(words: Words, name: str) -> Shown:
    """Return the name of a group of questions in words."""
    found = getattr(words, f"question_group_{_NOT_NAME.sub('_', name)}", "")
    return Shown(found) if found else Shown(visible(name), "" if words.language == "en" else "en")


def question_path(name: str) -> str:
    """Return the path of the page of a question below the folder of an edition."""
    return f"{_FOLDER}/{stem(name)}.html"


def title_of(edition: Edition, question: Question) -> Shown:
    """Return the text of a question in the language of a page, with its language if that is another one."""
    wanted = edition.words.language
    language = best_language(question.titles, edition.language, wanted, "en") or "en"
    return Shown(visible(question.titles[language]), "" if language == wanted else language)


class _Writer:
    def __init__(self, edition: Edition) -> None:
        self._edition, self._words = edition, edition.words
        self._answers = edition.answers
        self._has_console = any(entry.path == CONSOLE for entry in edition.menu)
        self._terms = _terms_by_name(edition)

    def catalogue(self) -> Page:
        """Return the list of all questions by group."""
        groups = groupby(self._answers, lambda one: one.question.group)
        values = {
            "title": self._edition.counted("question_title", len(self._answers)),
            "groups": [(group_name(self._words, name), [self._entry(one) for one in found]) for name, found in groups],
        }
        return Page(PATH, self._words.question_menu, self._edition.rendered("questions.html", values), self._words.question_lede)

    def _entry(self, one: AnsweredQuestion) -> dict[str, object]:
        return {
            "href": self._href(one.question),
            "title": title_of(self._edition, one.question),
            "rows": "" if one.problem or one.truth is not None or one.total is None else self._edition.counted("question_rows", one.total),
        }

    def _href(self, question: Question) -> str:
        return HOME + url_path(question_path(question.name))

    def page(self, one: AnsweredQuestion) -> Page:
        """Return the page of a question."""
        question, edition = one.question, self._edition
        path, title = question_path(question.name), title_of(edition, one.question)
        name = stem(question.name)
        shown = one.rows[:_SHOWN]
        columns = [self._column(column) for column in one.columns]
        rows = AnswerRows(edition, shown)
        written = rows.written
        table = Table(name, title.text, [Column(_NOT_NAME.sub("_", c), self._column(c).text) for c in one.columns], one.rows)
        command = self.command(one)
        files = {}
        if one.rows:
            files[f"{_FOLDER}/{name}.zip"] = take_away(
                edition, table, path, query=one.sparql, command=f"{command} -f csv --labels --lang {edition.language}"
            )
        values = {
            "title": title,
            "group": group_name(self._words, question.group),
            "description": Shown(visible(question.description), "" if self._words.language == "en" else "en"),
            "parameters": [self._parameter(parameter, one) for parameter in question.choices],
            "form": f"{HOME}{CONSOLE}#question={url_path(question.name)}" if self._has_console else "",
            "sentence": self._sentence(one),
            "problem": visible(one.problem),
            "columns": [columns[place] for place in rows.places],
            "claim_column": rows.claim_column,
            "says_who": rows.says_who,
            "numbers": rows.numbers,
            "rows": written,
            "note": self._note(one),
            "together": edition.counted("question_together", len(written)) if len(written) < len(shown) else "",
            "files": [(f"{name}.zip", self._words.take_zip)] if files else [],
            "query": query_html(one.sparql),
            "console": f"{HOME}{CONSOLE}#question={url_path(question.name)}" if self._has_console else "",
            "command": command,
            "near": [(self._href(other), title_of(edition, other)) for other in self._near(question)],
        }
        main = edition.rendered("question.html", values)
        return Page(path, title.text, main, title.text, files=files)

    def _column(self, name: str) -> Shown:
        """Return the heading of a column: the label of the term with its name, else its words."""
        word = getattr(self._words, f"question_column_{_NOT_NAME.sub('_', name)}", "")
        found = Shown(word) if word else self._terms.get(name) or self._terms.get(name.casefold())
        if found is None:
            found = Shown(" ".join(_PART.split(visible(name))).lower(), "" if self._words.language == "en" else "en")
        return Shown(capitalized(found.text), found.language)

    def _note(self, one: AnsweredQuestion) -> str:
        if one.total is None or one.total <= _SHOWN:
            return ""
        return self._words.question_first.format(shown=self._words.number(_SHOWN), all=self._words.number(one.total))

    def _sentence(self, one: AnsweredQuestion) -> Markup | str:
        """Return the answer as a sentence: yes or no, the one value, the things of the first column, or the number of rows."""
        from markupsafe import Markup, escape

        if one.truth is not None:
            return self._words.question_yes if one.truth else self._words.question_no
        if one.problem:
            return ""
        if one.total is None:
            return self._words.question_unanswered
        if not one.total:
            return self._words.question_nothing
        number = self._edition.counted("question_rows", one.total)
        if one.total == 1 and len(one.columns) == 1 and one.rows[0][0] is not None:
            return self._edition.link(one.rows[0][0])
        firsts = [row[0] for row in one.rows]
        things = [term for term in dict.fromkeys(firsts) if isinstance(term, NamedNode)]
        if one.total > _MAX_NAMED or len(things) != one.total:
            return f"{number}."
        names = [str(self._edition.link(thing)) for thing in things]
        return Markup("{}: {}.").format(number, Markup(_listed(self._edition, names))) if names else escape(number)  # noqa: S704 - links

    def _parameter(self, parameter: Parameter, one: AnsweredQuestion) -> dict[str, object]:
        value = one.values.get(parameter.name)
        choices = [(term.value, self._edition.name(term), term == value) for term in one.choices.get(parameter.name, ())]
        choices.sort(key=lambda choice: choice[1].text.casefold())
        text = "" if value is None else value.value if isinstance(value, Literal) else self._edition.text(value)
        label = self._column(parameter.name)
        return {
            "name": parameter.name,
            "label": label,
            "text": text,
            "value": "" if value is None or not isinstance(value, NamedNode | Literal) else value.value,
            "link": "" if value is None else self._edition.link(value),
            "description": Shown(visible(parameter.description), "" if self._words.language == "en" else "en"),
            "example": visible(parameter.example),
            "required": parameter.required,
            "choices": choices,
            "links": [self._edition.link(NamedNode(iri)) for iri, _, _ in choices],
        }

    def command(self, one: AnsweredQuestion) -> str:
        """Return the command that gives the answer of a page."""
        given = [f"-p {name}={shlex.quote(value)}" for name, value in one.given.items()]
        return " ".join(("kzit-graph query", shlex.quote(one.question.name), *given))

    def _near(self, question: Question) -> list[Question]:
        """Return the other questions of a group, those after it first."""
        group = [one.question for one in self._answers if one.question.group == question.group]
        place = group.index(question)
        return [*group[place + 1 :], *group[:place]][:_NEAR]


def _listed(edition: Edition, names: Sequence[str]) -> str:
    from babel.lists import format_list

    return format_list(names, locale=edition.words.locale)


def _terms_by_name(edition: Edition) -> Mapping[str, Shown]:
    """Return the terms of the ontology in words, by the last part of their IRI. Those with a name of two terms are left out."""
    store = edition.reader.vocabulary.store
    found: dict[str, set[NamedNode]] = {}
    for quad in store:
        if isinstance(quad.subject, NamedNode):
            name = slug(quad.subject)
            for key in {name, name.casefold()}:
                found.setdefault(key, set()).add(quad.subject)
    return {name: edition.wording.term(next(iter(terms))) for name, terms in found.items() if len(terms) == 1}
