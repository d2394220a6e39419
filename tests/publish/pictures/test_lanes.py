"""The timeline as a picture: where marks stand, what they look like, and that no labels overlap."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from kzit_graph.publish.pictures.lane import Block, Hold, Lane, Mark, Row, Text
from kzit_graph.publish.pictures.lanes import MIDDLE, middle, narrow, scale, wide
from kzit_graph.publish.pictures.marks import Form
from tests.publish.pictures.label_boxes import overlaps

WORDS = Text("Title", "Description")


def mark(start: str, end: str = "", hold: Hold = "within", form: Form = "reported") -> Mark:
    return Mark(start, end or start, hold, form, "k", "id/fact.html", f"fact of {start}")


def lane(*rows: Row, name: str = "Visits", clashes: bool = False, in_turn: bool = False) -> Lane:
    return Lane(name, (Block(rows, clashes=True),) if clashes else tuple(Block((row,)) for row in rows), in_turn)


def crowded(words: str) -> list[Lane]:
    rows = [Row((mark(f"20{year:02}-0{1 + year % 9}-10"),), f"{words} {year}") for year in range(26)]
    late = [Row((mark(f"2025-{month:02}-01"),), f"{words} {month}") for month in range(1, 13)]
    terms = [Row((mark(f"{year}-03-01", hold="since"),), f"{words} {year}") for year in range(1999, 2025, 3)]
    clash = [Row((mark(day),), f"{day}: {words}") for day in ("2011-06-12", "2011-08-21", "2011-09-01")]
    return [lane(*rows), lane(*late, name=words * 3), lane(*terms, in_turn=True), lane(*clash, clashes=True)]


@pytest.mark.parametrize(
    "words",
    [
        "official visit",
        "colloquio dei capi delle due diplomazie ad Astana, con una cena di gala",
        "Қазақстан мен Италия келісімі",
        "установление дипломатических отношений",
    ],
)
def test_labels_of_crowded_lanes_do_not_overlap(words: str) -> None:
    assert overlaps(wide(crowded(words), WORDS, "tl")) == []
    assert overlaps(narrow(crowded(words), WORDS, "tl")) == []
    assert [overlaps(drawn) for drawn in _of_lanes(crowded(words))] == [[]] * 4


def _of_lanes(lanes: list[Lane]) -> list[str]:
    return re.findall(r"<svg.*?</svg>", middle(lanes, WORDS, "tl"), re.DOTALL)


def test_the_middle_form_has_a_picture_with_an_axis_for_each_lane() -> None:
    one, other = (lane(Row((mark(f"{year}-01-01"),), "a"), name=f"Lane {year}") for year in (1990, 2020))
    first, second = _of_lanes([one, other])
    for drawn, title in ((first, "Lane 1990"), (second, "Lane 2020")):
        assert f">{title}</title>" in drawn
        assert f">{title}</text>" in drawn
        assert re.findall(r'class="m s xs"[^>]*>(\d+)<', drawn)[-1] == "2020"
        assert f'width="{MIDDLE}"' in drawn
    (left,), (right,) = (re.findall(r'<circle class="f" cx="([\d.]+)"', drawn) for drawn in (first, second))
    assert float(left) < MIDDLE / 2 < float(right)
    assert len(set(re.findall(r' id="([^"]+)"', first + second))) == 4


def test_marks_stand_on_one_scale_of_years() -> None:
    lanes = [lane(Row((mark("2000-01-01"),), "a"), Row((mark("2010-01-01"),), "b"), Row((mark("2020-01-01"),), "c"))]
    places = [float(x) for x in re.findall(r'<circle class="f" cx="([\d.]+)"', wide(lanes, WORDS, "tl"))]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.3)
    assert [round(scale(lanes, 0, 100).day(day)) for day in ("2000-01-01", "2020-01-01")] == pytest.approx([1, 98], abs=2)


@pytest.mark.parametrize(
    ("one", "drawn"),
    [
        (mark("2009-11-05"), 'class="f" cx='),
        (mark("2009-11-01", "2009-11-30"), 'class="tint"'),
        (mark("2009-01-01", "2012-12-31", "lasted"), 'class="f hb"'),
        (mark("2009-01-01", "2009-01-01", "since"), "l6 5-6 5"),
        (Mark("", "2009-01-01", "until", "reported", "k", "", ""), "l-6 5 6 5"),
        (mark("2009-01-01", "2009-12-31", form="planned"), 'class="hol"'),
        (mark("2009-01-01", "2009-12-31", form="off"), 'stroke-width="1.8"'),
        (mark("2009-01-01", "2009-12-31", form="inferred"), 'class="das"'),
        (mark("2009-01-01", form="judged"), "a5 5 0 0 0 0 10z"),
    ],
)
def test_each_hold_and_stance_has_its_shape(one: Mark, drawn: str) -> None:
    shown = [wide([lane(Row((one,), "what"), Row((mark("1990-01-01"),), "before"))], WORDS, "tl")]
    without = wide([lane(Row((replace(one, form="reported", hold="within", start="2009-01-01", end="2009-06-30"),), "what"))], WORDS, "tl")
    assert drawn in shown[0]
    assert drawn == 'class="tint"' or drawn not in without


def test_each_mark_is_a_link_whose_name_contains_its_label() -> None:
    row = Row((mark("2009-01-01", "2009-12-31"), mark("2009-11-05")), "agreement")
    for draw in (wide, middle):
        links = re.findall(r'<a class="k" href="id/fact.html" aria-label="([^"]*)">', draw([lane(row)], WORDS, "tl"))
        assert links == ["fact of 2009-01-01", "agreement: fact of 2009-11-05"]


def test_marks_too_small_for_fingers_are_no_links() -> None:
    drawn = narrow([lane(Row((mark("2009-01-01", "2009-12-31"), mark("2009-11-05")), "agreement"))], WORDS, "tl")
    assert ("<a " in drawn, drawn.count('<g class="k">'), 'role="img"' in drawn) == (False, 2, True)


def test_agreeing_marks_lie_inside_one_another() -> None:
    drawn = wide(
        [lane(Row((mark("2009-01-01", "2009-12-31"), mark("2009-11-05")), "agreement"), Row((mark("1990-01-01"),), "x"))], WORDS, "tl"
    )
    left, top, width, height = map(
        float, re.findall(r'<rect class="tint" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawn)[0]
    )
    x, y = map(float, re.findall(r'<circle class="f" cx="([\d.]+)" cy="([\d.]+)" r="5"/>', drawn)[0])
    assert left < x < left + width
    assert top < y - 5 < y + 5 < top + height


def test_a_clash_is_bracketed_and_other_rows_are_not() -> None:
    rows = (Row((mark("1992-06-12"),), "June"), Row((mark("1992-08-21"),), "August"))
    assert 'class="xl"' in wide([lane(*rows, clashes=True)], WORDS, "tl")
    assert 'class="xl"' not in wide([lane(*rows)], WORDS, "tl")


def test_what_is_held_in_turn_ends_where_the_next_begins() -> None:
    rows = [Row((mark(f"{year}-01-01", hold="since"),), "A") for year in (2000, 2010, 2020)]
    bands = re.findall(r'd="M([\d.]+) [\d.]+H([\d.]+)v18', wide([lane(*rows, in_turn=True)], WORDS, "tl"))
    assert [end for _, end in bands][:2] == [start for start, _ in bands][1:]


def test_a_label_is_cut_only_where_neither_side_has_room() -> None:
    years = [Row((mark(f"{year}-01-01"),), "x") for year in (1990, 2030)]
    for year in (1992, 2010, 2028):
        long, too_long = "a long name " * 6, "a name without end " * 20
        drawn = wide([lane(*years, Row((mark(f"{year}-01-01"),), long.strip()))], WORDS, "tl")
        assert f">{long.strip()}<" in drawn
        cut = wide([lane(*years, Row((mark(f"{year}-01-01"),), too_long))], WORDS, "tl")
        (shown,) = re.findall(r">(a name without end[^<]*…)<", cut)
        assert len(shown) > len(long)
        assert overlaps(drawn) == overlaps(cut) == []


def test_a_label_stands_on_a_mark_that_leaves_no_room() -> None:
    drawn = wide([lane(Row((mark("2009-01-01", "2009-12-31"),), "a whole year"))], WORDS, "tl")
    assert ">a whole year<" in drawn
    assert overlaps(drawn) == []


def test_a_label_stands_on_a_long_mark_rather_than_being_cut_beside_it() -> None:
    years = [Row((mark(f"{year}-01-01"),), "x") for year in (1990, 2030)]
    long = "a label that is much longer than the room on either side of its mark, " * 2
    drawn = wide([lane(*years, Row((mark("1995-01-01", "2022-12-31", "lasted"),), long.strip()))], WORDS, "tl")
    assert f">{long.strip()}<" in drawn
    assert overlaps(drawn) == []


def test_two_labels_in_one_row_have_room_between_them() -> None:
    drawn = wide([lane(*(Row((mark(f"{year}-01-01"),), "a visit") for year in range(1900, 2020, 20)))], WORDS, "tl")
    heights = re.findall(r'<text class="xs halo[^"]*" x="([\d.]+)" y="([\d.]+)"', drawn)
    assert len({y for _, y in heights}) == 1
    assert all(float(b) - float(a) > 50 for (a, _), (b, _) in pairwise(heights))


def test_the_unknown_start_of_what_was_by_a_day_takes_no_room() -> None:
    lanes = [lane(Row((mark("2016-01-01", "2016-12-31", "until"),), "a"), Row((mark("2017-08-21"),), "b"))]
    assert scale(lanes, 0, 100).first > 2016.9


def test_one_day_alone_is_drawn() -> None:
    drawn = wide([lane(Row((mark("2009-11-05"),), "alone"))], WORDS, "tl")
    assert "nan" not in drawn
    assert overlaps(drawn) == []


def test_text_of_the_data_is_escaped() -> None:
    drawn = wide([lane(Row((replace(mark("2009-11-05"), name='"><x>'),), "<script>"), name="a & b")], WORDS, "tl")
    assert "<script>" not in drawn
    assert "<x>" not in drawn


def test_a_short_time_has_an_axis_of_months_and_a_long_one_of_years() -> None:
    def axis(*days: str) -> list[str]:
        return re.findall(r'class="m s xs"[^>]*>([^<]+)<', wide([lane(*(Row((mark(day),), "x") for day in days))], WORDS, "tl"))

    assert axis("2026-05-20", "2026-07-02") == ["2026-06", "2026-07"]
    assert axis("2024-11-20", "2026-07-02") == ["2025-01", "2025-04", "2025-07", "2025-10", "2026-01", "2026-04", "2026-07"]
    assert axis("1990-01-01", "2010-01-01")[:2] == ["1990", "1991"]
