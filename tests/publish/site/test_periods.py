"""Periods in few words."""

import pytest

from kzit_graph.publish.site.phrases.short_dates import period
from kzit_graph.publish.site.wording.words import Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-01/2022-06", "Jan–Jun 2022"),
        ("2017-08-21", "21 Aug 2017"),
        ("2024-02", "Feb 2024"),
        ("2005/2007", "2005–2007"),
        ("2012", "2012"),
        ("2022-02-01/2022-02-31", "2022-02-01–2022-02-31"),
        ("/2017-08-21", "…–21 Aug 2017"),
        ("2005/", "1 Jan 2005–…"),
        ("/", "/"),
        ("a/b", "a/b"),
    ],
)
def test_a_period_is_written_in_few_words(text: str, expected: str) -> None:
    assert period(Words.of("en"), text).replace("\N{THIN SPACE}", "") == expected


def test_days_have_no_zeros_in_front() -> None:
    text = period(Words.of("it"), "2009-11-04/2009-11-06").replace("\N{THIN SPACE}", "")
    assert text == "4–6 nov 2009"
