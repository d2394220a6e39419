"""Copies of a text as they are found: with other line ends, wrapped, joined, inside other text, or saved as a web page."""

from __future__ import annotations

import html
import quopri
import re
import textwrap
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

Alteration = Callable[[str], bytes]


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def cr(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


def byte_order_mark(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def trailing_spaces(text: str) -> bytes:
    return "".join(f"{line}   \n" for line in text.split("\n")).encode()


def joined_by_one_space(text: str) -> bytes:
    return " ".join(line.strip() for line in text.split("\n") if line.strip()).encode()


def empty_lines_closed(text: str) -> bytes:
    return re.sub(r"\n\s*\n", "\n", text).encode()


def wrapped(text: str) -> bytes:
    return "\n".join(textwrap.fill(line, 72, break_on_hyphens=False) for line in text.split("\n")).encode()


def wrapped_at_hyphens(text: str) -> bytes:
    return "\n".join(textwrap.fill(line, 72) for line in text.split("\n")).encode()


def narrow_column(text: str) -> bytes:
    return "\r\n".join(textwrap.fill(line, 30) for line in text.split("\n")).encode()


def text_around(text: str) -> bytes:
    return f"Menu | Search | Sign in\n\n{text}\n\nRead next: something else entirely. © The newspaper".encode()


def decomposed(text: str) -> bytes:
    return unicodedata.normalize("NFD", text).encode()


def no_break_spaces(text: str) -> bytes:
    return re.sub(r"(\d) ", "\\1\xa0", text).encode()


def as_page(text: str) -> bytes:
    """Return a web page, with tags inside words and sentences, entities, a script, and text before and after."""
    paragraphs = "\n".join(f"  <p class='a'>{_tagged(line)}</p>" for line in text.split("\n") if line.strip())
    head = "<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>News</title><style>p { color: red }</style></head>\n<body>"
    script = "<script>if (1 < 2) document.write('<p>Not text.</p>')</script>"
    return f"{head}<nav><a href='/'>Home</a><ul><li>News<li>Sport</ul></nav>{script}\n<main>\n{paragraphs}\n</main></body></html>".encode()


def as_archive(text: str) -> bytes:
    """Return the same page in a web archive, as browsers save it in a single file: quoted-printable, after a picture."""
    page = quopri.encodestring(as_page(text)).replace(b"\n", b"\r\n")
    fields = b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--x--"'
    head = b"From: <Saved by Blink>\r\nSubject: News\r\n" + fields + b"\r\n\r\n\r\n"
    image = b"----x--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return (
        head
        + image
        + b"----x--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + page
        + b"\r\n----x----\r\n"
    )


def utf_16(text: str) -> bytes:
    return text.encode("utf-16")


def _tagged(line: str) -> str:
    """Return a line as HTML in which every third word is bold in its second half, every fifth a link, and some spaces are line ends."""
    words = []
    for number, word in enumerate(line.split(" ")):
        middle = len(word) // 2
        first, second = html.escape(word[:middle]), html.escape(word[middle:])
        whole = first + second.encode("ascii", "xmlcharrefreplace").decode() if number % 2 else first + second
        if number % 3 == 0:
            whole = f"{first}<b>{second}</b>"
        elif number % 5 == 0:
            whole = f'<a href="/x?a=1&amp;b=2" title="<p>">{whole}</a>'
        words.append(whole + ("\n   " if number % 7 == 0 else "<!-- a --> " if number % 11 == 0 else " "))
    return "".join(words)


ALTERATIONS: Final[Mapping[str, Alteration]] = {
    function.__name__: function
    for function in (
        crlf,
        cr,
        byte_order_mark,
        trailing_spaces,
        joined_by_one_space,
        empty_lines_closed,
        wrapped,
        wrapped_at_hyphens,
        narrow_column,
        text_around,
        decomposed,
        no_break_spaces,
        as_page,
        as_archive,
        utf_16,
    )
}
"""Alterations after which every passage still holds, by name."""

PAGES: Final = frozenset({"as_page", "as_archive"})


def without_first_line(text: str) -> str:
    """Return a text without its first line that is not empty."""
    lines = text.split("\n")
    first = next(index for index, line in enumerate(lines) if line.strip())
    return "\n".join(lines[first + 1 :])
