"""Whether the name of a document says what would stand beside it: its date or its publisher."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"\d+|[^\W\d_]+")
_STEM: Final = 3
"""Letters by which a word of a date is recognized: months are shortened, and have endings in some languages."""


def says_date(name: str, date: str) -> bool:
    """Return whether a name has all numbers and words of a date.

    >>> says_date("News item of 29 September 2025", "29 Sept 2025")
    True
    >>> says_date("Сообщение от 21 августа 2017 года", "21 авг. 2017 г.")
    True
    >>> says_date("Item of late October 2024", "29–31 Oct 2024")
    False
    """
    known = [word.casefold() for word in _WORD.findall(name)]
    wanted = [word.casefold() for word in _WORD.findall(date)]
    return bool(wanted) and all(any(_is_same(word, other) for other in known) for word in wanted)


def _is_same(wanted: str, word: str) -> bool:
    return word == wanted if wanted.isdigit() else word.startswith(wanted[:_STEM])


def says_name(name: str, other: str) -> bool:
    """Return whether a name contains another one.

    >>> says_name("Agenzia Nova item of 5 September 2023", "Agenzia Nova")
    True
    """
    return other.casefold() in name.casefold()
