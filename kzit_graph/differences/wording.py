"""Put changes into words for `to_text`, `to_markdown` and `to_json`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from kzit_graph.describe.wording import Phrases
from kzit_graph.differences.changes import PropertyChange, Status, ThingChange
from kzit_graph.differences.difference_data import Aspect, DifferenceData, GraphChange
from kzit_graph.differences.excerpt import Node
from kzit_graph.errors import InvalidInput
from kzit_graph.hidden_characters import visible
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE

_SPACES: Final = re.compile("  +")
_PATH_SEPARATOR: Final = " › "
"""Separates the properties of a path to a nested value."""

DATA: Final = (Aspect.FACTS, Aspect.THINGS, Aspect.ONTOLOGY)
"""The aspects with changes of things, in contrast to graphs."""


@dataclass(frozen=True)
class ChangedProperty:
    """A changed property as text: its label, the values that only the old version has, and those that only the new one has."""

    label: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class DiffWords:
    """Puts the changes of a difference into words. iris: show shortened IRIs instead of labels."""

    def __init__(self, difference: DifferenceData, language: str | None, *, iris: bool) -> None:
        self._difference = difference
        language = language or difference.new.excerpt.names.language
        self._language = language
        self._iris = iris
        self._old, self._new = (
            Phrases(side.excerpt.store, side.excerpt.names, language, roles=side.excerpt.roles) for side in (difference.old, difference.new)
        )

    def title(self, change: ThingChange) -> str:
        """Return the name of a thing in the newest version that has it."""
        return self._text(self._newest(change), change.thing)

    def code(self, change: ThingChange) -> str:
        """Return the shortened IRI of a thing; "" if it is the title already."""
        short = self._newest(change).names.shorten(change.thing) if isinstance(change.thing, NamedNode) else ""
        return short if short != self.title(change) else ""

    def kind(self, change: ThingChange) -> str:
        """Return the labels of a thing's classes."""
        return ", ".join(dict.fromkeys(self._term(kind) for kind in change.kinds)) or "thing"

    def graph(self, change: GraphChange) -> str:
        """Return the name of a graph."""
        return self._new.names.shorten(change.graph) if change.graph is not None else "the default graph"

    def rows(self, change: ThingChange) -> list[ChangedProperty]:
        """Return the changed properties; for a new or gone thing, all properties in one language."""
        if change.status is Status.CHANGED:
            return [*map(self._row, change.properties), *self._rows_through(change, "", set())]
        title = self.title(change)
        rows = (self._row(found) for found in self._in_language(change.properties) if found.property != RDF_TYPE)
        names = {self._term(name) for name in self._new.names.naming.labels}
        return [row for row in rows if not (row.label.partition(" (")[0] in names and title in (*row.old, *row.new))]

    def _in_language(self, found: Sequence[PropertyChange]) -> Iterator[PropertyChange]:
        """Yield texts in the requested language, else in a preferred one, else all."""
        languages: dict[NamedNode, set[str]] = {}
        for one in found:
            languages.setdefault(one.property, set()).add(one.language)
        preferred = tuple(filter(None, self._new.names.naming.languages))
        for one in found:
            wanted = best_language(languages[one.property], self._language, *preferred) or one.language
            if one.language in ("", wanted):
                yield one

    def _rows_through(self, change: ThingChange, path: str, described: set[Node]) -> Iterator[ChangedProperty]:
        """Yield the changes of the values that a thing points to: a phrase for each value, and the properties not in the phrase.

        path: the properties that lead to the thing. described: values that were described already; this function adds to them.
        """
        for found, value in change.through:
            if value in described:
                continue
            described.add(value)
            label = f"{path}{self._term(found)}"
            old, new = self._old.summary(value), self._new.summary(value)
            has_phrase = not self._iris and _as_seen(old) != _as_seen(new)
            if has_phrase:
                yield ChangedProperty(label, (old,) if old else (), (new,) if new else ())
            known = {term for phrases in (self._old, self._new) for _, term in phrases.parts(value)} if has_phrase else set()
            inner = self._difference.values[value]
            for one in inner.properties:
                if one.property != RDF_TYPE and not known.issuperset((*one.old, *one.new)):
                    yield self._row(one, f"{label}{_PATH_SEPARATOR}")
            if not has_phrase:
                yield from self._rows_through(inner, f"{label}{_PATH_SEPARATOR}", described)

    def _row(self, change: PropertyChange, path: str = "") -> ChangedProperty:
        label = f"{path}{self._term(change.property)}{f' ({change.language})' if change.language else ''}"
        old = tuple(self._text(self._old, term) for term in change.old)
        new = tuple(self._text(self._new, term) for term in change.new)
        if _look_equal(old, new):  # other datatypes, things with equal names, or another line end, space or hidden character
            old, new = tuple(map(str, change.old)), tuple(map(str, change.new))
            if _look_equal(old, new):
                old, new = tuple(map(_in_ascii, old)), tuple(map(_in_ascii, new))
        return ChangedProperty(label, tuple(text or '""' for text in old), tuple(text or '""' for text in new))

    def _text(self, phrases: Phrases, term: Term) -> str:
        return phrases.names.shorten(term) if self._iris and not isinstance(term, BlankNode) else phrases.text(term)

    def _term(self, term: NamedNode) -> str:
        return self._new.names.shorten(term) if self._iris else self._new.term(term)

    def _newest(self, change: ThingChange) -> Phrases:
        return self._old if change.status is Status.GONE else self._new


def _look_equal(old: Iterable[str], new: Iterable[str]) -> bool:
    """Return whether a reader of a page would take an old text for a new one."""
    return not set(map(_as_seen, old)).isdisjoint(map(_as_seen, new))


def _as_seen(text: str) -> str:
    return " ".join(visible(unicodedata.normalize("NFC", text)).split())


def _in_ascii(term: str) -> str:
    r"""Return a term in N-Triples with \u escapes, and with escapes for all spaces in a row but the first."""
    text = _SPACES.sub(lambda found: " " + r"\u0020" * (len(found[0]) - 1), term)
    return "".join(c if c.isascii() and c.isprintable() else f"\\u{ord(c):04X}" if ord(c) <= 0xFFFF else f"\\U{ord(c):08X}" for c in text)


def check_limit(limit: int | None) -> None:
    """Raise `InvalidInput` if a limit of listed changes is negative."""
    if limit is not None and limit < 0:
        raise InvalidInput("limit must not be negative; None lists all changes")


def count_by_status(difference: DifferenceData, aspect: Aspect) -> dict[Status, int]:
    """Return the numbers of new, gone and changed things or graphs."""
    statuses: Iterable[Status]
    if aspect is Aspect.GRAPHS:
        statuses = map(graph_status, difference.graphs)
    else:
        statuses = (change.status for change in changes_of(difference, aspect))
    found = Counter(statuses)
    return {status: found[status] for status in Status}


def changes_of(difference: DifferenceData, aspect: Aspect) -> tuple[ThingChange, ...]:
    """Return the changes of one aspect, which must not be graphs."""
    return {Aspect.FACTS: difference.facts, Aspect.THINGS: difference.things, Aspect.ONTOLOGY: difference.ontology}[aspect]


def graph_status(change: GraphChange) -> Status:
    """Return the status of a graph. An empty graph counts as gone."""
    return Status.CHANGED if change.before and change.after else Status.NEW if change.after else Status.GONE


def in_numbers(counts: dict[Status, int]) -> str:
    """Return counts in words: "1 new, 2 changed", or "none"."""
    return ", ".join(f"{count:,} {status}" for status, count in counts.items() if count) or "none"
