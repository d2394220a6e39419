"""Write Cyrillic letters as Latin ones, to compare names across scripts."""

from __future__ import annotations

from typing import Final

LETTERS: Final = (
    dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziyklmnoprstufhye", strict=True))
    | {"ё": "e", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
    | {"ў": "u", "ї": "i", "є": "ye", "ґ": "g", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "d", "џ": "dz"}
)
"""Latin letters for small Cyrillic ones."""

_LETTERS: Final = str.maketrans(LETTERS)


def romanized(text: str) -> str:
    """Return a text in small letters with Latin letters for Cyrillic ones, as names are written in English.

    >>> romanized("астана опера")
    'astana opera'
    """
    return text if text.isascii() else text.translate(_LETTERS)
