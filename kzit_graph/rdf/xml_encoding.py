"""Turn RDF/XML in another encoding, which its byte order mark or its XML declaration names, into UTF-8 (XML 1.0, 4.3.3)."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from kzit_graph.errors import InvalidInput, Position

_DECLARATION: Final = re.compile(
    r"\ufeff?<\?xml\s+version\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')\s+encoding\s*=\s*(?P<quote>[\"'])(?P<name>[A-Za-z][A-Za-z0-9._\-]*)(?P=quote)",
    re.ASCII,
)
_MAX_DECLARATION: Final = 256
"""Bytes in which the XML declaration must end."""

_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<(?:[?!]|[A-Za-z_][\w.\-]*+(?::[A-Za-z_][\w.\-]*+)?[\s/>])")

_WIDE: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    ("<?".encode("utf-16-le"), "utf-16-le"),
    ("<?".encode("utf-16-be"), "utf-16-be"),
)
"""The first bytes of XML in UTF-16 and UTF-32. The mark of UTF-32 comes first, because it begins as that of UTF-16."""

_OF_TEXT: Final = re.compile(r"ascii|iso8859-\d+|cp\d+|koi8-\w|kz1048|mac-\w+|tis-620|big5\w*|gb\w+|shift_jis\w*|euc_\w+")
"""Python's names of the encodings that are read. Others are no encodings of text, or can hide characters, such as UTF-7."""

_OF_BYTES: Final = re.compile(r"iso8859-\d+|cp125\d|koi8-\w|kz1048|mac-\w+")
"""Those in which each character is one byte. Text in them is never UTF-8, apart from a few letters that no one writes side by side."""

_UTF_8: Final = ("utf-8", "utf-8-sig")


def in_utf8(content: bytes, path: Path) -> bytes:
    """Return the content of a file in UTF-8, on the same lines, if it is XML in another encoding; else as it is.

    path: the file. Raises `InvalidInput` if the encoding is unknown, or not that of the content.
    """
    if not starts_as_xml(content):
        return content
    wide = _wide_encoding(content)
    is_marked = content.startswith(codecs.BOM_UTF8)
    head = content[:_MAX_DECLARATION].decode(wide or ("utf-8" if is_marked else "latin-1"), errors="ignore")
    declaration = _DECLARATION.match(head)
    if wide is None and declaration is None:
        return content
    named = declaration["name"] if declaration else wide or ""
    encoding = wide or ("" if is_marked and named.lower() not in _UTF_8 else _known(named, path))
    if encoding in _UTF_8:
        return content
    if is_marked or (_OF_BYTES.fullmatch(encoding) and _is_utf_8(content)):
        problem = f'the XML declaration names the encoding "{named}", but the file is UTF-8; correct or remove the encoding'
        raise InvalidInput(problem, Position(path, 1))
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, errors="replace").count("\n") + 1
        problem = f"not {named}, the encoding that the file begins with; save the file as UTF-8"
        raise InvalidInput(problem, Position(path, line)) from error
    if declaration:
        text = _DECLARATION.sub(lambda found: found[0].replace(found["name"], "UTF-8"), text, count=1)
    return text.removeprefix("\ufeff").encode()


def starts_as_xml(content: bytes) -> bool:
    """Return whether content begins as XML, in UTF-8, in UTF-16 or UTF-32, or in an encoding that its XML declaration names."""
    wide = _wide_encoding(content)
    head = content[:_MAX_DECLARATION].decode(wide, errors="ignore").encode() if wide else content
    return _START.match(head) is not None


def _wide_encoding(content: bytes) -> str | None:
    return next((encoding for start, encoding in _WIDE if content.startswith(start)), None)


def _is_utf_8(content: bytes) -> bool:
    """Return whether content is UTF-8 with other characters than those of ASCII."""
    try:
        return not content.decode().isascii()
    except UnicodeDecodeError:
        return False


def _known(name: str, path: Path) -> str:
    """Return Python's name of an encoding in which ASCII is as in UTF-8. Raises `InvalidInput` for any other name."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        found = ""
    if found in _UTF_8 or _OF_TEXT.fullmatch(found):
        return found
    problem = f'the XML declaration names the encoding "{name}", which is unknown or not that of the file; save the file as UTF-8'
    raise InvalidInput(problem, Position(path, 1))
