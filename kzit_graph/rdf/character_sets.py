"""Sets of Unicode characters, as sorted ranges, and the named sets of XSD regular expressions (XML Schema 1.1 Part 2, G.4.2)."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from kzit_graph.rdf.xsd_datatypes import NAME_CHARACTERS, NAME_START_CHARACTERS

Ranges = tuple[tuple[int, int], ...]
"""Sorted ranges of code points, first and last, which neither overlap nor touch."""

_LAST: Final = sys.maxunicode
_SURROGATES: Final = (0xD800, 0xDFFF)
_CATEGORY: Final = re.compile("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")
_BLOCKS: Final[Mapping[str, tuple[int, int]]] = {
    "BasicLatin": (0x00, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "IPAExtensions": (0x250, 0x2AF),
    "SpacingModifierLetters": (0x2B0, 0x2FF),
    "CombiningDiacriticalMarks": (0x300, 0x36F),
    "Greek": (0x370, 0x3FF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "CyrillicSupplement": (0x500, 0x52F),
    "Armenian": (0x530, 0x58F),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "Syriac": (0x700, 0x74F),
    "Thaana": (0x780, 0x7BF),
    "Devanagari": (0x900, 0x97F),
    "Bengali": (0x980, 0x9FF),
    "Gurmukhi": (0xA00, 0xA7F),
    "Gujarati": (0xA80, 0xAFF),
    "Tamil": (0xB80, 0xBFF),
    "Telugu": (0xC00, 0xC7F),
    "Thai": (0xE00, 0xE7F),
    "Lao": (0xE80, 0xEFF),
    "Tibetan": (0xF00, 0xFFF),
    "Georgian": (0x10A0, 0x10FF),
    "HangulJamo": (0x1100, 0x11FF),
    "Ethiopic": (0x1200, 0x137F),
    "Mongolian": (0x1800, 0x18AF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "BoxDrawing": (0x2500, 0x257F),
    "GeometricShapes": (0x25A0, 0x25FF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF),
}
"""The blocks of common scripts, without spaces in their names."""


def union(*sets: Iterable[tuple[int, int]]) -> Ranges:
    """Return the characters that are in any of the sets, without surrogates, which are no characters."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(pair for ranges in sets for pair in ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return _without_surrogates(merged)


def complement(ranges: Ranges) -> Ranges:
    """Return all characters that are not in a set."""
    rest, start = [], 0
    for first, last in ranges:
        rest.append((start, first - 1))
        start = last + 1
    rest.append((start, _LAST))
    return _without_surrogates((first, last) for first, last in rest if first <= last)


def difference(ranges: Ranges, without: Ranges) -> Ranges:
    """Return the characters of the first set that are not in the second."""
    return complement(union(complement(ranges), without))


def _without_surrogates(ranges: Iterable[tuple[int, int]]) -> Ranges:
    low, high = _SURROGATES
    kept = []
    for first, last in ranges:
        kept += [(first, min(last, low - 1)), (max(first, high + 1), last)] if first <= high and last >= low else [(first, last)]
    return tuple((first, last) for first, last in kept if first <= last)


@cache
def named_set(name: str) -> Ranges | None:
    r"""Return the characters of a category, such as Lu, or of a block, such as IsCyrillic; None if the name is unknown."""
    if name.startswith("Is"):
        block = _BLOCKS.get(name[2:])
        return None if block is None else union([block])
    if not _CATEGORY.fullmatch(name):
        return None
    return union(*(ranges for category, ranges in _by_category().items() if category.startswith(name)))


@cache
def escape_set(letter: str) -> Ranges:
    r"""Return the characters of one of the escapes \s, \d, \w, \i and \c, given by its letter."""
    if letter == "s":
        return ((9, 10), (13, 13), (32, 32))
    if letter == "d":
        return named_set("Nd") or ()
    if letter == "w":
        return complement(union(*(named_set(category) or () for category in "PZC")))
    return _from_class(f":{NAME_START_CHARACTERS if letter == 'i' else NAME_CHARACTERS}")


def case_variants(ranges: Ranges) -> Ranges:
    """Return the characters of a set, and those that differ from them only in case (XPath Functions 3.1, 5.6.2)."""
    by_lower, by_upper = _by_case()
    found: list[tuple[int, int]] = list(ranges)
    for variants in (*by_lower, *by_upper):
        if any(first <= code <= last for code in variants for first, last in ranges):
            found += ((code, code) for code in variants)
    return union(found)


@cache
def _by_case() -> tuple[list[list[int]], list[list[int]]]:
    """Return the sets of two or more characters with the same lower case, and of those with the same upper case."""
    lower: dict[str, list[int]] = {}
    upper: dict[str, list[int]] = {}
    for code in range(_LAST + 1):
        character = chr(code)
        if character.lower() != character or character.upper() != character:
            lower.setdefault(character.lower(), []).append(code)
            upper.setdefault(character.upper(), []).append(code)
    return [codes for codes in lower.values() if len(codes) > 1], [codes for codes in upper.values() if len(codes) > 1]


@cache
def _by_category() -> dict[str, Ranges]:
    found: dict[str, list[tuple[int, int]]] = {}
    start, current = 0, unicodedata.category("\0")
    for code in range(1, _LAST + 2):
        category = unicodedata.category(chr(code)) if code <= _LAST else ""
        if category != current:
            found.setdefault(current, []).append((start, code - 1))
            start, current = code, category
    found.pop("Cs", None)
    return {category: tuple(ranges) for category, ranges in found.items()}


def _from_class(text: str) -> Ranges:
    """Return the characters of the inside of a Python character class that has no escapes but those of code points and "\\-"."""
    plain = re.sub(r"\\u([0-9A-F]{4})|\\U([0-9A-F]{8})", lambda code: chr(int(code[1] or code[2], 16)), text)
    members = re.findall(r"\\-|[^\\]-[^\\]|[^\\]", plain)
    return union((ord("-"), ord("-")) if member == r"\-" else (ord(member[0]), ord(member[-1])) for member in members)
