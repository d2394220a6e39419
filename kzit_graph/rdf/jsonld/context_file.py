"""The file of a JSON-LD context, with the line of each key for error messages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput, Position, UnsupportedContext
from kzit_graph.rdf.jsonld.bounds import check_json
from kzit_graph.rdf.jsonld.context import ContextProblem, Json, Terms, read_terms
from kzit_graph.rdf.opening import read_content
from kzit_graph.rdf.parser_errors import encoding_problem

_MAX_DIGITS: Final = 18


_SCHEMES: Final = frozenset(("data", "file", "ftp", "geo", "http", "https", "info", "mailto", "tag", "tel", "urn"))
"""Names that are no prefixes in a context, because IRIs that begin with them would be taken for compact ones."""


@dataclass(frozen=True)
class ContextFile:
    """The file of a JSON-LD context, read lazily and cached. generated: its bytes, if there is no such file."""

    path: Path
    generated: bytes | None = field(default=None, repr=False)

    @computed_once
    def content(self) -> bytes:
        """The bytes of the file. Raises `InvalidInput` if it cannot be read."""
        return read_content(self.path) if self.generated is None else self.generated

    @computed_once
    def value(self) -> Json:
        """The value of "@context". Raises `InvalidInput` if the file is missing or malformed."""
        if problem := encoding_problem(self.content, self.path):
            raise problem
        check_json(self.content, self.path)
        try:
            context = json.loads(self.content.decode("utf-8-sig"), parse_int=_integer)["@context"]
        except json.JSONDecodeError as error:
            raise InvalidInput(error.msg, Position(self.path, error.lineno, error.colno)) from error
        except (KeyError, TypeError) as error:
            raise InvalidInput('not a JSON-LD context; write a JSON object with "@context", in UTF-8', Position(self.path)) from error
        if not isinstance(context, dict):
            raise InvalidInput("the context must be a single object; remote contexts are not loaded", Position(self.path))
        return context

    @computed_once
    def terms(self) -> Terms:
        """The terms of the context.

        Raises `UnsupportedContext`, with the line of the key, if a definition is unsupported or invalid, and `InvalidInput` if the
        file is missing or malformed.
        """
        try:
            return read_terms(self.value)
        except ContextProblem as problem:
            raise self.unsupported(problem.key, str(problem)) from problem

    def unsupported(self, key: str, problem: str) -> UnsupportedContext:
        """Return the error of a key of the context, with its line."""
        return UnsupportedContext(f'the key "{key}" of the context: {problem}', Position(self.path, self._line_of(key)))

    def _line_of(self, key: str) -> int | None:
        """Return the line of a key; None if it occurs more than once, or is written with escapes."""
        text = self.content.decode("utf-8")
        found = [key_and_colon.start() for key_and_colon in re.finditer(re.escape(f'"{key}"') + r"\s*:", text)]
        return text.count("\n", 0, found[0]) + 1 if len(found) == 1 else None


def context_of_prefixes(prefixes: Mapping[str, str]) -> bytes:
    """Return a JSON-LD context that defines prefixes, prefix to namespace, as the bytes of a file."""
    terms = {prefix: {"@id": namespace, "@prefix": True} for prefix, namespace in prefixes.items() if prefix.lower() not in _SCHEMES}
    return f"{json.dumps({'@context': terms}, ensure_ascii=False, indent=2)}\n".encode()


def _integer(digits: str) -> int:
    """Return an integer of JSON. No integer is a valid part of a context, so its first digits are enough; Python refuses 4,301."""
    return int(digits[:_MAX_DIGITS])
