"""The questions of the home page: those of the catalogue with a short answer, and the answer in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.inventory.inventory import AnsweredQuestion
from kzit_graph.publish.site.pages.questions import question_path, title_of
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.names import Term

if TYPE_CHECKING:
    from markupsafe import Markup

_STARTERS: Final = 3
_FEWEST_ROWS: Final = 2
_MOST_ROWS: Final = 6
_SHOWN: Final = 3
"""Things or facts that an answer names."""


_FOR_CURATORS: Final = frozenset({"missing-names", "unnamed", "dangling"})
"""General questions for curators: their answers are gaps in the data, which say nothing about the subject."""


@dataclass(frozen=True)
class Starter:
    """A question with its answer. title: without an address. more: how much of the answer is left out, in words, or empty."""

    title: Shown
    href: str
    answer: tuple[Markup, ...]
    more: str


def starters(edition: Edition) -> list[Starter]:
    """Return questions to start with, each from another group.

    Those that facts answer come first, then those with parameters, then those with fewer columns.
    """
    asked = [one for one in edition.answers if one.question.name not in _FOR_CURATORS]
    short = [one for one in asked if _FEWEST_ROWS <= (one.total or 0) <= _MOST_ROWS and _answer(edition, one)]
    found: dict[str, AnsweredQuestion] = {}
    for one in sorted(short, key=lambda one: (not _facts(edition, one), not one.values, len(one.columns))):
        found.setdefault(one.question.group, one)
    return [_starter(edition, one) for one in list(found.values())[:_STARTERS]]


def _starter(edition: Edition, one: AnsweredQuestion) -> Starter:
    terms = _answer(edition, one)
    left = len(terms) - _SHOWN
    return Starter(
        title=title_of(edition, one.question),
        href=HOME + question_path(one.question.name),
        answer=tuple(_shown(edition, term) for term in terms[:_SHOWN]),
        more=edition.counted("home_more", left) if left > 0 else "",
    )


def _answer(edition: Edition, one: AnsweredQuestion) -> list[Term]:
    """Return the facts of an answer, whose sentences answer the question, else the things of an answer with nothing but things."""
    return _facts(edition, one) or _things(edition, one)


def _facts(edition: Edition, one: AnsweredQuestion) -> list[Term]:
    facts = edition.claims.by_fact
    return list(dict.fromkeys(term for row in one.rows for term in row if term is not None and term in facts))


def _things(edition: Edition, one: AnsweredQuestion) -> list[Term]:
    terms = [term for row in one.rows for term in row if term is not None]
    return list(dict.fromkeys(terms)) if len(one.columns) == 1 and all(map(edition.href, terms)) else []


def _shown(edition: Edition, term: Term) -> Markup:
    """Return a thing as a link, and a fact with its time, unless its sentence has the year."""
    from markupsafe import Markup

    claim, text = edition.claims.by_fact.get(term), edition.text(term)
    if claim is None or claim.year is None or str(claim.year) in text:
        return edition.link(term)
    return edition.link(term) + Markup(' <span class="soft">({})</span>').format(short_span(edition, claim.spans[0]))
