"""Names stand with a capital letter where they are titles, and as they are in a sentence."""

from __future__ import annotations

import pytest

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.wording.titles import as_title
from tests.publish.site.figures.conftest import editions as editions  # noqa: PLC0414 - a fixture
from tests.publish.site.lists.conftest import kzit


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("page of Italy's embassy on political relations", "Page of Italy's embassy on political relations"),
        ("сообщение пресс-службы", "Сообщение пресс-службы"),
        ("өзара сапар", "Өзара сапар"),
        ("бизнес-форум в Риме", "Бизнес-форум в Риме"),
        ("dell'Italia", "dell'Italia"),
        ("ccii.it item of March 2025", "ccii.it item of March 2025"),
        ("kzit-graph", "kzit-graph"),
        ("eBay", "eBay"),
        ("3 items", "3 items"),
        ("", ""),
    ],
)
def test_only_plain_words_get_a_capital_letter(name: str, title: str) -> None:
    assert as_title(name) == title


def test_a_row_begins_with_a_capital_letter_and_a_sentence_does_not(editions: list[Edition]) -> None:
    page = kzit("id/ambastana-2022-09-20")
    assert ">Page of Italy's embassy".replace("'", "&#39;") in editions[0].title_link(page)
    assert ">page of Italy's embassy".replace("'", "&#39;") in editions[0].link(page)


def test_the_title_of_a_question_says_what_it_asks_of_a_thing(editions: list[Edition]) -> None:
    place = kzit("matter/place--la-scala")
    assert [edition.text(place) for edition in editions] == [
        "La Scala: place",
        "Teatro alla Scala: luogo",
        "Ла Скала: орны",
        "Ла Скала: место",
    ]
