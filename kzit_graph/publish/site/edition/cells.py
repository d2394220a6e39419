"""Write the cells of the tables of pages: names as links, values with their nested statements, and facts.

What a thing or a fact looks like is written once, because it is on many pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Final

from markupsafe import Markup
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.markup import escape, joined, safe
from kzit_graph.publish.site.edition.environment import Templates
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.things.thing_page import Property, Value
from kzit_graph.publish.site.wording.titles import titled
from kzit_graph.publish.site.wording.wording import Shown, Wording
from kzit_graph.publish.site.wording.words import Words
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Term

_MAX_OWNERS: Final = 10
"""Nodes without a name between a node and the thing that it belongs to."""

_LONG: Final = 40
"""Characters from which a text has a line of its own."""

_GENERAL: Final = frozenset(
    (
        *("http://www.w3.org/2002/07/owl#Thing", "http://www.w3.org/2002/07/owl#NamedIndividual", "https://schema.org/Thing"),
        *("http://www.w3.org/ns/prov#Agent", "http://www.w3.org/ns/prov#Entity", "http://xmlns.com/foaf/0.1/Agent"),
        *("http://www.w3.org/ns/org#FormalOrganization", "http://www.w3.org/ns/org#Organization", "http://schema.org/Thing"),
    )
)
"""Classes that say little of a thing that has others."""

_DATES: Final = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("date", "gYearMonth"))
_COMMA: Final = ", "
Row = tuple[Markup, Markup]
"""A property and its values."""

InWords = Callable[[Decimal], str]
"""Puts a figure into words."""


class Cells:
    """Writes cells in one language. words: of the interface. base: of the IRIs of the project."""

    def __init__(self, reader: PageReader, wording: Wording, templates: Templates, words: Words, base: str) -> None:
        self._reader, self._wording, self._words, self._base = reader, wording, words, base
        self._value_of = templates.macro("value")
        self._figures = frozenset(term for role in ("value", "lower", "upper") for term in reader.roles[role])
        self._names: dict[Term, Markup] = {}
        self._kinds: dict[tuple[tuple[NamedNode, ...], bool], list[Markup]] = {}
        self._predicates: dict[NamedNode, Markup] = {}

    def name(self, term: Term) -> Markup:
        """Return a term as it is on pages: as a link to its page, if it has one."""
        found = self._names.get(term)
        if found is None:
            found = self._names[term] = element(self._wording.shown(term))
        return found

    def title(self, term: Term) -> Markup:
        """Return a term as the title of a row: with a capital first letter, as a link to its page, if it has one."""
        return element(titled(self._wording.shown(term)))

    def plain(self, term: Term) -> Markup:
        """Return a term as it is on pages, without a link."""
        shown = self._wording.shown(term)
        return element(Shown(shown.text, shown.language))

    def all(self, terms: Iterable[Term]) -> list[Markup]:
        """Return terms as they are on pages."""
        return [self.name(term) for term in terms]

    def statements(self, properties: Iterable[Property], figure: InWords | None = None) -> Markup:
        """Return properties with their values as lists, one for each group, with its name as a heading.

        figure: puts a figure of the thing into words, such as with its unit.
        """
        found = []
        for group, members in groupby(properties, lambda of: of.group):
            name = escape(self._wording.label(group, "").text) if group else ""
            found.append(f'{f"<h3>{name}</h3>" if name else ""}<dl class="kv">{self.items(members, figure)}</dl>\n')
        return safe("".join(found))

    def items(self, properties: Iterable[Property], figure: InWords | None = None) -> Markup:
        """Return properties with their values as items of a list."""
        return safe("".join([f"<dt>{label}</dt><dd>{values}</dd>" for label, values in self.rows_of(properties, figure)]))

    def rows_of(self, properties: Iterable[Property], figure: InWords | None = None) -> list[Row]:
        """Return each property with its values, which are one text: short ones with commas between them, others as a list."""
        return [(self._property(of), self._values(of, figure)) for of in properties]

    def _values(self, of: Property, figure: InWords | None) -> Markup:
        if of.predicate in self._figures:
            return joined((self._with_graphs(value, self._figure(value.term, figure or self._words.number)) for value in of.values), _COMMA)
        own, others = self._by_language(of.values)
        return joined((self._joined(own), self._folded(others))) if others else self._joined(own)

    def _joined(self, values: Sequence[Value]) -> Markup:
        shown = [self._with_graphs(value, self._value(value)) for value in values]
        if len(shown) == 1:
            return shown[0]
        if any(_is_long(value.term) for value in values):
            return safe(f'<ul class="values"><li>{"</li><li>".join(shown)}</li></ul>')
        return joined(dict.fromkeys(shown), _COMMA)

    def _folded(self, values: Sequence[Value]) -> Markup:
        """Return texts in other languages, below a line that names these."""
        names = ", ".join(dict.fromkeys(self._words.language_name(_language(value)) for value in values))
        return safe(f'<details class="small"><summary>{escape(names)}</summary>{self._joined(values)}</details>')

    def _figure(self, term: Term, in_words: InWords) -> Markup:
        """Return a figure with the signs of the language, so that its size is seen."""
        try:
            return escape(in_words(Decimal(term.value))) if isinstance(term, Literal) else self.name(term)
        except InvalidOperation:
            return self.name(term)

    def _with_graphs(self, value: Value, shown: Markup) -> Markup:
        """Return a value with the named graphs that state it, if they are not those of most statements of the thing."""
        if not value.graphs:
            return shown
        graphs = joined(map(self.graph, value.graphs), _COMMA)
        return safe(f"{shown} <small>{escape(self._words.graphs_in).format(graph=graphs)}</small>")

    def graph(self, graph: NamedNode | BlankNode) -> Markup:
        """Return a named graph: its name if it has one, else its IRI without the base. The label of a blank node says nothing."""
        if isinstance(graph, BlankNode):
            return escape(self._words.graphs_unnamed)
        if self._reader.names.labels(graph):
            return self.plain(graph)
        return safe(f"<code>{escape(visible(graph.value.removeprefix(self._base)))}</code>")

    def _property(self, of: Property) -> Markup:
        return element(self._wording.term(of.predicate, of.names)) if of.names else self.predicate(of.predicate)

    def predicate(self, predicate: NamedNode) -> Markup:
        """Return a property as it is on pages."""
        found = self._predicates.get(predicate)
        if found is None:
            shown = self._wording.term(predicate)
            found = self._predicates[predicate] = element(Shown(shown.text, shown.language))
        return found

    def _by_language(self, values: Sequence[Value]) -> tuple[Sequence[Value], Sequence[Value]]:
        """Return values in the language that fits the page best, with those that have none, and the texts in other languages.

        If there is none in a language that the reader prefers, all are kept.
        """
        languages = {_language(value) for value in values} - {""}
        if len(languages) < 2:
            return values, ()
        preferred = filter(None, (self._wording.language, *self._wording.names.naming.languages))
        wanted = best_language(languages, *preferred)
        if wanted is None:
            return values, ()
        own = [value for value in values if _language(value) in ("", wanted)]
        return own, sorted((value for value in values if _language(value) not in ("", wanted)), key=_language)

    def _value(self, value: Value) -> Markup:
        if not isinstance(value.term, BlankNode):
            return self._day(value.term) or self.name(value.term)
        items = None if value.items is None else [self._value(item) for item in value.items]
        if items is not None:
            return self._value_of("", (), (), items)
        text = self._wording.summary(value.term)
        if not value.below:
            text = text or ("" if value.types else self._wording.text(value.term))
        kinds = [element(self._wording.kind(kind)) for kind in value.types]
        return self._value_of(f"{text} …" if value.is_repeated else text, kinds, self.rows_of(value.below), None)

    def _day(self, term: Term) -> Markup | None:
        """Return a date in words, with what it stands for; None for another value."""
        if not isinstance(term, Literal) or term.datatype.value not in _DATES:
            return None
        text = self._words.day(term.value)
        return safe(f'<time datetime="{escape(term.value)}">{escape(text)}</time>') if text != term.value else None

    def kinds(self, kinds: Iterable[NamedNode], *, is_first: bool = False) -> list[Markup]:
        """Return classes as links to the lists of their things, one for each name, the one with the fewest things first.

        is_first: whether a line begins with them.
        """
        key = tuple(kinds), is_first
        if key not in self._kinds:
            self._kinds[key] = self._shown_kinds(*key)
        return self._kinds[key]

    def _shown_kinds(self, kinds: tuple[NamedNode, ...], is_first: bool) -> list[Markup]:
        shown: dict[str, Shown] = {}
        for kind in sorted(kinds, key=lambda kind: (kind.value in _GENERAL, self._reader.index.instances(kind))):
            one = self._wording.kind(kind)
            shown.setdefault(one.text.casefold(), replace(one, text=one.text[:1].upper() + one.text[1:]) if is_first and not shown else one)
        return list(map(element, shown.values()))

    def quoted(self, term: Term) -> Markup:
        """Return a term in quotation marks, such as a hedge."""
        before, _, after = self._words.wit_hedge.partition("{text}")
        return joined((before, self.name(term), after))

    def parts_of(self, fact: NamedNode) -> list[Markup]:
        """Return what a fact without a sentence says: the statements of its graph, else its places and events."""
        found = self._reader.facts.fact(fact)
        lines = [joined(self._line(triple), " ") for triple in found.content]
        return lines or self.all((*found.places, *found.events))

    def _line(self, triple: Triple) -> list[Markup]:
        return [self.name(triple.subject), self.predicate(triple.predicate), self.name(triple.object)]

    def owner(self, subject: Term) -> Markup:
        """Return what names a thing. A node without a name is shown with the thing that it belongs to."""
        if not isinstance(subject, BlankNode):
            return self.name(subject)
        node: Term = subject
        for _ in range(_MAX_OWNERS):
            holder = min((triple.subject for triple in self._reader.index.naming(node)), key=str, default=None)
            if holder is None or isinstance(holder, NamedNode):
                text = element(Shown(self._wording.text(subject)))
                return text if holder is None else joined((self.name(holder), text), _COMMA)
            node = holder
        return self.name(subject)


def element(shown: Shown) -> Markup:
    """Return a term as a link or a text with its language. This is done so often that a template would take most of the time."""
    language = f' lang="{escape(shown.language)}" dir="auto"' if shown.language else ""
    text: str = escape(shown.text)
    if shown.href:
        text = f'<a href="{escape(shown.href)}"{language}>{text}</a>'
    elif language:
        text = f"<span{language}>{text}</span>"
    return safe(f"{text} <small>{escape(shown.datatype)}</small>" if shown.datatype else text)


def _is_long(term: Term) -> bool:
    return isinstance(term, BlankNode) or (isinstance(term, Literal) and len(term.value) > _LONG)


def _language(value: Value) -> str:
    """Return the language of a text, or an empty text for other values."""
    return (value.term.language or "") if isinstance(value.term, Literal) else ""
