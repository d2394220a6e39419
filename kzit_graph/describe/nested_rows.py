"""Write the statements of a thing as rows, with the statements of blank nodes nested and the items of lists in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.describe.description import DescriptionData
from kzit_graph.describe.shape_hints import Hints, Node, list_items
from kzit_graph.describe.wording import Phrases, words
from kzit_graph.plain_text import shortened
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.skolem_iris import is_anonymous

_MAX_VALUES: Final = 50
"""The most values of a property, and the most items of a list, to show."""

_MAX_TEXT: Final = 1_000
"""The most characters of a value to show."""

_MAX_DEPTH: Final = 6
"""The most levels of nested blank nodes to show."""

_MAX_NESTED: Final = 500
"""The most rows of nested blank nodes to show."""

_UNLIMITED: Final = 50
"""The levels of a page that has everything."""


@dataclass(frozen=True)
class Row:
    """A label with its text, and the rows below it."""

    label: str
    text: str
    below: tuple[Row, ...] = ()


class NestedRows:
    """Makes the rows of a description in one language. hint: how to show what the limits leave out; None if nothing is left out."""

    def __init__(self, description: DescriptionData, phrases: Phrases, hint: str | None) -> None:
        self._shown = description
        self._phrases = phrases
        self._hint = hint
        self._nested = 0

    def of_statements(self, triples: Iterable[Triple], hints: Hints, above: tuple[Term, ...] = ()) -> list[Row]:
        """Return a row for each value of the statements of a thing. above: the nodes that lead to it.

        Properties with the same name, such as p:P39 and wdt:P39 of Wikidata, are told apart by their IRIs.
        """
        by_property = [(predicate, list(group)) for predicate, group in groupby(triples, lambda triple: triple.predicate)]
        labels = {predicate: self.term(predicate, hints) for predicate, _ in by_property}
        uses = Counter(labels.values())
        for predicate, label in labels.items():
            if uses[label] > 1:
                labels[predicate] = f"{label} ({self._shown.names.shorten(predicate)})"
        return [row for predicate, group in by_property for row in self._of_property(labels[predicate], predicate, group, hints, above)]

    def term(self, predicate: NamedNode, hints: Hints) -> str:
        """Return the name of a property, in the shapes or in the ontology."""
        names = hints.forward[predicate].names if predicate in hints.forward else {}
        return self.in_language({**self._shown.names.labels(predicate), **names}) or words(predicate)

    def in_language(self, labels: Mapping[str, str]) -> str:
        """Return the label in the language that fits best, or an empty text without labels."""
        found = best_language(labels, self._phrases.language, *self._shown.names.naming.languages)
        return labels[found] if found is not None else labels[min(labels)] if labels else ""

    def kept(self, count: int, limit: int) -> int:
        """Return how many of some values to show."""
        return count if self._hint is None else min(count, limit)

    def rest(self, count: int) -> str:
        """Return a text about values that are left out."""
        return f"… and {count:,} more ({self._hint} shows all)"

    def _of_property(self, label: str, predicate: NamedNode, triples: list[Triple], hints: Hints, above: tuple[Term, ...]) -> Iterator[Row]:
        fitting = self._in_language(triples)
        kept = self.kept(len(fitting), _MAX_VALUES)
        shapes = hints.forward[predicate].shapes if predicate in hints.forward else ()
        for triple in fitting[:kept]:
            yield replace(self._value(triple.object, shapes, above), label=label)
        if kept < len(fitting):
            yield Row(label, self.rest(len(fitting) - kept))

    def _value(self, value: Term, shapes: tuple[Node, ...], above: tuple[Term, ...]) -> Row:
        if not isinstance(value, NamedNode | BlankNode) or not is_anonymous(value):
            return Row("", self._short(self._phrases.text(value)))
        items = list_items(self._shown.store, value)
        if items is not None:
            return self._list(items, shapes, (*above, value))
        return self._node(value, shapes, above)

    def _short(self, text: str) -> str:
        if self._hint is None or len(text) <= _MAX_TEXT:
            return text
        return f"{shortened(text, _MAX_TEXT)} ({len(text):,} characters; {self._hint} shows all)"

    def _list(self, items: list[Term], shapes: tuple[Node, ...], above: tuple[Term, ...]) -> Row:
        kept = self.kept(len(items), _MAX_VALUES)
        rest = [self.rest(len(items) - kept)] if kept < len(items) else []
        if not any(is_anonymous(item) for item in items[:kept]):
            return Row("", ", ".join((*(self._short(self._phrases.text(item)) for item in items[:kept]), *rest)) or "()")
        rows = [replace(self._value(item, shapes, above), label=str(number)) for number, item in enumerate(items[:kept], 1)]
        return Row("", "", (*rows, *(Row("", text) for text in rest)))

    def _node(self, node: NamedNode | BlankNode, shapes: tuple[Node, ...], above: tuple[Term, ...]) -> Row:
        """Return the row of an anonymous node: its phrase or its classes, and below it the statements that are not in the phrase."""
        phrase = self._phrases.summary(node)
        said = {value for _, value in self._phrases.parts(node)} if phrase else set()
        own = [quad.triple for quad in self._shown.store.quads_for_pattern(node, None, None)]
        narrow = self._shown.narrowest(own)
        kinds = [triple.object for triple in narrow if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode)]
        text = phrase or ", ".join(dict.fromkeys(map(self._phrases.term, kinds)))
        left = [triple for triple in self._shown.forms.triples(narrow) if triple.predicate != RDF_TYPE and triple.object not in said]
        if not left:
            return Row("", text or "[]")
        if node in above:
            return Row("", f"{text} …".strip())
        limit = _UNLIMITED if self._hint is None else _MAX_DEPTH
        if len(above) >= limit or (self._hint is not None and self._nested + len(left) > _MAX_NESTED):
            return Row("", f"{text} {self.rest(len(left)) if self._hint else '…'}".strip())
        self._nested += len(left)
        hints = self._shown.hints_of(node, shapes)
        ordered = sorted(left, key=lambda triple: (hints.key(triple.predicate), triple.predicate.value, natural_key(str(triple.object))))
        return Row("", text, tuple(self.of_statements(ordered, hints, (*above, node))))

    def _in_language(self, triples: list[Triple]) -> list[Triple]:
        """Keep the texts of a property in the requested language, else in a preferred one, else all."""
        languages = {triple.object.language for triple in triples if isinstance(triple.object, Literal) and triple.object.language}
        wanted = best_language(languages, self._phrases.language, *filter(None, self._shown.names.naming.languages))
        if wanted is None:
            return triples
        return [triple for triple in triples if not isinstance(triple.object, Literal) or triple.object.language in (None, wanted)]
