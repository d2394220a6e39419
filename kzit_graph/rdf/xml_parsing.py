"""Parse XML with expat as the fifth edition of XML 1.0 wants it, and say in plain words what is not well-formed.

expat knows the names of the fourth edition only, skips entities that another file might declare, and reads a large file in pieces, each
of which begins with what is incomplete of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, Protocol, TypeVar
from xml.parsers import expat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.parser_errors import encoding_problem
from kzit_graph.rdf.rdfxml import NAME_PART, NAME_START
from kzit_graph.rdf.xml_encoding import starts_as_xml

MARK: Final = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8."""

_PIECE: Final = 1 << 20
_MAX_TOKEN: Final = 16 << 20
"""Bytes of a tag or a comment. Each is searched again with each piece of the file."""

_DECLARATION: Final = re.compile(
    rb"<\?xml(\s+version\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')(?:\s+encoding\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))?)"
    rb"(?:\s+standalone\s*=\s*(?:\"(?:yes|no)\"|'(?:yes|no)'))?(\s*\?>)"
)
_STARTS: Final = ("\u4e40", "\u4e40")
_PARTS: Final = ("-\u4e41", "\u4e41")
"""What surrounds the number of a character of a name that expat may not know."""

_ENCODED: Final = re.compile("\u4e40([0-9A-F]+)\u4e40|-\u4e41([0-9A-F]+)\u4e41")
_END: Final = "the file ends before its elements are closed; complete it, or copy it again"
_NOT_XML: Final = "this is not XML; if it is Turtle, name the file .ttl"
_INVALID: Final = expat.errors.XML_ERROR_INVALID_TOKEN
_UNCLOSED: Final = expat.errors.XML_ERROR_UNCLOSED_TOKEN
_CUT_OFF: Final = (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_PARTIAL_CHAR)
_WORDS: Final = {
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "the CDATA section is not closed; end it with ]]>",
    expat.errors.XML_ERROR_TAG_MISMATCH: "the end tag is not that of the last open element; close each element before its parent",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "an attribute is given twice; remove one of the two",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "the entity is not declared in this file; write the character itself",
    expat.errors.XML_ERROR_BAD_CHAR_REF: "the reference is to a character that XML does not allow; remove it",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "the root element ends before this; put everything inside one <rdf:RDF>",
    expat.errors.XML_ERROR_MISPLACED_XML_PI: "the XML declaration must be at the very beginning; remove what stands before it",
    expat.errors.XML_ERROR_XML_DECL: 'the XML declaration is malformed; write <?xml version="1.0" encoding="UTF-8"?>',
    expat.errors.XML_ERROR_UNDECLARING_PREFIX: "a prefix has an empty namespace; give it one, or remove the declaration",
    "limit on input amplification factor (from DTD and entities) breached": "the references to entities expand to more than 100 times "
    "the size of the file; write shorter entities",
}
"""Words for the errors of expat."""

_REPAIRS: Final = (
    (re.compile(r"&#?\w*\Z"), "", "write & as &amp;, or end the reference with ;"),
    (re.compile(r"\]\]\Z"), ">", "]]> must not be in a text; write ]]&gt;"),
    (re.compile(r"--\Z"), "", "a comment must not have -- inside it"),
    (re.compile(r"<\Z"), "", "write < as &lt;; the name of an element begins with a letter"),
    (re.compile(r"=\s*\Z"), "", "write the value of the attribute in quotation marks"),
    (re.compile(r""), "<", "write < as &lt;, or close the tag before it with >"),
)
"""Repairs of an invalid token: what is before it, what it begins with, and the repair."""

_FORBIDDEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PREFIX: Final = re.compile(r"(?:<|\s)([^\s<>=/:\"']+:)[^\s<>=/:\"']")
_LINE_END: Final = re.compile(r"\r\n?|\n")


class Handler(Protocol):
    """What is called with the parts of a document."""

    def attach(self, parser: expat.XMLParserType) -> None:
        """Set the handlers of a parser."""


H = TypeVar("H", bound=Handler)


def parse_xml(content: bytes, path: Path, make: Callable[[], H], separator: str | None = None) -> H:
    """Parse a document in UTF-8, and return the handler that it was parsed with.

    make: returns a new handler. It is called again if the document has names that expat does not know; then names and text have
    characters that `decoded` gives back. separator: what joins a namespace and a name. Default: names have their prefixes.

    Raises `InvalidInput`, with line and column, if the document is not well-formed, and what the handler raises.
    """
    whole = _standalone(content.removeprefix(MARK))
    try:
        return _parse(whole, path, make(), separator)
    except expat.ExpatError as error:
        fault = error
    if expat.ErrorString(fault.code) == _INVALID and (encoded := _encoded(whole)) is not None:
        try:
            return _parse(encoded, path, make(), separator)
        except expat.ExpatError as error:
            if error.lineno != fault.lineno:
                fault = error
    if wrong_encoding := encoding_problem(content, path):
        raise wrong_encoding from fault
    offset = max(0, fault.offset - (len(whole) - len(content) if fault.lineno == 1 else 0))
    raise InvalidInput(_words(fault.code, fault.lineno, offset, content), Position(path, fault.lineno, offset + 1)) from fault


def decoded(text: str) -> str:
    """Return text of a document as it was written. See `parse_xml`."""
    return _ENCODED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def _parse(content: bytes, path: Path, handler: H, separator: str | None) -> H:
    parser = expat.ParserCreate("UTF-8", separator)
    handler.attach(parser)
    with memoryview(content) as view:
        for start in range(0, len(content), _PIECE):
            parser.Parse(view[start : start + _PIECE], False)
            if start - parser.CurrentByteIndex > _MAX_TOKEN:
                problem = f"a tag or a comment has more than {_MAX_TOKEN >> 20} MiB; shorten it, or link to a file with the text"
                raise InvalidInput(problem, Position(path, parser.CurrentLineNumber))
    parser.Parse(b"", True)
    return handler


def _standalone(content: bytes) -> bytes:
    """Return a document that says that it needs no other file, so that an entity which another file might declare is an error."""
    if b"<!DOCTYPE" not in content:
        return content
    declaration = _DECLARATION.match(content)
    if declaration:
        return b'<?xml%b standalone="yes"%b' % (declaration[1], declaration[2]) + content[declaration.end() :]
    return content if content.startswith(b"<?xml") else b'<?xml version="1.0" standalone="yes"?>' + content


def _encoded(content: bytes) -> bytes | None:
    """Return a document with characters of names spelled by letters that expat knows; None if there is nothing to spell."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    if text.isascii():
        return None
    start, part = _beyond_latin_1()
    text = start.sub(lambda found: f"{_STARTS[0]}{ord(found[0]):X}{_STARTS[1]}", text)  # also the letters that spell others
    return part.sub(lambda found: f"{_PARTS[0]}{ord(found[0]):X}{_PARTS[1]}", text).encode()


@cache
def _beyond_latin_1() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the characters that can begin a name, and those that can only continue one, beyond U+00FF."""
    return re.compile(f"(?![\0-\xff])[{NAME_START}]"), re.compile(f"(?![\0-\xff{NAME_START}])[{NAME_PART}]")


def _words(code: int, number: int, offset: int, content: bytes) -> str:
    """Return what is wrong in a document. number, offset: the line, and the characters before the place in it."""
    words = expat.ErrorString(code)
    if not starts_as_xml(content):
        return _NOT_XML
    if words in _CUT_OFF:
        return _END
    lines = _LINE_END.split(content.decode("utf-8", errors="replace"))
    line = lines[number - 1] if number <= len(lines) else ""
    before, rest = line[:offset], line[offset:]
    if words == _UNCLOSED:
        part, end = ("comment", "-->") if rest.startswith("<!--") else ("tag", ">")
        found = f"the {part} that starts here is not closed; end it with {end}, or complete the file"
    elif words == expat.errors.XML_ERROR_UNBOUND_PREFIX:
        unbound = next((prefix for prefix in _PREFIX.findall(rest) if f"xmlns:{prefix[:-1]}".encode() not in content), "of a name")
        found = f"the prefix {unbound} is not declared; declare it in the root element, with xmlns"
    elif words != _INVALID:
        found = _WORDS.get(words, words)
    elif forbidden := _FORBIDDEN.match(rest):
        found = f"the character U+{ord(forbidden[0]):04X} is not allowed in XML; remove it"
    else:
        found = next((repair for pattern, first, repair in _REPAIRS if pattern.search(before) and rest.startswith(first)), "")
        found = found or f'"{rest[:1]}" is not allowed here; check the names of elements and attributes'
    return f"not well-formed XML: {found.removeprefix('not well-formed ')}"
