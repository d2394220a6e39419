"""The narrow picture of amounts."""

from __future__ import annotations

import re

from kzit_graph.publish.pictures.amounts import Claimed
from kzit_graph.publish.pictures.labels import plain
from kzit_graph.publish.pictures.ladder import MIDDLE, NARROW, Ladder
from tests.publish.pictures.label_boxes import overlaps


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
