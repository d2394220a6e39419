"""The short title of a site, for the head of its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from kzit_graph.plain_text import shortened
from kzit_graph.publish.site.wording.wording import Shown

_ENOUGH: Final = 32
"""Characters of a title that the head has room for."""

_MOST: Final = 60
"""Characters of a title, in two lines or three."""

_LONG_WORD: Final = re.compile(r"(\S{23})\S{2,}")
"""A word that a narrow head has no room for."""

_BREAK: Final = re.compile(r"(?<=.{4})(?=: |, )")
_END: Final = re.compile(r"(?<=.{4})(?:: | [–—-] |\. | \()")


@dataclass(frozen=True)
class Brand:
    """A short title. rest: its second part, which is shown where there is room, with its comma or colon."""

    main: Shown
    rest: str = ""


def brand(title: Shown, short: Shown | None) -> Brand:
    """Return the short title of a site. short: the one that the data state.

    Without one, a long title ends at its first colon or dash, or is cut.
    """
    if short is None:
        text = _END.split(title.text, maxsplit=1)[0] if len(title.text) > _ENOUGH else title.text
        return Brand(replace(title, text=shortened(_LONG_WORD.sub(r"\1…", text), _MOST)))
    main, *rest = _BREAK.split(short.text, maxsplit=1)
    return Brand(replace(short, text=main), "".join(rest))
