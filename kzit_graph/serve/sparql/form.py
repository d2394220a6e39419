"""The page with a form for a query, which needs no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from kzit_graph.package_data import FOLDER
from kzit_graph.serve.described import Example
from kzit_graph.serve.http.look import Look
from kzit_graph.serve.sparql.formats import OFFERS

if TYPE_CHECKING:
    from jinja2 import Template

_FIRST_QUERY: Final = (
    "SELECT ?class (COUNT(?thing) AS ?things)\nWHERE { ?thing a ?class }\nGROUP BY ?class\nORDER BY DESC(?things)\nLIMIT 20"
)


def form_page(title: str, endpoint: str, examples: Mapping[str, Example], look: Look, chosen: str = "") -> bytes:
    """Return the page. title: of the dataset. examples: by name. look: of all pages.

    chosen: the name of the example in the form; unknown ones are ignored.
    """
    example = examples.get(chosen)
    formats = dict.fromkeys(offer.name for offers in OFFERS.values() for offer in offers)
    page = _template().render(
        title=title,
        endpoint=endpoint,
        examples=list(examples.values()),
        query=example.text if example else _FIRST_QUERY,
        chosen=example,
        formats=list(formats),
        look=look,
    )
    return page.encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FOLDER / "serve" / "sparql" / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("form.html")
