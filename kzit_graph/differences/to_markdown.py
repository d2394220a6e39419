"""A difference → Markdown for a changelog: a sentence for each change (GitHub Flavored Markdown)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from kzit_graph.differences.changes import Change, Status
from kzit_graph.differences.compare import Aspect, Difference
from kzit_graph.differences.wording import DATA, DiffWords, Row, changes_of, counted, graph_status, in_numbers
from kzit_graph.plain_text import markdown_text

_WORDS: Final = {Status.NEW: "New", Status.GONE: "Gone", Status.CHANGED: "Changed"}


def as_markdown(
    difference: Difference,
    language: str = "en",
    *,
    labels: bool = True,
    aspects: Collection[Aspect] = tuple(Aspect),
    limit: int | None = None,
) -> str:
    """The sections of a changelog, with headings of the third level.

    language, labels: of and whether things are told by their names, else by their shortened IRIs. aspects: what is told.
    limit: how many changes a section lists, None for all.
    """
    words = DiffWords(difference, language, labels=labels)
    sections = [_section(difference, words, aspect, limit) for aspect in Aspect if aspect in aspects]
    return "\n".join(filter(None, sections)) or "Nothing differs.\n"


def _section(difference: Difference, words: DiffWords, aspect: Aspect, limit: int | None) -> str:
    lines = list(_things(difference, words, aspect) if aspect in DATA else _graphs(difference, words))
    if not lines:
        return ""
    rest = [f"- … and {len(lines) - limit:,} more"] if limit is not None and len(lines) > limit else []
    return "\n".join((f"### {aspect.capitalize()}: {in_numbers(counted(difference, aspect))}", "", *lines[:limit], *rest, ""))


def _things(difference: Difference, words: DiffWords, aspect: Aspect) -> Iterator[str]:
    def place(change: Change) -> tuple[int, str]:
        return list(Status).index(change.status), words.kind(change)

    for change in sorted(changes_of(difference, aspect), key=place):
        start = f"- {_WORDS[change.status]} {markdown_text(words.kind(change))}: {markdown_text(words.title(change))}"
        clauses = "; ".join(map(_clause, words.rows(change))) if change.status is Status.CHANGED else ""
        yield f"{start} — {clauses}" if clauses else start


def _clause(row: Row) -> str:
    label, old, new = markdown_text(row.label), ", ".join(map(markdown_text, row.old)), ", ".join(map(markdown_text, row.new))
    if old and new:
        return f"{label}: {old} → {new}"
    return f"{label}: {new} added" if new else f"{label}: {old} removed"


def _graphs(difference: Difference, words: DiffWords) -> Iterator[str]:
    for change in difference.graphs:
        name = markdown_text(words.graph(change))
        yield f"- {_WORDS[graph_status(change)]} graph: {name} — statements: {change.new:,} new, {change.gone:,} gone"
