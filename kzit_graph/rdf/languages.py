"""Choose the language tag that fits a wish best: lookup and filtering of RFC 4647. Tags have no case (RFC 5646, section 2.1.1)."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from kzit_graph.rdf.language_codes import LONG_CODES, SHORT_CODES

_LONG: Final = 3
"""Letters of a language code that is not the shortest one."""

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def is_language_tag(text: str) -> bool:
    """Return whether a text has the form of a language tag (SPARQL 1.1, LANGTAG, with subtags of at most eight characters)."""
    return _TAG.fullmatch(text) is not None


def best_language(available: Collection[str], *wanted: str) -> str | None:
    """Return the available tag that fits the first of the wanted ranges that any tag fits, or None.

    A range such as "zh-Hant-TW" finds "zh-hant-tw", else "zh-hant", else "zh" (RFC 4647, section 3.4). If there is none of these, it
    finds the first tag that begins with one of them, such as "zh-hans" (section 3.3.1). "" finds only "". If all that fails, the
    codes of two and of three letters of a language stand for each other: "en" finds "eng", which BCP 47 does not allow, but data have.

    >>> best_language(["de", "en-GB", "en-US"], "EN")
    'en-GB'
    >>> best_language(["de", "en-GB"], "en-us", "de")
    'en-GB'
    >>> best_language(["deu", "eng"], "en")
    'eng'
    """
    return _best(tuple(available), wanted)


@lru_cache(maxsize=1 << 10)  # most things have labels in the same few languages
def _best(available: tuple[str, ...], wanted: tuple[str, ...]) -> str | None:
    tags = {tag.lower(): tag for tag in sorted(available, reverse=True)}
    has_long = any(_primary_length(tag) == _LONG for tag in (*tags, *wanted))
    for wish in wanted:
        found = _fitting(tags, wish.lower())
        if found is None and has_long:
            found = next((found for other in _other_codes(wish.lower()) if (found := _fitting(tags, other)) is not None), None)
        if found is not None:
            return tags[found]
    return None


def _fitting(tags: Collection[str], wish: str) -> str | None:
    """Return the tag that fits a range best, if any does. All are in lower case."""
    if wish == "":
        return "" if "" in tags else None
    ranges = _shortened(wish)
    if found := next((tag for tag in ranges if tag in tags), None):
        return found
    return next((min(fitting) for prefix in ranges if (fitting := [tag for tag in tags if tag.startswith(f"{prefix}-")])), None)


def _primary_length(tag: str) -> int:
    return len(tag.partition("-")[0])


def _other_codes(tag: str) -> list[str]:
    """Return a tag with the other codes of its language, the shortest first."""
    language, hyphen, others = tag.partition("-")
    short = SHORT_CODES.get(language, language)
    return [f"{code}{hyphen}{others}" for code in (short, *LONG_CODES.get(short, ())) if code != language]


def _shortened(tag: str) -> list[str]:
    """Return a range and what is left if its last parts are removed one by one. A single letter or digit is removed with the next."""
    found = []
    parts = tag.split("-") if tag else []
    while parts:
        found.append("-".join(parts))
        parts.pop()
        while parts and len(parts[-1]) == 1:
            parts.pop()
    return found
