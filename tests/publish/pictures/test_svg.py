"""Elements of SVG: escaping, numbers, links."""

from __future__ import annotations

import pytest

from kzit_graph.publish.pictures.picture import picture
from kzit_graph.publish.pictures.svg import element, link, number, rect, text


@pytest.mark.parametrize(("value", "written"), [(1, "1"), (1.25, "1.2"), (-0.04, "0"), (100.0, "100"), (-3.96, "-4"), (0.1 + 0.2, "0.3")])
def test_numbers_are_short_and_without_a_needless_sign(value: float, written: str) -> None:
    assert number(value) == written


def test_text_and_attributes_are_escaped() -> None:
    assert element("text", 'a < "b" & c', class_='"><script>') == '<text class="&#34;&gt;&lt;script&gt;">a &lt; &#34;b&#34; &amp; c</text>'


def test_an_attribute_without_a_value_is_left_out() -> None:
    assert rect(0, 1, 2, 3.04) == '<rect x="0" y="1" width="2" height="3"/>'


def test_a_link_has_a_name_and_without_address_it_is_a_group() -> None:
    assert (
        link("id/a.html", "A & B", rect(0, 0, 1, 1))
        == '<a href="id/a.html" aria-label="A &amp; B"><rect x="0" y="0" width="1" height="1"/></a>'
    )
    assert link("", "A", "x", class_="k") == '<g class="k">x</g>'


def test_a_picture_has_title_description_and_a_role_for_its_links() -> None:
    drawn = picture(100, 50, "Trade", "Each bar is a claim.", text(0, 10, "a"), identity="tw", form="wid")
    assert 'role="group" aria-labelledby="tw-t" aria-describedby="tw-d"' in drawn
    assert '<title id="tw-t">Trade</title><desc id="tw-d">Each bar is a claim.</desc>' in drawn
    assert 'role="img"' in picture(100, 50, "Trade", "", identity="tw", links=False)
    assert "style=" not in drawn
