"""Find the paragraphs and the sentences of a text, by rules for English, Italian, Kazakh, Russian and German.

docs/evidence.md has the rules. Other languages are split by the same rules, with fewer abbreviations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kzit_graph.describe.abbreviations import Abbreviations, abbreviations

_LINE: Final = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_LINE_END: Final = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_WRAP_COLUMNS: Final = range(40, 121)
"""Lengths of the longest line of a text that may be wrapped to a width."""

_MIN_WRAPS: Final = 3
"""Line breaks that fit a width before a text counts as wrapped."""

_ENDED: Final = frozenset(".!?…。！？:;\"'»”’“)]")
_CLOSERS: Final = "\"'”’“»›)\\]"
_STOP: Final = re.compile(rf"(?P<stop>[.!?…]+)(?P<closers>[{_CLOSERS}]*)(?=\s|$)|[。！？]+[」』）]*")
_NEXT: Final = re.compile(r"[\s\"'“‘«‹„([¿¡–—-]*")
_BEFORE_WORD: Final = re.compile(r"^.*['‘’\"“«‹„(\[–—/]")
"""Opening punctuation, or an article without its vowel, as in "all’arch"."""

_LIST_NUMBER: Final = re.compile(r"\(?\d{1,3}")
_ROMAN: Final = re.compile(r"[IVXLC]+")
_DOTTED: Final = re.compile(r"\w(?:\.\w)+")
_WORDS_OF_ONE_LETTER: Final = frozenset("яèé")
_MAX_DATELINE_WORDS: Final = 3
_MIN_CONTINUED_WORDS: Final = 4
"""Words of a line that the next line may continue, unless it ends in a comma."""

_MAX_ABBREVIATION: Final = 80
"""Characters before a full stop in which an abbreviation is looked for."""

Range = tuple[int, int]


def sentences(text: str, language: str) -> Iterator[tuple[int, int, Range]]:
    """Yield each sentence of a text: its paragraph and its place in the paragraph, both from 1, and its range.

    language: an ISO 639 code. Ranges are half-open, in code points, and without white space at their ends.
    """
    for paragraph, (start, end) in enumerate(paragraphs(text), start=1):
        for place, (first, last) in enumerate(sentences_of_paragraph(text[start:end], language), start=1):
            yield paragraph, place, (start + first, start + last)


def paragraphs(text: str) -> list[Range]:
    """Return the ranges of the paragraphs of a text.

    Each line that is not empty is a paragraph. In a text wrapped to a width, lines are joined up to an empty or a short line.
    A line is also joined to the one before if it continues its sentence.
    """
    lines = [_trimmed(text, *match.span()) for match in _LINE.finditer(text)]
    lines = [(start, end) for start, end in lines if start < end]
    width = _wrap_width(text, lines)
    found: list[Range] = []
    for index, (start, end) in enumerate(lines):
        before = lines[index - 1] if index else None
        if before and (_is_wrapped(text, before, (start, end), width) or _continues(text, before, (start, end))):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def sentences_of_paragraph(text: str, language: str) -> list[Range]:
    """Return the ranges of the sentences of a paragraph."""
    known = abbreviations(language)
    start, found = 0, list[Range]()
    for match in _STOP.finditer(text):
        if match["stop"] is None or _ends_sentence(text, start, match, known):
            found.append(_trimmed(text, start, match.end()))
            start = match.end()
    found.append(_trimmed(text, start, len(text)))
    return _with_dateline(text, [(first, last) for first, last in found if first < last])


def _trimmed(text: str, start: int, end: int) -> Range:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip()) if part.strip() else start


def _wrap_width(text: str, lines: list[Range]) -> int | None:
    """Return the width to which the lines of a text are wrapped, or None if they are not.

    They are if most lines are so long that the first word of the next line would not have fitted.
    """
    width = max((end - start for start, end in lines), default=0)
    breaks = [(before, line) for before, line in pairwise(lines) if not _are_apart(text, before, line)]
    wraps = sum(_would_not_fit(text, before, line, width) for before, line in breaks)
    return width if width in _WRAP_COLUMNS and wraps >= _MIN_WRAPS and 4 * wraps >= 3 * len(breaks) else None


def _would_not_fit(text: str, before: Range, line: Range, width: int) -> bool:
    return before[1] - before[0] + 1 + len(text[line[0] : line[1]].split(maxsplit=1)[0]) > width


def _are_apart(text: str, before: Range, line: Range) -> bool:
    """Return whether there is an empty line between two lines."""
    return len(_LINE_END.findall(text, before[1], line[0])) > 1


def _is_wrapped(text: str, before: Range, line: Range, width: int | None) -> bool:
    return width is not None and not _are_apart(text, before, line) and _would_not_fit(text, before, line, width)


def _continues(text: str, before: Range, line: Range) -> bool:
    """Return whether a line continues the sentence of the line before: with a small letter, a sum of money, or after a comma."""
    last, first = text[before[1] - 1], text[line[0]]
    if last == ",":
        return True
    if last in _ENDED or len(text[before[0] : before[1]].split()) < _MIN_CONTINUED_WORDS:
        return False
    return first.islower() or unicodedata.category(first) == "Sc"


def _ends_sentence(text: str, start: int, match: re.Match[str], known: Abbreviations) -> bool:
    """Return whether a stop ends the sentence that begins at a start."""
    following = _NEXT.match(text, match.end())
    assert following
    after = text[following.end() : following.end() + 1]
    if not after:
        return True
    if after.islower():
        return False
    return (
        match["stop"] != "."
        or bool(match["closers"])
        or not _is_abbreviated(text[max(start, match.start() - _MAX_ABBREVIATION) : match.start()], known)
    )


def _is_abbreviated(before: str, known: Abbreviations) -> bool:
    """Return whether a full stop belongs to the word before it, and does not end the sentence.

    before: the sentence up to the full stop. A capital letter or a number follows.
    """
    words = before.split()
    if not words:
        return False
    word = _BEFORE_WORD.sub("", words[-1])
    folded = word.lower()
    earlier = words[-2] if len(words) > 1 else ""
    pair = f"{earlier.lower()}{folded}" if earlier.endswith(".") else ""
    if folded in known.at_end or pair in known.at_end:
        return False
    if folded in known.after_numbers:
        return not any(map(str.isdecimal, earlier))
    if len(words) == 1 and _LIST_NUMBER.fullmatch(word):
        return True
    if known.ordinals and ((word.isdecimal() and len(word) <= 2) or _ROMAN.fullmatch(word)):
        return True
    initial = len(word) == 1 and word.isalpha() and folded not in _WORDS_OF_ONE_LETTER
    return initial or folded in known.inside or pair in known.inside or bool(_DOTTED.fullmatch(word))


def _with_dateline(text: str, found: list[Range]) -> list[Range]:
    """Join a dateline of a place and a day: "Rome. 11 April. …", "Рим. 11 апреля 2022 г. …"."""
    if len(found) > 2:
        place, day = (text[start:end].split() for start, end in found[:2])
        has_year_mark = len(day) > _MAX_DATELINE_WORDS and day[-2].isdecimal() and len(day[-1]) == len("г.")
        if len(place) == 1 and len(day) - has_year_mark <= _MAX_DATELINE_WORDS and day[0].isdecimal():
            return [(found[0][0], found[1][1]), *found[2:]]
    return found
