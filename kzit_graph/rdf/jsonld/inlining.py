"""Put remote JSON-LD contexts inline, from local copies. Nothing is fetched.

A context is resolved as JSON-LD 1.1 Processing Algorithms and API (section 4.1) prescribes, with a copy in place of a request:
references in arrays, in nodes and in the definitions of terms, @import, and references of one context to another. What is put inline
takes as many lines as the reference took, so the lines of error messages stay those of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.bounds import check_json
from kzit_graph.rdf.opening import read_content

_KEY: Final = re.compile(r'"@context"\s*+:\s*+')
_MAX_INLINED: Final = 16 << 20
"""Characters of contexts that are put into a file, at most. Contexts that repeat others could grow without a limit."""

_Trail = tuple[str, ...]


@dataclass(frozen=True)
class _Source:
    """Where a context stands. base: resolves its relative references; none in a data file, whose references are used as written."""

    path: Path
    text: str
    base: str = ""

    def position_of(self, reference: str) -> Position:
        """Return the line of a reference, if it is written as it is."""
        offset = self.text.find(json.dumps(reference, ensure_ascii=False))
        return Position(self.path, None if offset < 0 else self.text.count("\n", 0, offset) + 1)


class Inlining:
    """Puts contexts inline. files: the copy of each context, by its IRI. Each is read once."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._resolved: dict[str, tuple[Any, int]] = {}

    def applied(self, content: bytes, path: Path) -> bytes:
        """Return JSON-LD with the contexts that it refers to put inline. Without references, it is returned as it is.

        Malformed JSON is left to the parser. Raises `InvalidInput`, with the line, if a context has no local copy, or if a copy cannot
        be used.
        """
        text = content.decode("utf-8", errors="replace")
        if "\ufffd" in text:
            return content
        source = _Source(path, text)
        parts: list[str] = []
        position = written = 0
        decoder = json.JSONDecoder()
        while key := _KEY.search(text, position):
            try:
                context, position = decoder.raw_decode(text, key.end())
            except ValueError:
                return content
            resolved, size = self._resolve(context, source, ())
            if resolved != context:
                if size > _MAX_INLINED:
                    raise _too_large(Position(path, text.count("\n", 0, key.start()) + 1))
                lines = "\n" * text.count("\n", key.end(), position)
                parts += [text[written : key.end()], json.dumps(resolved, ensure_ascii=False, separators=(",", ":")), lines]
                written = position
        if not parts:
            return content
        inlined = "".join((*parts, text[written:])).encode()
        check_json(inlined, path)
        return inlined

    def _resolve(self, context: Any, source: _Source, trail: _Trail) -> tuple[Any, int]:
        """Return a context without references, and how many characters come from copies. trail: the contexts that lead to it."""
        if isinstance(context, str):
            return self._load(context, source, trail)
        if isinstance(context, list):
            flat: list[Any] = []
            total = 0
            for item in context:
                resolved, size = self._resolve(item, source, trail)
                flat += resolved if isinstance(resolved, list) else [resolved]
                total += size
            return flat, total
        return self._resolve_terms(context, source, trail) if isinstance(context, dict) else (context, 0)

    def _resolve_terms(self, terms: dict[str, Any], source: _Source, trail: _Trail) -> tuple[dict[str, Any], int]:
        """Return the definitions of a context with those that it imports (section 4.1, step 5.6) and their own contexts inline."""
        found: dict[str, Any] = {}
        total = 0
        if isinstance(imported := terms.get("@import"), str):
            resolved, total = self._load(imported, source, trail)
            if not isinstance(resolved, dict):
                raise InvalidInput(f"@import needs a context that is one object, and {imported} is not", source.position_of(imported))
            found |= resolved
        for name, definition in terms.items():
            if name == "@import" and isinstance(imported, str):
                continue
            if isinstance(definition, dict) and "@context" in definition:
                own, size = self._resolve(definition["@context"], source, trail)
                found[name] = definition | {"@context": own}
                total += size
            else:
                found[name] = definition
        return found, total

    def _load(self, reference: str, source: _Source, trail: _Trail) -> tuple[Any, int]:
        """Return the context of a reference, and its size."""
        iri = urljoin(source.base, reference) if source.base else reference
        if iri in trail:
            raise InvalidInput(f"the context {iri} refers to itself; remove the reference from its copy", source.position_of(reference))
        if iri not in self._resolved:
            path = self._files.get(iri)
            if path is None:
                raise InvalidInput(
                    f"the context {iri} has no local copy, and contexts are not fetched; save it, and name the copy in kzit-graph.toml,"
                    f' under [contexts]: "{iri}" = "FILE"',
                    source.position_of(reference),
                )
            self._resolved[iri] = self._read(iri, path, (*trail, iri))
        return self._resolved[iri]

    def _read(self, iri: str, path: Path, trail: _Trail) -> tuple[Any, int]:
        content = read_content(path)
        check_json(content, path)
        try:
            text = content.decode("utf-8-sig")
            document = json.loads(text)
        except UnicodeDecodeError as error:
            raise InvalidInput("not UTF-8; save the text as UTF-8", Position(path)) from error
        except json.JSONDecodeError as error:
            raise InvalidInput(error.msg, Position(path, error.lineno, error.colno)) from error
        except ValueError as error:  # a number with thousands of digits
            raise InvalidInput(f"not JSON: {error}", Position(path)) from error
        if not isinstance(document, dict) or "@context" not in document:
            raise InvalidInput('not a JSON-LD context; write a JSON object with "@context", in UTF-8', Position(path))
        context, size = self._resolve(document["@context"], _Source(path, text, iri), trail)
        if size > _MAX_INLINED:
            raise _too_large(Position(path))
        context = _without_base(context)
        return context, len(json.dumps(context, ensure_ascii=False, separators=(",", ":")))


def _without_base(context: Any) -> Any:
    """Return a remote context without @base, which counts only in the file itself (section 4.1, step 5.7)."""
    if isinstance(context, list):
        return [_without_base(item) for item in context]
    return {name: value for name, value in context.items() if name != "@base"} if isinstance(context, dict) else context


def _too_large(position: Position) -> InvalidInput:
    return InvalidInput(f"its contexts have more than {_MAX_INLINED >> 20} MiB together; leave out some of their terms", position)
