"""The templates of a site in one language, with everything escaped and no name unknown.

A template is translated to Python once for all languages. The words of the interface, `{{ w.name }}`, are put into the texts of that
program, which makes pages twice as fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kzit_graph.publish.markup import safe
from kzit_graph.publish.site.wording.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

ROOT: Final = "\0"
"""Stands for the way from a page to the folder of the site, so that parts of pages can be used in all folders. No shown text has it."""

HOME: Final = "\1"
"""Stands for the way from a page to the folder of its edition."""

PATH: Final = "\2"
"""Stands for the address of a page below the folder of its edition."""

_PLACES: Final = {"root": ROOT, "home": HOME, "path": PATH}
_SHARED: Final = {"m": "macros.html", "p": "parts.html"}
"""Templates with macros that all others may use, by the name of the module."""


class Templates:
    """The templates with the words of a language. macros: those of macros.html, as functions that return a part of a page."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._environment = self._new_environment()
        self._module: Any = self._environment.globals["m"]
        self._templates: dict[str, Template] = {}

    def _new_environment(self) -> Environment:
        from kzit_graph.publish.site.edition.template_programs import ProgramLoader, new_environment

        environment = new_environment()
        environment.loader = ProgramLoader(self._words, _PLACES)
        environment.globals["w"] = self._words
        for name, file in _SHARED.items():
            environment.globals[name] = environment.get_template(file).module
        return environment

    def macro(self, name: str) -> Callable[..., Markup]:
        """Return a macro of macros.html."""
        found: Callable[..., Markup] = getattr(self._module, name)
        return found

    def rendered(self, template: str, values: Mapping[str, object]) -> Markup:
        """Return a part of a page, from a template."""
        found = self._templates.get(template)
        if found is None:
            found = self._templates[template] = self._environment.get_template(template)
        return safe(found.render(values))


@cache
def templates(language: str) -> Templates:
    """Return the templates in the language that fits best."""
    return Templates(Words.of(language))
