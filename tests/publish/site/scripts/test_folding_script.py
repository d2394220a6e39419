"""The script of the search compares words as the command `search` does."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.names.romanization import romanized
from kzit_graph.project.names.similar_words import allowed_typos, distance, plain
from kzit_graph.publish.site.script_data.folding import folding_table
from tests.publish.site.scripts.node import Node, node


@pytest.fixture(scope="module")
def scripts() -> Iterator[Node]:
    with node("folding.js") as running:
        running.call("(table) => { globalThis.folding = new site.Folding(table) }", folding_table())
        yield running


@pytest.mark.slow
def test_all_names_of_the_bundled_graph_are_folded_as_in_python(scripts: Node, corpus: LoadedProject) -> None:
    labels = frozenset(corpus.project.naming.labels) | frozenset(corpus.project.naming.other_names)
    quads = corpus.store.quads_for_pattern(None, None, None)
    names = sorted({of.object.value for of in quads if of.predicate in labels and isinstance(of.object, Literal)})
    assert len(names) > 2_000
    found = scripts.call("(names) => names.map((name) => [folding.plain(name), folding.romanized(folding.plain(name))])", names)
    assert found == [[plain(name), romanized(plain(name))] for name in names]


@pytest.mark.slow
def test_every_letter_is_folded_as_in_python(scripts: Node) -> None:
    known = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    known = scripts.call("(letters) => letters.filter((letter) => !/\\p{Cn}/u.test(letter))", known)
    found = scripts.call("(letters) => letters.map((letter) => folding.plain(`x${letter}y`))", known)
    assert {letter: folded for letter, folded in zip(known, found, strict=True) if folded != plain(f"x{letter}y")} == {}


@pytest.mark.slow
@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=30))
def test_any_text_is_folded_as_in_python(scripts: Node, text: str) -> None:
    unknown = scripts.call("(text) => /\\p{Cn}/u.test(text)", text)  # in an older version of Unicode
    assert unknown or scripts.call("(text) => folding.plain(text)", text) == plain(text)


@pytest.mark.slow
@settings(max_examples=200)
@given(st.text("abcдә", max_size=9), st.text("abcдә", max_size=9), st.integers(0, 3))
def test_typos_are_counted_as_in_python(scripts: Node, one: str, other: str, limit: int) -> None:
    assert scripts.call("(one, other, limit) => site.distance(one, other, limit)", one, other, limit) == distance(one, other, limit)


@pytest.mark.parametrize("word", ["abc", "abcd", "abcdefgh", "1234567890", "ә123", "𝔘𝔫𝔦", "٣٤٥٦"])
def test_as_many_typos_are_allowed_as_in_python(scripts: Node, word: str) -> None:
    assert scripts.call("(word) => folding.allowedTypos(word)", word) == allowed_typos(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Назарбаев", "Nazarbayev"),
        ("Токаев", "Tokayev"),
        ("Шымкент", "Shymkent"),
        ("Венеция", "Venezia"),
        ("Карашыганак", "Qaraşığanaq"),
        ("Mattarella", "Маттарелла"),
        ("Алматы", "Almaty"),
        ("Казахстан", "Kazakhstan"),
    ],
)
def test_a_name_sounds_the_same_in_both_scripts(scripts: Node, one: str, other: str) -> None:
    sounds = scripts.call("(names) => names.map((name) => folding.sound(folding.plain(name)))", [one, other])
    assert sounds[0] == sounds[1]
