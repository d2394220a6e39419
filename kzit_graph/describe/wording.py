"""Put RDF terms into words: by their labels, or by a summary of their statements.

`page` and the outputs of `diff` use it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.rdf.names import Names, Term, slug
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.skolem_iris import is_anonymous
from kzit_graph.sparql.queries import select
from kzit_graph.sparql.roles import Roles

_WORD_BREAK: Final = re.compile(r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CODE: Final = re.compile(r"[A-Z]+\d")
_INTERVAL: Final = re.compile(r"(\d[\d-]*)?/(\d[\d-]*)?")
"""An interval of dates in ISO 8601; a missing bound is empty."""

_MAX_DEPTH: Final = 3
"""The most levels of nested blank nodes to show."""


def words(term: NamedNode) -> str:
    """Return the local name of a class or property as words, such as "contained in place"."""
    parts = (part for part in _WORD_BREAK.split(slug(term)) if part)
    return " ".join(part if _is_code(part) else part.lower() for part in parts) or term.value


def _is_code(part: str) -> bool:
    """Return whether a part of a name stays as it is: an abbreviation, or a code such as P108i of CIDOC CRM."""
    return (len(part) > 1 and part.isupper()) or _CODE.match(part) is not None


@dataclass(frozen=True)
class Phrases:
    """The terms of a store as text in one language.

    page_subject: the thing that the page is about; it is not repeated as the source of others. roles: the properties of time spans
    and passages. narrowest: leaves out statements that follow from others, such as those of superclasses.
    """

    store: Store
    names: Names
    language: str
    page_subject: NamedNode | None = None
    forms: WrittenForms = field(default_factory=WrittenForms, compare=False)
    roles: Roles = field(default_factory=lambda: default_settings().roles, compare=False)
    narrowest: Callable[[Iterable[Triple]], list[Triple]] = field(default=list, compare=False)
    _summaries: dict[Term, str] = field(default_factory=dict, compare=False)

    def term(self, term: NamedNode) -> str:
        """Return the label of a class or property, else the words of its local name."""
        return self.names.label(term, self.language) if self.names.labels(term) else words(term)

    def text(self, term: Term) -> str:
        """Return a term as text: a literal by its value, a thing by its label, its summary, or its IRI."""
        return self._text(term, _MAX_DEPTH)

    def _text(self, term: Term, depth: int) -> str:
        if isinstance(term, NamedNode) and self.names.labels(term):
            return self.names.label(term, self.language)
        if isinstance(term, (Literal, Triple)):
            return self.names.shorten(self.forms.by_literal.get(term, term) if isinstance(term, Literal) else term)
        if summary := self.summary(term):
            return summary
        if isinstance(term, BlankNode) or is_anonymous(term):
            return self._statements(term, depth) or "[]"
        return slug(term) if next(self.store.quads_for_pattern(term, None, None), None) else term.value

    def _statements(self, node: NamedNode | BlankNode, depth: int) -> str:
        """Return the statements of an anonymous node, with its classes before them: "dimension (unit: cm; value: 7)"."""
        own = self.narrowest(quad.triple for quad in self.store.quads_for_pattern(node, None, None)) if depth else []
        classes = {triple.object for triple in own if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode)}
        kinds = ", ".join(sorted(set(map(self.term, classes))))
        others = (triple for triple in own if triple.predicate != RDF_TYPE or triple.object not in classes)
        parts = "; ".join(sorted({f"{self.term(triple.predicate)}: {self._nested(triple.object, depth - 1)}" for triple in others}))
        return f"{kinds} ({parts})" if kinds and parts else kinds or parts

    def _nested(self, term: Term, depth: int) -> str:
        text = self._text(term, depth)
        return f"[{text}]" if is_anonymous(term) and text != "[]" else text

    def summary(self, node: NamedNode | BlankNode) -> str:
        """Return a phrase for a node without a name, such as "2009 (2009-01-01–2009-12-31)"; "" if there is none."""
        if node not in self._summaries:
            self._summaries[node] = ""  # ends the recursion if its values lead back to it
            self._summaries[node] = self._phrase(node)
        return self._summaries[node]

    def parts(self, node: NamedNode | BlankNode) -> list[tuple[str, Term]]:
        """Return the values of a node's phrase, each with the name of its part."""
        rows = select(self.store, "show-summary.rq", self.roles, node=node)
        return [(row["part"].value, row["value"]) for row in sorted(rows, key=lambda row: natural_key(str(row["value"])))]

    def _phrase(self, node: NamedNode | BlankNode) -> str:
        found: dict[str, list[str]] = defaultdict(list)
        for part, value in self.parts(node):
            if part != "source" or value != self.page_subject:
                found[part].append(self.text(value))
        head = " ".join(found["head"])
        if dates := _INTERVAL.fullmatch(head):
            head = as_range(dates[1] or "", dates[2] or "")
        bounds = as_range(", ".join(found["start"]), ", ".join(found["end"]))
        notes = ", ".join(filter(None, (*found["source"], *found["note"], bounds if bounds != head else "")))
        return f"{head} ({notes})" if head and notes else head or notes


def as_range(start: str, end: str) -> str:
    """Return a range as "start–end". A missing end is "…"."""
    if not start and not end:
        return ""
    return start if start == end else f"{start or '…'}–{end or '…'}"
