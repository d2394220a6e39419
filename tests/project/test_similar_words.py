"""Words are compared without case and accents, and with typos."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.project.names.similar_words import allowed_typos, distance, parts, plain

WORDS = st.text("abcd", min_size=4, max_size=9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Қазақстан", "казакстан"),
        ("ҰЛЫ ДАЛА", "улы дала"),
        ("ёлка", "Елка"),
        ("Città", "citta"),
        ("STRASSE", "Straße"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("ﬁat", "FIAT"),
        ("la-scala", "La  Scala"),
        ("d’Annunzio", "d'annunzio"),
    ],
)
def test_spellings_of_a_name_are_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other) != ""


def test_letters_of_other_scripts_are_kept() -> None:
    assert plain("北京 · हिन्दी") == "北京 हिन्दी"
    assert plain("?!-") == ""


@pytest.mark.parametrize(
    ("one", "other", "typos"),
    [
        ("milan", "milan", 0),
        ("milna", "milan", 1),
        ("milam", "milan", 1),
        ("mlan", "milan", 1),
        ("millan", "milan", 1),
        ("nalim", "milan", 2),
    ],
)
def test_a_wrong_missing_additional_or_swapped_letter_is_a_typo(one: str, other: str, typos: int) -> None:
    assert distance(one, other, 1) == distance(other, one, 1) == typos


@pytest.mark.parametrize(("word", "typos"), [("abc", 0), ("abcd", 1), ("abcdefg", 1), ("abcdefgh", 2), ("20170821", 0)])
def test_longer_words_may_have_more_typos_and_numbers_none(word: str, typos: int) -> None:
    assert allowed_typos(word) == typos


@given(WORDS, WORDS, st.integers(0, 2))
def test_a_similar_word_has_one_of_the_parts_near_its_place(one: str, other: str, limit: int) -> None:
    if distance(one, other, limit) <= limit:
        assert any(other.startswith(part, place) for start, part in parts(one, limit) for place in places(start, limit))


def places(start: int, limit: int) -> range:
    return range(max(0, start - limit), start + limit + 1)


@pytest.mark.slow
@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 3))
def test_typos_are_counted_as_by_definition(one: str, other: str, limit: int) -> None:
    assert distance(one, other, limit) == min(optimal_string_alignment(one, other), limit + 1)


@cache
def optimal_string_alignment(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    costs = [
        optimal_string_alignment(one[1:], other) + 1,
        optimal_string_alignment(one, other[1:]) + 1,
        optimal_string_alignment(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[1::-1] and len(other) > 1:
        costs.append(optimal_string_alignment(one[2:], other[2:]) + 1)
    return min(costs)
