"""Encodings of pages have the labels of browsers, and are decoded as browsers do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.describe.copies import copy_text
from kzit_graph.describe.page_encoding import decode, encoding_of
from kzit_graph.errors import InvalidInput


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("latin1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("X-CP1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("iso-8859-9", "cp1254"),
        ("iso-8859-8-i", "iso8859-8"),
        ("gb2312", "gb18030"),
        ("shift_jis", "cp932"),
        ("x-sjis", "cp932"),
        ("nowhere", "utf-8"),
        ("undefined", "utf-8"),
        ("hex", "utf-8"),
        ("idna", "utf-8"),
        ("utf-7", "utf-8"),
    ],
)
def test_a_label_stands_for_the_encoding_of_browsers(label: str, encoding: str) -> None:
    assert encoding_of(label) == encoding


def test_bytes_without_a_character_are_controls_in_code_pages_of_windows() -> None:
    assert decode(b"\xc4\x98\xe0", "cp1251") == "Д\x98а"
    assert decode(b"caf\xe9\x81", "cp1252") == "café\x81"
    with pytest.raises(UnicodeDecodeError):
        decode(b"\xd9", "cp1255")


@pytest.mark.parametrize("label", ["undefined", "hex", "utf-16", "unicode"])
def test_a_page_in_utf_8_is_read_whatever_it_declares(label: str) -> None:
    assert copy_text(f"<html><meta charset={label}><p>città".encode(), Path("a.html")) == "città"


def test_a_text_in_utf_16_with_a_mark_is_read() -> None:
    for encoding in ("utf-16", "utf-16-be"):
        mark = b"" if encoding == "utf-16" else b"\xfe\xff"
        assert copy_text(mark + "Рим.\r\n5 мая".encode(encoding), Path("a.txt")) == "Рим.\r\n5 мая"
    with pytest.raises(InvalidInput, match=r"^a\.txt:1: not UTF-8 but UTF-16; save the file as UTF-8$"):
        copy_text("Rome".encode("utf-16-le"), Path("a.txt"))
    with pytest.raises(InvalidInput, match=r"^a\.txt:1: not UTF-16, as its byte order mark says; save the text as UTF-8$"):
        copy_text(b"\xff\xfea", Path("a.txt"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"%PDF-1.7\n", "a PDF; copy its text into a .txt file"),
        (b"PK\x03\x04\x14", "a zip archive, such as a Word document; save its text as .txt"),
        (b"{\\rtf1 Rome}", "an RTF document; save its text as .txt"),
        (b"bplist00\xd1", "a web archive of Safari; save the page as HTML"),
    ],
)
def test_a_file_of_another_kind_is_named_with_what_to_do(content: bytes, problem: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        copy_text(content, Path("a.txt"))
    assert caught.value.problem == problem
