"""The widths of texts in the fonts of the site, measured in advance, so that labels can be placed without overlap.

`.ci/assets/fonts/measure_fonts.py` writes the table. Kerning is left out: it makes a text narrower by a pixel or two, never much wider.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final, Literal
from unicodedata import combining, east_asian_width

from kzit_graph.package_data import read_package_text

Face = Literal["sans", "bold", "serif"]
"""A face of the site's fonts: text, emphasis (class b) and headings (class h)."""

_UNKNOWN: Final = 0.62
"""Width of a character that the fonts lack, in sizes. Fallback fonts are wider than ours."""

_SPACE: Final = 0.25
"""Width of a space that the fonts lack, such as the narrow no-break space."""
_ELLIPSIS: Final = "…"
_BREAKS: Final = re.compile(r"(?<= )|(?<=\w-)(?=\w)")
"""Where a line may break: after a space, and after a hyphen in a word."""


@cache
def _table(face: Face) -> Mapping[str, float]:
    groups = json.loads(read_package_text("publish/pictures/widths.json"))[face]
    return {character: int(width) / 1000 for width, characters in groups.items() for character in characters}


@lru_cache(maxsize=1 << 15)
def text_width(string: str, size: float = 13, face: Face = "sans") -> float:
    """Return the width of a text in pixels."""
    table = _table(face)
    return size * sum(_unknown(character) if (width := table.get(character)) is None else width for character in string)


def _unknown(character: str) -> float:
    if combining(character):
        return 0.0
    if character.isspace():
        return _SPACE
    return 1.0 if east_asian_width(character) in ("W", "F") else _UNKNOWN


def shortened(string: str, width: float, size: float = 13, face: Face = "sans") -> str:
    """Return a text, cut with an ellipsis if it is wider."""
    if text_width(string, size, face) <= width:
        return string
    end = len(string)
    while end and text_width(string[:end].rstrip() + _ELLIPSIS, size, face) > width:
        end -= 1
    return string[:end].rstrip(" ,;:–-") + _ELLIPSIS


def wrapped(string: str, width: float, size: float = 13, face: Face = "sans", lines: int = 9) -> list[str]:
    """Return a text in lines of a width, broken at spaces and hyphens. The last of so many lines is cut if the text is longer."""
    found = [""]
    for word in _BREAKS.split(string):
        longer = found[-1] + word
        if not found[-1] or text_width(longer.rstrip(), size, face) <= width or len(found) == lines:
            found[-1] = longer
        else:
            found.append(word)
    return [shortened(line.strip(), width, size, face) for line in found]
