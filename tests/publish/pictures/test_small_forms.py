"""The strip, the spark bars and the dots by document: what is where, and that no labels overlap."""

from __future__ import annotations

import re

import pytest

from kzit_graph.publish.pictures.dots import Dot, Row, dots
from kzit_graph.publish.pictures.spark import dotted, spark
from kzit_graph.publish.pictures.strip import Answer, Claimed, Line, strip
from kzit_graph.publish.pictures.tally import Count, tally
from tests.publish.pictures.label_boxes import overlaps


def _pictures(markup: str) -> list[str]:
    return re.findall(r"<svg.*?</svg>", markup, re.DOTALL)


def test_answers_of_a_strip_stand_where_their_values_are() -> None:
    drawn = strip([Line([Answer(value, str(value), [Claimed("k")]) for value in (4, 6, 5)])], "t", "d", "s")
    places = [float(x) for x in re.findall(r'<circle class="f" cx="([\d.]+)"', drawn)]
    assert places[1] - places[0] == pytest.approx(2 * (places[2] - places[0]), abs=0.2)


def test_labels_of_a_crowded_strip_go_into_rows() -> None:
    answers = [Answer(value, f"{value} млрд долларов", [Claimed("k")]) for value in (14.7, 14.9, 15, 4.5)]
    drawn = strip([Line(answers)], "t", "d", "s")
    assert overlaps(drawn) == []
    assert drawn.count("<text") == 4


def test_two_voices_of_one_answer_are_two_dots_with_one_label() -> None:
    line = Line([Answer(1, "treaty", [Claimed("k"), Claimed("t")]), Answer(2, "pact", [Claimed("k", href="a.html")])])
    drawn = strip([line], "t", "d", "s")
    assert drawn.count("<circle") == 3
    assert drawn.count("<text") == 2
    assert '<a class="k" href="a.html" aria-label="pact">' in drawn


def test_the_bracket_is_grey_where_answers_are_compatible() -> None:
    answers = [Answer(1, "a", [Claimed("k")]), Answer(2, "b", [Claimed("k")])]
    assert 'class="xl"' in strip([Line(answers)], "t", "d", "s")
    assert 'class="xg"' in strip([Line(answers)], "t", "d", "s", clash=False)


def test_answers_without_a_common_scale_stand_on_a_named_line_each() -> None:
    lines = [Line([Answer(16.4, "€16.4 bn", [Claimed("k")])], "Euro"), Line([Answer(16.4, "$16.4 bn", [Claimed("t")])], "US dollar")]
    drawn = strip(lines, "t", "d", "s")
    heights = [float(y) for y in re.findall(r'<circle class="f" cx="[\d.]+" cy="([\d.]+)"', drawn)]
    assert heights[1] - heights[0] > 30
    assert drawn.count('class="ax"') == 2
    assert all(f">{name}</text>" in drawn for name in ("Euro", "US dollar"))
    assert drawn.count('class="xl"') == 1
    assert overlaps(drawn) == []


def test_answers_that_only_have_an_order_stand_on_no_axis() -> None:
    drawn = strip([Line([Answer(0, "treaty", [Claimed("k")]), Answer(1, "pact", [Claimed("k")])], is_scale=False)], "t", "d", "s")
    assert 'class="ax"' not in drawn
    assert drawn.count("<circle") == 2


def test_a_tally_has_a_dot_for_each_and_the_number_after_them() -> None:
    rows = [Count("nobody says what came of it", [Dot("planned", "k")] * 30), Count("took place", [Dot("reported", "t")] * 2)]
    drawn = tally(rows, "t", "d", "y", width=350)
    assert (drawn.count('"hol"'), drawn.count('"f"')) == (30, 2)
    assert [">30</text>" in drawn, ">2</text>" in drawn] == [True, True]
    assert max(float(x) for x in re.findall(r'cx="([\d.]+)"', drawn)) < 350
    assert overlaps(drawn) == []


def test_bars_are_as_high_as_their_numbers_and_empty_years_have_none() -> None:
    drawn = spark({1992: 2, 1995: 4, 2017: 31}, "t", "d", "b")
    heights = [float(height) for height in re.findall(r'height="([\d.]+)"', drawn)[1:]]
    assert len(heights) == 3
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert ">31</text>" in drawn
    assert overlaps(drawn) == []


def test_centuries_of_bars_are_grouped() -> None:
    drawn = spark(dict.fromkeys(range(1200, 2021), 1), "t", "d", "b", width=350)
    assert 80 <= drawn.count("<rect") <= 160
    assert overlaps(drawn) == []


def points(drawn: str, class_: str, step: float) -> int:
    """Return the number of points of a dotted line."""
    lines = re.findall(rf'class="{class_}" d="([^"]*)"', drawn)
    return sum(int((float(low) - float(high)) / step + 1) for line in lines for low, high in re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)", line))


def test_each_fact_is_a_dot_in_the_column_of_its_year() -> None:
    years = {1992: [Dot("reported", "k")] * 3, 2009: [Dot("reported", "k")] * 2 + [Dot("reported", "t")] * 5, 2025: [Dot("inferred", "o")]}
    drawn = dotted(years, "t", "d", "b", width=700, tallest=130)
    assert (points(drawn, "dots", 10), drawn.count('class="das"')) == (10, 1)
    assert re.findall(r'<g class="(.)">', drawn) == ["k", "o", "t"]
    assert overlaps(drawn) == []


def test_rings_are_dots_with_a_hole_and_judged_ones_half_filled() -> None:
    years = {year: [Dot("reported", "k"), Dot("planned", "k"), Dot("judged", "k")] for year in range(1990, 2026)}
    drawn = dotted(years, "t", "d", "b", width=700, tallest=130)
    assert (points(drawn, "dots", 10), points(drawn, "dots hole", 10)) == (3 * 36, 2 * 36)
    assert drawn.count("z", drawn.index('class="f"'), drawn.index("/>", drawn.index('class="f"'))) == 36


def test_dots_that_others_contradict_have_one_frame() -> None:
    years = {1990: [Dot("reported", "k")], 2025: [Dot("reported", "k"), *[Dot("reported", "k", True)] * 3]}  # a column of 8 px dots
    drawn = dotted(years, "t", "d", "b", width=350, tallest=130)
    frames = re.findall(r'class="xd" d="([^"]*)"', drawn)
    assert [frame.count("M") for frame in frames] == [1]
    low, high = map(float, re.findall(r"^M[\d.]+ ([\d.]+)V([\d.]+)", frames[0])[0])
    assert low - high == pytest.approx(3 * 8)


def test_dots_are_smaller_where_columns_are_high_and_bars_where_too_high() -> None:
    few, many = ({year: [Dot("reported", "k")] * count for year in range(1990, 2026)} for count in (20, 400))
    assert 'stroke-dasharray="0 8"' in dotted(few, "t", "d", "b", width=700, tallest=130)
    assert dotted(many, "t", "d", "b", width=700, tallest=130).count("<rect") == 36


def test_each_fact_is_a_dot_of_its_stance_in_all_forms() -> None:
    row = Row(
        "4 Nov 2009",
        "Embassy",
        [Dot("reported", "k"), Dot("judged", "k"), Dot("planned", "t"), Dot("off", "t"), Dot("inferred", "o", True)],
    )
    found = _pictures(dots([row], "t", "d", "df"))
    assert len(found) == 3
    for drawn in found:
        assert [drawn.count(f'"{name}"') for name in ("f", "hol", "das", "xl")] == [2, 3, 1, 1]
        assert drawn.count("<g ") == 3


@pytest.mark.parametrize(
    "name",
    ["Ministry of Foreign Affairs and International Cooperation of Italy", "Министерство иностранных дел и международного сотрудничества"],
)
def test_long_names_of_documents_do_not_overlap(name: str) -> None:
    rows = [Row("1 января – 24 августа 2014 г.", name, [Dot("reported", "k")] * count) for count in (1, 60, 3)]
    assert [overlaps(drawn) for drawn in _pictures(dots(rows, "t", "d", "df"))] == [[], [], []]
