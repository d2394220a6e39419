"""The two-sided ladder: who stands where, and how ties are drawn."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest

from kzit_graph.publish.pictures.lane import Text
from kzit_graph.publish.pictures.two_sides import Edge, Node, Side, middle, narrow, thickness, wide
from tests.publish.pictures.label_boxes import overlaps

WORDS = Text("Title", "Description")


def sides(words: str = "thing", left: int = 3, right: int = 5) -> tuple[Side, Side]:
    return (
        Side("Kazakhstan", tuple(Node(f"{words} {index}", index, "k", f"id/a{index}.html") for index in range(left))),
        Side("Italy", tuple(Node(f"{words} {index}", index, "t", f"id/b{index}.html") for index in range(right))),
    )


def edge(left: int, right: int, number: int = 1, *, dashed: bool = False) -> Edge:
    return Edge(left, right, number, dashed, f"#tie{left}{right}", f"{left} and {right}: {number}")


@pytest.mark.parametrize("words", ["thing", "министерство иностранных дел Республики Казахстан и ещё одно", "Conferenza delle Regioni"])
def test_labels_do_not_overlap_and_stay_in_the_picture(words: str) -> None:
    first, second = sides(words, 15, 15)
    edges = [edge(index, (index * 7) % 15, 1 + index**2) for index in range(15)]
    assert [overlaps(draw(first, second, edges, WORDS, "nw")) for draw in (wide, middle, narrow)] == [[], [], []]


def test_a_long_name_has_two_lines_and_is_not_cut() -> None:
    name = "Министерство иностранных дел и международного сотрудничества"
    for draw in (wide, middle, narrow):
        first, second = sides(name, 2, 2)
        drawn = draw(first, second, [edge(0, 0), edge(0, 1), edge(1, 1)], WORDS, "nw")
        assert "…" not in drawn
        assert overlaps(drawn) == []
        lines = [html.unescape(line) for line in re.findall(r"<text[^>]*>([^<]*)</text>", drawn)]
        assert any(f"{one} {two}" == f"{name} 0" for one, two in pairwise(lines))


def test_ties_join_the_things_that_they_tie() -> None:
    drawn = wide(*sides(), [edge(2, 4)], WORDS, "nw")
    heights = [float(y) for y in re.findall(r'<circle class="f" cx="[\d.]+" cy="([\d.]+)"', drawn)]
    ((start, end),) = re.findall(r'd="M[\d.]+ ([\d.]+)C[^"]* ([\d.]+)"', drawn)
    assert (float(start), float(end)) == (heights[2], heights[3 + 4])


def test_width_grows_with_the_number_and_plans_are_dashed() -> None:
    drawn = wide(*sides(), [edge(0, 0, 1), edge(1, 1, 9, dashed=True)], WORDS, "nw")
    widths = re.findall(r'stroke-width="([\d.]+)"( stroke-dasharray="6 4")?', drawn)
    assert widths == [("6.9", ' stroke-dasharray="6 4"'), ("2.5", "")]
    assert thickness(1) < thickness(2) < thickness(20) < thickness(10**6) == 16


def test_the_narrow_form_lists_the_ties_below_each_thing() -> None:
    drawn = narrow(*sides(), [edge(0, 1, 4), edge(0, 3, 9), edge(2, 0)], WORDS, "nw")
    texts = re.findall(r"<text[^>]*>([^<]+)<", drawn)
    assert texts == ["thing 0", "9", "thing 3", "4", "thing 1", "thing 1", "thing 2", "1", "thing 0"]


def test_things_and_ties_are_links_with_names() -> None:
    for draw in (wide, middle, narrow):
        drawn = draw(*sides(), [edge(0, 0)], WORDS, "nw")
        assert '<a class="o" href="#tie00" aria-label="0 and 0: 1">' in drawn
        assert re.search(r'<a class="k" href="id/a0.html" aria-label="thing 0( 0)?">', drawn)


def test_names_of_links_contain_the_text_that_is_shown() -> None:
    for draw in (wide, middle, narrow):
        drawn = draw(*sides("министерство иностранных дел и ещё много слов без конца и края", 2, 2), [edge(0, 1, 7)], WORDS, "nw")
        for name, content in re.findall(r'<a [^>]*aria-label="([^"]*)">(.*?)</a>', drawn):
            assert " ".join(re.sub("<[^>]*>", "", content).split()) in name
