"""Write a description as a page of text: name, class and IRI, then statements, facts by role, and disagreements.

Control characters in the data are replaced by visible signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.describe.description import DescriptionData, Disagreement, Fact
from kzit_graph.describe.headings import Heading
from kzit_graph.describe.nested_rows import NestedRows, Row
from kzit_graph.describe.wording import Phrases
from kzit_graph.plain_text import Page, visible
from kzit_graph.rdf.names import Term, slug
from kzit_graph.rdf.skolem_iris import is_anonymous

_MAX_NAMING: Final = 250
"""The most things that name a thing with one property to show."""

_MAX_INDENT: Final = 40
_LABEL_COLUMNS: Final = 30
"""The most columns of a label; a longer one is put above its text."""

_MAX_STATEMENTS: Final = 6
"""The most lines with the statements of a claim that is a graph."""


def description_text(description: DescriptionData, language: str, width: int | None, hint: str | None = None) -> str:
    """Return the page of a description; see `kzit_graph.describe.show.Description.text`.

    hint: how to show what the limits leave out. None for everything.
    """
    page = Page(width)
    _Writer(description, language, page, hint).write()
    return page.text()


class _Writer:
    """Writes one description in one language."""

    def __init__(self, description: DescriptionData, language: str, page: Page, hint: str | None) -> None:
        self._shown = description
        self._language = language
        self._page = page
        shown = description
        self._phrases = Phrases(shown.store, shown.names, language, shown.thing, shown.forms, shown.roles, shown.narrowest)
        self._rows = NestedRows(description, self._phrases, hint)

    def write(self) -> None:
        """Write all sections that are not empty."""
        shown, page = self._shown, self._page
        title = self._phrases.text(shown.thing)
        page.line(title, style="bold")
        if shown.types:
            page.line(", ".join(dict.fromkeys(map(self._phrases.term, shown.types))), indent=2)
        short = shown.names.shorten(shown.thing)
        page.line(shown.thing.value, indent=2, style="cyan", after=short if short != shown.thing.value else "")
        if set(shown.labels.values()) - {title}:
            page.heading(self._heading(Heading.NAMES))
            self._write_rows((Row(language or "–", name) for language, name in sorted(shown.labels.items())), 2)
        self._statements()
        self._evidence()
        self._facts()
        self._naming()
        self._disagreements()

    def _statements(self) -> None:
        evidence = {passage.passage for passage in self._shown.evidence}
        hints = self._shown.hints
        statements = (triple for triple in self._shown.statements if triple.object not in evidence)
        for group, triples in groupby(statements, lambda triple: hints.group(triple.predicate)):
            rows = self._rows.of_statements(triples, hints)
            if rows:
                labels = hints.groups[group].labels if group is not None else {}
                self._page.heading(self._rows.in_language(labels) or self._heading(Heading.STATEMENTS))
                self._write_rows(rows, 2)

    def _write_rows(self, rows: Iterable[Row], indent: int) -> None:
        """Write rows in two columns, and the rows below each one indented. A repeated label is left out."""
        from rich.cells import cell_len

        rows = list(rows)
        columns = max(min(cell_len(visible(row.label)), _LABEL_COLUMNS) for row in rows)
        before = None
        for row in rows:
            self._page.line(row.text, indent=indent, label="" if row.label == before else row.label, columns=columns)
            before = None if row.below else row.label
            if row.below:
                self._write_rows(row.below, min(indent, _MAX_INDENT) + 4)

    def _evidence(self) -> None:
        if not self._shown.evidence:
            return
        self._page.heading(self._heading(Heading.EVIDENCE))
        for passage in self._shown.evidence:
            self._page.line(self._code(passage.passage), indent=2)
            parts = (
                (self._heading(Heading.SOURCE), passage.sources),
                (self._heading(Heading.RANGE), passage.ranges),
                ("SHA-256", passage.digests),
            )
            columns = max(len(label) for label, _ in parts)
            for label, values in parts:
                for value in values:
                    self._page.line(self._phrases.text(value), indent=4, label=label, columns=columns)

    def _facts(self) -> None:
        if not self._shown.facts:
            return
        self._page.heading(f"{self._heading(Heading.FACTS)} ({len(self._shown.facts)})")
        for roles, group in groupby(self._shown.facts, lambda fact: fact.roles):
            facts = list(group)
            self._role(", ".join(map(self._phrases.term, roles)), len(facts))
            for fact in facts:
                self._page.line(self._phrases.text(fact.fact), indent=4, after=self._code(fact.fact))
                for text in filter(None, (*self._content(fact), self._scope(fact), self._claim(fact))):
                    self._page.line(text, indent=6)

    def _naming(self) -> None:
        if not self._shown.naming:
            return
        self._page.heading(f"{self._heading(Heading.NAMED_BY)} ({len(self._shown.naming)})")
        for predicate, group in groupby(self._shown.naming, lambda triple: triple.predicate):
            triples = list(group)
            self._inverse_role(predicate, len(triples))
            kept = self._rows.kept(len(triples), _MAX_NAMING)
            if kept < len(triples):
                left, triples = len(triples) - kept, triples[:kept]
            else:
                left = 0
            for triple in triples:
                self._page.line(self._phrases.text(triple.subject), indent=4, after=self._code(triple.subject))
            if left:
                self._page.line(self._rows.rest(left), indent=4)

    def _inverse_role(self, predicate: NamedNode, count: int) -> None:
        """Write the name of a property in the opposite direction, if it has one, and the property."""
        hint = self._shown.hints.inverse.get(predicate)
        inverse = self._rows.in_language({**self._shown.inverses.get(predicate, {}), **(hint.names if hint else {})})
        if not inverse:
            self._role(self._phrases.term(predicate), count)
            return
        self._page.line(inverse, indent=2, style="italic", after=f"({self._phrases.term(predicate)}; {count})")

    def _disagreements(self) -> None:
        if not self._shown.disagreements:
            return
        self._page.heading(f"{self._heading(Heading.DISAGREEMENTS)} ({len(self._shown.disagreements)})")
        for disagreement in self._shown.disagreements:
            subjects = ", ".join(map(self._phrases.text, disagreement.subjects))
            found = " · ".join(map(self._phrases.text, (disagreement.finding, *disagreement.verdicts)))
            self._page.line(f"{self._phrases.text(disagreement.slot)}: {subjects} ({found})", indent=2, style="yellow")
            self._answers(disagreement)

    def _answers(self, disagreement: Disagreement) -> None:
        for answer in disagreement.answers:
            value = " ".join(self._phrases.text(term) for term in (answer.value, answer.unit) if term is not None)
            self._page.line(value, indent=4, style="bold", after=self._code(answer.fact.fact))
            self._page.line(self._claim(answer.fact), indent=6)

    def _role(self, role: str, count: int) -> None:
        name = self._shown.names.label(self._shown.thing, self._language) if self._shown.labels else slug(self._shown.thing)
        self._page.line(f"{role}: {name}", indent=2, style="italic", after=f"({count})")

    def _content(self, fact: Fact) -> list[str]:
        """Return the statements of the graph that a fact names, such as an assertion of a nanopublication."""
        lines = [
            f"{self._phrases.text(triple.subject)} · {self._phrases.term(triple.predicate)} · {self._phrases.text(triple.object)}"
            for triple in fact.content
        ]
        return lines if len(lines) <= _MAX_STATEMENTS else [*lines[: _MAX_STATEMENTS - 1], "…"]

    def _scope(self, fact: Fact) -> str:
        """Return the times and the hedges of a fact, and for a fact without a name, its places and events."""
        hedges = [f"{self._heading(Heading.HEDGED)}: {', '.join(map(self._phrases.text, fact.hedges))}"] if fact.hedges else []
        times = (f"{self._phrases.term(time.how)} {self._phrases.text(time.span)}" for time in fact.times)
        where = () if fact.labels else map(self._phrases.text, (*fact.places, *fact.events))
        return " · ".join((*times, *where, *hedges))

    def _claim(self, fact: Fact) -> str:
        """Return the claimants, the status and the passages of a fact, except a passage that is the described thing."""
        claimants = ", ".join(map(self._phrases.text, fact.claimants))
        statuses = f"({', '.join(map(self._phrases.text, fact.statuses))})" if fact.statuses else ""
        passages = (self._phrases.text(passage) for passage in fact.passages if passage != self._shown.thing)
        return " · ".join(filter(None, (f"{claimants} {statuses}".strip(), *passages)))

    def _heading(self, heading: Heading) -> str:
        return heading.text(self._language)

    def _code(self, term: Term) -> str:
        return self._shown.names.shorten(term) if isinstance(term, NamedNode) and not is_anonymous(term) else ""
