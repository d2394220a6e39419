"""Read the page of a web archive (MHTML, RFC 2557), which is what browsers save as a page in a single file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import Final

_HEAD_BYTES: Final = 8192
"""Bytes of a file in which the header of an archive ends."""

_END_OF_HEADER: Final = re.compile(rb"\r?\n\r?\n")
_FIELDS: Final = (
    re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE),
)
_PAGES: Final = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class ArchivedPage:
    """The page of an archive. charset: the label of its encoding in the archive; empty without one."""

    content: bytes
    charset: str


def is_archive(content: bytes) -> bool:
    """Return whether a file begins with the header of a message in MIME."""
    header = _END_OF_HEADER.split(content[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8), maxsplit=1)[0]
    return re.match(rb"[A-Za-z][A-Za-z-]*:", header) is not None and all(field.search(header) for field in _FIELDS)


def archived_page(content: bytes) -> ArchivedPage | None:
    """Return the page that an archive is of; None if it has none. Frames, styles and images are other parts, which are left out."""
    from email import message_from_bytes

    message = message_from_bytes(content.removeprefix(codecs.BOM_UTF8))
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    page = _start(message, pages) or next(iter(pages), None)
    if page is None:
        return None
    found = page.get_payload(decode=True)
    assert isinstance(found, bytes)  # of a part without parts
    return ArchivedPage(found, page.get_content_charset("") or "")


def _start(message: Message, pages: Iterable[Message]) -> Message | None:
    """Return the page that the archive names as the one to begin with."""
    start = message.get_param("start")
    wanted = None if start is None else collapse_rfc2231_value(start).strip("<> ")
    return next((page for page in pages if wanted and str(page.get("Content-ID", "")).strip("<> ") == wanted), None)
