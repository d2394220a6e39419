"""Read a copy of a source: a text file, a saved web page, or standard input."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from kzit_graph.describe.page_encoding import decode, encoding_of
from kzit_graph.describe.page_text import declared_encoding, is_page, page_text
from kzit_graph.describe.web_archive import archived_page, is_archive
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.text_files import decode_text, read_unchanged

_PAGES: Final = (".html", ".htm", ".xhtml")
_ARCHIVES: Final = (".mhtml", ".mht")
_TEXTS: Final = (".txt", ".text")
_OTHER_KINDS: Final = {
    b"%PDF-": "a PDF; copy its text into a .txt file",
    b"PK\x03\x04": "a zip archive, such as a Word document; save its text as .txt",
    b"\xd0\xcf\x11\xe0": "a Word document; save its text as .txt",
    b"{\\rtf": "an RTF document; save its text as .txt",
    b"bplist00": "a web archive of Safari; save the page as HTML",
}
"""What files of other kinds are, and what to do, by their first bytes."""

_BYTE_ORDER_MARK: Final = "\ufeff"
_UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
STANDARD_INPUT: Final = Path("standard input")
"""Stands for the file of a copy that was read from standard input."""


def read_copy(path: Path) -> str:
    """Return the text of a copy, with its line ends unchanged and without a byte order mark.

    A file with the extension .html, .htm or .xhtml is a web page, and one with .mhtml or .mht an archive of one; so is a file without
    the extension .txt that begins like one. Its text has a line for each block.

    Raises `InvalidInput` if the file cannot be read, if it is of another kind, such as a PDF, or if it is not in UTF-8, in UTF-16 with
    a byte order mark, or in the encoding that the page declares.
    """
    return copy_text(read_unchanged(path, allow_pipe=True), path)


def copy_text(content: bytes, path: Path) -> str:
    """Return the text of a copy as `read_copy` does. content: the bytes of the file."""
    suffix = path.suffix.lower()
    can_be_page = suffix not in _TEXTS
    if suffix in _ARCHIVES or (can_be_page and is_archive(content)):
        return _text_of_archive(content, path)
    if suffix in _PAGES or (can_be_page and is_page(content)):
        return page_text(_decode_page(content, path, declared_encoding(content)))
    if kind := next((kind for start, kind in _OTHER_KINDS.items() if content.startswith(start)), None):
        raise InvalidInput(kind, Position(path))
    if content.startswith(_UTF_16_MARKS) and not content.startswith(codecs.BOM_UTF32_LE):
        return _decode_as(content, path, "utf-16", "not UTF-16, as its byte order mark says; save the text as UTF-8")
    return decode_text(content, path).removeprefix(_BYTE_ORDER_MARK)


def _text_of_archive(content: bytes, path: Path) -> str:
    page = archived_page(content)
    if page is None and is_page(content):
        return page_text(_decode_page(content, path, declared_encoding(content)))
    if page is None:
        raise InvalidInput("has no web page; save the page again, as .html or .mhtml", Position(path))
    is_marked = page.content.startswith((*_UTF_16_MARKS, codecs.BOM_UTF8))
    encoding = encoding_of(page.charset) if page.charset and not is_marked else declared_encoding(page.content)
    return page_text(_decode_page(page.content, path, encoding))


def _decode_page(content: bytes, path: Path, encoding: str) -> str:
    if encoding == "utf-8":
        return decode_text(content, path).removeprefix(_BYTE_ORDER_MARK)
    return _decode_as(content, path, encoding, f"not in the encoding that the page declares, {encoding}; save the page as UTF-8")


def _decode_as(content: bytes, path: Path, encoding: str, problem: str) -> str:
    try:
        return decode(content, encoding).removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(problem, Position(path, line)) from error
