"""The names of all things of a store, to find things by what people type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from heapq import nlargest
from itertools import accumulate
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.describe.similar_words import allowed_typos, distance, pieces, plain
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.skolem_iris import is_anonymous
from kzit_graph.sparql.queries import select

_MIN_PART: Final = 3
"""Letters of a word that is also found inside others."""

_MIN_PREFIX: Final = 5
"""Letters of a word that is found with a typo at the start of a longer word."""

_MAX_COMPARED: Final = 50
_MIN_SIMILARITY: Final = 0.5


class Way(IntEnum):
    """How a name matches, the best way first: as a whole, by its start, by its words, by the starts or parts of its words, with typos."""

    EXACT = 0
    PREFIX = 1
    WORD = 2
    PART = 3
    TYPO = 4


@dataclass(frozen=True)
class NameMatch:
    """A name that matches. rank: how good the match is, the best first; equal for equally good ones."""

    thing: NamedNode
    name: Literal
    way: Way
    rank: tuple[int, ...]


class NameIndex:
    """The names of the things of a store: labels, other names, and the last parts of their IRIs.

    properties: of names, the preferred one first. labels: how many of them are labels.
    """

    def __init__(self, store: Store, properties: Sequence[NamedNode], labels: int) -> None:
        self._labels = labels
        self._things: list[NamedNode] = []
        self._names: list[Literal | None] = []
        self._texts: list[str] = []
        self._ranks: list[int] = []
        for rank, predicate in enumerate(properties):
            for quad in store.quads_for_pattern(None, predicate, None):
                thing, name = quad.subject, quad.object
                if isinstance(thing, NamedNode) and isinstance(name, Literal) and not is_anonymous(thing):
                    self._add(thing, name, plain(name.value), rank)
        described = (row["subject"] for row in select(store, "subjects-named-by-iri.rq"))
        for thing in dict.fromkeys(
            (*self._things, *(thing for thing in described if isinstance(thing, NamedNode) and not is_anonymous(thing)))
        ):
            self._add(thing, None, plain(slug(thing)), len(properties))
        # All names, one a line: to search a text is much faster than to look at each name.
        self._all = "\n".join(("", *self._texts, ""))
        self._starts = list(accumulate((len(text) + 1 for text in self._texts), initial=1))

    def _add(self, thing: NamedNode, name: Literal | None, text: str, rank: int) -> None:
        """Add a name. name: None for the last part of the IRI."""
        self._things.append(thing)
        self._names.append(name)
        self._texts.append(text)
        self._ranks.append(rank)

    def matches(self, text: str, enough: int) -> Iterator[NameMatch]:
        """Yield the names that match a text. Typos are looked for if no name is the text, and fewer than enough names match it."""
        wanted = plain(text)
        if not wanted:
            return
        words, exactly = wanted.split(), text.strip().casefold()
        count, is_exact = 0, False
        for number in self._having(max(words, key=len)):
            way = _way(wanted, words, self._texts[number])
            if way is not None:
                count += 1
                is_exact = is_exact or way is Way.EXACT
                yield self._match(number, way, int(self._name(number).value.casefold() != exactly))
        if not is_exact and count < enough:
            yield from self._with_typos(words)

    def _name(self, number: int) -> Literal:
        return self._names[number] or Literal(slug(self._things[number]))

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the positions at which names have a text, each with the number of the name."""
        position = self._all.find(text)
        while position >= 0:
            yield position, bisect_right(self._starts, position) - 1
            position = self._all.find(text, position + 1)

    def _having(self, text: str) -> dict[int, None]:
        """Return the numbers of the names that have a text."""
        return dict.fromkeys(number for _, number in self._places(text))

    def _match(self, number: int, way: Way, cost: int) -> NameMatch:
        rank = (way, cost, self._ranks[number] >= self._labels, len(self._texts[number]), self._ranks[number])
        return NameMatch(self._things[number], self._name(number), way, rank)

    def _with_typos(self, words: Sequence[str]) -> Iterator[NameMatch]:
        """Yield the names that have all words, or their starts, with typos; and those that only have other spaces."""
        costs = self._near(words[0])
        for word in words[1:]:
            of_word = self._near(word)
            costs = {number: costs[number] + of_word[number] for number in costs.keys() & of_word}
        joined = "".join(words)
        for number in self._having(joined[: max(1, len(joined) // 3)]):
            if self._texts[number].replace(" ", "") == joined:
                costs[number] = 1
        for number in sorted(costs):
            if costs[number]:
                yield self._match(number, Way.TYPO, costs[number])

    def _near(self, word: str) -> dict[int, int]:
        """Return the names with a word that begins with a word, or is it with typos, and the number of typos."""
        limit, length = allowed_typos(word), len(word)
        known: dict[str, int] = {}
        found: dict[int, int] = {}
        for piece in pieces(word, limit):
            for position, number in self._places(piece):
                other = self._word_at(position, number)
                if (cost := known.get(other)) is None:
                    is_longer = length >= _MIN_PREFIX and len(other) > length + limit
                    cost = 0 if other.startswith(word) else distance(word, other[:length] if is_longer else other, limit)
                    known[other] = cost
                if cost <= limit:
                    found[number] = min(cost, found.get(number, cost))
        return found

    def _word_at(self, position: int, number: int) -> str:
        """Return the word of a name at a position of all names."""
        text, offset = self._texts[number], position - self._starts[number]
        end = text.find(" ", offset)
        return text[text.rfind(" ", 0, offset + 1) + 1 : len(text) if end < 0 else end]

    def nearest(self, text: str, count: int = 3) -> list[NamedNode]:
        """Return the things with the names most similar to a text that matches none."""
        from difflib import SequenceMatcher

        wanted = plain(text)
        pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}

        def shared(number: int) -> float:
            known = self._texts[number]
            return sum(pair in known for pair in pairs) / (len(pairs) + max(len(known) - 1, 1))

        best = nlargest(_MAX_COMPARED, range(len(self._texts)), key=shared) if pairs else []
        ratios = {number: SequenceMatcher(None, wanted, self._texts[number]).ratio() for number in best}
        near = sorted((number for number in best if ratios[number] >= _MIN_SIMILARITY), key=lambda number: -ratios[number])
        return list(dict.fromkeys(self._things[number] for number in near))[:count]


def _way(wanted: str, words: Iterable[str], known: str) -> Way | None:
    """Return how a name that has a text, or all its words, matches it."""
    if known == wanted:
        return Way.EXACT
    if known.startswith(wanted):
        return Way.PREFIX
    own = known.split()
    if all(word in own for word in words):
        return Way.WORD
    if all(len(word) >= _MIN_PART or any(other.startswith(word) for other in own) for word in words):
        return Way.PART
    return None
