"""Cut a JSON-LD context down to what a document uses, so that a small document can have its context in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kzit_graph.rdf.jsonld.context import Json

_NAME: Final = re.compile(r'"([^":\\]*)(?:(?::|\\.)(?:[^"\\]|\\.)*)?"', re.DOTALL)
"""A string of JSON, up to its first colon: a term of a context, or the prefix of a compact IRI. Literals can look like that as well."""


class ContextParts:
    """The parts of a context. context: the value of "@context", an object."""

    def __init__(self, context: Mapping[str, Json]) -> None:
        self._context = context
        self._always = frozenset(key for key in context if key.startswith("@"))
        self._needs: dict[str, frozenset[str]] = {}
        self._entries = {key: f"{json.dumps(key, ensure_ascii=False)}: {_json(value)}" for key, value in context.items()}
        self._texts: dict[frozenset[str], str] = {}

    def used(self, text: str) -> frozenset[str]:
        """Return the keys of the context that a JSON text may use. A key that it does not use does no harm."""
        return frozenset(key for key in _NAME.findall(text) if key in self._context)

    def cut(self, keys: Iterable[str]) -> str:
        """Return a context with some keys, and those that their definitions use, as JSON text in the order of the file."""
        wanted = frozenset(keys)
        if wanted not in self._texts:
            found = self._always | {need for key in wanted for need in self._needed(key)}
            entries = ",\n  ".join(entry for key, entry in self._entries.items() if key in found)
            self._texts[wanted] = f"{{\n  {entries}\n}}" if entries else "{}"
        return self._texts[wanted]

    def _needed(self, key: str) -> frozenset[str]:
        """Return a key and those that its definition uses."""
        if key not in self._needs:
            found, waiting = set[str](), [key]
            while waiting:
                one = waiting.pop()
                if one not in found:
                    found.add(one)
                    waiting += self.used(json.dumps(self._context[one], ensure_ascii=False))
            self._needs[key] = frozenset(found)
        return self._needs[key]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
