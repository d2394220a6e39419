"""Terms in words: things by their names, properties by theirs, and what has no name by what is said of it.

Below `show_page` and the outputs of `diff`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kzit_graph.rdf.names import Names, Term, slug
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.queries import select

_WORD_BREAK: Final = re.compile(r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DEEPEST: Final = 3
"""So many blank nodes within each other are told."""


def words(term: NamedNode) -> str:
    """A class or property without a name: its local name as words, such as "contained in place"."""
    parts = (part for part in _WORD_BREAK.split(slug(term)) if part)
    return " ".join(part if len(part) > 1 and part.isupper() else part.lower() for part in parts) or term.value


@dataclass(frozen=True)
class Phrases:
    """How the terms of a store are told in a language.

    reader_knows: a thing that need not be told as the source of others, since the page is about it.
    """

    store: Store
    names: Names
    language: str
    reader_knows: NamedNode | None = None
    _summaries: dict[Term, str] = field(default_factory=dict, compare=False)

    def term(self, term: NamedNode) -> str:
        """A class or property by its name, else by the words of its local name."""
        return self.names.label(term, self.language) if self.names.labels(term) else words(term)

    def said(self, term: Term) -> str:
        """A value: text as it stands, a thing by its name, one without a name by what it says, another by its IRI."""
        return self._said(term, _DEEPEST)

    def _said(self, term: Term, deepest: int) -> str:
        if isinstance(term, NamedNode) and self.names.labels(term):
            return self.names.label(term, self.language)
        if isinstance(term, (Literal, Triple)):
            return self.names.shorten(term)
        if summary := self.summary(term):
            return summary
        own = self.store.quads_for_pattern(term, None, None)
        if isinstance(term, BlankNode):
            parts = sorted(f"{self.term(quad.predicate)}: {self._inner(quad.object, deepest - 1)}" for quad in own) if deepest else []
            return "; ".join(parts) or "[]"
        return slug(term) if next(own, None) else term.value

    def _inner(self, term: Term, deepest: int) -> str:
        told = self._said(term, deepest)
        return f"[{told}]" if isinstance(term, BlankNode) and told != "[]" else told

    def summary(self, node: NamedNode | BlankNode) -> str:
        """A node without a name as one phrase: "2009 (within 2009-01-01–2009-12-31)"; empty where the query finds nothing in it."""
        if node not in self._summaries:
            self._summaries[node] = ""  # for whatever is said of it that leads back to it
            self._summaries[node] = self._phrase(node)
        return self._summaries[node]

    def parts(self, node: NamedNode | BlankNode) -> list[tuple[str, Term]]:
        """What a phrase is made of: each value, with what it is in the phrase."""
        rows = select(self.store, "show-summary.rq", node=node)
        return [(row["part"].value, row["value"]) for row in sorted(rows, key=lambda row: natural_key(str(row["value"])))]

    def _phrase(self, node: NamedNode | BlankNode) -> str:
        found: dict[str, list[str]] = defaultdict(list)
        for part, value in self.parts(node):
            if part != "source" or value != self.reader_knows:
                found[part].append(self.said(value))
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
