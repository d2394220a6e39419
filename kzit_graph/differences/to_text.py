"""Write a difference as a page of text: the counts, and then each change with its old and new values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from kzit_graph.differences.changes import Status, ThingChange
from kzit_graph.differences.difference_data import ALL_ASPECTS, Aspect, DifferenceData, read_aspects
from kzit_graph.differences.wording import (
    DATA,
    ChangedProperty,
    DiffWords,
    changes_of,
    check_limit,
    count_by_status,
    graph_status,
    in_numbers,
)
from kzit_graph.plain_text import Page

_SIGNS: Final = {Status.NEW: ("+", "green"), Status.GONE: ("-", "red"), Status.CHANGED: ("~", "yellow")}
_MAX_INLINE: Final = 60
"""The most characters of an old and a new text that share one line."""

_LABEL_COLUMNS: Final = 40
_COUNT_COLUMNS: Final = 10


def difference_text(
    difference: DifferenceData,
    language: str | None = None,
    *,
    iris: bool = False,
    aspects: Iterable[str] = ALL_ASPECTS,
    limit: int | None = None,
    width: int | None = None,
    hint: str = "limit=None",
) -> str:
    """Return the page of a difference.

    language: of labels. iris: show shortened IRIs instead of labels. aspects: what to include. limit: the most changes to list of
    each kind; None for all, 0 for the counts only. width: the terminal's columns, for wrapped lines and colours; None for plain
    text without wrapping. hint: how to list all, after each shortened list.

    Raises `InvalidInput` if the limit is negative, and `UnknownName` for an unknown aspect.
    """
    check_limit(limit)
    page = Page(width)
    words = DiffWords(difference, language, iris=iris)
    _Writer(difference, words, page, limit, hint).write(read_aspects(aspects))
    return page.text()


class _Writer:
    def __init__(self, difference: DifferenceData, words: DiffWords, page: Page, limit: int | None, hint: str) -> None:
        self._difference = difference
        self._words = words
        self._page = page
        self._limit = limit
        self._hint = hint

    def write(self, aspects: Sequence[Aspect]) -> None:
        """Write the counts and the sections that are not empty."""
        if not self._difference.differs(aspects):
            self._page.line("nothing differs")
            return
        self._counts(aspects)
        if self._limit == 0:
            return
        for aspect in aspects:
            if aspect in DATA:
                self._things(aspect)
            else:
                self._graphs()

    def _counts(self, aspects: Sequence[Aspect]) -> None:
        for aspect in aspects:
            if aspect is Aspect.FACTS and not self._difference.has_claims:
                continue
            self._page.line(in_numbers(count_by_status(self._difference, aspect)), label=aspect, columns=_COUNT_COLUMNS)
        if Aspect.GRAPHS in aspects:
            statements, implied = self._difference.statements, self._difference.implied
            self._page.line(f"{statements.new:,} new, {statements.gone:,} gone", label="statements", columns=_COUNT_COLUMNS)
            if implied.new or implied.gone:
                text = f"{implied.new:,} new, {implied.gone:,} gone of these, inferred by the ontology"
                self._page.line(text, label="implied", columns=_COUNT_COLUMNS)

    def _things(self, aspect: Aspect) -> None:
        changes = sorted(
            changes_of(self._difference, aspect), key=lambda change: (self._words.kind(change), list(Status).index(change.status))
        )
        if changes:
            self._page.heading(aspect.capitalize())
        for kind, group in groupby(changes, self._words.kind):
            found = list(group)
            self._page.line(kind, indent=2, style="italic", after=f"({len(found):,})")
            for change in found[: self._limit]:
                self._change(change)
            self._omitted(len(found))

    def _change(self, change: ThingChange) -> None:
        sign, style = _SIGNS[change.status]
        self._page.line(f"{sign} {self._words.title(change)}", indent=4, style=style, after=self._words.code(change))
        rows = self._words.rows(change)
        columns = min(max((len(row.label) for row in rows), default=0), _LABEL_COLUMNS)
        for row in rows:
            label = row.label
            for text, colour in _texts(row, change.status):
                self._page.line(text, indent=8, label=label, columns=columns, style=colour)
                label = ""

    def _graphs(self) -> None:
        graphs = self._difference.graphs
        if graphs:
            self._page.heading("Graphs")
        for change in graphs[: self._limit]:
            sign, style = _SIGNS[graph_status(change)]
            after = f"{change.new:,} new, {change.gone:,} gone; {change.before:,} → {change.after:,} statements"
            self._page.line(f"{sign} {self._words.graph(change)}", indent=4, style=style, after=after)
        self._omitted(len(graphs))

    def _omitted(self, count: int) -> None:
        if self._limit is not None and count > self._limit:
            self._page.line(f"… and {count - self._limit:,} more ({self._hint} lists all)", indent=4, style="dim")


def _texts(row: ChangedProperty, status: Status) -> list[tuple[str, str]]:
    """Return the lines of a row, each with its colour."""
    if status is not Status.CHANGED:
        return [(text, "") for text in (*row.old, *row.new)]
    if len(row.old) == len(row.new) == 1 and max(map(len, (*row.old, *row.new))) <= _MAX_INLINE:
        return [(f"{row.old[0]} → {row.new[0]}", "")]
    return [*((f"- {text}", "red") for text in row.old), *((f"+ {text}", "green") for text in row.new)]
