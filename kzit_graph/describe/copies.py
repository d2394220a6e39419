"""Read a copy of a source: a text file, a saved web page, or standard input."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kzit_graph.describe.page_text import declared_encoding, is_page, page_text
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.text_files import decode_text, read_unchanged

_PAGES: Final = (".html", ".htm", ".xhtml")
_TEXTS: Final = (".txt", ".text")
_BYTE_ORDER_MARK: Final = "\ufeff"
STANDARD_INPUT: Final = Path("standard input")
"""Stands for the file of a copy that was read from standard input."""


def read_copy(path: Path) -> str:
    """Return the text of a copy, with its line ends unchanged and without a byte order mark.

    A file with the extension .html, .htm or .xhtml is a web page; so is a file without the extension .txt that begins like one. Its
    text has a line for each block.

    Raises `InvalidInput` if the file cannot be read, or if it is not in UTF-8 or the encoding that the page declares.
    """
    return copy_text(read_unchanged(path, allow_pipe=True), path)


def copy_text(content: bytes, path: Path) -> str:
    """Return the text of a copy as `read_copy` does. content: the bytes of the file."""
    suffix = path.suffix.lower()
    if suffix in _PAGES or (suffix not in _TEXTS and is_page(content)):
        return page_text(_decode_page(content, path))
    return decode_text(content, path).removeprefix(_BYTE_ORDER_MARK)


def _decode_page(content: bytes, path: Path) -> str:
    encoding = declared_encoding(content)
    if encoding == "utf-8":
        return decode_text(content, path).removeprefix(_BYTE_ORDER_MARK)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(
            f"not in the encoding that the page declares, {encoding}; save the page as UTF-8", Position(path, line)
        ) from error
