"""Refuse RDF/XML that a parser cannot read in bounded time and memory, or only by reading other files, and RDF/XML that is cut off."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.formats import extension_of_file
from kzit_graph.rdf.xml_grammar import MAX_NAMESPACE, check_grammar

_MAX_EXPANSION: Final = 64 << 20
"""Bytes that all references to entities may expand to."""


_PROLOG: Final = 1 << 16
"""Bytes in which the root element is searched."""

_ONLY_RDF: Final = (".rdf", ".rdfxml")
"""Extensions of RDF/XML alone. In such files rdf:RDF may be left out (RDF/XML 1.1, section 2.6)."""

_ROOT: Final = re.compile(rb"<(?:[A-Za-z_][\w.\-]*+:)?+([A-Za-z_][\w.\-]*+)(?=[\s/>])")
_BY_NUMBER: Final = re.compile(rb"&#(?:[0-9]+|x[0-9a-fA-F]+);")
_LESS_BY_NUMBER: Final = re.compile(rb"&#(?:0*60|x0*3[cC]);")
_AMPERSAND_BY_NUMBER: Final = re.compile(rb"&#(?:0*38|x0*26);")
"""The characters < and &, which would begin markup or a reference where the entity is used."""

_ENTITY: Final = re.compile(rb"<!ENTITY\s*+(?:%\s*+)?+([^\s\"'<]++)\s*+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*+)\"|'([^']*+)')")
_REFERENCE: Final = re.compile(rb"&([^\s&;<>\"'#]++);")
_NOT_ELEMENTS: Final = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<![A-Z]", re.DOTALL)


def check_xml(content: bytes, path: Path) -> None:
    """Raise `InvalidInput` if RDF/XML has an external or a nested entity, expands without bound, or is not well-formed or not RDF/XML.

    External entities read other files, and nested entities can expand without limit.
    """
    _check_entities(content, path)
    _check_root(content, path)
    check_grammar(content, path)


def _check_root(content: bytes, path: Path) -> None:
    """Refuse other XML under an extension that is not for RDF/XML alone, because a parser may take it for RDF/XML."""
    root = _ROOT.search(_NOT_ELEMENTS.sub(b"", content[:_PROLOG]))
    if root and root[1] != b"RDF" and extension_of_file(path) not in _ONLY_RDF:
        name = root[0].decode("utf-8", errors="replace")
        raise InvalidInput(
            f"the root element is {name}>, not <rdf:RDF>, so this is not RDF/XML; convert it, or remove the file", Position(path)
        )


def _check_entities(content: bytes, path: Path) -> None:
    sizes: dict[bytes, int] = {}
    for entity in _ENTITY.finditer(content):
        name, external, *values = entity.groups()
        value = values[0] if values[0] is not None else values[1]
        if kind := "an external entity" if external else _kind_of_markup(value):
            raise InvalidInput(f"RDF/XML with {kind} is refused; write the text itself", _position(path, content, entity.start()))
        if len(value) > MAX_NAMESPACE:
            problem = f"an entity has more than {MAX_NAMESPACE:,} bytes; write the text itself"
            raise InvalidInput(problem, _position(path, content, entity.start()))
        sizes[name] = max(len(value), sizes.get(name, 0))
    if not sizes:
        return
    expansion = 0
    for reference in _REFERENCE.finditer(content):
        expansion += sizes.get(reference[1], 0)
        if expansion > _MAX_EXPANSION:
            problem = f"the references to entities expand to more than {_MAX_EXPANSION >> 20} MiB; write shorter entities"
            raise InvalidInput(problem, _position(path, content, reference.start()))


def _kind_of_markup(value: bytes) -> str:
    """Return what makes the value of an entity more than text; empty if nothing does. Other characters may be given by number."""
    if b"<" in value or _LESS_BY_NUMBER.search(value):
        return "markup in an entity"
    return "a nested entity" if b"&" in _BY_NUMBER.sub(b"", value) or _AMPERSAND_BY_NUMBER.search(value) else ""


def _position(path: Path, content: bytes, offset: int) -> Position:
    return Position(path, content.count(b"\n", 0, offset) + 1)
