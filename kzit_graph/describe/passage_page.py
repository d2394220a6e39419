"""Show the passages of a source with their words, and the facts that cite them.

The words come from a copy of the source. They belong to its publisher, so they are only shown, and never stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kzit_graph.describe.evidence import Check, EvidenceCheck
from kzit_graph.describe.normal_text import normalize
from kzit_graph.plain_text import Page, counted, visible
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.rdf.names import Names, slug
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.queries import select
from kzit_graph.sparql.roles import Roles


@dataclass(frozen=True, repr=False)
class ShownPassage:
    """A passage with its words in a copy, and the facts that cite it.

    words: None if the passage is not found. types: what it is, such as furniture.
    """

    check: Check
    words: str | None
    facts: tuple[NamedNode, ...]
    types: tuple[NamedNode, ...]

    def __repr__(self) -> str:
        return f"<ShownPassage {visible(self.check.passage.name)}: {counted(len(self.facts), 'fact')}>"


@dataclass(frozen=True, repr=False)
class ShownEvidence:
    """The passages of a source, in the order of its text, with their words and facts."""

    check: EvidenceCheck
    passages: tuple[ShownPassage, ...]
    names: Names

    def text(self, language: str | None = None, width: int | None = None) -> str:
        """Return a page with the words of each passage and the labels of its facts.

        language: of the labels. width: the terminal's columns, for wrapped lines and colours; None for plain text.
        """
        page = Page(width)
        columns = max((len(slug(fact)) for shown in self.passages for fact in shown.facts), default=0)
        for shown in self.passages:
            types = ", ".join(self.names.label(term, language) for term in shown.types)
            page.heading("  ".join(filter(None, (shown.check.passage.name, shown.check.result, types))))
            if shown.words is not None:
                page.line(shown.words, indent=2)
            for fact in shown.facts:
                page.line(self.names.label(fact, language), indent=4, label=slug(fact), columns=columns)
            if not shown.facts and not shown.types:
                page.line("no fact cites it", indent=4, style="dim")
        return page.text().removeprefix("\n")

    def __repr__(self) -> str:
        return f"<ShownEvidence of {visible(self.check.source)}: {counted(len(self.passages), 'passage')}>"


def show_evidence(
    store: Store, source: NamedNode, check: EvidenceCheck, text: str, names: Names, roles: Roles | None = None
) -> ShownEvidence:
    """Return the passages of a source with their words in a text, against which they were checked, and their facts.

    roles: the classes and properties of passages; by default those of the bundled project.
    """
    facts, types = _cited_and_typed(store, source, roles)
    shown = (
        ShownPassage(
            item,
            normalize(text[item.place.start : item.place.end]) if item.place else None,
            _sorted(facts.get(item.passage.iri, ())),
            _sorted(types.get(item.passage.iri, ())),
        )
        for item in check.checks
    )
    return ShownEvidence(check, tuple(sorted(shown, key=lambda item: item.check.passage.start)), names)


def facts_of_passages(store: Store, source: NamedNode, roles: Roles | None = None) -> dict[str, tuple[NamedNode, ...]]:
    """Return the facts that cite each passage of a source, by the IRI of the passage. roles: as for `show_evidence`."""
    facts, _ = _cited_and_typed(store, source, roles)
    return {passage: _sorted(found) for passage, found in facts.items()}


def _cited_and_typed(store: Store, source: NamedNode, roles: Roles | None) -> tuple[dict[str, set[NamedNode]], dict[str, set[NamedNode]]]:
    facts: dict[str, set[NamedNode]] = {}
    types: dict[str, set[NamedNode]] = {}
    for row in select(store, "facts-of-passages.rq", roles or default_settings().roles, source=source):
        for found, term in ((facts, row["fact"]), (types, row["type"])):
            if isinstance(term, NamedNode):
                found.setdefault(row["passage"].value, set()).add(term)
    return facts, types


def _sorted(terms: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
    return tuple(sorted(terms, key=lambda term: natural_key(term.value)))
