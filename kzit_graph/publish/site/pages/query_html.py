"""Write SPARQL for a page, with its keywords and variables marked."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kzit_graph.sparql.tokens import tokens_or_iris

if TYPE_CHECKING:
    from markupsafe import Markup

_CLASSES: Final = {"variable": "vr", "comment": "cm", "word": "kw"}


@lru_cache(maxsize=256)
def query_html(sparql: str) -> Markup:
    """Return a query as part of a page, without empty lines at its ends."""
    from markupsafe import Markup, escape

    text = sparql.strip()
    parts, end = [], 0
    for kind, group in groupby(tokens_or_iris(text), lambda token: _CLASSES.get(token.kind, "")):
        found = list(group)
        parts.append(escape(text[end : found[0].start]))
        piece = escape(text[found[0].start : found[-1].end])
        parts.append(Markup('<span class="{}">{}</span>').format(kind, piece) if kind else piece)
        end = found[-1].end
    return Markup("").join((*parts, escape(text[end:])))
