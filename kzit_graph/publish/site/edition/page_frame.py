"""Put the parts of a page into their frame: all that the pages of an edition have in common is rendered once."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markupsafe import Markup

_MARK: Final = re.compile("\4([a-z]+)\4")
"""Stands for a part of a page while its frame is rendered. No shown text has it."""


class PageFrame:
    """Frames of pages or of a part of them. render: returns one from the values of its template."""

    def __init__(self, render: Callable[[Mapping[str, object]], str]) -> None:
        self._render = render
        self._known: dict[Hashable, list[str]] = {}

    def filled(self, key: Hashable, fixed: Callable[[], Mapping[str, object]], parts: Mapping[str, str]) -> str:
        """Return a page. key: of its frame. fixed: returns the values that all pages with this key have. parts: HTML of this page."""
        pieces = self._known.get(key)
        if pieces is None:
            marks = {name: mark(name) if part else "" for name, part in parts.items()}
            pieces = self._known[key] = _MARK.split(self._render({**fixed(), **marks}))
        return "".join([parts[piece] if number % 2 else piece for number, piece in enumerate(pieces)])


def mark(name: str) -> Markup:
    """Return what stands for a part of a page while its frame is rendered."""
    from markupsafe import Markup

    return Markup(f"\4{name}\4")  # noqa: S704 - a mark of ours
