"""The strip, the spark bars and the dots by document: what is where, and that no labels overlap."""

from __future__ import annotations

import re

import pytest

from kzit_graph.publish.pictures.dots import Dot, Row, dots
from kzit_graph.publish.pictures.spark import spark
from kzit_graph.publish.pictures.strip import Answer, Claimed, strip
from tests.publish.pictures.label_boxes import overlaps


def _pictures(markup: str) -> list[str]:
    return re.findall(r"<svg.*?</svg>", markup, re.DOTALL)


def test_answers_of_a_strip_stand_where_their_values_are() -> None:
    drawn = strip([Answer(value, str(value), [Claimed("k")]) for value in (4, 6, 5)], "t", "d", "s")
    places = [float(x) for x in re.findall(r'<circle class="f" cx="([\d.]+)"', drawn)]
    assert places[1] - places[0] == pytest.approx(2 * (places[2] - places[0]), abs=0.2)


def test_labels_of_a_crowded_strip_go_into_rows() -> None:
    answers = [Answer(value, f"{value} млрд долларов", [Claimed("k")]) for value in (14.7, 14.9, 15, 4.5)]
    drawn = strip(answers, "t", "d", "s")
    assert overlaps(drawn) == []
    assert drawn.count("<text") == 4


def test_two_voices_of_one_answer_are_two_dots_with_one_label() -> None:
    drawn = strip([Answer(1, "treaty", [Claimed("k"), Claimed("t")]), Answer(2, "pact", [Claimed("k", href="a.html")])], "t", "d", "s")
    assert drawn.count("<circle") == 3
    assert drawn.count("<text") == 2
    assert '<a class="k" href="a.html" aria-label="pact">' in drawn


def test_the_bracket_is_grey_where_answers_are_compatible() -> None:
    answers = [Answer(1, "a", [Claimed("k")]), Answer(2, "b", [Claimed("k")])]
    assert 'class="xl"' in strip(answers, "t", "d", "s")
    assert 'class="xg"' in strip(answers, "t", "d", "s", clash=False)


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


def test_each_fact_is_a_dot_of_its_stance_in_both_forms() -> None:
    row = Row(
        "4 Nov 2009",
        "Embassy",
        [Dot("reported", "k"), Dot("judged", "k"), Dot("planned", "t"), Dot("off", "t"), Dot("inferred", "o", True)],
    )
    wide, narrow = _pictures(dots([row], "t", "d", "df"))
    for drawn in (wide, narrow):
        assert [drawn.count(f'"{name}"') for name in ("f", "hol", "das", "xl")] == [2, 3, 1, 1]
        assert drawn.count("<g ") == 3


@pytest.mark.parametrize(
    "name",
    ["Ministry of Foreign Affairs and International Cooperation of Italy", "Министерство иностранных дел и международного сотрудничества"],
)
def test_long_names_of_documents_do_not_overlap(name: str) -> None:
    rows = [Row("1 января – 24 августа 2014 г.", name, [Dot("reported", "k")] * count) for count in (1, 60, 3)]
    assert [overlaps(drawn) for drawn in _pictures(dots(rows, "t", "d", "df"))] == [[], []]
