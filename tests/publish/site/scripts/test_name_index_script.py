"""The search of the site finds names as they are spelled before those that are only alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kzit_graph.publish.site.script_data.folding import folding_table
from tests.publish.site.scripts.node import Node, node

NAMES = (
    *("Eni", "Enel", "Venice", "Turkmenistan", "Kazakhstan", "Genius Bank", "мәдени", "сенімді", "Шымкент", "Семей"),
    *("Токаев", "Jacques Diouf", "Milan", "mayor of Milan", "Milazzo", "Barcelona", "Bank of Milan", "Qazaqstan TV", "Қазақстан"),
)


@pytest.fixture(scope="module")
def scripts() -> Iterator[Node]:
    with node("folding.js", "name-index.js") as running:
        code = """(table, names) => {
            globalThis.index = new site.NameIndex(new site.Folding(table));
            names.forEach((name, number) => index.add(number, name, 0));
        }"""
        running.call(code, folding_table(), NAMES)
        yield running


def found(scripts: Node, query: str) -> list[tuple[str, str]]:
    """Return the names that match a text, and how."""
    code = """(query) => {
        const ways = Object.fromEntries(Object.entries(site.ways).map(([name, way]) => [way, name]));
        return index.search(query).map((match) => [match.name, ways[match.way]]);
    }"""
    return [(name, way) for name, way in scripts.call(code, query)]


@pytest.mark.parametrize("query", ["Eni", "eni", "Эни", "Ени", "ЕНИ"])
def test_spellings_of_a_name_in_both_scripts_find_the_same(scripts: Node, query: str) -> None:
    assert found(scripts, query) == [("Eni", "EXACT")]


@pytest.mark.parametrize(
    ("query", "name", "way"),
    [("Tokaev", "Токаев", "EXACT"), ("Toka", "Токаев", "START"), ("Мила", "Milan", "START"), ("Туркменистан", "Turkmenistan", "EXACT")],
)
def test_a_name_is_found_by_its_spelling_in_the_other_script(scripts: Node, query: str, name: str, way: str) -> None:
    assert found(scripts, query)[0] == (name, way)


def test_whole_words_come_before_starts_of_words(scripts: Node) -> None:
    assert [name for name, _ in found(scripts, "milan")] == ["Milan", "Bank of Milan", "mayor of Milan"]
    assert found(scripts, "mila") == [(name, "START") for name in ("Milan", "Milazzo", "Bank of Milan", "mayor of Milan")]


def test_longer_words_are_found_inside_others_after_all_else(scripts: Node) -> None:
    assert found(scripts, "menis") == [("Turkmenistan", "PART")]
    assert found(scripts, "elona") == [("Barcelona", "PART")]


def test_three_letters_are_found_inside_words_only_if_nothing_else_is(scripts: Node) -> None:
    assert found(scripts, "nis") == [("Turkmenistan", "PART")]
    assert found(scripts, "ist") == [("Turkmenistan", "PART")]
    assert found(scripts, "mil") == [(name, "START") for name in ("Milan", "Milazzo", "Bank of Milan", "mayor of Milan")]
    assert found(scripts, "is") == []


def test_a_letter_is_no_start_of_two_in_the_other_script(scripts: Node) -> None:
    assert found(scripts, "с") == [("Семей", "START"), ("сенімді", "START")]


def test_what_sounds_alike_is_found_only_if_nothing_is_spelled_so(scripts: Node) -> None:
    assert found(scripts, "Millan")[0] == ("Milan", "HEARD")
    assert found(scripts, "Kazahstan")[0] == ("Kazakhstan", "HEARD")
    assert {way for _, way in found(scripts, "bank")} == {"WORD"}
    assert found(scripts, "Qazaqstan") == [("Qazaqstan TV", "WORD"), ("Қазақстан", "HEARD")]


def test_what_is_only_alike_is_bounded(scripts: Node) -> None:
    code = """(table) => {
        const many = new site.NameIndex(new site.Folding(table));
        for (let number = 0; number < 100; number++) many.add(number, `Milano ${number}`, 0);
        return ["Millano", "Mylamo"].map((query) => many.search(query).length);
    }"""
    assert scripts.call(code, folding_table()) == [20, 20]
