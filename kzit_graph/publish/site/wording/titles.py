"""Names of things as titles: with a capital first letter, as in a heading or at the start of a row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kzit_graph.plain_text import capitalized

if TYPE_CHECKING:
    from kzit_graph.publish.site.wording.wording import Shown

_WORD: Final = re.compile(r"([^\W\d_]+(['’][^\W\d_]*)?|[^\W\d_]{5,}(-[^\W\d_]+)+)[,:;]?(\s|$)")
"""A first word of letters alone, or a compound with a hyphen. "eBay", "e-mail" and "ccii.it" have a form of their own."""


def as_title(text: str) -> str:
    """Return a name with a capital first letter, unless its first word has a form of its own.

    >>> as_title("page of Italy's embassy"), as_title("ccii.it item"), as_title("eBay")
    ("Page of Italy's embassy", 'ccii.it item', 'eBay')
    """
    found = _WORD.match(text)
    return capitalized(text) if found and found[0].islower() else text


def titled(name: Shown) -> Shown:
    """Return a name as a title."""
    text = as_title(name.text)
    return name if text == name.text else replace(name, text=text)
