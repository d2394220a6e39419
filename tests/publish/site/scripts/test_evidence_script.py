"""The script that checks a copy of a source in the browser finds what `evidence check` finds."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzit_graph.describe.copies import copy_text
from kzit_graph.describe.normal_text import SearchText, normalize
from kzit_graph.describe.passage_search import expected_range, find_passages
from kzit_graph.describe.passages_file import PassageEntry, passage_entry
from kzit_graph.describe.segment import draft_entries
from tests.describe.altered_copies import ALTERATIONS, PAGES
from tests.describe.test_passage_search import OWN
from tests.publish.site.scripts.node import Node, node

HARD = (
    "",
    " \t\n",
    "Cafe\u0301\r\n\u00a0 nero\u00ad \u200b!",
    "«Қазақстан»\u2009—\u202f“Италия”\u2028ә\u2029ғ қ ң ө ұ ү һ і",
    "\x1cone\x1d two\x1e three\x1f four\x85five\ufeff",
    "e\u0301\u0323o\u0302\u0300 \u1100\u1161\u11a8 \u0344 \u212b \ufb01 \u0958",
    "🇰🇿🇮🇹 👩‍👩‍👧 𝔘𝔫𝔦 \U0001f600\u0301 a\u0301\U0001d165",
    "\u0301 begins with a mark, \u0301\u0301 and has more",
    "и\u0306 й Й е\u0308 ё",
    "wrap-\n  ped soft\u00adhyphen no-\r\nbreak co-op - \n x",
)
"""Texts in which normalisation has to do something."""

PIECES = st.sampled_from(
    [*" \n\r\t-.,«»“’aeоиқӘß", "\u0301", "\u0306", "\u00ad", "\u00a0", "\u200b", "\u2028", "\r\n", "🇰🇿", "\u1100", "\u1161", "e\u0301"]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=40))


@pytest.fixture(scope="module")
def scripts() -> Iterator[Node]:
    with node("sha256.js", "evidence.js") as running:
        yield running


def normalized(scripts: Node, text: str) -> str:
    return str(scripts.call("(text) => site.normalize(text)", text))


def test_digests_are_those_of_hashlib(scripts: Node) -> None:
    contents = [bytes(range(size % 256)) * (size // 256 + 1) for size in (*range(130), 1_000, 4_095, 4_096)]
    found = scripts.call("(contents) => contents.map((bytes) => site.sha256(Uint8Array.from(bytes)))", [list(of) for of in contents])
    assert found == [hashlib.sha256(of).hexdigest() for of in contents]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_hard_texts_are_normalised_as_in_python(scripts: Node, text: str) -> None:
    assert normalized(scripts, text) == normalize(text)


@pytest.mark.slow
@settings(max_examples=300)
@given(TEXTS)
def test_any_text_is_normalised_as_in_python(scripts: Node, text: str) -> None:
    unknown = scripts.call("(text) => /\\p{Cn}/u.test(text)", text)  # in an older version of Unicode
    assert unknown or normalized(scripts, text) == normalize(text)


@pytest.mark.slow
def test_words_begin_and_end_where_they_do_in_python(scripts: Node) -> None:
    """Of every letter, mark, sign and space of Unicode."""
    known = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    known = scripts.call("(letters) => letters.filter((letter) => !/\\p{Cn}/u.test(letter))", known)
    text = "".join(f"{letter}-a" for letter in known)
    found = scripts.call(
        """(text) => { const searched = site.SearchText.of(text); searched.prepare();
        return [[...searched.starts], [...searched.isEnd].flatMap((is, place) => is ? [place] : [])] }""",
        text,
    )
    expected = SearchText(text)
    assert len(known) > 140_000
    assert found == [list(expected._starts), sorted(expected._ends)]


def as_given(entries: tuple[PassageEntry, ...]) -> list[dict[str, Any]]:
    return [
        {"start": of.start, "end": of.end, "digest": of.digest}
        | ({"normalDigest": of.normalized_digest, "normalLength": of.normalized_length} if of.normalized_digest else {})
        for of in entries
    ]


def found_in(scripts: Node, entries: tuple[PassageEntry, ...], copy: str) -> list[tuple[int, int, bool] | None]:
    places = scripts.call("(passages, copy) => site.findPassages(passages, copy)", as_given(entries), copy)
    return [(place["start"], place["end"], place["exact"]) if place else None for place in places]


def found_by_python(entries: tuple[PassageEntry, ...], copy: str) -> list[tuple[int, int, bool] | None]:
    return [(place.start, place.end, place.exact) if place else None for place in find_passages(entries, copy)]


@pytest.mark.parametrize("alteration", ALTERATIONS)
@pytest.mark.parametrize("name", OWN)
def test_passages_are_found_where_python_finds_them(scripts: Node, name: str, alteration: str) -> None:
    language, text = OWN[name]
    entries = tuple(draft_entries(text, language))
    copy = copy_text(ALTERATIONS[alteration](text), Path("copy.html" if alteration in PAGES else "copy.txt"))
    assert found_in(scripts, entries, copy) == found_by_python(entries, copy)


@pytest.mark.slow
@settings(max_examples=100)
@given(TEXTS.filter(lambda text: text.strip()), TEXTS, st.integers(0, 40), st.integers(1, 40))
def test_any_passage_is_found_where_python_finds_it(scripts: Node, text: str, before: str, start: int, length: int) -> None:
    start %= len(text)
    entries = (passage_entry("p1s1", text, start, min(len(text), start + length)),)
    copy = before + text.replace("\u00a0", " ")
    assert found_in(scripts, entries, copy) == found_by_python(entries, copy)


def test_a_missing_passage_is_expected_between_its_neighbours(scripts: Node) -> None:
    language, text = OWN["it"]
    entries = tuple(draft_entries(text, language))
    copy = text.replace("lungo", "largo")
    places = find_passages(entries, copy)
    lost = places.index(None)
    expected = scripts.call(
        """async (passages, copy, index) =>
        site.expectedRange(index, passages, await site.findPassages(passages, copy), [...copy].length)""",
        as_given(entries),
        copy,
        lost,
    )
    assert tuple(expected) == expected_range(lost, entries, places, len(copy))
