"""The narrow picture of amounts."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from kzit_graph.publish.pictures.amounts import Claimed, Clash
from kzit_graph.publish.pictures.labels import plain
from kzit_graph.publish.pictures.ladder import MIDDLE, NARROW, Ladder
from tests.publish.pictures.label_boxes import overlaps, texts


def _drawn(*sources: str, width: float = NARROW) -> str:
    claims = [
        Claimed(2020 + year, 2021 + year, 10, (plain(source),), plain("€10"), "€10", "", source, source)
        for year, source in enumerate(sources)
    ]
    return str(Ladder(claims, (), (), (0, 20), {}, "euro", width).picture("t", "d", "l", by_year=True))


def test_a_short_source_stands_beside_its_figure() -> None:
    drawn = _drawn("Herald")
    assert re.search(r'<tspan class="s xs" dx="7">Herald</tspan>', drawn)


def test_a_long_source_stands_whole_below_its_figure() -> None:
    name = "Ministry of Foreign Affairs and International Cooperation of a Republic"
    drawn = _drawn(name, "Herald")
    lines = re.findall(r'<text [^>]*class="s xs halo">([^<]*)</text>', drawn)
    assert " ".join(lines) == name
    assert "…" not in drawn
    assert overlaps(drawn) == []


def test_the_middle_form_has_room_for_a_long_source_beside_its_figure() -> None:
    name = "Ministry of Foreign Affairs and International Cooperation of a Republic"
    drawn = _drawn(name, "Herald", width=MIDDLE)
    assert f'dx="7">{name}</tspan>' in drawn
    assert 'class="pic mid" width="700"' in drawn
    assert overlaps(drawn) == []


def _with_brackets(*clashes: Clash, width: float) -> str:
    claims = [Claimed(2022, 2023, value, (plain("v"),), plain("v"), f"€{value}", "", "A source of news", "n") for value in (15, 14, 8, 4.5)]
    return str(Ladder(claims, clashes, (), (0, 20), {}, "euro", width).picture("t", "d", "l", by_year=True))


@pytest.mark.parametrize("width", [NARROW, MIDDLE])
def test_words_of_brackets_are_level_and_begin_over_their_own_bracket(width: float) -> None:
    words = ("more than three times apart, by any of the sources", "twice apart")
    drawn = _with_brackets(Clash((0, 1, 3), words[0]), Clash((2, 3), words[1]), width=width)
    assert "rotate(" not in drawn
    assert overlaps(drawn) == []
    brackets = [tuple(map(float, found)) for found in re.findall(r'd="M([\d.]+) ([\d.]+)h6V', drawn)]
    placed = {found.text.strip(): found.box for found in texts(ET.fromstring(re.sub(r' xmlns="[^"]*"', "", drawn)))}
    ends = [next(box for text, box in placed.items() if text and word.endswith(text)) for word in words]
    assert [round(box.right) for box in ends] == [round(left + 6) for left, _ in brackets]
    assert all(0 < top - box.bottom < 16 for box, (_, top) in zip(ends, brackets, strict=True))


def test_brackets_that_share_a_height_stand_side_by_side() -> None:
    drawn = _with_brackets(Clash((2, 3), "twice"), Clash((0, 1, 3), "thrice"), Clash((0, 1), "once"), width=NARROW)
    lines = [float(x) for x in re.findall(r'd="M([\d.]+) [\d.]+h6V', drawn)]
    assert lines[1] == max(lines)
    assert lines[0] == lines[2] < lines[1]
