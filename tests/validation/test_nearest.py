"""The nearest known IRIs of a misspelt one."""

from __future__ import annotations

from kzit_graph.validation.nearest import _most_similar


def test_a_name_of_the_same_namespace_comes_before_one_of_another() -> None:
    candidates = ["<http://a/Event>", "<http://b/Event>", "<http://c/Evnets>", "<http://b/Place>"]
    assert _most_similar("<http://b/Evnet>", candidates) == ["<http://b/Event>", "<http://c/Evnets>"]
    assert _most_similar("<http://b/Evnet>", ["<http://a/Event>", "<http://b/Event>"]) == ["<http://b/Event>", "<http://a/Event>"]
    assert _most_similar("<http://d/Evnet>", candidates) == ["<http://c/Evnets>"]
