"""The names of all things of a store, to find things by what people type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from heapq import nlargest
from itertools import accumulate, chain
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.computed_once import computed_once
from kzit_graph.plain_text import folded
from kzit_graph.project.names.romanization import romanized
from kzit_graph.project.names.similar_words import plain
from kzit_graph.project.names.word_index import WordIndex
from kzit_graph.rdf.names import expand, slug
from kzit_graph.rdf.skolem_iris import is_anonymous
from kzit_graph.sparql.queries import select

_MIN_PART: Final = 3
"""Letters of a word that is also found inside others."""

_MAX_COMPARED: Final = 50
_MAX_SHARING: Final = 10_000
"""Names with rare pairs of letters of a text that are looked at, to find the most similar ones."""

_MIN_SIMILARITY: Final = 0.5


class Way(IntEnum):
    """How a name matches, the best way first: as a whole, by its start, by its words, by the starts or parts of its words, with typos."""

    EXACT = 0
    PREFIX = 1
    WORD = 2
    PART = 3
    TYPO = 4


class NameMatch(NamedTuple):
    """A name that matches. number: of the name in the index. rank: how good the match is, the best first; equal for equally good ones.

    The rank begins with the way, and the number of typos or whether case and accents differ.
    """

    number: int
    rank: tuple[int, ...]


class NameIndex:
    """The names of the things of a store: labels, other names, the last parts of their IRIs, and identifiers elsewhere.

    properties: of names, the preferred one first. labels: how many of them are labels. prefixes: of names such as wd:Q38.
    """

    def __init__(self, store: Store, properties: Sequence[NamedNode], labels: int, prefixes: Mapping[str, str] | None = None) -> None:
        self._store = store
        self._labels = labels
        self._last_rank = len(properties)
        self._prefixes = prefixes or {}
        self._things: list[NamedNode] = []
        self._names: list[Literal | None] = []
        self._texts: list[str] = []
        self._ranks: list[int] = []
        for rank, predicate in enumerate(properties):
            for thing, _, name, _ in store.quads_for_pattern(None, predicate, None):
                if isinstance(thing, NamedNode) and isinstance(name, Literal) and not is_anonymous(thing):
                    self._add(thing, name, plain(name.value), rank)
        self._add_in_latin_letters()
        described = (row["subject"] for row in select(store, "subjects-named-by-iri.rq"))
        by_iri = (thing for thing in described if isinstance(thing, NamedNode) and not is_anonymous(thing))
        for thing in dict.fromkeys((*self._things, *by_iri)):
            self._add(thing, None, plain(slug(thing)), self._last_rank)
        # All names, one a line: to search a text is much faster than to look at each name.
        self._all = "\n".join(("", *self._texts, ""))
        self._starts = list(accumulate((len(text) + 1 for text in self._texts), initial=1))

    def _add(self, thing: NamedNode, name: Literal | None, text: str, rank: int) -> None:
        """Add a name. name: None for the last part of the IRI."""
        self._things.append(thing)
        self._names.append(name)
        self._texts.append(text)
        self._ranks.append(rank)

    def _add_in_latin_letters(self) -> None:
        """Add the names in Cyrillic letters of things that have no other, as Latin letters write them."""
        has_latin = {thing for thing, text in zip(self._things, self._texts, strict=True) if romanized(text) == text}
        for number in range(len(self._things)):
            thing, name = self._things[number], self._names[number]
            if thing not in has_latin and name is not None:
                self._add(thing, name, romanized(self._texts[number]), self._last_rank)

    def prepare(self) -> None:
        """Compute what is otherwise computed at the first search that needs it: for typos, other spaces and identifiers."""
        self._words.prepare()
        _ = self._joined, self._identified

    def __len__(self) -> int:
        return len(self._texts)

    def thing(self, number: int) -> NamedNode:
        """Return the thing that a name is of."""
        return self._things[number]

    def name(self, number: int) -> Literal:
        """Return a name as it is written."""
        return self._names[number] or Literal(slug(self._things[number]))

    def text(self, number: int) -> str:
        """Return a name as it is compared; see `kzit_graph.project.names.similar_words.plain`."""
        return self._texts[number]

    @computed_once
    def _words(self) -> WordIndex:
        return WordIndex(self._texts)

    @computed_once
    def _joined(self) -> dict[str, list[int]]:
        """The numbers of the names by their texts without spaces."""
        found: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            found.setdefault(text.replace(" ", ""), []).append(number)
        return found

    @computed_once
    def _identified(self) -> dict[str, dict[NamedNode, Literal]]:
        """The things by their folded identifiers elsewhere: IRIs, their last parts, and codes, each as it is written."""
        found: dict[str, dict[NamedNode, Literal]] = {}
        for row in select(self._store, "identifiers-of-things.rq"):
            thing, identifier = row
            if not isinstance(thing, NamedNode) or is_anonymous(thing) or not isinstance(identifier, NamedNode | Literal):
                continue
            texts = (identifier.value, slug(identifier)) if isinstance(identifier, NamedNode) else (identifier.value,)
            for text in texts:
                found.setdefault(folded(text), {})[thing] = Literal(text)
        return found

    def identified(self, text: str) -> dict[NamedNode, Literal]:
        """Return the things with an identifier, and the identifier of each.

        text: an IRI, also of the same thing elsewhere, a prefixed name, the last part of an IRI elsewhere such as Q38, or a code.
        """
        bare = text.strip()
        found = dict(self._identified.get(folded(bare), {}))
        if iri := expand(bare, self._prefixes):
            found |= self._identified.get(folded(iri.value), {})
            if next(self._store.quads_for_pattern(iri, None, None), None):
                found[iri] = Literal(iri.value)
        return found

    def matches(self, text: str, enough: int) -> Iterator[NameMatch]:
        """Yield the names that match a text. Typos are looked for if no name is the text, and fewer than enough names match it.

        So are names in Latin letters for a text in Cyrillic ones.
        """
        wanted = plain(text)
        if not wanted:
            return
        words, exactly = wanted.split(), text.strip().casefold()
        count, is_exact = 0, False
        for number in self._having(max(words, key=len)):
            known = self._texts[number]
            way = _way(wanted, words, known)
            if way is not None:
                count += 1
                is_exact = is_exact or way is Way.EXACT
                yield self._match(number, way, int(way is not Way.EXACT or self.name(number).value.casefold() != exactly))
        if is_exact or count >= enough:
            return
        yield from self._with_typos(words)
        if (latin := romanized(wanted)) != wanted:
            yield from self._with_typos(latin.split(), least=1)

    def _match(self, number: int, way: Way, cost: int) -> NameMatch:
        rank = self._ranks[number]
        return NameMatch(number, (way, cost, rank >= self._labels, len(self._texts[number]), rank))

    def _having(self, word: str) -> Iterable[int]:
        """Return the numbers of the names that have a word, or some letters of one. A short word must be the start of one."""
        if len(word) < _MIN_PART:
            known = self._words
            return dict.fromkeys(chain.from_iterable(known.texts_with[other] for other in known.beginning_with(word)))
        return dict.fromkeys(self._places(word))

    def _places(self, text: str) -> Iterator[int]:
        """Yield the number of the name at each place where a text stands."""
        find, starts = self._all.find, self._starts
        position = find(text)
        while position >= 0:
            yield bisect_right(starts, position) - 1
            position = find(text, position + 1)

    def _with_typos(self, words: Sequence[str], least: int = 0) -> Iterator[NameMatch]:
        """Yield the names that have all words, or their starts, with typos; and those that only have other spaces.

        least: typos to add to each name.
        """
        similar = [self._words.similar(word) for word in words]
        names = self._words.texts_with
        rarest = min(similar, key=lambda found: sum(len(names[word]) for word in found))
        costs: dict[int, int] = {}
        for number in set(chain.from_iterable(names[word] for word in rarest)):
            own = self._texts[number].split()
            found = [min((of_word[word] for word in own if word in of_word), default=None) for of_word in similar]
            if None not in found:
                costs[number] = sum(cost for cost in found if cost is not None) + least
        joined = "".join(words)
        costs.update(dict.fromkeys(self._joined.get(joined, ()), 1))
        for number in sorted(costs):
            if costs[number]:
                yield self._match(number, Way.TYPO, costs[number])

    def similar(self, text: str, allowed: Container[NamedNode]) -> list[NamedNode]:
        """Return those of some things with names that match a text, or are like it, the best first; none for a very short text."""
        if len(plain(text)) < _MIN_PART:
            return []
        matches = sorted(self.matches(text, 1), key=lambda match: match.rank)
        things = dict.fromkeys(self._things[match.number] for match in matches)
        return [thing for thing in things if thing in allowed] or [thing for thing in self.nearest(text, _MAX_COMPARED) if thing in allowed]

    def nearest(self, text: str, count: int = 3) -> list[NamedNode]:
        """Return the things with the names most similar to a text that matches none."""
        from difflib import SequenceMatcher

        wanted = plain(text)
        pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}

        def shared(number: int) -> float:
            known = self._texts[number]
            return sum(pair in known for pair in pairs) / (len(pairs) + max(len(known) - 1, 1))

        best = nlargest(_MAX_COMPARED, self._sharing(pairs), key=shared) if pairs else []
        ratios = {number: SequenceMatcher(None, wanted, self._texts[number]).ratio() for number in best}
        near = sorted((number for number in best if ratios[number] >= _MIN_SIMILARITY), key=lambda number: -ratios[number])
        return list(dict.fromkeys(self._things[number] for number in near))[:count]

    def _sharing(self, pairs: Iterable[str]) -> list[int]:
        """Return the numbers of names that have one of some pairs of letters: all, or those with the rarest ones if they are many."""
        known, found = self._words, set[int]()
        with_pairs = (words for pair in pairs if (words := known.with_pair(pair)))
        for words in sorted(with_pairs, key=lambda words: (len(words), words[:1])):
            if found and len(found) + len(words) > _MAX_SHARING:
                break
            found.update(chain.from_iterable(known.texts_with[word] for word in words))
        return sorted(found)


def _way(wanted: str, words: Sequence[str], known: str) -> Way | None:
    """Return how a name that has a text, or all its words, matches it."""
    if known.startswith(wanted):
        return Way.EXACT if len(known) == len(wanted) else Way.PREFIX
    own = known.split()
    if all(word in own for word in words):
        return Way.WORD
    if all(word in known if len(word) >= _MIN_PART else any(other.startswith(word) for other in own) for word in words):
        return Way.PART
    return None
