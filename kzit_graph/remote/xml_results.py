"""Turn SPARQL results in XML into JSON (SPARQL Query Results XML Format, second edition).

The parser of XML results drops white space at the ends of texts and text before comments, and keeps line ends that XML replaces.
"""

from __future__ import annotations

import json
from typing import Any, Final
from xml.parsers import expat

MAX_COLUMNS: Final = 10_000
"""The native parser takes quadratic time in them: 0.4 s for as many, an hour for a million."""

_MAX_DEPTH: Final = 100
"""Elements inside one another: triple terms nest, and the native parser ends the process when they nest some thousands deep."""

_TEXTS: Final = ("uri", "bnode", "literal", "boolean")
_PARTS: Final = ("subject", "predicate", "object")


class TooManyColumns(Exception):
    """Results have more columns than can be read in bounded time."""


def as_json(body: bytes) -> bytes:
    """Return XML results in UTF-8 as JSON results.

    Raises `ExpatError` if they are not well-formed to their end, `ValueError` if they nest too deeply, declare a document type or are no
    results, and `TooManyColumns`.
    """
    return _Reader().read(body)


class _Reader:
    """Follows the elements of XML results, by their names without prefix. Unknown elements outside of terms are ignored."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._character_data
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._names: list[str] = []
        self._variables: list[str] = []
        self._rows: list[str] = []
        self._row: dict[str, Any] = {}
        self._binding = ""
        self._triples: list[dict[str, Any]] = []
        self._term: dict[str, Any] | None = None
        self._text: list[str] | None = None
        self._truth: str | None = None
        self._has_rows = False

    def read(self, body: bytes) -> bytes:
        self._parser.Parse(body, True)
        variables = json.dumps(self._variables)
        if self._truth is not None:
            return f'{{"head":{{}},"boolean":{self._truth}}}'.encode()
        if not self._has_rows:
            raise ValueError("neither rows nor a boolean")
        return f'{{"head":{{"vars":{variables}}},"results":{{"bindings":[{",".join(self._rows)}]}}}}'.encode()

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        name = full_name.rpartition(":")[2]
        if self._text is not None:
            raise ValueError(f"<{name}> in a text")
        self._names.append(name)
        if len(self._names) > _MAX_DEPTH:
            raise ValueError(f"nested more than {_MAX_DEPTH} levels deep")
        if len(self._names) == 1 and name != "sparql":
            raise ValueError(f"<{name}> instead of <sparql>")
        if name == "variable":
            self._variables.append(_named(name, attributes))
            if len(self._variables) > MAX_COLUMNS:
                raise TooManyColumns
        elif name == "results":
            self._has_rows = True
        elif name == "result":
            self._row = {}
        elif name == "binding":
            self._binding = _named(name, attributes)
        elif name == "triple":
            self._triples.append({})
        elif name in _TEXTS:
            self._text = []
            keys = ("xml:lang", "datatype", "its:dir") if name == "literal" else ()
            self._term = {"type": name, **{key: attributes[key] for key in keys if attributes.get(key)}}

    def _end(self, _name: str) -> None:
        name = self._names.pop()
        if name == "boolean":
            self._truth = self._taken().strip()
            if self._truth not in ("true", "false"):
                raise ValueError(f"the boolean {self._truth}")
        elif name in _TEXTS:
            text = self._taken()
            self._put({**(self._term or {}), "value": text if name == "literal" else text.strip()})
        elif name == "triple":
            triple = self._triples.pop()
            if len(triple) != len(_PARTS):
                raise ValueError("a triple term without a subject, a predicate or an object")
            self._put({"type": "triple", "value": triple})
        elif name == "result":
            self._rows.append(json.dumps(self._row))

    def _taken(self) -> str:
        text, self._text = "".join(self._text or ()), None
        return text

    def _put(self, term: dict[str, Any]) -> None:
        """Put a term into the triple term or the binding that it is in."""
        place = self._names[-1] if self._names else ""
        if place in _PARTS and self._triples:
            holder, key = self._triples[-1], place
        elif place == "binding":
            holder, key = self._row, self._binding
        else:
            raise ValueError(f"<{term['type']}> outside of a binding")
        if key in holder:
            raise ValueError(f"two values of {key} in a row")
        holder[key] = term

    def _character_data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
        elif not text.isspace() and self._names[-1] in ("result", "results", "binding", "triple", *_PARTS):
            raise ValueError(f"text in <{self._names[-1]}>")

    @staticmethod
    def _refuse(*_declaration: object) -> None:
        raise ValueError("document types are not allowed")


def _named(element: str, attributes: dict[str, str]) -> str:
    if "name" not in attributes:
        raise ValueError(f"<{element}> without a name")
    return attributes["name"]
