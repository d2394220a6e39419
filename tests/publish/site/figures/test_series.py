"""Series of figures: what belongs together, how it is bounded, converted and implied."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.figures.series import Series, SeriesReader
from kzit_graph.publish.site.phrases.amounts import Amounts
from tests.publish.site.figures.conftest import figure
from tests.publish.site.lists.conftest import kzit

pytestmark = pytest.mark.slow

Made = Callable[[str], Edition]
YEARS = [f"{year}-01-01/{year}-12-31" for year in range(2010, 2016)]


def series_of(edition: Edition) -> list[Series]:
    return SeriesReader(edition).series()


def test_figures_of_one_indicator_and_the_same_things_are_a_series(edition_of: Made) -> None:
    other = figure("d", "5", YEARS[0]).replace("kzit:actor :farm", "kzit:actor :mill")
    edition = edition_of(figure("a", "3", YEARS[0]) + figure("b", "4", YEARS[1]) + figure("c", "1", YEARS[1], indicator=":rain") + other)
    assert [[str(point.value) for point in series.points] for series in series_of(edition)] == [["3", "4"], ["5"], ["1"]]


def test_sums_in_two_currencies_stand_apart_without_a_rate(edition_of: Made) -> None:
    edition = edition_of(figure("a", "3", YEARS[0]) + figure("b", "4", YEARS[1]) + figure("c", "9", YEARS[1], unit=":USD"))
    found = series_of(edition)
    assert [(edition.text(series.unit), len(series.points)) for series in found if series.unit] == [("euro", 2), ("US dollar", 1)]


@pytest.mark.parametrize(("base", "unit", "rate", "value"), [(":USD", ":EUR", "0.8", "7.200"), (":EUR", ":USD", "1.25", "7.200")])
def test_a_sum_is_converted_by_the_rate_of_its_year(edition_of: Made, base: str, unit: str, rate: str, value: str) -> None:
    known = figure("r", rate, YEARS[1], unit=unit, indicator=":rate", more=f"; kzit:base {base}")
    edition = edition_of(known + figure("a", "3", YEARS[0]) + figure("b", "4", YEARS[1]) + figure("c", "9", YEARS[1], unit=":USD"))
    (series,) = series_of(edition)
    point = next(point for point in series.points if point.claim.fact.value.endswith("/c"))
    assert str(point.value) == value
    assert point.rate is not None
    assert point.rate.fact.value.endswith("/r")
    assert point.amount.value == 9


def test_a_rate_of_another_year_converts_nothing(edition_of: Made) -> None:
    known = figure("r", "0.8", YEARS[3], indicator=":rate", more="; kzit:base :USD")
    edition = edition_of(known + figure("a", "3", YEARS[0]) + figure("b", "4", YEARS[1]) + figure("c", "9", YEARS[1], unit=":USD"))
    assert [len(series.points) for series in series_of(edition)] == [2, 1]


def growth(percent: str, more: str = "") -> str:
    """Return a growth of crop in 2011 on 2010."""
    return figure("g", percent, YEARS[1], unit=":percent", more="; kzit:base :span-a").replace(":span-g", ":span-b") + more


def test_a_growth_implies_the_figure_of_the_year_before(edition_of: Made) -> None:
    edition = edition_of(figure("a", "7", YEARS[0], indicator=":other") + figure("b", "15.0", YEARS[1]) + growth("54"))
    series = next(series for series in series_of(edition) if edition.text(series.indicator) == "crop")
    implied, stated = series.points
    assert (str(implied.value), implied.start, implied.end, implied.is_stated) == ("9.7", "2010-01-01", "2010-12-31", False)
    assert implied.growth is not None
    assert implied.growth.fact.value.endswith("/g")
    assert stated.value == 15


@pytest.mark.parametrize("fall", [growth("-25"), growth("25", ":g kzit:trend <https://w3id.org/kzit/concept/trend/falling> .")])
def test_a_fall_implies_a_larger_figure(edition_of: Made, fall: str) -> None:
    edition = edition_of(figure("a", "7", YEARS[0], indicator=":other") + figure("b", "15.0", YEARS[1]) + fall)
    series = next(series for series in series_of(edition) if edition.text(series.indicator) == "crop")
    assert (str(series.points[0].value), series.points[0].change) == ("20", Decimal(-25))


def test_a_growth_by_another_voice_implies_nothing(edition_of: Made) -> None:
    other = growth("54").replace("kzit:claimedBy :a", "kzit:claimedBy :b")
    edition = edition_of(figure("a", "7", YEARS[0], indicator=":other") + figure("b", "15.0", YEARS[1]) + other)
    series = next(series for series in series_of(edition) if edition.text(series.indicator) == "crop")
    assert all(point.is_stated for point in series.points)


@pytest.mark.parametrize(
    ("value", "more", "bound"),
    [
        ("16400", "; schema:minValue 16350 ; schema:maxValue 16450", ""),
        ("16400", "; schema:minValue 15000 ; schema:maxValue 18000", "range"),
        ("10", "; schema:minValue 10", "more"),
        ("10", "; schema:maxValue 10", "less"),
        ("5", "; schema:minValue 4.5 ; schema:maxValue 5.5 ; kzit:hedge :about", "about"),
        ("10", "; schema:minValue 10 ; kzit:hedge :over", "more"),
        ("20", "; schema:minValue 19.5 ; schema:maxValue 20.5 ; kzit:hedge :reached", ""),
        ("133", "", ""),
    ],
)
def test_bounds_are_those_that_a_source_gives(edition_of: Made, value: str, more: str, bound: str) -> None:
    (series,) = series_of(edition_of(figure("a", value, YEARS[0], more=more)))
    assert series.points[0].bound == bound


def test_the_bundled_trade_is_one_series_in_dollars(editions: list[Edition]) -> None:
    edition = editions[0]
    series = series_of(edition)[0]
    amounts = Amounts(edition)
    assert (edition.text(series.indicator), amounts.code(series.unit)) == ("trade turnover", "USD")
    for point in series.points:
        assert point.claim.amount
        factor = Decimal(1)
        if point.rate:
            assert point.rate.amount
            factor = point.rate.amount.value
        assert abs(point.value / (point.amount.value * factor) - 1) < Decimal("0.001")  # it has four digits
        grown = point.amount.value * (1 + point.change / 100)
        assert abs(grown / point.claim.amount.value - 1) < (0 if point.is_stated else Decimal("0.03")) + Decimal("1e-9")  # two digits


def test_names_of_figures_are_those_of_the_language(editions: list[Edition]) -> None:
    texts = [Amounts(edition).full(Decimal(14 * 10**9), kzit("concept/unit/EUR")) for edition in editions]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts] == ["€14 bn", "14 mld €", "14 млрд €", "14 млрд €"]
    dollars = [Amounts(edition).full(Decimal(14 * 10**9), kzit("concept/unit/USD")) for edition in editions]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in dollars] == ["$14 bn", "14 mld $", "14 млрд $", "14 млрд $"]
