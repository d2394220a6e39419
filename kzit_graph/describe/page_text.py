"""Read the text of a web page, so that passages can be found in it.

A tag inside a sentence does not break a word, a block is a line of its own, and scripts and styles are not text.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from typing import Final

from kzit_graph.describe.page_encoding import encoding_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS: Final = _words(
    """
    address article aside blockquote body br button canvas caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main menu nav object ol optgroup option p pre search
    section select summary table tbody td textarea tfoot th thead tr ul video audio
    """
)
_NO_TEXT: Final = frozenset(["title", "script", "style", "template", "svg", "math", "datalist", "noframes"])
_UNPARSED: Final = frozenset(["title", "script", "style"])
"""Elements without elements in them: the first end tag closes them."""

_VOID: Final = _words(
    """
    area base br col embed hr img input link meta param source track wbr
    """
)
_OPTIONAL_END: Final = _words(
    """
    html head body p li dt dd option optgroup tr td th thead tbody tfoot
    """
)
"""Elements whose end tag may be absent."""

_SPACES: Final = re.compile(r"[ \t\n\f\r]+")
_SPACED_LINE_ENDS: Final = re.compile(r" *(?:\n *)+")
_MANY_SPACES: Final = re.compile(" {2,}")
_DECLARED_CHARSET: Final = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)|<\?xml[^>]+encoding=["']([A-Za-z0-9._:-]+)""", re.IGNORECASE
)
_HEAD_BYTES: Final = 4096
"""Bytes of a page in which its encoding is declared."""

_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)


def is_page(content: bytes) -> bool:
    """Return whether a file begins as a web page does."""
    return _PAGE.match(content, 0, _HEAD_BYTES) is not None


def declared_encoding(content: bytes) -> str:
    """Return the codec of the encoding that a web page declares, as browsers read it; UTF-8 for others.

    A page whose declaration can be read byte by byte is not in UTF-16, even if it says so (WHATWG HTML, 13.2.3.2).
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = None if content.startswith(codecs.BOM_UTF8) else _DECLARED_CHARSET.search(content, 0, _HEAD_BYTES)
    found = encoding_of((declared[1] or declared[2]).decode("ascii")) if declared else "utf-8"
    return "utf-8" if found.startswith("utf-16") else found


def page_text(page: str) -> str:
    """Return the text of a web page, with a line for each block.

    >>> page_text("<p>One <b>w</b>ord &amp; <i>more</i>.<p>Two")
    'One word & more.\\nTwo'
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return _MANY_SPACES.sub(" ", _SPACED_LINE_ENDS.sub("\n", "".join(reader.parts))).strip(" \n")


class _Reader(HTMLParser):
    """Collects the parts of a page's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipped = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in _VOID:
            return
        if self._skipped:
            self._depth += tag == self._skipped and tag not in _UNPARSED
        elif tag in _NO_TEXT or (tag not in _OPTIONAL_END and any(name == "hidden" for name, _ in attrs)):
            self._skipped, self._depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == self._skipped:
            self._depth -= 1
            if not self._depth:
                self._skipped = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in ("svg", "math"):
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.parts.append(_SPACES.sub(" ", data))
