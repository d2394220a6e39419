"""Cut a JSON-LD context down to what a document uses, so that a small document can have its context in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kzit_graph.rdf.jsonld.context import Json

_NAME_END: Final = re.compile(r"[:\\]")
"""Ends the prefix of a compact IRI, or a string before an escape."""


class ContextParts:
    """The parts of a context. context: the value of "@context", an object."""

    def __init__(self, context: Mapping[str, Json]) -> None:
        self._context = context
        is_plain = {key: json.dumps(key, ensure_ascii=False) == f'"{key}"' for key in context}
        self._always = frozenset(key for key in context if key.startswith("@") or not is_plain[key])
        self._needs: dict[str, frozenset[str]] = {}
        self._entries = {key: f"{json.dumps(key, ensure_ascii=False)}: {_json(value)}" for key, value in context.items()}
        self._texts: dict[frozenset[str], str] = {}

    def used(self, text: str) -> frozenset[str]:
        """Return the keys of the context that a JSON text may use. A key that it does not use does no harm."""
        strings = set(text.split('"'))  # and what is between them, which does no harm
        strings.update([_NAME_END.split(string, 1)[0] for string in strings if ":" in string or "\\" in string])
        return frozenset(self._context.keys() & strings)

    def cut(self, keys: Iterable[str]) -> str:
        """Return a context with some keys, and those that their definitions use, as JSON text in the order of the file."""
        wanted = frozenset(keys)
        if wanted not in self._texts:
            found = {need for key in wanted | self._always for need in self._needed(key)}
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
