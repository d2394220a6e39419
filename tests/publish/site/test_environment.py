"""The templates of a site."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.publish.site.edition.environment import Templates, templates
from kzit_graph.publish.site.wording.words import Words

KNOWN = Words.of("en").beginning_with("")


@pytest.mark.slow
@given(text=st.text(st.sampled_from("'\"\\{}<>&\n \3\4xn0é")))
def test_any_word_stands_on_a_page_as_it_is(text: str) -> None:
    words = Words("en", {**KNOWN, "not_found": f"[{text}]"})
    page = Templates(words).rendered("404.html", {"has_links": False})
    assert f"[{text}]" in unescape(page)


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [
        (1, 2, "1 2 Next page"),
        (2, 8, "Previous page 1 2 3 4 5 6 7 8 Next page"),
        (1, 20, "1 2 3 … 20 Next page"),
        (10, 20, "Previous page 1 … 8 9 10 11 12 … 20 Next page"),
        (20, 20, "Previous page 1 … 18 19 20"),
    ],
)
def test_a_gap_in_the_numbers_of_pages_is_shown(page: int, pages: int, expected: str) -> None:
    text = templates("en").macro("turns")(page, pages, [f"{number}.html" for number in range(1, pages + 1)])
    assert " ".join(re.sub("<[^>]*>", " ", text).split()) == expected
