"""The words of the interface of a site, from words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kzit_graph.package_data import read_package_text
from kzit_graph.rdf.languages import best_language

_DEFAULT: Final = "en"


@dataclass(frozen=True)
class Words:
    """The words in one language, as attributes. A word that the language lacks is in English."""

    language: str
    _words: Mapping[str, str]

    def __getattr__(self, name: str) -> str:
        """Return a word."""
        try:
            return self._words[name]
        except KeyError:
            raise AttributeError(name) from None

    @classmethod
    def of(cls, language: str) -> Words:
        """Return the words in the language that fits best."""
        known = _known()
        found = best_language(known, language) or _DEFAULT
        return cls(found, {**known[_DEFAULT], **known[found]})


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(read_package_text("publish/site/words.toml"))
