"""The widths of texts, against numbers that a browser gives for the fonts."""

from __future__ import annotations

import pytest

from kzit_graph.publish.pictures.widths import shortened, text_width, wrapped


def test_digits_have_one_width() -> None:
    assert {text_width(digit, 1000) for digit in "0123456789"} == {497}


@pytest.mark.parametrize("word", ["trade", "commercio", "сауда", "торговля", "қүңғіөәһ"])
def test_widths_are_known_in_every_language(word: str) -> None:
    assert text_width(word) != pytest.approx(0.62 * 13 * len(word), abs=0.5)
    assert text_width(word, face="bold") > text_width(word)


def test_a_combining_accent_has_no_width() -> None:
    assert text_width("é") == text_width("e")


def test_a_chinese_character_is_as_wide_as_high() -> None:
    assert text_width("貿易", 10) == 20


def test_a_long_text_is_cut_to_its_width() -> None:
    cut = shortened("Bureau of National Statistics", 100)
    assert cut.endswith("…")
    assert 80 < text_width(cut) <= 100


def test_a_text_that_fits_stays_whole() -> None:
    assert shortened("Astana", 100) == "Astana"


def test_lines_break_at_spaces_and_fit() -> None:
    lines = wrapped("no figure in any source", 60, 12)
    assert " ".join(lines) == "no figure in any source"
    assert all(text_width(line, 12) <= 60 for line in lines)


def test_the_last_line_is_cut_if_there_is_too_much_text() -> None:
    assert wrapped("one two three four five six", 40, lines=2)[-1].endswith("…")
