"""Templates as Python programs: translated and compiled once, with the words of each language in their texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from functools import cache
from types import CodeType
from typing import Any, Final

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from markupsafe import escape

from kzit_graph.package_data import read_package_text
from kzit_graph.publish.markup import joined
from kzit_graph.publish.site.wording.words import Words

_CONSTANT: Final = re.compile(r"\{\{ (?:w\.([a-z_]+)|(root|home|path)) \}\}")
"""A word of the interface, or a place."""

_WORD: Final = re.compile("\3([a-z_]+)\4")
"""The mark of a word in a text of a program."""


class ProgramLoader(BaseLoader):
    """Loads templates with the words of a language. places: what stands for each place."""

    def __init__(self, words: Words, places: Mapping[str, str]) -> None:
        self._words, self._places = words, places

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:  # noqa: A002
        """Return a template."""
        program = self._with_words(_program(name, tuple(self._places.items())))
        return environment.template_class.from_code(environment, program, globals or {})

    def _with_words(self, program: CodeType) -> CodeType:
        """Return a compiled program with words in its texts."""
        return program.replace(co_consts=tuple(map(self._constant, program.co_consts)))

    def _constant(self, value: object) -> object:
        if isinstance(value, str):
            return _WORD.sub(self._text, value) if "\3" in value else value
        if isinstance(value, tuple):
            return tuple(map(self._constant, value))
        return self._with_words(value) if isinstance(value, CodeType) else value

    def _text(self, mark: re.Match[str]) -> str:
        return str(escape(getattr(self._words, mark[1]))).replace("{", "&#123;")


def new_environment() -> Environment:
    """Return an environment without templates, in which everything is escaped and no name is unknown."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    environment.filters["join"] = joined
    return environment


@cache
def _program(name: str, places: tuple[tuple[str, str], ...]) -> CodeType:
    """Return the compiled program of a template, with marks for the words of the interface in its texts."""
    ways = dict(places)

    def marked(found: re.Match[str]) -> str:
        return ways[found[2]] if found[2] else f"\3{found[1]}\4"

    source = _CONSTANT.sub(marked, read_package_text(f"publish/site/templates/{name}"))
    return new_environment().compile(source, name, name)
