"""The headings of a page are in the language of its names."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kzit_graph.describe.headings import HEADING_LANGUAGES, Heading
from kzit_graph.knowledge_graph import KnowledgeGraph, open_folder


@pytest.fixture(scope="module")
def kg(one_source: Path) -> KnowledgeGraph:
    return open_folder(one_source)


@pytest.mark.parametrize("heading", Heading)
def test_a_heading_has_a_text_of_its_own_in_each_language(heading: Heading) -> None:
    assert len({heading.text(language) for language in HEADING_LANGUAGES}) == len(HEADING_LANGUAGES)


def test_a_heading_falls_back_to_the_language_and_to_english() -> None:
    assert Heading.FACTS.text("it-CH") == Heading.FACTS.text("IT") == "Fatti"
    assert Heading.FACTS.text("de") == Heading.FACTS.text("") == "Facts"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["Names", "Statements", "Facts ("]),
        ("it", ["Nomi", "Asserzioni", "Fatti ("]),
        ("kk", ["Атаулар", "Тұжырымдар", "Деректер ("]),
        ("ru", ["Названия", "Утверждения", "Факты ("]),
    ],
)
def test_a_page_has_its_headings_in_one_language(kg: KnowledgeGraph, language: str, wanted: list[str]) -> None:
    lines = kg.show("id:osce").text(language).splitlines()
    headings = [line for before, line in pairwise(lines) if not before]
    assert [heading.startswith(start) for heading, start in zip(headings, wanted, strict=True)] == [True] * 3


def test_the_page_of_a_fact_has_its_evidence_in_the_language(kg: KnowledgeGraph) -> None:
    text = kg.show("p5s2-f1").text("it")
    assert "\nProve\n" in text
    assert "    fonte       " in text
    assert "    intervallo  " in text
