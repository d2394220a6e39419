"""Normalise text, so that a passage can be compared in copies with other line ends, spaces or Unicode forms.

The normalised text is in Unicode Normalization Form C (UAX #15), with each run of white space replaced by one space, and without
white space at its ends. White space is what has the Unicode property White_Space. docs/evidence.md specifies this.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from kzit_graph.computed_once import computed_once

WHITE_SPACE: Final = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""The characters with the property White_Space, as in a character class of a regular expression."""

_RUN: Final = re.compile(f"[{WHITE_SPACE}]+")
_PART: Final = re.compile(f"[{WHITE_SPACE}]+|[^{WHITE_SPACE}]+")
_START: Final = re.compile(r"(?<!\w)(?=\S)")
_END: Final = re.compile(r"(?<=\S)(?!\w)")
_LINE_END: Final = re.compile(r"\r\n?")
LAYOUT: Final = re.compile("(?<=\\w)\u00ad[^\\S\r\n]*[\r\n]\\s*(?=\\w)|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""Characters that cannot be seen, such as soft hyphens and zero-width spaces, and line breaks after a soft hyphen inside a word."""

BROKEN_WORD: Final = re.compile(r"(?<=\w)-[^\S\r\n]*[\r\n]\s*(?=\w)")
"""A hyphen and a line break inside a word, as wrapping leaves them."""

_JAMO: Final = range(0x1100, 0x1200)
"""Korean letters that are composed although they are no marks."""

Part = tuple[str, int, int]
"""A piece of a text, and the range of the source that it stands for: as long as the piece, or replaced by it as a whole."""


def normalize(text: str) -> str:
    """Return the normalised text.

    >>> normalize(" Cafe\\u0301\\r\\n\\u00a0 nero ")
    'Café nero'
    """
    return _RUN.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class SearchText:
    """A text in which ranges of a known length are found by their SHA-256, and which may be an edited form of another text.

    text: the text to search. Offsets count code points. parts: the pieces of the text, each with the range of the source that it stands
    for; None if the text is unedited. source: the text that was edited, if that is itself an edited form.
    """

    def __init__(self, text: str, parts: Iterable[Part] | None = None, source: SearchText | None = None) -> None:
        self._source = source
        self._parts: list[Part] | None = None
        if parts is not None:
            self._parts = list(parts)
            text = "".join(part for part, _, _ in self._parts)
        self.text = text

    @computed_once
    def _part_starts(self) -> tuple[int, ...]:
        return tuple(accumulate((len(part) for part, _, _ in self._parts or ()), initial=0))

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original text that a range stands for. It must not be empty."""
        first, last = self._in_source(start)[0], self._in_source(end - 1)[1]
        return self._source.original_range(first, last) if self._source else (first, last)

    def _in_source(self, offset: int) -> tuple[int, int]:
        """Return the range of the source that one code point stands for."""
        if self._parts is None:
            return offset, offset + 1
        index = bisect_right(self._part_starts, offset) - 1
        part, start, end = self._parts[index]
        if end - start != len(part):
            return start, end
        place = start + offset - self._part_starts[index]
        return place, place + 1

    @computed_once
    def _starts(self) -> tuple[int, ...]:
        """The offsets at which a passage may begin: not inside a word, and not at white space."""
        return tuple(match.start() for match in _START.finditer(self.text))

    @computed_once
    def _ends(self) -> frozenset[int]:
        """The offsets at which a passage may end."""
        return frozenset(match.start() for match in _END.finditer(self.text))

    @computed_once
    def _encoded(self) -> bytes:
        return self.text.encode("utf-8")

    @computed_once
    def _byte_offsets(self) -> Sequence[int]:
        """The offset in bytes of each code point, and of the end."""
        if self.text.isascii():
            return range(len(self.text) + 1)
        return tuple(accumulate((len(letter.encode("utf-8")) for letter in self.text), initial=0))

    def windows(self, length: int, *, inside_words: bool = False) -> Iterator[tuple[int, str]]:
        """Yield the start and the SHA-256 of each range of a length that neither begins nor ends inside a word.

        inside_words: whether to yield the ranges that end inside a word instead.
        """
        last, offsets, encoded, ends = len(self.text) - length, self._byte_offsets, self._encoded, self._ends
        for start in self._starts:
            if start > last:
                return
            if (start + length in ends) != inside_words:
                yield start, hashlib.sha256(encoded[offsets[start] : offsets[start + length]]).hexdigest()


def normal_text(text: str, source: SearchText | None = None) -> SearchText:
    """Return the normalised form of a text. source: the edited text that it is."""
    return SearchText("", _normal_parts(text), source)


def with_line_feeds(text: str) -> SearchText:
    """Return a text in which each line ends in a line feed."""
    return SearchText("", _replaced(text, _LINE_END, "\n"))


def without_layout(text: str) -> SearchText:
    """Return a text without the characters that only guide its layout, such as soft hyphens."""
    return SearchText("", _replaced(text, LAYOUT, ""))


def without_line_breaks_in_words(text: SearchText, *, keep_hyphens: bool) -> SearchText:
    """Return a text, maybe an edited one, without the line breaks after hyphens inside words, and with or without these hyphens."""
    return SearchText("", _replaced(text.text, BROKEN_WORD, "-" if keep_hyphens else ""), text)


def _replaced(text: str, pattern: re.Pattern[str], replacement: str) -> Iterator[Part]:
    """Yield the parts of a text in which each match of a pattern is replaced."""
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], end, match.start()
        if replacement:
            yield replacement, *match.span()
        end = match.end()
    if end < len(text):
        yield text[end:], end, len(text)


def _normal_parts(original: str) -> Iterator[Part]:
    """Yield the parts of a normalised text with their ranges in the original. A part that changes is as short as possible."""
    pending: tuple[int, int] | None = None
    begun = False
    for match in _PART.finditer(original):
        start, end = match.span()
        if _RUN.match(original, start):
            pending = (start, end) if begun else None
            continue
        if pending:
            yield " ", *pending
        begun = True
        word = match[0]
        if unicodedata.is_normalized("NFC", word):
            yield word, start, end
            continue
        for first, last in _composed_parts(word):
            yield unicodedata.normalize("NFC", word[first:last]), start + first, start + last


def _composed_parts(word: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a word that are normalised each by itself: a letter with its marks."""
    start = 0
    for index in range(1, len(word)):
        if unicodedata.category(word[index])[0] != "M" and ord(word[index]) not in _JAMO:
            yield start, index
            start = index
    yield start, len(word)
