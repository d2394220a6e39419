"""A small page about a thing, for a frame in someone's program."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.plain_text import html_text, visible
from kzit_graph.rdf.languages import is_language_tag
from kzit_graph.serve.reconcile.terms import Terms

WIDTH: Final = 400
HEIGHT: Final = 260
"""The size of the frame, in pixels."""

_STYLE: Final = (
    "body{font:14px/1.4 system-ui,sans-serif;margin:10px;color:#1b1b1b;background:#fff}h1{font-size:17px;margin:0 0 2px}"
    "p{margin:4px 0}.types,.iri{color:#555;font-size:12px;overflow-wrap:anywhere}dl{display:grid;grid-template-columns:auto 1fr;"
    "gap:1px 10px;margin:6px 0;font-size:13px}dt{color:#555}dd{margin:0}"
)

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""For the page of a preview: any program may show it in a frame."""

_MAX_NAMES: Final = 6


def preview(terms: Terms, thing: NamedNode) -> str:
    """Return the page of a thing as HTML."""
    language = terms.language if is_language_tag(terms.language) else "en"
    title = html_text(terms.name(thing))
    return (
        f'<!doctype html>\n<html lang="{html_text(language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n{fragment(terms, thing)}</body></html>\n"
    )


def fragment(terms: Terms, term: NamedNode, *, of_vocabulary: bool = False) -> str:
    """Return the content of the page: the name, the classes, a description, other names and the IRI.

    of_vocabulary: whether the term is a class or a property.
    """
    name = terms.label(term) if of_vocabulary else terms.name(term)
    types = ", ".join(dict.fromkeys(kind["name"] for kind in terms.types_of(term)))
    description = terms.description(term)
    labels = {**terms.graph.vocabulary.labels(term), **terms.graph.names.labels(term)}
    others = [(language, text) for language, text in sorted(labels.items()) if visible(text) != visible(name)][:_MAX_NAMES]
    rows = "".join(f"<dt>{html_text(language or '–')}</dt><dd>{html_text(text)}</dd>" for language, text in others)
    parts = (
        f"<h1>{html_text(name)}</h1>\n",
        f'<p class="types">{html_text(types)}</p>\n' if types else "",
        f"<p>{html_text(description)}</p>\n" if description and description != types else "",
        f"<dl>{rows}</dl>\n" if rows else "",
        f'<p class="iri">{html_text(term.value)}</p>\n',
    )
    return "".join(parts)
