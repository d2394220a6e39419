"""Which fonts a page asks for at once, before its style sheet is read, so that its text does not move when they arrive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kzit_graph.publish.site.words import Words

_LATIN: Final = ("sans-latin", "serif600-latin")
_CYRILLIC: Final = ("sans-latin", "sans-cyrillic", "serif600-cyrillic")
_EXTENDED: Final = (*_CYRILLIC, "sans-cyrillic-ext")
"""Files by script. Digits and signs are in the Latin ones. A font that a page does not use would be loaded in vain."""

_IN_CYRILLIC: Final = re.compile("[\N{CYRILLIC CAPITAL LETTER A}-\N{CYRILLIC SMALL LETTER YA}]")
_IN_EXTENDED: Final = re.compile("[\N{CYRILLIC CAPITAL LETTER GHE WITH STROKE}-\N{CYRILLIC SMALL LETTER BARRED O}]")


def first_fonts(words: Words) -> tuple[str, ...]:
    """Return the names of the fonts that every page in a language needs, by the letters of its words."""
    text = f"{words.skip} {words.menu} {words.all_pages} {words.search} {words.home} {words.languages}"
    if _IN_EXTENDED.search(text):
        return _EXTENDED
    return _CYRILLIC if _IN_CYRILLIC.search(text) else _LATIN
