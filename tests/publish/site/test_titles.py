"""Names stand with a capital letter where they are titles, and as they are in a sentence."""

from __future__ import annotations

import pytest

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.wording.titles import as_title
from tests.publish.site.lists.conftest import kzit
from tests.publish.site.lists.conftest import two as two  # noqa: PLC0414 - a fixture
from tests.publish.site.lists.conftest import two_sources as two_sources  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.slow


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


def test_a_row_begins_with_a_capital_letter_and_a_sentence_does_not(two_sources: dict[str, Edition]) -> None:
    envoy = kzit("id/invented-chronicle/envoy")
    assert ">The envoy" in two_sources["en"].title_link(envoy)
    assert ">the envoy" in two_sources["en"].link(envoy)


def test_the_title_of_a_question_says_what_it_asks_of_a_thing(two_sources: dict[str, Edition]) -> None:
    place = kzit("matter/place--la-scala")
    assert [two_sources[language].text(place) for language in ("en", "it", "kk", "ru")] == [
        "La Scala: place",
        "Teatro alla Scala: luogo",
        "Ла Скала: орны",
        "Ла Скала: место",
    ]
