"""The page with a form for a query, which needs no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kzit_graph.serve.described import Example
from kzit_graph.serve.http.html_pages import page
from kzit_graph.serve.http.look import Look
from kzit_graph.serve.sparql.formats import OFFERS

_FIRST_QUERY: Final = (
    "SELECT ?class (COUNT(?thing) AS ?things)\nWHERE { ?thing a ?class }\nGROUP BY ?class\nORDER BY DESC(?things)\nLIMIT 20"
)


def form_page(title: str, endpoint: str, examples: Mapping[str, Example], look: Look, chosen: str = "") -> bytes:
    """Return the page. title: of the dataset. examples: by name. look: of all pages.

    chosen: the name of the example in the form; unknown ones are ignored.
    """
    example = examples.get(chosen)
    formats = dict.fromkeys(offer.name for offers in OFFERS.values() for offer in offers)
    return page(
        "form.html",
        look,
        title=title,
        endpoint=endpoint,
        examples=list(examples.values()),
        query=example.text if example else _FIRST_QUERY,
        chosen=example,
        formats=list(formats),
    )
