"""Escaping text and joining parts of pages."""

from __future__ import annotations

import markupsafe
import pytest
from markupsafe import Markup

from kzit_graph.publish.markup import escape, joined, safe

VALUES = ("a < b & \"c\" 'd'", Markup("<b>bold</b>"), 12.5, None, "")


@pytest.mark.parametrize("value", VALUES)
def test_values_are_escaped_as_markupsafe_does(value: object) -> None:
    found = escape(value)
    assert found == markupsafe.escape(value)
    assert type(found) is Markup


def test_text_is_escaped_after_markup_with_the_same_characters() -> None:
    """Both are equal and have the same hash, so one must not be taken for the other."""
    assert escape(Markup("<i>")) == "<i>"
    assert escape("<i>") == "&lt;i&gt;"
    assert escape(Markup("<i>")) == "<i>"


@pytest.mark.parametrize("separator", [" < ", Markup("<br>"), ""])
def test_parts_are_joined_as_markupsafe_does(separator: str) -> None:
    assert joined(VALUES, separator) == markupsafe.escape(separator).join(map(markupsafe.escape, VALUES))
    assert type(joined((), separator)) is Markup


def test_finished_html_stays_as_it_is() -> None:
    assert safe("<b>&</b>") == Markup("<b>&</b>")
    assert type(safe("<b>")) is Markup
