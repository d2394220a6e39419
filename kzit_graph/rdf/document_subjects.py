"""Find where JSON-LD and RDF/XML describe things whose IRIs they abbreviate: with a prefix, a base IRI, a term or an entity."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from operator import itemgetter
from typing import Any, Final
from urllib.parse import urljoin
from xml.parsers import expat

from kzit_graph.rdf.jsonld.bounds import contexts_of, objects_of
from kzit_graph.rdf.jsonld.strings import STRING
from kzit_graph.rdf.namespaces import RDF

_TOKEN: Final = re.compile(rf"(?P<string>{STRING})(?P<colon>\s*+:)?|[{{}}]", re.DOTALL)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_MAX_PREFIXES: Final = 100
"""Prefixes that are each defined by the next."""

_XML: Final = "http://www.w3.org/XML/1998/namespace"


def json_subjects(text: str, base: str | None) -> list[tuple[str, int]]:
    """Return the IRIs of the things that JSON-LD describes, with the offsets where they stand, and then those that it only refers to."""
    terms = {name: value for context in contexts_of(text) for names in objects_of(context) for name, value in names.items()}
    own = terms.get("@base")
    base = urljoin(base or "", own) if isinstance(own, str) else base
    ids = {"@id", *(name for name, value in terms.items() if value == "@id")}
    described: list[tuple[str, int]] = []
    referred: list[tuple[str, int]] = []
    objects: list[tuple[str, int, int]] = []  # the @id, its offset, and the number of keys
    key = ""
    for token in _TOKEN.finditer(text):
        if token[0] == "{":
            objects.append(("", 0, 0))
        elif token[0] == "}":
            iri, offset, keys = objects.pop() if objects else ("", 0, 0)
            if iri:
                (described if keys > 1 else referred).append((iri, offset))
        elif token["colon"]:
            key = _text(token["string"])
            if objects:
                iri, offset, keys = objects[-1]
                objects[-1] = iri, offset, keys + 1
        elif key in ids and objects:
            _, _, keys = objects[-1]
            objects[-1] = _expanded(_text(token["string"]), terms, base), token.start(), keys
    return sorted(described, key=itemgetter(1)) + referred


def _text(string: str) -> str:
    if "\\" not in string:
        return string[1:-1]
    try:
        return str(json.loads(string))
    except ValueError:
        return string[1:-1]


def _expanded(name: str, terms: dict[str, Any], base: str | None) -> str:
    """Return the IRI that a value of @id stands for (JSON-LD 1.1 API, 5.2)."""
    for _ in range(_MAX_PREFIXES):
        prefix, colon, local = name.partition(":")
        if not colon or local.startswith("//") or prefix not in terms:
            break
        definition = terms[prefix]
        namespace = definition.get("@id") if isinstance(definition, dict) else definition
        if not isinstance(namespace, str):
            break
        name = namespace + local
    return name if _ABSOLUTE.match(name) or not base else urljoin(base, name)


def xml_subjects(content: bytes, base: str | None) -> list[tuple[str, int]]:
    """Return the IRIs of the things that RDF/XML in UTF-8 describes, with their lines. A malformed file is read up to the mistake."""
    reader = _XmlSubjects(base)
    with suppress(expat.ExpatError):  # the parser of RDF/XML says what is wrong
        reader.parser.Parse(content, True)
    return reader.found


class _XmlSubjects:
    def __init__(self, base: str | None) -> None:
        self.found: list[tuple[str, int]] = []
        self._bases = [base or ""]
        self.parser = expat.ParserCreate("UTF-8", " ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        own = attributes.get(f"{_XML} base")
        base = self._bases[-1] if own is None else urljoin(self._bases[-1], own)
        self._bases.append(base)
        named, identifier = attributes.get(f"{RDF} about", attributes.get("about")), attributes.get(f"{RDF} ID", attributes.get("ID"))
        if named is not None:
            self._add(named, base)
        elif identifier is not None:
            self._add(f"#{identifier}", base)

    def _add(self, iri: str, base: str) -> None:
        whole = iri if _ABSOLUTE.match(iri) or not base else urljoin(base, iri) if iri else base.partition("#")[0]
        self.found.append((whole, self.parser.CurrentLineNumber))

    def _end(self, _name: str) -> None:
        self._bases.pop()
