"""The short title in the head of pages."""

import pytest

from kzit_graph.publish.site.edition.brand import Brand, brand
from kzit_graph.publish.site.wording.wording import Shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Alpine garden", "Alpine garden"),
        ("Kazakhstan–Italy relations: a knowledge graph of cited facts", "Kazakhstan–Italy relations"),
        ("The theatres of northern Italy (second edition)", "The theatres of northern Italy"),
        ("A thesaurus of musical instruments without any end", "A thesaurus of musical instruments without any end"),
        ("V: a list of everything that is called V in some language", "V: a list of everything that is called V in some language"),
    ],
)
def test_a_long_title_ends_at_its_first_colon_or_dash(title: str, shown: str) -> None:
    assert brand(Shown(title, "la"), None) == Brand(Shown(shown, "la"))


def test_a_short_title_has_a_second_part() -> None:
    assert brand(Shown("Long"), Shown("Kazakhstan–Italy, claim by claim")) == Brand(Shown("Kazakhstan–Italy"), ", claim by claim")
    assert brand(Shown("Long"), Shown("Sources: who says what, and where", "fr")) == Brand(
        Shown("Sources", "fr"), ": who says what, and where"
    )
    assert brand(Shown("Long"), Shown("Claims")) == Brand(Shown("Claims"))


def test_a_title_without_an_end_is_cut() -> None:
    assert brand(Shown("A " + "very " * 20 + "long title"), None).main.text == "A very very very very very very very very very very very…"
    assert brand(Shown("Donaudampfschifffahrtsgesellschaft"), None).main.text == "Donaudampfschifffahrtsg…"
