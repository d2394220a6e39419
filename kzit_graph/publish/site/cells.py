"""Write the cells of the tables of pages: names as links, values with their nested statements, and facts.

What a thing or a fact looks like is written once, because it is on many pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.describe.description import Fact
from kzit_graph.publish.site.environment import Templates
from kzit_graph.publish.site.reader import PageReader
from kzit_graph.publish.site.thing_page import CitedFact, Property, Value
from kzit_graph.publish.site.wording import Shown, Wording
from kzit_graph.rdf.names import Term

if TYPE_CHECKING:
    from markupsafe import Markup

_MAX_OWNERS = 10
"""Nodes without a name between a node and the thing that it belongs to."""


@dataclass(frozen=True)
class FactCells:
    """The cells of a fact, written."""

    name: Markup
    times: Sequence[tuple[Markup, Markup]]
    claimants: Sequence[Markup]
    statuses: Sequence[Markup]
    relays: Sequence[Markup]
    passages: Sequence[Markup]
    sources: Sequence[Markup]
    hedges: Sequence[Markup]
    content: Sequence[Sequence[Markup]]
    around: Sequence[Markup]
    disputed: Sequence[Markup]


class Cells:
    """Writes cells in one language."""

    def __init__(self, reader: PageReader, wording: Wording, templates: Templates) -> None:
        self._reader, self._wording = reader, wording
        macro = templates.macro
        self.names_of, self._value_of, self.who = macro("names"), macro("value"), macro("who")
        self._fact_row, self.answer_row = macro("fact_row"), macro("answer_row")
        self._names: dict[Term, Markup] = {}
        self._predicates: dict[NamedNode, Markup] = {}
        self._rows: dict[NamedNode, Markup] = {}
        self._facts: dict[NamedNode, FactCells] = {}

    def name(self, term: Term) -> Markup:
        """Return a term as it is on pages: as a link to its page, if it has one."""
        found = self._names.get(term)
        if found is None:
            found = self._names[term] = element(self._wording.shown(term))
        return found

    def plain(self, term: Term) -> Markup:
        """Return a term as it is on pages, without a link."""
        shown = self._wording.shown(term)
        return element(Shown(shown.text, shown.language))

    def all(self, terms: Iterable[Term]) -> list[Markup]:
        """Return terms as they are on pages."""
        return [self.name(term) for term in terms]

    def groups(self, properties: Iterable[Property]) -> list[tuple[str, list[tuple[Markup, list[Markup]]]]]:
        """Return the rows of properties by their group, each group with its name."""
        return [
            (self._wording.label(group, "").text if group else "", self.rows_of(members))
            for group, members in groupby(properties, lambda of: of.group)
        ]

    def rows_of(self, properties: Iterable[Property]) -> list[tuple[Markup, list[Markup]]]:
        """Return each property with its values."""
        return [(self._property(of), [self._value(value) for value in self._in_order(of.values)]) for of in properties]

    def _property(self, of: Property) -> Markup:
        return element(self._wording.term(of.predicate, of.names)) if of.names else self._predicate(of.predicate)

    def _predicate(self, predicate: NamedNode) -> Markup:
        found = self._predicates.get(predicate)
        if found is None:
            shown = self._wording.term(predicate)
            found = self._predicates[predicate] = element(Shown(shown.text, shown.language))
        return found

    def _in_order(self, values: Sequence[Value]) -> Sequence[Value]:
        """Return values with the texts in the language of the page first."""
        if len(values) < 2:
            return values
        own = self._wording.language.lower()
        return sorted(values, key=lambda value: isinstance(value.term, Literal) and (value.term.language or own).lower() != own)

    def _value(self, value: Value) -> Markup:
        if not isinstance(value.term, BlankNode):
            return self.name(value.term)
        items = None if value.items is None else [self._value(item) for item in value.items]
        if items is not None:
            return self._value_of("", (), (), items)
        text = self._wording.summary(value.term)
        if not value.below:
            text = text or ("" if value.types else self._wording.text(value.term))
        kinds = [element(self._wording.kind(kind)) for kind in value.types]
        return self._value_of(f"{text} …" if value.is_repeated else text, kinds, self.rows_of(value.below), None)

    def fact_row(self, fact: CitedFact) -> Markup:
        """Return the row of a fact in a table of facts."""
        row = self._rows.get(fact.fact)
        if row is None:
            row = self._rows[fact.fact] = self._fact_row(self.of_fact(fact))
        return row

    def of_fact(self, fact: Fact) -> FactCells:
        """Return the cells of a fact."""
        found = self._facts.get(fact.fact)
        if found is None:
            cited = fact if isinstance(fact, CitedFact) else None
            found = self._facts[fact.fact] = FactCells(
                name=self.name(fact.fact),
                times=[(self._predicate(time.how), self.name(time.span)) for time in fact.times],
                claimants=self.all(fact.claimants),
                statuses=self.all(fact.statuses),
                relays=self.all(cited.relays if cited else ()),
                passages=self.all(fact.passages),
                sources=self.all(fact.sources),
                hedges=self.all(fact.hedges),
                content=[
                    [self.name(triple.subject), self._predicate(triple.predicate), self.name(triple.object)] for triple in fact.content
                ],
                around=[] if fact.labels else self.all((*fact.places, *fact.events)),
                disputed=self.all(cited.matters if cited else ()),
            )
        return found

    def owner(self, subject: Term) -> Markup:
        """Return what names a thing. A node without a name is shown with the thing that it belongs to."""
        if not isinstance(subject, BlankNode):
            return self.name(subject)
        node: Term = subject
        for _ in range(_MAX_OWNERS):
            holder = min((triple.subject for triple in self._reader.index.naming(node)), key=str, default=None)
            if holder is None or isinstance(holder, NamedNode):
                text = element(Shown(self._wording.text(subject)))
                return text if holder is None else self.names_of([self.name(holder), text])
            node = holder
        return self.name(subject)


def element(shown: Shown) -> Markup:
    """Return a term as a link or a text with its language. This is done so often that a template would take most of the time."""
    from markupsafe import Markup, escape

    language = f' lang="{escape(shown.language)}" dir="auto"' if shown.language else ""
    text: str = escape(shown.text)
    if shown.href:
        text = f'<a href="{escape(shown.href)}"{language}>{text}</a>'
    elif language:
        text = f"<span{language}>{text}</span>"
    return Markup(f"{text} <small>{escape(shown.datatype)}</small>" if shown.datatype else text)  # noqa: S704 - all parts are escaped
