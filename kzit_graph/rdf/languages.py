"""Choose the language tag that fits a wish best: lookup and filtering of RFC 4647. Tags have no case (RFC 5646, section 2.1.1)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def is_language_tag(text: str) -> bool:
    """Return whether a text has the form of a language tag (SPARQL 1.1, LANGTAG, with subtags of at most eight characters)."""
    return _TAG.fullmatch(text) is not None


def best_language(available: Collection[str], *wanted: str) -> str | None:
    """Return the available tag that fits the first of the wanted ranges that any tag fits, or None.

    A range such as "zh-Hant-TW" finds "zh-hant-tw", else "zh-hant", else "zh" (RFC 4647, section 3.4). If there is none of these, it
    finds the first tag that begins with one of them, such as "zh-hans" (section 3.3.1). "" finds only "".

    >>> best_language(["de", "en-GB", "en-US"], "EN")
    'en-GB'
    >>> best_language(["de", "en-GB"], "en-us", "de")
    'en-GB'
    """
    tags = {tag.lower(): tag for tag in sorted(available, reverse=True)}
    for wish in wanted:
        ranges = list(_shortened(wish.lower()))
        if found := next((tag for tag in ranges if tag in tags), None):
            return tags[found]
        if wish == "" and "" in tags:
            return tags[""]
        for prefix in ranges:
            if fitting := sorted(tag for tag in tags if tag.startswith(f"{prefix}-")):
                return tags[fitting[0]]
    return None


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
