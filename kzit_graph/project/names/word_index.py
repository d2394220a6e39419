"""The words of many names, to find those that begin with a word, or are it with typos."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from kzit_graph.computed_once import computed_once
from kzit_graph.project.names.similar_words import Typos, allowed_typos, parts

MIN_PREFIX: Final = 5
"""Letters of a word that is found with a typo at the start of a longer word."""

_MAX_INDEXED: Final = 24
"""The letters at the start of a word by which it is found with typos."""

_LAST: Final = "\U0010ffff"


class WordIndex:
    """The distinct words of texts, and the texts that have each. texts: words, separated by spaces."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts_with: dict[str, list[int]] = {}
        """The numbers of the texts with a word, each once or more often."""
        for number, text in enumerate(texts):
            for word in text.split():
                self.texts_with.setdefault(word, []).append(number)
        self._sorted = sorted(self.texts_with)

    def beginning_with(self, start: str) -> Sequence[str]:
        """Return the words that begin with some letters, sorted."""
        return self._sorted[bisect_left(self._sorted, start) : bisect_left(self._sorted, start + _LAST)]

    @computed_once
    def _pairs(self) -> list[dict[str, list[int]]]:
        """For each position in a word, the pairs of letters that begin there, with the numbers of the words."""
        found: list[dict[str, list[int]]] = [{} for _ in range(_MAX_INDEXED)]
        for number, word in enumerate(self._sorted):
            for of_position, pair in zip(found, map(str.__add__, word, word[1:]), strict=False):
                if (numbers := of_position.get(pair)) is None:
                    of_position[pair] = [number]
                else:
                    numbers.append(number)
        return found

    def prepare(self) -> None:
        """Compute what typos are looked up in; otherwise the first search does it."""
        _ = self._pairs

    def with_pair(self, pair: str) -> list[str]:
        """Return the words that have a pair of letters."""
        numbers = chain.from_iterable(of_position.get(pair, ()) for of_position in self._pairs)
        return [self._sorted[number] for number in numbers]

    def similar(self, word: str) -> dict[str, int]:
        """Return the words that begin with a word, or are it with typos, and the number of typos.

        Longer words may also begin with a word with typos.
        """
        found = dict.fromkeys(self.beginning_with(word), 0)
        limit, length, letters, typos = allowed_typos(word), len(word), set(word), Typos(word)
        known: dict[str, int] = {}  # the typos of starts that many words share
        for number in self._candidates(word, limit) if limit else ():
            other = self._sorted[number]
            if other in found:
                continue
            is_longer = len(other) > length + limit
            compared = other[:length] if is_longer and length >= MIN_PREFIX else other
            if (cost := known.get(compared)) is None:
                can_be = len(letters.symmetric_difference(compared)) <= 2 * limit  # a typo changes two letters at most
                cost = known[compared] = typos.to(compared) if can_be else limit + 1
            if cost <= limit:
                found[other] = cost
        return found

    def _candidates(self, word: str, limit: int) -> set[int]:
        """Return the numbers of words that have a part of a word near its place: every word with so few typos has one.

        See `kzit_graph.project.names.similar_words.parts`.
        """
        found: set[int] = set()
        for start, part in parts(word, limit):
            for place in range(max(0, start - limit), start + limit + 1):
                found.update(self._with_part(part, place))
        return found

    def _with_part(self, part: str, place: int) -> Iterator[int]:
        """Yield the numbers of the words that have some letters at a place."""
        last = min(len(part) - 1, _MAX_INDEXED - place)
        known = [self._pairs[place + at].get(part[at : at + 2]) for at in range(last)]
        if not known or any(numbers is None for numbers in known):
            return
        rarest = min((numbers for numbers in known if numbers is not None), key=len)
        for number in rarest:
            if self._sorted[number].startswith(part, place):
                yield number
