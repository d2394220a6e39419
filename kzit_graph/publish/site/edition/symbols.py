"""The glyphs of claims and the icons of kinds of things: each is defined once on a page that uses it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kzit_graph.package_data import read_package_text

_SYMBOL: Final = re.compile(r'<symbol id="([^"]+)".*?</symbol>')
_USE: Final = '<use href="#'


def sprite(page: str) -> str:
    """Return the symbols that a page uses, as an element without size; empty if it uses none."""
    used = frozenset([part.partition('"')[0] for part in page.split(_USE)[1:]])  # several times as fast as a regular expression
    return _sprite(used) if used else ""


@cache
def _sprite(used: frozenset[str]) -> str:
    symbols = "".join(text for name, text in _symbols().items() if name in used)
    return f'<svg width="0" height="0" class="vh" aria-hidden="true" focusable="false"><defs>{symbols}</defs></svg>' if symbols else ""


@cache
def _symbols() -> dict[str, str]:
    """Return the symbols by name."""
    return {found[1]: found[0] for found in _SYMBOL.finditer(read_package_text("publish/site/templates/symbols.html"))}
