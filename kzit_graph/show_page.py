"""A description → the page that people read: name, kind and address first, then statements, facts by role, disagreements.

Below `show`. Names and texts of the data are shown as they are; what would steer a terminal is shown as a sign.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple, Variable

from kzit_graph.names import Term, slug
from kzit_graph.ordering import natural_key
from kzit_graph.store import read_query
from kzit_graph.tables import visible

if TYPE_CHECKING:
    from rich.text import Text

    from kzit_graph.show import Description, Disagreement, Fact

_WORD_BREAK: Final = re.compile(r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LABEL_COLUMNS: Final = 30
_LEAST_TEXT: Final = 20
"""Columns that a label takes at most, and that are left for the text beside it at least: else it goes below."""


def written(description: Description, language: str, width: int | None) -> str:
    """The page of a description; see `kzit_graph.show.Description.text`."""
    page = _Page(width)
    _Writer(description, language, page).write()
    return page.text()


def words(term: NamedNode) -> str:
    """A class or property without a name: its local name as words, such as "contained in place"."""
    parts = (part for part in _WORD_BREAK.split(slug(term)) if part)
    return " ".join(part if len(part) > 1 and part.isupper() else part.lower() for part in parts) or term.value


class _Page:
    """Lines within a width, longer texts folded below their own beginning."""

    def __init__(self, width: int | None) -> None:
        from rich.console import Console

        self._width = width
        self._file = io.StringIO()
        terminal = width is not None
        self._console = Console(
            file=self._file, width=width, force_terminal=terminal, color_system="auto" if terminal else None, legacy_windows=False
        )

    def heading(self, text: str) -> None:
        """A line that opens a section, after an empty one."""
        self._file.write("\n")
        self.line(text, style="bold")

    def line(self, text: str, *, indent: int = 0, label: str = "", columns: int = 0, style: str = "", after: str = "") -> None:
        """One text. label: what stands before it, in so many columns. style: rich's, for the text; after: more text, dim."""
        from rich.cells import cell_len
        from rich.text import Text

        label = visible(label)
        if columns and (cell_len(label) > columns or (self._width is not None and self._width - indent - columns < _LEAST_TEXT)):
            if label:
                self.line(label, indent=indent, style="dim")
            label, columns, indent = "", 0, indent + 2
        content = Text.assemble((visible(text), style), *([("  " + visible(after), "dim")] if after else []))
        start = Text.assemble(" " * indent, (label, "dim"), " " * (columns + 2 - cell_len(label) if columns else 0))
        for folded in self._folded(content, start.cell_len):
            line = Text.assemble(start, folded)
            line.rstrip()
            self._console.print(line, soft_wrap=True)
            start = Text(" " * start.cell_len)

    def _folded(self, content: Text, indent: int) -> Iterable[Text]:
        if self._width is None:
            return [content]
        return content.wrap(self._console, max(self._width - indent, _LEAST_TEXT), tab_size=1) or [content]

    def text(self) -> str:
        """The whole page."""
        return self._file.getvalue()


class _Writer:
    """Writes one description in one language."""

    def __init__(self, description: Description, language: str, page: _Page) -> None:
        self._shown = description
        self._language = language
        self._page = page
        self._query = read_query("show-summary.rq")
        self._summaries: dict[Term, str] = {}

    def write(self) -> None:
        """All sections that have something to say."""
        shown, page = self._shown, self._page
        title = self._said(shown.thing)
        page.line(title, style="bold")
        if shown.types:
            page.line(", ".join(dict.fromkeys(map(self._term, shown.types))), indent=2)
        short = shown.names.shorten(shown.thing)
        page.line(shown.thing.value, indent=2, style="cyan", after=short if short != shown.thing.value else "")
        if set(shown.labels.values()) - {title}:
            page.heading("Names")
            self._pairs((language or "–", name) for language, name in sorted(shown.labels.items()))
        self._statements()
        self._evidence()
        self._facts()
        self._naming()
        self._disagreements()

    def _statements(self) -> None:
        evidence = {passage.passage for passage in self._shown.evidence}
        rows = [
            (self._term(predicate), self._said(triple.object))
            for predicate, triples in groupby(self._shown.statements, lambda triple: triple.predicate)
            for triple in self._in_language(list(triples))
            if triple.object not in evidence
        ]
        if rows:
            self._page.heading("Statements")
            self._pairs(rows)

    def _evidence(self) -> None:
        if not self._shown.evidence:
            return
        self._page.heading("Evidence")
        for passage in self._shown.evidence:
            self._page.line(self._code(passage.passage), indent=2)
            parts = (("source", passage.sources), ("range", passage.ranges), ("SHA-256", passage.digests))
            for label, values in parts:
                for value in values:
                    self._page.line(self._said(value), indent=4, label=label, columns=7)

    def _facts(self) -> None:
        if not self._shown.facts:
            return
        self._page.heading(f"Facts ({len(self._shown.facts)})")
        for roles, group in groupby(self._shown.facts, lambda fact: fact.roles):
            facts = list(group)
            self._role(", ".join(map(self._term, roles)), len(facts))
            for fact in facts:
                self._page.line(self._said(fact.fact), indent=4, after=self._code(fact.fact))
                for text in filter(None, (self._scope(fact), self._claim(fact))):
                    self._page.line(text, indent=6)

    def _naming(self) -> None:
        if not self._shown.naming:
            return
        self._page.heading(f"Named by ({len(self._shown.naming)})")
        for predicate, group in groupby(self._shown.naming, lambda triple: triple.predicate):
            triples = list(group)
            self._role(self._term(predicate), len(triples))
            for triple in triples:
                self._page.line(self._said(triple.subject), indent=4, after=self._code(triple.subject))

    def _disagreements(self) -> None:
        if not self._shown.disagreements:
            return
        self._page.heading(f"Disagreements ({len(self._shown.disagreements)})")
        for disagreement in self._shown.disagreements:
            self._page.line(f"{self._term(disagreement.property)}: {self._said(disagreement.matter)}", indent=2, style="yellow")
            self._sides(disagreement)

    def _sides(self, disagreement: Disagreement) -> None:
        for fact, value in zip(disagreement.facts, disagreement.values, strict=True):
            self._page.line(self._said(value), indent=4, style="bold", after=self._code(fact.fact))
            self._page.line(self._claim(fact), indent=6)

    def _role(self, role: str, count: int) -> None:
        name = self._shown.names.label(self._shown.thing, self._language) if self._shown.labels else slug(self._shown.thing)
        self._page.line(f"{role}: {name}", indent=2, style="italic", after=f"({count})")

    def _scope(self, fact: Fact) -> str:
        """When a fact holds, and what keeps it from being read as exact."""
        hedges = [f"hedged: {', '.join(map(self._said, fact.hedges))}"] if fact.hedges else []
        return " · ".join((*map(self._said, fact.times), *hedges))

    def _claim(self, fact: Fact) -> str:
        """Who says a fact, how, and where; not where it is the passage that is shown."""
        claimants = ", ".join(map(self._said, fact.claimants))
        stances = f"({', '.join(map(self._said, fact.stances))})" if fact.stances else ""
        passages = (self._said(passage) for passage in fact.passages if passage != self._shown.thing)
        return " · ".join(filter(None, (f"{claimants} {stances}".strip(), *passages)))

    def _pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels and texts in two columns; a label that is the same as the one before is not said again."""
        from rich.cells import cell_len

        rows = list(rows)
        columns = max(min(cell_len(visible(label)), _LABEL_COLUMNS) for label, _ in rows)
        before = None
        for label, text in rows:
            self._page.line(text, indent=2, label=label if label != before else "", columns=columns)
            before = label

    def _in_language(self, triples: list[Triple]) -> list[Triple]:
        """Statements of one property: of texts in several languages those in the language asked for, else in English, else all."""
        languages = {triple.object.language for triple in triples if isinstance(triple.object, Literal)}
        wanted = next((language for language in (self._language, "en") if language in languages), None)
        if wanted is None:
            return triples
        return [triple for triple in triples if not isinstance(triple.object, Literal) or triple.object.language in (None, wanted)]

    def _term(self, term: NamedNode) -> str:
        """A class or property by its name, else by the words of its local name."""
        return self._shown.names.label(term, self._language) if self._shown.names.labels(term) else words(term)

    def _code(self, term: Term) -> str:
        return self._shown.names.shorten(term) if isinstance(term, NamedNode) else ""

    def _said(self, term: Term) -> str:
        """A value: text as it stands, a thing by its name, one without a name by what it says, another by its IRI."""
        if isinstance(term, NamedNode) and self._shown.names.labels(term):
            return self._shown.names.label(term, self._language)
        if isinstance(term, (Literal, Triple)):
            return self._shown.names.shorten(term)
        if summary := self._summary(term):
            return summary
        own = self._shown.store.quads_for_pattern(term, None, None)
        if isinstance(term, BlankNode):
            return (
                "; ".join(f"{self._term(quad.predicate)}: {self._shown.names.label(quad.object, self._language)}" for quad in own) or "[]"
            )
        return slug(term) if next(own, None) else term.value

    def _summary(self, node: NamedNode | BlankNode) -> str:
        """A node without a name as one phrase: "2009 (within 2009-01-01–2009-12-31)"; empty where the query finds nothing in it."""
        if node not in self._summaries:
            self._summaries[node] = self._phrase(node)
        return self._summaries[node]

    def _phrase(self, node: NamedNode | BlankNode) -> str:
        rows = self._shown.store.query(self._query, use_default_graph_as_union=True, substitutions={Variable("node"): node})
        assert isinstance(rows, QuerySolutions)
        found: dict[str, list[str]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: natural_key(str(row["value"]))):
            if row["part"].value != "source" or row["value"] != self._shown.thing:
                found[row["part"].value].append(self._said(row["value"]))
        head = " ".join((*found["head"], *found["unit"]))
        bounds = _bounds(*(", ".join(found[part]) for part in ("start", "end", "until")))
        mode = " ".join(filter(None, (*found["mode"], bounds if bounds != head else "")))
        notes = ", ".join(filter(None, (*found["source"], *found["note"], mode)))
        return f"{head} ({notes})" if head and notes else head or notes


def _bounds(start: str, end: str, until: str) -> str:
    """From one end to the other; an end that is not said is left to be seen, save before "until"."""
    if until and not start:
        return until
    end = end or until
    if not start and not end:
        return ""
    return start if start == end else f"{start or '…'}–{end or '…'}"
