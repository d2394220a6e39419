"""Compare words as people type them: without case, accents and the letters of Kazakh that Russian keyboards lack, and with typos."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

LETTERS: Final = {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и"} | {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ß": "ss",
}
"""What small letters are compared as."""

MARKS: Final = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]"
"""Accents and points over letters, as a regular expression. Vowels that are marks, as in Devanagari, are kept."""

_LETTERS: Final = str.maketrans(LETTERS)
_MARKS: Final = re.compile(MARKS)

_NOT_WORD: Final = re.compile(r"[^\w\u0900-\u0dff\u0e00-\u0eff]+|_+")
LENGTHS_OF_TYPOS: Final = (4, 8)
"""Letters of a word from which one typo, and two typos, are allowed."""


def plain(text: str) -> str:
    """Return the words of a text, separated by spaces, as they are compared.

    >>> plain("Қазақстан, «Città»: Straße!")
    'казакстан citta strasse'
    """
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_LETTERS)
    words = text.lower().split()
    if "".join(words).isalnum():  # faster for most names
        return " ".join(words)
    return _NOT_WORD.sub(" ", " ".join(words)).strip()


def allowed_typos(word: str) -> int:
    """Return how many typos a word may have: none in short words and in numbers, two in long words."""
    return 0 if word.isdecimal() else sum(len(word) >= length for length in LENGTHS_OF_TYPOS)


def parts(word: str, limit: int) -> set[tuple[int, str]]:
    """Return parts of a word, with their places, of which every word has one that is at most some typos away from it.

    Of a word in one part more than there are typos, one part is left, unless two letters change their order across its border. It has
    moved by the number of typos at most.
    """
    if limit == 0:
        return {(0, word)}
    size = len(word)
    borders = [size * number // (limit + 1) for number in range(limit + 2)]
    found = {(start, word[start:end]) for start, end in pairwise(borders)}
    for border in borders[1:-1]:
        found |= parts(word[: border - 1] + word[border] + word[border - 1] + word[border + 1 :], limit - 1)
    return found


def distance(one: str, other: str, limit: int) -> int:
    """Return how many typos two words are apart, or a number above the limit if they are more.

    A typo is a wrong, missing or additional letter, or two letters in the wrong order (optimal string alignment).

    >>> distance("milna", "milan", 2), distance("rome", "milan", 2)
    (1, 3)
    """
    return min(Typos(one).to(other), limit + 1)


class Typos:
    """Counts the typos between a word and others, for all letters of the word at once, in the bits of integers.

    The algorithm is that of H. Hyyrö: A bit-vector algorithm for computing Levenshtein and Damerau edit distances (2003).
    """

    def __init__(self, word: str) -> None:
        self._length = len(word)
        self._places: dict[str, int] = {}
        for place, letter in enumerate(word):
            self._places[letter] = self._places.get(letter, 0) | 1 << place

    def to(self, other: str) -> int:
        """Return how many typos another word is apart."""
        typos = self._length
        if not typos:
            return len(other)
        places, last = self._places, 1 << (typos - 1)
        every = up = (last << 1) - 1
        down = same = before = 0
        for letter in other:
            here = places.get(letter, 0)
            swapped = ((~same & here) << 1) & before
            same = (((here & up) + up) ^ up) | here | down | swapped
            more, less = down | (every & ~(same | up)), same & up
            if more & last:
                typos += 1
            elif less & last:
                typos -= 1
            more, less = (more << 1) | 1, less << 1
            up, down = every & (less | ~(same | more)), every & more & same
            before = here
        return typos
