"""Refuse RDF/XML that is not well-formed, breaks its grammar (RDF/XML 1.1, section 7), or expands without bound.

The parser drops what has no place in the grammar without a word, such as rdf:about on a property element, and gives no line for what
it refuses.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, NoReturn
from xml.parsers import expat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.plain_text import shortened
from kzit_graph.rdf.namespaces import RDF
from kzit_graph.rdf.rdfxml import NAME_PART, NAME_START
from kzit_graph.rdf.repetition import repetition_limit, too_much_repetition
from kzit_graph.rdf.xml_parsing import decoded, parse_xml

_MAX_DEPTH: Final = 1_000
"""Nested elements. The parser's time grows with the square of their number."""

_MAX_ATTRIBUTES: Final = 1_000
"""Attributes and namespaces of an element. The parser's time grows with the square of their number."""

MAX_NAMESPACE: Final = 4_096
"""Characters of a namespace or a base IRI. They are repeated in each name that uses them."""

_SEPARATOR: Final = "\x01"
_RDF: Final = f"{RDF}{_SEPARATOR}"
_XML: Final = f"http://www.w3.org/XML/1998/namespace{_SEPARATOR}"
_ABOUT, _ID, _NODE_ID, _RESOURCE = (_RDF + name for name in ("about", "ID", "nodeID", "resource"))
_PARSE_TYPE, _DATATYPE, _DESCRIPTION, _ROOT, _LI = (_RDF + name for name in ("parseType", "datatype", "Description", "RDF", "li"))
_ITS: Final = f"http://www.w3.org/2005/11/its{_SEPARATOR}"
_LANGUAGE, _BASE = f"{_XML}lang", f"{_XML}base"
_SUBJECTS: Final = (_ABOUT, _ID, _NODE_ID)
_SYNTAX: Final = frozenset((*_SUBJECTS, _RESOURCE, _PARSE_TYPE, _DATATYPE))
_REMOVED: Final = frozenset(_RDF + name for name in ("bagID", "aboutEach", "aboutEachPrefix"))
_USUAL: Final = frozenset((_ABOUT, _RESOURCE, _DATATYPE))
_NEW: Final = frozenset(_RDF + name for name in ("version", "annotation", "annotationNodeID"))
"""Attributes of RDF 1.2. What they state is refused later, by its name."""

UNQUALIFIED: Final = ("about", "ID", "resource", "parseType", "type")
"""Attributes of RDF that may have no prefix (section 6.1.4)."""

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ASCII_NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_.-]*")
_VERSION: Final = re.compile(r"1\.[0-9]+")
_LINE_ENDS_OF_1_1: Final = (b"\xc2\x85", b"\xe2\x80\xa8")
_SPACE: Final = " \t\r\n"
_MAX_QUOTED: Final = 40

_DOCUMENT, _NODES, _PROPERTIES, _VALUE, _TEXT, _TYPED, _NODE, _EMPTY, _LITERAL = range(9)
"""What may be inside an element: the root; node elements; property elements; text or a node element; text, because there is some, or a
datatype; nothing after a node element, or beside attributes that are the value; anything."""

_CONTENTS: Final = {"Resource": _PROPERTIES, "Collection": _NODES, "Triple": _NODES}
"""By the value of rdf:parseType. Others mean an XML literal (section 7.2.18), and "Triple" is of RDF 1.2."""

_NOT_NODES: Final = frozenset((*_SYNTAX, *_REMOVED, _ROOT, _LI))
_NOT_PROPERTIES: Final = frozenset((*_SYNTAX, *_REMOVED, _ROOT, _DESCRIPTION))
_NOT_ATTRIBUTES: Final = {
    **{
        key: f"rdf:{key.removeprefix(_RDF)} is no longer part of RDF/XML; describe the things with rdf:about, or as members of a container "
        "with rdf:li"
        for key in _REMOVED
    },
    **{key: f"rdf:{key.removeprefix(_RDF)} is an element, not an attribute; write it as an element" for key in (_LI, _DESCRIPTION, _ROOT)},
}
_NOT_ON_NODES: Final = {
    **_NOT_ATTRIBUTES,
    _RESOURCE: "rdf:resource is not allowed on a node element; write rdf:about for its IRI",
    _PARSE_TYPE: "rdf:parseType is not allowed on a node element; write it on a property element",
    _DATATYPE: "rdf:datatype is not allowed on a node element; write it on a property element",
}
_NOT_ON_PROPERTIES: Final = {
    **_NOT_ATTRIBUTES,
    _ABOUT: "rdf:about is not allowed on a property element; write rdf:resource for the IRI of its value",
}
_ELEMENT_IN: Final = {
    _TEXT: 'the element {name} is beside text; a property has one of the two; for text with markup, write rdf:parseType="Literal"',
    _TYPED: "the element {name} is in a property element with rdf:datatype, which holds only text; remove one of the two",
    _NODE: "the node element {name} is the second of its property element, which holds one; write the property element again, or "
    'rdf:parseType="Collection" for a list',
    _EMPTY: "the element {name} is in a property element whose attributes are its value; remove the attributes, or the element",
}
_TEXT_IN: Final = {
    _NODES: "is between node elements; put it into a property element",
    _PROPERTIES: "is beside property elements; put it into a property element of its own",
    _NODE: "is beside a node element; a property has a text or a node element, so give the text a property element of its own",
    _EMPTY: "is in a property element whose attributes are its value; remove the attributes, or the text",
}


_Frame = tuple[int, int, str, int]
"""What holds inside an element: what may be in it, the length of the subject, the base IRIs in scope, and the length of the language."""


def check_grammar(content: bytes, path: Path) -> None:
    """Raise `InvalidInput`, with the line, if a document in UTF-8 is not RDF/XML, or would take too much memory."""
    if b"<?xml" in content[:8] and b"1.1" in content[:32] and any(end in content for end in _LINE_ENDS_OF_1_1):
        problem = "XML 1.1, in which U+0085 and U+2028 are line ends, is not supported; declare version 1.0, or remove these characters"
        raise InvalidInput(problem, Position(path, 1))
    try:
        parse_xml(content, path, lambda: _Grammar(path, len(content), is_exact=False), _SEPARATOR)
    except _InexactPlaceError:
        parse_xml(content, path, lambda: _Grammar(path, len(content), is_exact=True), _SEPARATOR)


class _InexactPlaceError(Exception):
    """Text is wrong somewhere before this place."""


class _Grammar:
    """Follows the elements of a document. is_exact: whether text is handled where it stands, which takes longer."""

    def __init__(self, path: Path, size: int, *, is_exact: bool) -> None:
        self._path, self._is_exact = path, is_exact
        self._repeated, self._limit = 0, repetition_limit(size)
        self._content, self._subject, self._base, self._language = _DOCUMENT, 0, "", 0
        self._outer: list[_Frame] = []
        self._declared = 0
        self._ids: set[tuple[str, str]] = set()

    def attach(self, parser: expat.XMLParserType) -> None:
        """Set the handlers of a parser."""
        self._parser = parser
        parser.buffer_text = not self._is_exact
        parser.XmlDeclHandler = self._declaration
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _declaration(self, version: str, _encoding: str | None, _standalone: int) -> None:
        if not _VERSION.fullmatch(version):
            self._refuse(f'the XML version "{version}" is unknown; write version="1.0"')

    def _namespace(self, _prefix: str | None, namespace: str) -> None:
        self._declared += 1
        if namespace and len(namespace) > MAX_NAMESPACE:
            self._refuse_namespace()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        content = self._content
        if len(attributes) + self._declared > _MAX_ATTRIBUTES:
            self._refuse(f"an element has more than {_MAX_ATTRIBUTES:,} attributes; write elements instead")
        if len(self._outer) > _MAX_DEPTH:
            self._refuse(f"more than {_MAX_DEPTH:,} elements are inside one another; write them side by side, and refer to them by IRI")
        self._declared = 0
        if content == _LITERAL:
            self._outer.append((content, self._subject, self._base, self._language))
            return
        if content in _ELEMENT_IN:
            self._refuse(_ELEMENT_IN[content].format(name=_shown(name)))
        self._outer.append((_NODE if content == _VALUE else content, self._subject, self._base, self._language))
        if attributes and not (len(attributes) == 1 and attributes.keys() <= _USUAL):
            attributes = self._with_scope(attributes)
        if content == _PROPERTIES:
            self._property(name, attributes)
        elif name == _ROOT and content == _DOCUMENT:
            if wrong := next((key for key in attributes if key.startswith(_RDF) and key not in _NEW), None):
                self._refuse(f"{_shown(wrong)} is not allowed on rdf:RDF; write it on a node element")
            self._content = _NODES
        else:
            self._node(name, attributes)

    def _end(self, _name: str) -> None:
        self._content, self._subject, self._base, self._language = self._outer.pop()

    def _text(self, text: str) -> None:
        content = self._content
        if content in (_LITERAL, _TEXT, _TYPED) or not text.strip(_SPACE):
            return
        if content == _VALUE:
            self._content = _TEXT
        elif not self._is_exact:
            raise _InexactPlaceError
        else:
            shown = shortened(text.strip(_SPACE), _MAX_QUOTED)
            self._refuse(f'the text "{shown}" {_TEXT_IN[content]}')

    def _with_scope(self, attributes: dict[str, str]) -> dict[str, str]:
        """Take xml:base and xml:lang from attributes, give those of RDF their namespace, and return the others."""
        found: dict[str, str] = {}
        for key, value in attributes.items():
            if key == _BASE:
                if len(value) > MAX_NAMESPACE:
                    self._refuse_namespace()
                self._base = value if _ABSOLUTE.match(value) else f"{self._base} {value}"
            elif key == _LANGUAGE:
                self._language = len(value)
            elif _SEPARATOR in key:
                if not key.startswith(_XML):
                    found[key] = value
            elif key in UNQUALIFIED:
                found[_RDF + key] = value
            elif not key.lower().startswith("xml"):  # such names have no meaning (section 6.1.2)
                repair = f"write rdf:{key}" if _RDF + key in _SYNTAX else "write it with a prefix, or remove it"
                self._refuse(f"the attribute {_shown(key)} has no prefix, so it is not a property; {repair}")
        return found

    def _node(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a node element (section 7.2.11)."""
        if name in _NOT_NODES or _SEPARATOR not in name:
            self._refuse_name(name, "node")
        self._subject = subjects = 0
        for key, value in attributes.items():
            if key in _SUBJECTS:
                subjects += 1
                self._subject = self._length(value)
                if key != _ABOUT:
                    self._check_name(key, value)
            elif key in _NOT_ON_NODES:
                self._refuse(_NOT_ON_NODES[key])
        if subjects > 1:
            self._refuse("a node element has one of rdf:about, rdf:ID and rdf:nodeID; remove the others")
        for key in (name, *attributes):
            self._repeat(len(key))
        self._content = _PROPERTIES

    def _property(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a property element (section 7.2.14)."""
        if name in _NOT_PROPERTIES or _SEPARATOR not in name:
            self._refuse_name(name, "property")
        self._repeat(len(name))
        self._content = _VALUE
        if len(attributes) == 1 and _RESOURCE in attributes:
            self._repeat(self._length(attributes[_RESOURCE]))
            self._content = _EMPTY
        elif attributes:
            self._with_attributes(name, attributes)

    def _with_attributes(self, name: str, attributes: dict[str, str]) -> None:
        others: list[str] = []
        for key, value in attributes.items():
            if key in _NOT_ON_PROPERTIES:
                self._refuse(_NOT_ON_PROPERTIES[key])
            if key == _ID:  # names the statement, whose parts are stated once more
                self._check_name(key, value)
                self._repeat(len(name) + 4 * self._length(value))
            elif key == _PARSE_TYPE:
                self._content = _CONTENTS.get(value, _LITERAL)
            elif key not in _NEW and not key.startswith(_ITS):
                others.append(key)
        first = next((key for key in (_PARSE_TYPE, _DATATYPE, _RESOURCE) if key in attributes), "")
        excluded = next((key for key in others if key != first and (first != _RESOURCE or key == _NODE_ID)), None)
        if first and excluded:
            self._refuse(f"{_shown(first)} must not be beside {_shown(excluded)}; remove one of the two")
        if first == _DATATYPE:
            self._content = _TYPED
        elif first != _PARSE_TYPE and others:
            self._content = _EMPTY
            if _NODE_ID in attributes:
                self._check_name(_NODE_ID, attributes[_NODE_ID])
            length = self._length(attributes.get(_RESOURCE, ""))
            for key in others:
                self._repeat(len(key) + length)
        if self._content == _PROPERTIES:  # they are about a blank node
            self._subject = 0

    def _length(self, iri: str) -> int:
        """Return the number of characters of an IRI, which may be relative to the base, or at most so many."""
        return len(iri) if _ABSOLUTE.match(iri) else len(iri) + len(self._base)

    def _repeat(self, characters: int) -> None:
        """Count characters of a statement that are not written for it alone."""
        self._repeated += characters + self._subject + self._language
        if self._repeated > self._limit:
            raise too_much_repetition(self._limit, Position(self._path, self._parser.CurrentLineNumber))

    def _check_name(self, key: str, value: str) -> None:
        """Refuse an identifier that is not a name, and one of a thing that is given twice."""
        if not _ASCII_NAME.fullmatch(value) and not _name().fullmatch(decoded(value)):
            repair = "write rdf:about for an IRI" if key == _ID else "write only letters, digits, -, _ and ."
            self._refuse(f'{_shown(key)} "{shortened(value, _MAX_QUOTED)}" is not an XML name without a colon; {repair}')
        if key == _ID:
            if (self._base, value) in self._ids:
                self._refuse(f'rdf:ID "{value}" is given twice; write rdf:about="#{value}" to say more about the same thing')
            self._ids.add((self._base, value))

    def _refuse_name(self, name: str, kind: str) -> NoReturn:
        shown = _shown(name)
        if name == _ROOT:
            self._refuse("rdf:RDF is allowed only as the root element; remove this start tag and its end tag")
        if kind == "node" and _SEPARATOR in name:
            self._refuse(f"{shown} is not allowed as a node element; write rdf:Description or a class")
        if name == _DESCRIPTION:
            self._refuse("a node element is inside another one; write a property element between the two")
        if _SEPARATOR in name:
            self._refuse(f"{shown} is not allowed as a property element; write it as an attribute, or a property")
        if len(self._outer) == 1:
            self._refuse(f"the root element {shown} has no namespace, so this is not RDF/XML; check where the file comes from")
        end = ', or rdf:parseType="Literal" on the element around it, if it is markup' if self._outer[-1][0] == _NODE else ""
        self._refuse(f"the {kind} element {shown} has no namespace, so it has no IRI; declare one with xmlns, or write a prefix{end}")

    def _refuse_namespace(self) -> NoReturn:
        self._refuse(f"a namespace or a base IRI has more than {MAX_NAMESPACE:,} bytes; shorten it")

    def _refuse(self, problem: str) -> NoReturn:
        raise InvalidInput(problem, Position(self._path, self._parser.CurrentLineNumber))


@cache
def _name() -> re.Pattern[str]:
    """Return the pattern of names. It takes 20 ms to compile, and is rarely needed."""
    return re.compile(f"[{NAME_START}][{NAME_PART}]*")


def _shown(name: str) -> str:
    """Return a name as people write it; the prefixes of other namespaces than that of RDF are unknown."""
    namespace, _, local = name.rpartition(_SEPARATOR)
    return decoded(f"rdf:{local}" if namespace == RDF else local)
