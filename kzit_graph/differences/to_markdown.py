"""Write a difference as Markdown for a changelog (GitHub Flavored Markdown): one list item for each change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from kzit_graph.plain_text import markdown_text

_WORDS: Final = {Status.NEW: "New", Status.GONE: "Gone", Status.CHANGED: "Changed"}


def difference_markdown(
    difference: DifferenceData,
    language: str | None = None,
    *,
    iris: bool = False,
    aspects: Iterable[str] = ALL_ASPECTS,
    limit: int | None = None,
) -> str:
    """Return sections of a changelog, with headings of level 3.

    language: of labels. iris: show shortened IRIs instead of labels. aspects: what to include. limit: the most changes to list in
    each section; None for all.

    Raises `InvalidInput` if the limit is negative, and `UnknownName` for an unknown aspect.
    """
    check_limit(limit)
    words = DiffWords(difference, language, iris=iris)
    sections = [_section(difference, words, aspect, limit) for aspect in read_aspects(aspects)]
    return "\n".join(filter(None, sections)) or "Nothing differs.\n"


def _section(difference: DifferenceData, words: DiffWords, aspect: Aspect, limit: int | None) -> str:
    lines = list(_things(difference, words, aspect) if aspect in DATA else _graphs(difference, words))
    if not lines:
        return ""
    rest = [f"- … and {len(lines) - limit:,} more"] if limit is not None and len(lines) > limit else []
    return "\n".join((f"### {aspect.capitalize()}: {in_numbers(count_by_status(difference, aspect))}", "", *lines[:limit], *rest, ""))


def _things(difference: DifferenceData, words: DiffWords, aspect: Aspect) -> Iterator[str]:
    def place(change: ThingChange) -> tuple[int, str]:
        return list(Status).index(change.status), words.kind(change)

    for change in sorted(changes_of(difference, aspect), key=place):
        start = f"- {_WORDS[change.status]} {markdown_text(words.kind(change))}: {markdown_text(words.title(change))}"
        clauses = "; ".join(map(_clause, words.rows(change))) if change.status is Status.CHANGED else ""
        yield f"{start} — {clauses}" if clauses else start


def _clause(row: ChangedProperty) -> str:
    label, old, new = markdown_text(row.label), ", ".join(map(markdown_text, row.old)), ", ".join(map(markdown_text, row.new))
    if old and new:
        return f"{label}: {old} → {new}"
    return f"{label}: {new} added" if new else f"{label}: {old} removed"


def _graphs(difference: DifferenceData, words: DiffWords) -> Iterator[str]:
    for change in difference.graphs:
        name = markdown_text(words.graph(change))
        yield f"- {_WORDS[graph_status(change)]} graph: {name} — statements: {change.new:,} new, {change.gone:,} gone"
