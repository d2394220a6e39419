"""The templates of a site."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.publish.site.environment import Templates
from kzit_graph.publish.site.words import Words

KNOWN = Words.of("en").beginning_with("")


@given(text=st.text(st.sampled_from("'\"\\{}<>&\n \3\4xn0é")))
def test_any_word_stands_on_a_page_as_it_is(text: str) -> None:
    words = Words("en", {**KNOWN, "not_found": f"[{text}]"})
    page = Templates(words).rendered("404.html", {"has_links": False})
    assert f"[{text}]" in unescape(page)
