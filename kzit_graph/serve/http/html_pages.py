"""The pages that the server itself writes, from templates with the same head."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from kzit_graph.package_data import FOLDER

if TYPE_CHECKING:
    from jinja2 import Environment

    from kzit_graph.serve.http.look import Look

_TEMPLATES: Final = FOLDER / "serve" / "templates"


def page(template: str, look: Look, **values: object) -> bytes:
    """Return a page. template: its file. look: of all pages. Every value is escaped, and none may be missing."""
    return _environment().get_template(template).render(look=look, **values).encode()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
