"""The page of a web archive (MHTML) is read like the saved page itself, as the first part that is a page, or as the one to begin with."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from kzit_graph.describe.copies import copy_text
from kzit_graph.describe.web_archive import archived_page, is_archive
from kzit_graph.errors import InvalidInput
from tests.describe.altered_copies import as_archive, as_page

PAGE = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body><p>Città: 5=6, «да».</body></html>'
IMAGE = "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"


def archive(*parts: str, header: str = "") -> bytes:
    fields = (
        "From: <Saved by Blink>",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
        '\ttype="text/html";',
        f'\tboundary="b"{header}',
    )
    head = "".join(f"{field}\r\n" for field in fields)
    return f"{head}\r\n\r\n{''.join(parts)}--b--\r\n".encode("latin-1")


def part(content: bytes, encoding: str = "quoted-printable", type_: str = "text/html", more: str = "") -> str:
    body = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(encoding, bytes)(content).decode("latin-1")
    return f"--b\r\nContent-Type: {type_}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n{body}\r\n"


ARCHIVES = {
    "quoted-printable": archive(part(PAGE.encode()), IMAGE),
    "base64": archive(IMAGE, part(PAGE.encode(), "base64")),
    "8bit": archive(part(PAGE.encode(), "8bit")),
    "the encoding of the part": archive(part(PAGE.encode("cp1251", "replace"), type_='text/html; charset="windows-1251"')),
    "the page to begin with": archive(part(b"<p>ad"), part(PAGE.encode(), more="Content-ID: <f@x>\r\n"), header='; start="<f@x>"'),
    "the first page": archive(part(PAGE.encode()), part(b"<p>frame")),
    "one part": b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(PAGE.encode()),
    "no archive but a page": PAGE.encode(),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_page_of_an_archive_is_read(name: str) -> None:
    text = copy_text(ARCHIVES[name], Path("a.mhtml"))
    assert text == ("Citt?: 5=6, «да»." if name == "the encoding of the part" else "Città: 5=6, «да».")


def test_an_archive_is_known_by_its_extension_or_its_header() -> None:
    content = ARCHIVES["quoted-printable"]
    for name in ("a.mhtml", "a.MHT", "a.html", "a", "standard input"):
        assert copy_text(content, Path(name)) == "Città: 5=6, «да»."
    assert copy_text(content, Path("a.txt")) == content.decode()
    assert is_archive(b"\xef\xbb\xbfMIME-Version: 1.0\nContent-Type: text/html\n\n")
    assert not is_archive(b"Rome: 5 May.\n\nMIME-Version: 1.0\nContent-Type: text/html\n")
    assert not is_archive(PAGE.encode())


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^a\.mht: has no web page; save the page again, as \.html or \.mhtml$"):
        copy_text(archive(IMAGE), Path("a.mht"))
    assert archived_page(b"no header at all") is None


def test_the_archive_of_a_page_has_the_text_of_the_page() -> None:
    text = "Рим. 5 мая.\n\nПо её словам, мост открыт: «Это = хорошо!»\n" * 20
    assert copy_text(as_archive(text), Path("a.mhtml")) == copy_text(as_page(text), Path("a.html"))
