"""Text is normalised as docs/evidence.md specifies, and ranges of it lead back to the original."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.describe.normal_text import SearchText, normal_text, normalize, sha256, with_line_feeds, without_layout

pytestmark = pytest.mark.slow

texts = st.text(
    st.sampled_from("ab e\u0301\u0323\n\r\t\u00a0\u2003가\u1100\u1161\u11a8\u0338=ΐ\u212bﬁ\u09c7\u09be\u0340. ")
    | st.characters(exclude_categories=["Cs"]),
    max_size=15,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  two\r\n\r\n words\t", "two words"),
        ("Cafe\u0301", "Café"),
        ("a\u00a0b\u2003c\u3000d\u2028e", "a b c d e"),
        ("\u1100\u1161\u11a8", "각"),
        ("\u212b", "Å"),
        ("soft\u00adhyphen, zero\u200bwidth", "soft\u00adhyphen, zero\u200bwidth"),
        ("ﬁ ²", "ﬁ ²"),
        (" \n ", ""),
    ],
)
def test_text_is_composed_and_has_single_spaces(text: str, normal: str) -> None:
    assert normalize(text) == normal
    assert normal_text(text).text == normal


def test_white_space_is_what_unicode_calls_so() -> None:
    removed = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) != "Cs" and normalize(chr(code)) == ""}
    spaces = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Zs", "Zl", "Zp")}
    assert removed == spaces | set("\t\n\v\f\r\x85")


@given(texts)
def test_each_code_point_comes_from_a_range_of_the_original(text: str) -> None:
    found = normal_text(text)
    assert found.text == normalize(text)
    ranges = [found.original_range(offset, offset + 1) for offset in range(len(found.text))]
    assert ranges == sorted(ranges)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    if ranges:
        assert normalize(text[ranges[0][0] : ranges[-1][1]]) == found.text


def test_a_range_between_words_leads_back_to_the_same_words() -> None:
    text = "  One\r\n\r\nLa citta\u0300  e\u0300 qui.  Two"
    found = normal_text(text)
    start = found.text.index("La")
    assert text[slice(*found.original_range(start, start + len("La città è")))] == "La citta\u0300  e\u0300"


def test_line_ends_and_layout_characters_are_edited_with_their_places() -> None:
    lines = with_line_feeds("a\r\nb\rc\n")
    assert lines.text == "a\nb\nc\n"
    assert lines.original_range(2, 3) == (3, 4)
    plain = without_layout("ex\u00adam\u200bple text")
    nested = normal_text(plain.text, plain)
    assert nested.text == "example text"
    assert nested.original_range(0, len("example")) == (0, 9)


def test_windows_begin_and_end_between_words() -> None:
    text = "ab (cd) ef."
    windows = {text[start : start + 4]: digest for start, digest in SearchText(text).windows(4)}
    assert windows == {word: sha256(word) for word in ("(cd)",)}
    inside = [text[start : start + 3] for start, _ in SearchText(text).windows(3, inside_words=True)]
    assert "ab " in inside
    assert list(SearchText(text).windows(12)) == []
