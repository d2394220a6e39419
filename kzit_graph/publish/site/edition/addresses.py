"""Map the local names of things to files and URLs, the same for files and for a server.

The local name of a thing is its IRI without the base of the project, such as "id/milan". Its documents are `<stem>.html`, `<stem>.ttl`
and so on. The stem is the local name if that can be a file name on every system, so that the URL of a document is the IRI of the thing
and an extension:

- each part between slashes is percent-decoded: a web server does that with a URL before it looks for a file;
- letters and digits of all scripts, and ``-._+,=@!'()$&;``, stay; other characters become ``~`` and two hexadecimal digits for each
  byte in UTF-8, such as ``~3A`` for a colon. So do ``~``, a dot at the start or at the end of a part, letters that are not in Unicode
  NFC, and the first letter of names that Windows reserves, such as "con";
- an empty part becomes ``~``;
- a part of more than 150 bytes is cut and gets ``~m`` and a digest.

If a stem is taken, or is the same as another one on a system that ignores case, the documents are in the folder ``~m``: their name is
the last part of the stem, ``~m`` and a digest of the local name. The second page of a document has ``~page-2`` behind its stem. No stem
of a thing has such parts by itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Final
from urllib.parse import quote, unquote, unquote_to_bytes

_SAFE: Final = frozenset("-._+,=@!'()$&;")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
"""Names that Windows reserves for devices, also with an extension."""

_NOT_ASCII: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_ENCODED: Final = re.compile(rf"%[0-7][0-9A-Fa-f]|{_NOT_ASCII.pattern}")
_STRAY: Final = re.compile("[\udc80-\udcff]")
"""Stands for a byte that is not UTF-8."""

_MAX_BYTES: Final = 150
"""Bytes of a part of a file name. Systems allow 255, and an extension, a digest and a page number may follow."""

_IN_URL: Final = "/-._~+,=@!'()$&;"
BASE_ITSELF: Final = "~base"
"""The stem of the thing whose IRI is the base. An escape has upper-case digits, so nothing else has this stem."""


def stem(local: str) -> str:
    """Return the stem of the documents of a thing. local: its local name.

    >>> stem("id/milan"), stem("term/caf%C3%A9:x"), stem("a/../.hidden")
    ('id/milan', 'term/café~3Ax', 'a/~2E~2E/~2Ehidden')
    """
    return "/".join(map(_part, local.split("/"))) if local else BASE_ITSELF


def marked(local: str) -> str:
    """Return the stem of a thing whose plain stem is taken.

    >>> marked("id/Milan")
    '~m/Milan~meb4a5ba93230'
    """
    return f"~m/{stem(local).rpartition('/')[2]}~m{_digest(local)}"


def locals_of_path(path: str) -> tuple[str, ...]:
    """Return the local names that a path of a URL can stand for: a URI, and an IRI with letters of all scripts (RFC 3987, 3.2).

    path: percent-encoded, without the slash at the start.

    >>> locals_of_path("term/caf%C3%A9")
    ('term/caf%C3%A9', 'term/café')
    """
    return tuple(dict.fromkeys((path, _NOT_ASCII.sub(_decoded, path), unquote(path))))


def find_stem(path: str, known: Container[str]) -> str | None:
    """Return the stem of the thing that a path of a URL names, or None. known: the stems that there are."""
    names = locals_of_path(path)
    return next((found for found in (*map(marked, names), *map(stem, names)) if found in known), None)


def page_stem(found: str, page: int) -> str:
    """Return the stem of a page of a document. page: from 1.

    >>> page_stem("id/italy", 2)
    'id/italy~page-2'
    """
    return found if page == 1 else f"{found}~page-{page}"


def allocated(locals_: Iterable[str], claim: Callable[[str], bool] | None = None) -> dict[str, str]:
    """Return the stem of each local name. No two are equal on a system that ignores case.

    claim: takes a stem, and returns whether it was free; by default, each stem is. A local name is left out if none of its stems is.
    """
    seen: set[str] = set()
    found: dict[str, str] = {}
    for local in sorted(locals_):
        for name in (stem(local), marked(local)):
            folded = _folded(name)
            if folded not in seen and (claim is None or claim(name)):
                seen.add(folded)
                found[local] = name
                break
    return found


def url_path(file: str) -> str:
    """Return the path of a file in a URL, percent-encoded."""
    return quote(file, safe=_IN_URL)


def _part(text: str) -> str:
    escaped = "".join(_characters(_ENCODED.sub(_decoded, text)))
    if len(escaped.encode()) > _MAX_BYTES:
        kept = escaped.encode()[: _MAX_BYTES - 20].decode("utf-8", "ignore").rstrip("~.")
        return f"{kept}~m{_digest(text)}"
    return escaped or "~"


def _characters(text: str) -> Iterator[str]:
    is_composed = unicodedata.is_normalized("NFC", text)
    is_reserved = _RESERVED.match(text) is not None
    for place, character in enumerate(text):
        is_plain = character in _SAFE or (character.isalnum() and (is_composed or character.isascii()))
        is_edge = (place == 0 and (character == "." or is_reserved)) or (place == len(text) - 1 and character == ".")
        yield character if is_plain and not is_edge else "".join(f"~{byte:02X}" for byte in character.encode())


def _decoded(found: re.Match[str]) -> str:
    """Return what percent-encoded bytes stand for. Bytes that are not UTF-8 stay encoded."""
    text = unquote_to_bytes(found[0]).decode("utf-8", "surrogateescape")
    return _STRAY.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
