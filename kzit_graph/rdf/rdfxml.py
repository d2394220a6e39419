"""Write RDF/XML (W3C Recommendation, 2014) in parts.

Every class can be written, because it can be an attribute (section 2.13). A property must be an XML name, and text must consist of
characters of XML. The names are those of XML 1.0 (fifth edition, section 2.3) without a colon (Namespaces in XML 1.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF, RDF_TYPE, STRING_IRI

XML_END: Final = b"\n</rdf:RDF>"
"""The end of a document."""

_ITS: Final = "http://www.w3.org/2005/11/its"
_OWN_PREFIXES: Final = {"rdf": RDF, "its": _ITS}
"""Prefixes of every document. ITS has the attribute of the base direction of text."""

_RESERVED: Final = frozenset(
    f"{RDF}{name}"
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li"),
        *("aboutEach", "aboutEachPrefix", "bagID"),
    )
)
"""IRIs with a meaning of their own as an element (section 5.1 and the following)."""

_FORBIDDEN_NAMESPACES: Final = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")
_FORBIDDEN_PREFIXES: Final = ("xml", "xmlns")
_ASCII_START: Final = "A-Z_a-z"
_ASCII_PART: Final = rf"{_ASCII_START}\-.0-9"
NAME_START: Final = (
    f"{_ASCII_START}\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""The first characters of names (XML 1.0, 2.3), for a class in a pattern."""

NAME_PART: Final = rf"{NAME_START}\-.0-9\u00b7\u0300-\u036f\u203f\u2040"
"""All characters of names."""

_IN_ALL_EDITIONS: Final = re.compile(
    "[A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][A-Z_a-z0-9.\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff-]*"
)
"""Names that every XML parser reads. Some, such as expat, read only the letters of the fourth edition, which has fewer."""

_NOT_XML: Final = "\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""Characters that XML 1.0 does not allow (section 2.2)."""

_NOT_XML_CHARACTER: Final = re.compile(f"[{_NOT_XML}]")
_TO_ESCAPE: Final = re.compile(f"[&<>\"'\r{_NOT_XML}]")
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#xD;"})
"""XML parsers turn a carriage return into a line feed, unless it is escaped."""


class _Names(NamedTuple):
    """Patterns of a name, its first character, and any of its other characters."""

    whole: re.Pattern[str]
    start: re.Pattern[str]
    parts: re.Pattern[str]


def _names(text: str) -> _Names:
    """Return the patterns of names in a text. Those for all characters take 20 ms to compile, and are rarely needed."""
    return _names_of(_ASCII_START, _ASCII_PART) if text.isascii() else _names_of(NAME_START, NAME_PART)


@cache
def _names_of(start: str, part: str) -> _Names:
    return _Names(re.compile(f"[{start}][{part}]*"), re.compile(f"[{start}]"), re.compile(f"[{part}]*"))


@dataclass(frozen=True)
class XmlProblem:
    """The first statement that RDF/XML cannot hold. cause: what is wrong, and what to do."""

    subject: NamedNode | BlankNode
    predicate: NamedNode
    cause: str

    @property
    def is_of_property(self) -> bool:
        """Whether no statement with the property can be written."""
        return self.predicate.value in _RESERVED or _split(self.predicate.value) is None

    @property
    def statement(self) -> str:
        """The property and the subject, for a message. The label of a blank node is not in the files."""
        subject = "a blank node" if isinstance(self.subject, BlankNode) else str(self.subject)
        return f"{self.predicate} of {subject}"

    def __str__(self) -> str:
        return f"RDF/XML cannot hold {self.statement}: {self.cause}"


class UnwritableXml(InvalidInput):
    """RDF/XML cannot hold a statement; other formats can. what: the statement and the cause."""

    def __init__(self, what: XmlProblem) -> None:
        super().__init__(str(what))
        self.what = what


class _Unwritable(Exception):
    """A term cannot be written. The message says why, and what to do."""


def xml_start(prefixes: Mapping[str, str]) -> bytes:
    """Return the start of a document; the bodies of `xml_body` belong between it and `XML_END`. prefixes: prefix to namespace."""
    declared = sorted(_declared(prefixes).items(), key=lambda one: (one[1], one[0]))
    attributes = "".join(f' {_declaration(prefix)}="{_escaped(namespace)}"' for prefix, namespace in declared)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{attributes}>'.encode()


def xml_body(statements: Iterable[Quad] | Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return statements in RDF/XML without the start and end of the document. Those of one subject must follow each other.

    Raises `UnwritableXml` if a property is not an XML name, or if a character is not allowed in XML 1.0.
    """
    return _Writer(prefixes).body(statements)


def _declared(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes of a document: those that XML allows, one for each namespace, and its own."""
    legal = {
        namespace: prefix
        for prefix, namespace in sorted(prefixes.items())
        if (not prefix or _names(prefix).whole.fullmatch(prefix))
        and prefix not in (*_FORBIDDEN_PREFIXES, *_OWN_PREFIXES)
        and namespace not in ("", *_FORBIDDEN_NAMESPACES, *_OWN_PREFIXES.values())
        and not _NOT_XML_CHARACTER.search(namespace)
    }
    return {prefix: namespace for namespace, prefix in legal.items()} | _OWN_PREFIXES


def _declaration(prefix: str) -> str:
    return f"xmlns:{prefix}" if prefix else "xmlns"


def _escaped(text: str) -> str:
    if (found := _TO_ESCAPE.search(text)) is None:
        return text
    if _NOT_XML_CHARACTER.search(text, found.start()):
        character = ord(_NOT_XML_CHARACTER.findall(text)[0])
        raise _Unwritable(f"the character U+{character:04X} is not allowed in XML; remove it")
    return text.translate(_ESCAPES)


def _split(iri: str) -> tuple[str, str] | None:
    """Split an IRI into a namespace and the longest XML name at its end; None if there is none."""
    names = _names(iri)
    parts = names.parts.match(iri[::-1])
    assert parts is not None
    for start in names.start.finditer(iri, len(iri) - parts.end()):
        namespace = iri[: start.start()]
        if namespace and namespace not in _FORBIDDEN_NAMESPACES:
            return namespace, iri[start.start() :]
    return None


class _Writer:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        declared = _declared(prefixes)
        self._prefixes = {namespace: prefix for prefix, namespace in declared.items()}
        self._local = next(name for name in ("", "ns", *(f"ns{number}" for number in range(len(declared)))) if name not in declared)
        self._elements: dict[NamedNode, tuple[str, str] | None] = {}

    def body(self, statements: Iterable[Quad] | Iterable[Triple]) -> bytes:
        lines: list[str] = []
        subject, closing = None, ""
        for statement in statements:
            about, predicate, value = statement.subject, statement.predicate, statement.object
            try:
                if about != subject:
                    lines += [closing] if closing else []
                    subject = about
                    opening, closing, is_typed = self._node(about, predicate, value)
                    lines.append(opening)
                    if is_typed:
                        continue
                lines.append(self._property(predicate, value))
            except _Unwritable as error:
                assert not isinstance(about, Triple)
                raise UnwritableXml(XmlProblem(about, predicate, str(error))) from error
        lines += [closing] if closing else []
        return "".join(f"\n{line}" for line in lines).encode()

    def _node(self, subject: Term, predicate: NamedNode, value: Term) -> tuple[str, str, bool]:
        """Return the start tag and the end tag of a node, and whether its element name is its class."""
        element = self._element(value) if predicate == RDF_TYPE and isinstance(value, NamedNode) else None
        if element and not _IN_ALL_EDITIONS.fullmatch(element[1].rpartition(":")[2]):
            element = None
        start, name = element or ("rdf:Description", "rdf:Description")
        return f"\t<{start}{self._reference('about', subject)}>", f"\t</{name}>", element is not None

    def _property(self, predicate: NamedNode, value: Term) -> str:
        element = self._element(predicate)
        if element is None:
            if predicate.value in _RESERVED:
                raise _Unwritable("it has another meaning in RDF/XML; use another property")
            raise _Unwritable("the IRI of a property must end in an XML name; rename it")
        start, name = element
        if isinstance(value, Literal):
            return f"\t\t<{start}{_attributes(value)}>{_escaped(value.value)}</{name}>"
        return f"\t\t<{start}{self._reference('resource', value)}/>"

    def _reference(self, attribute: str, node: Term) -> str:
        if isinstance(node, Triple):
            raise _Unwritable("triple terms are not supported; remove it")
        return f' rdf:nodeID="{node.value}"' if isinstance(node, BlankNode) else f' rdf:{attribute}="{_escaped(node.value)}"'

    def _element(self, iri: NamedNode) -> tuple[str, str] | None:
        """Return the element name of a class or property with its declaration, if it needs one, and without; None if it has no name."""
        if iri not in self._elements:
            self._elements[iri] = self._new_element(iri.value)
        return self._elements[iri]

    def _new_element(self, iri: str) -> tuple[str, str] | None:
        parts = None if iri in _RESERVED else _split(iri)
        if parts is None:
            return None
        namespace, local = parts
        if namespace in self._prefixes:
            name = f"{self._prefixes[namespace]}:{local}".removeprefix(":")
            return name, name
        name = f"{self._local}:{local}".removeprefix(":")
        return f'{name} {_declaration(self._local)}="{_escaped(namespace)}"', name


def _attributes(literal: Literal) -> str:
    if literal.language:
        language = f' xml:lang="{literal.language}"'
        if literal.direction is None:
            return language
        return f'{language} rdf:version="1.2-basic" its:version="2.0" its:dir="{literal.direction.value}"'
    datatype = literal.datatype.value
    return "" if datatype == STRING_IRI else f' rdf:datatype="{_escaped(datatype)}"'
