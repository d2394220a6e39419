"""The text of a saved web page: tags do not break words, blocks do, and only text is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.describe.copies import copy_text, read_copy
from kzit_graph.describe.page_text import page_text
from kzit_graph.errors import InvalidInput, Position


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Il <b>p</b>rimo è <a href='x'>qui</a>.</p>", "Il primo è qui."),
        ("<p>One<br>two<div>three</div>four", "One\ntwo\nthree\nfour"),
        ("<table><tr><td>a</td><td>b</table><ul><li>c<li>d</ul>", "a\nb\nc\nd"),
        ("a <!-- b --> c<wbr>d", "a cd"),
        ("caf&eacute; &#8212; &laquo;x&raquo;&nbsp;1 &lt; 2 &amp;c", "café — «x»\xa01 < 2 &c"),
        ("<head><title>T</title><style>p{}</style><p>Text", "Text"),
        ("a<script>if (1<2) document.write('<p>no</p>')</script>b", "ab"),
        ("a<template><p>no</p></template><svg><title>no</title><text>no</text></svg>b", "a\nb"),
        ("a<div hidden>no<div>no</div></div><span hidden>no</span>b", "a\nb"),
        ("<p>one\n     two</p>\n\n\n<p>  three", "one two\nthree"),
        ("x < y and y > z", "x < y and y > z"),
        ("<custom-tag>wo</custom-tag>rd", "word"),
        ("<img src=x>a<input hidden>b", "ab"),
    ],
)
def test_a_page_becomes_its_text(page: str, text: str) -> None:
    assert page_text(page) == text


def test_a_page_is_known_by_its_extension_or_its_beginning(tmp_path: Path) -> None:
    page = "\ufeff<!-- saved --><!DOCTYPE html><html><p>Te<b>xt"
    for name in ("a.html", "a.HTM", "a.xhtml", "a", "a.page"):
        (tmp_path / name).write_text(page, "utf-8")
        assert read_copy(tmp_path / name) == "Text"
    assert copy_text(b"<p>Text</p>", Path("a")) == "<p>Text</p>"
    assert copy_text(page.encode(), Path("a.txt")) == page[1:]


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Рим — «да»'
    assert copy_text(page.encode("cp1251"), Path("a.html")) == "Рим — «да»"
    assert copy_text('<meta charset="ISO-8859-1"><p>“città”'.encode("cp1252"), Path("a.html")) == "“città”"
    assert copy_text("<meta charset=nowhere><p>città".encode(), Path("a.html")) == "città"
    assert copy_text("<p>città".encode("utf-16"), Path("a.html")) == "città"


def test_a_page_in_another_encoding_than_declared_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not in the encoding that the page declares, euc_jp; save the page as UTF-8") as caught:
        copy_text(b"<meta charset=euc-jp>\n<p>\xff\xff", Path("a.html"))
    assert caught.value.position == Position(Path("a.html"), 2)
    with pytest.raises(InvalidInput, match=r"a\.html:2: not UTF-8"):
        copy_text(b"<meta charset=utf-8>\n<p>\xe0", Path("a.html"))
