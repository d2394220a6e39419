"""Scales: values, days and round ticks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kzit_graph.publish.pictures.scales import Linear, Years, round_top, year_of


def test_a_linear_scale_maps_its_ends_and_its_middle() -> None:
    scale = Linear(0, 20, 100, 0)
    assert [scale(0), scale(Decimal(10)), scale(20)] == [100, 50, 0]


def test_a_scale_of_one_value_puts_it_in_the_middle() -> None:
    assert Linear(5, 5, 0, 100)(5) == 50
    assert Linear(5, 5, 0, 100).ticks() == [5]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 24, [0, 5, 10, 15, 20]), (0, 330, [0, 100, 200, 300]), (0, 0.9, ["0", "0.2", "0.4", "0.6", "0.8"]), (-3, 3, [-2, 0, 2])],
)
def test_ticks_are_round_and_in_the_range(low: float, high: float, ticks: list[int | str]) -> None:
    assert Linear(low, high, 0, 1).ticks() == [Decimal(tick) for tick in ticks]


@pytest.mark.parametrize(("value", "top"), [("22.6", 25), ("5", 5), ("330", 400), ("0.07", "0.08"), ("0", 1)])
def test_an_axis_ends_at_a_round_value_above_all(value: str, top: str | int) -> None:
    assert round_top(Decimal(value)) == Decimal(str(top))


def test_days_months_and_years_stand_where_they_begin() -> None:
    assert year_of("2017") == 2017
    assert year_of("2017-07") == pytest.approx(2017 + 181 / 365)
    assert year_of("2016-12-31") == pytest.approx(2016 + 365 / 366)
    assert year_of("-0044-03-15") == pytest.approx(-44 + 73 / 365, abs=0.01)


def test_a_year_is_as_long_as_all_its_days() -> None:
    years = Years(2000, 2010, 0, 1000)
    assert years.day("2001") == 100
    assert years.day_end("2001-12-31") == pytest.approx(200)


def test_year_ticks_are_round_and_leave_room_for_labels() -> None:
    assert Years(1991, 2027, 0, 952).ticks(50) == list(range(1992, 2027, 2))
    assert Years(1991, 2027, 0, 300).ticks(40) == [1995, 2000, 2005, 2010, 2015, 2020, 2025]
