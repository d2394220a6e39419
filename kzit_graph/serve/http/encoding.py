"""Decode percent-encoded text strictly: UTF-8, and each percent sign with two hexadecimal digits (RFC 3986, section 2.1)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

_BROKEN: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def is_utf8(encoded: bytes) -> bool:
    """Return whether percent-encoded text is well formed.

    >>> is_utf8(b"/id/%D0%B0"), is_utf8(b"/id/%FF"), is_utf8(b"100%")
    (True, False, False)
    """
    if b"%" not in encoded and encoded.isascii():
        return True
    return _BROKEN.search(encoded) is None and _decoded(unquote_to_bytes(encoded)) is not None


def decoded(encoded: bytes) -> str | None:
    """Return percent-encoded text of a form, in which a plus sign is a space, or None if it is malformed."""
    return None if _BROKEN.search(encoded) else _decoded(unquote_to_bytes(encoded.replace(b"+", b" ")))


def _decoded(text: bytes) -> str | None:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return None
