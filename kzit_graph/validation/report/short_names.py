"""Shorten the IRIs of a report with the prefixes of the project. It must be fast, because a report can have 100,000 results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kzit_graph.rdf.prefixed_names import is_local_name

_IRI: Final = re.compile(r"<([^<>\"{}|^`\\\s]*)>")
_DATATYPE: Final = re.compile(r"(?<=\"\^\^)<([^<>\"{}|^`\\\s]*)>$")
_IN_PROSE: Final = re.compile(
    r"<(?P<bracketed>https?://[^<>\"{}|^`\\\s]*+)>|(?P<bare>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]])|\"(?:[^\"\\]|\\.)*+\"?", re.DOTALL
)
"""A web address in a text, or a part in quotes, which can be a literal and stays as it is."""


class ShortNames:
    """Prefixed names for the IRIs in namespaces that have a prefix. prefixes: prefix to namespace."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}

    def term(self, term: str | None) -> str | None:
        """Return an IRI, with or without angle brackets, a literal in N-Triples syntax, or a path, with prefixed names."""
        if not term or not self._prefixes:
            return term
        if term.startswith('"'):
            return _DATATYPE.sub(self._in_brackets, term)
        return _IRI.sub(self._in_brackets, term) if "<" in term else self.iri(term)

    def prose(self, text: str) -> str:
        """Return a text with prefixed names for the web addresses in it, except between quotes."""
        return _IN_PROSE.sub(self._in_prose, text) if "://" in text else text

    def iri(self, iri: str) -> str:
        """Return the prefixed name of an IRI, else the IRI."""
        for separator in "#/":
            end = iri.rfind(separator) + 1
            if 0 < end < len(iri) and (prefix := self._prefixes.get(iri[:end])) is not None and is_local_name(iri[end:]):
                return f"{prefix}:{iri[end:]}"
        return iri

    def _in_brackets(self, found: re.Match[str]) -> str:
        short = self.iri(found[1])
        return found[0] if short == found[1] else short

    def _in_prose(self, found: re.Match[str]) -> str:
        if found["bracketed"]:
            return self._in_brackets(found)
        return self.iri(found["bare"]) if found["bare"] else found[0]
