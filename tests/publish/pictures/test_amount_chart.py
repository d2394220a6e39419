"""The wide picture of amounts."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

from kzit_graph.publish.pictures.amount_chart import AmountChart, Axes
from kzit_graph.publish.pictures.amounts import Claimed, Clash
from kzit_graph.publish.pictures.labels import Label, Part, plain
from kzit_graph.publish.pictures.year_columns import YearColumns
from tests.publish.pictures.label_boxes import overlaps, texts

YEARS = (2021, 2022, 2023)


def _claim(start: float, end: float, value: float) -> Claimed:
    label = plain(str(value))
    return Claimed(start, end, value, (label,), label, str(value), "", "A source", "a name")


def _brackets(drawn: str) -> list[tuple[float, float, float]]:
    """Return the line, the top and the bottom of each bracket."""
    found = re.findall(r'd="M([\d.]+) ([\d.]+)h6V([\d.]+)h', drawn)
    return [(float(left) + 6, float(top), float(bottom)) for left, top, bottom in found]


def test_words_of_an_inner_bracket_find_room_before_those_of_claims() -> None:
    long = Label(tuple((Part("The ministry of"),) for _ in range(3)))
    claims = [_claim(2022, 2023, 15), replace(_claim(2022, 2022.5, 8), labels=(long,)), _claim(2022, 2023, 4.5)]
    clashes = [Clash((0, 2), "3.3 times apart"), Clash((1, 2), "1.8 times apart")]
    axes = Axes(YearColumns(YEARS, (), 34, 100), {Decimal(10): "10"}, 16, "euro", {year: (str(year), "") for year in YEARS})
    drawn = str(AmountChart(claims, clashes, axes, "c", 440, 300).picture("t", "d"))
    assert overlaps(drawn) == []
    (_, inner) = _brackets(drawn)
    own = [found for found in texts(ET.fromstring(re.sub(r' xmlns="[^"]*"', "", drawn))) if "1.8" in found.text]
    assert all(inner[1] - 2 <= found.box.top and found.box.right < inner[0] for found in own)


def test_the_words_of_a_bracket_do_not_stand_beside_an_end_of_another() -> None:
    claims = [_claim(2022, 2023, 15), _claim(2022, 2022.5, 8), _claim(2022, 2023, 4.5)]
    clashes = [Clash((0, 2), "3.3 times apart"), Clash((1, 2), "1.8 times apart")]
    axes = Axes(YearColumns(YEARS, (), 34, 100), {Decimal(10): "10"}, 16, "euro", {year: (str(year), "") for year in YEARS})
    drawn = str(AmountChart(claims, clashes, axes, "c", 440, 300).picture("t", "d"))
    assert overlaps(drawn) == []
    outer, inner = _brackets(drawn)
    assert inner[0] < outer[0]
    words = [
        found for found in texts(ET.fromstring(re.sub(r' xmlns="[^"]*"', "", drawn))) if "apart" in found.text or "times" in found.text
    ]
    assert all(found.box.right < inner[0] for found in words if "1.8" in found.text)
    assert all(found.box.left > outer[0] for found in words if "3.3" in found.text)
