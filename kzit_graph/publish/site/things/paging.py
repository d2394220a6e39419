"""Cut the page of a thing with long lists into several pages, so that none is slow to load and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from kzit_graph.describe.description import Disagreement
from kzit_graph.publish.site.things.thing_page import CitedFact, Incoming, Property, ThingPage, Value
from kzit_graph.rdf.names import Term

FACT_ROWS: Final = 5
LINE_ROWS: Final = 3
_ANSWER_ROWS: Final = 3
"""Rows of a list that take as much room as one fact, as one fact in a line, or as one answer to a question in dispute."""

_OVERVIEW_ROWS: Final = 20
"""Rows that take as much room as the pictures of a thing with facts, which its first page has."""


@dataclass
class _Page:
    """The contents of a page that is being filled, in the order of the page."""

    values: list[tuple[int, Property, Value]] = field(default_factory=list)
    facts: list[CitedFact] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    incoming: list[tuple[Incoming, Term]] = field(default_factory=list)
    rows: int = 0


def cut(whole: ThingPage, size: int, fact_rows: int = FACT_ROWS) -> tuple[ThingPage, ...]:
    """Return the pages of a thing.

    whole: a page with everything. size: rows of a page; one item with more has a page to itself. fact_rows: those of a fact.

    Values, facts, disagreements and other things that name it follow each other, and each is on exactly one page. The first page has
    the passages and parts of the thing.
    """
    start = _OVERVIEW_ROWS if len(whole.facts) > 1 and fact_rows == FACT_ROWS else 0
    start += sum(value.rows for part in whole.parts for of in part.properties for value in of.values) + len(whole.evidence)
    pages = [_Page(rows=min(start, size - 1))]
    for rows, add in _items(whole, fact_rows):
        if pages[-1].rows + rows > size and pages[-1].rows:
            pages.append(_Page())
        pages[-1].rows += rows
        add(pages[-1])
    if len(pages) == 1:
        return (whole,)
    found = []
    for number, page in enumerate(pages, 1):
        properties = tuple(_properties((number_of, of, value) for number_of, of, value in page.values if number_of < len(whole.properties)))
        identifiers = tuple(_properties(entry for entry in page.values if entry[0] >= len(whole.properties)))
        found.append(
            replace(
                whole,
                properties=properties,
                identifiers=identifiers,
                parts=whole.parts if number == 1 else (),
                evidence=whole.evidence if number == 1 else (),
                facts=tuple(page.facts),
                disagreements=tuple(page.disagreements),
                incoming=tuple(_incoming(page.incoming)),
                page=number,
                pages=len(pages),
            )
        )
    return tuple(found)


class _Add:
    """Adds an item to a list of a page."""

    def __init__(self, name: str, item: object) -> None:
        self._name, self._item = name, item

    def __call__(self, page: _Page) -> None:
        getattr(page, self._name).append(self._item)


def _items(whole: ThingPage, fact_rows: int) -> Iterator[tuple[int, _Add]]:
    """Yield the rows of each item, and a function that adds it to a page."""
    for number, of in enumerate((*whole.properties, *whole.identifiers)):
        for value in of.values:
            yield value.rows, _Add("values", (number, of, value))
    for fact in whole.facts:
        yield fact_rows, _Add("facts", fact)
    for disagreement in whole.disagreements:
        yield _ANSWER_ROWS * (1 + len(disagreement.answers)), _Add("disagreements", disagreement)
    for incoming in whole.incoming:
        for subject in incoming.subjects:
            yield 1, _Add("incoming", (incoming, subject))


def _properties(entries: Iterable[tuple[int, Property, Value]]) -> Iterator[Property]:
    for _, group in groupby(entries, lambda entry: entry[0]):
        values = list(group)
        yield replace(values[0][1], values=tuple(value for _, _, value in values))


def _incoming(entries: Iterable[tuple[Incoming, Term]]) -> Iterator[Incoming]:
    for _, group in groupby(entries, lambda entry: entry[0].predicate):
        found = list(group)
        yield replace(found[0][0], subjects=tuple(subject for _, subject in found))
