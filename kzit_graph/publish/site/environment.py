"""The templates of a site, with everything escaped and no name unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kzit_graph.package_data import FOLDER

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

ROOT: Final = "\0"
"""Stands for the way from a page to the folder of the site, so that parts of pages can be used in all folders. No shown text has it."""


@cache
def environment() -> Environment:
    """Return the environment of the templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(FOLDER / "publish" / "site" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.globals["root"] = ROOT
    return found


def rendered(template: str, values: Mapping[str, object]) -> Markup:
    """Return a part of a page, from a template."""
    from markupsafe import Markup

    return Markup(environment().get_template(template).render(values))  # noqa: S704 - the template has escaped it


def page(path: str, values: Mapping[str, object]) -> bytes:
    """Return a whole page. path: of its file, below the folder of the site. values: among them the parts "head", "main" and "foot"."""
    return rendered("page.html", values).replace(ROOT, "../" * path.count("/")).encode()


class Macros:
    """The macros of macros.html as functions that return a part of a page."""

    def __init__(self) -> None:
        self._module: Any = environment().get_template("macros.html").module

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        """Return a macro."""
        found: Callable[..., Markup] = getattr(self._module, name)
        return found
