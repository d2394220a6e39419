"""Endings of Kazakh words and figures."""

from __future__ import annotations

import pytest

from kzit_graph.publish.site.phrases.kazakh import ablative


@pytest.mark.parametrize(
    "text",
    [
        *("1-ден", "3-тен", "6-дан", "9-дан", "10-нан", "30-дан", "40-тан", "50-ден", "70-тен", "80-нен"),
        *("100-ден", "250-ден", "1000-нан", "12 000-нан", "3 000 000-нан", "2 000 000 000-тан", "1,5-тен", "0-ден"),
    ],
)
def test_a_number_takes_the_ending_of_its_last_word(text: str) -> None:
    assert ablative(text.partition("-")[0]) == text


@pytest.mark.parametrize("text", ["1,5 млрд-тан", "14 млн-нан", "50 %-дан", "11 CHF"])
def test_a_sign_takes_the_ending_of_the_word_that_it_is_read_as(text: str) -> None:
    assert ablative(text.partition("-")[0]) == text


@pytest.mark.parametrize(
    ("sum_", "found"),
    [("1,6 млрд $", "1,6 млрд доллардан"), ("2 млрд €", "2 млрд еуродан"), ("900 ₸", "900 теңгеден"), ("5 £", "5 фунттан")],
)
def test_the_word_of_a_currency_stands_in_place_of_its_sign(sum_: str, found: str) -> None:
    assert ablative(sum_) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [("доллар", "доллардан"), ("сапар", "сапардан"), ("ұйым", "ұйымнан"), ("өңір", "өңірден"), ("елу", "елуден"), ("", "")],
)
def test_a_word_takes_an_ending_in_harmony_with_its_vowels(word: str, found: str) -> None:
    assert ablative(word) == found
