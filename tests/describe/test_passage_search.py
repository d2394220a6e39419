"""Passages are found in copies with other line ends, spaces and paragraphs, and in web pages, by their digests alone."""

from __future__ import annotations

import os
import random
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.describe.copies import copy_text
from kzit_graph.describe.normal_text import normalize
from kzit_graph.describe.passage_search import Place, expected_range, find_passages
from kzit_graph.describe.passages_file import PassageEntry, passage_entry
from kzit_graph.describe.segment import draft_entries
from kzit_graph.rdf.text_files import read_text
from tests.components import need
from tests.describe.altered_copies import ALTERATIONS, PAGES, without_first_line

OWN: Final[Mapping[str, tuple[str, str]]] = {
    "en": (
        "en",
        " stamp 12:30 PLACE. AGENCY Two towns built a bridge.\n\nIt cost about\n\n$6 million. Mr. Bell & Co. paid. It broke <off> & ne",
    ),
    "it": ("it", "Notizie\n\nIl ponte è “nuovo”, dice l’arch. Rossi. È lungo 3 km.\n– primo, 1995\n– secondo, 1998\n\n\n"),
    "ru": ("ru", "Рим. 5 мая. Мост открыт, ёлки стоят. «Это хорошо!» – сказал А. Б. Петров.\nМост стоит 5 млрд. долл. США.\n"),
    "kk": ("kk", "Жаңалықтар\n\nКөпір 2013 ж. салынды, ұзындығы 3 км. Әлиев «жақсы» деді.\n\nКөпір  ұзын.\n"),
    "de": ("de", "04.11.2009\nBrücke eröffnet\n\nAm 4. November kam der 2. Gast.  Die Brücke ist ca. 3 km lang.\nSchön!\n \n \n"),
    "hyphens": ("de", "Der Fuß-und-Rad-Weg-und-Rand-Streifen-Zu-und-Ab-Gang ist da. Der Fuß-und-Rad-Weg ist da-da.\nAuch da."),
}
"""Texts of our own: language and text."""


def own_texts() -> dict[str, tuple[str, str]]:
    return dict(OWN)


def texts_of_sources() -> dict[str, tuple[str, str]]:
    """Return the language and the text of each source in the folder that KZIT_SOURCES names."""
    folder = Path(os.environ.get("KZIT_SOURCES") or "absent")
    need((folder / "sources.toml").is_file(), "the texts of the sources", "set KZIT_SOURCES to the folder that holds them")
    described = tomllib.loads((folder / "sources.toml").read_text("utf-8"))["source"]
    languages = {source["slug"]: source["language"] for source in described}
    return {path.stem: (languages.get(path.stem, "en"), read_text(path)) for path in sorted(folder.glob("*.txt"))}


def altered(text: str, alteration: str) -> str:
    return copy_text(ALTERATIONS[alteration](text), Path("copy.html" if alteration in PAGES else "copy.txt"))


def letters(text: str) -> str:
    return "".join(normalize(text).split())


def misplaced(entries: tuple[PassageEntry, ...], text: str, copy: str) -> Iterator[str]:
    """Yield the names of passages that are not found in a copy, or found with other words or in another order."""
    end = 0
    for entry, place in zip(entries, find_passages(entries, copy), strict=True):
        if place is None or place.start < end or letters(copy[place.start : place.end]) != letters(text[entry.start : entry.end]):
            yield entry.name
        else:
            end = place.end
            assert place.exact == (copy[place.start : place.end] == text[entry.start : entry.end])


@pytest.mark.parametrize("alteration", ["", *ALTERATIONS])
@pytest.mark.parametrize("texts", [own_texts, texts_of_sources])
def test_every_passage_is_found_in_an_altered_copy(texts: object, alteration: str) -> None:
    assert callable(texts)
    for name, (language, text) in texts().items():
        entries = draft_entries(text, language)
        assert len(entries) > 2
        copy = altered(text, alteration) if alteration else text
        assert (name, list(misplaced(entries, text, copy))) == (name, [])


@pytest.mark.parametrize("texts", [own_texts, texts_of_sources])
def test_without_the_first_line_only_its_passages_are_missing(texts: object) -> None:
    assert callable(texts)
    for name, (language, text) in texts().items():
        entries, copy = draft_entries(text, language), without_first_line(text)
        cut = [entry.name for entry in entries if entry.start < len(text) - len(copy)]
        missing = [entry.name for entry, place in zip(entries, find_passages(entries, copy), strict=True) if place is None]
        assert (name, missing) == (name, cut)
        assert cut


TEXT: Final = "News\n\nOne is here. Two is there, with news.\n\nNews\n\nThree is gone."
ENTRIES: Final = draft_entries(TEXT, "en")


def names_found(copy: str) -> list[str]:
    return [entry.name for entry, place in zip(ENTRIES, find_passages(ENTRIES, copy), strict=True) if place]


def test_a_heading_is_not_found_inside_a_sentence() -> None:
    assert names_found("One is here. Two is there, with news. Three is gone.") == ["p2s1", "p2s2", "p4s1"]
    copy = "The News said: one. One is here."
    (heading,) = [entry for entry in ENTRIES if entry.name == "p1s1"]
    assert find_passages([heading], copy) == (Place(4, 8, exact=True),)


def test_of_equal_passages_each_is_found_between_its_neighbours() -> None:
    places = find_passages(ENTRIES, f"News\nAd\n{TEXT}")
    assert [place.start for place in places if place] == [0, 14, 27, 53, 59]
    assert [entry.name for entry in ENTRIES] == ["p1s1", "p2s1", "p2s2", "p3s1", "p4s1"]


def test_passages_in_another_order_are_found() -> None:
    assert names_found("Three is gone. Two is there, with news. News. One is here.") == ["p1s1", "p2s1", "p2s2", "p4s1"]


def test_a_passage_that_breaks_off_is_found_in_a_longer_copy() -> None:
    text = "One is here. Two br"
    entries = draft_entries(text, "en")
    assert find_passages(entries, "One is here. Two broke off.") == (Place(0, 12, exact=True), Place(13, 19, exact=True))


def test_layout_characters_of_a_page_do_not_hide_a_passage() -> None:
    places = find_passages(ENTRIES, copy_text(b"<p>Two is the&shy;re, with&#8203; news.</p>", Path("a.html")))
    assert places == (None, None, Place(0, 26, exact=False), None, None)


BROKEN: Final = (
    "It is well-\nknown to all.",
    "It is well-  \r\n  known to all.",
    "It is well-known to a-\nll.",
    "It is well-known to a\u00ad\nll.",
    "It is well-\nknown to a\u00ad \r\n ll.",
    "It is well-\nknown t\u200bo \u200eall\u202c.",
)


@pytest.mark.parametrize("copy", BROKEN)
def test_line_breaks_inside_words_do_not_hide_a_passage(copy: str) -> None:
    text = "It is well-known to all."
    assert find_passages([passage_entry("p1s1", text, 0, len(text))], copy) == (Place(0, len(copy), exact=False),)


def test_a_changed_word_is_not_found_but_expected_between_its_neighbours() -> None:
    copy = TEXT.replace("Two", "2")
    places = find_passages(ENTRIES, copy)
    assert [place is None for place in places] == [False, False, True, False, False]
    assert expected_range(2, ENTRIES, places, len(copy)) == (18, 43)
    assert expected_range(0, ENTRIES, (None,) * 5, 9) is None


def only_exact(entry: PassageEntry) -> PassageEntry:
    return PassageEntry(entry.name, entry.start, entry.end, entry.digest, None, None)


def test_passages_without_normalised_digests_are_found_as_far_as_possible() -> None:
    entries = [only_exact(entry) for entry in ENTRIES]
    for copy in (f"Menu\n{TEXT}", TEXT.replace("\n", "\r\n"), TEXT.replace(" ", "  ")):
        assert all(find_passages(entries, copy))
    text = "It is about\n\n$6 million."
    entry = only_exact(passage_entry("p1s1", text, 0, len(text)))
    assert find_passages([entry], f"A {text}".replace("\n", "\r\n")) == (Place(2, 28, exact=False),)
    assert find_passages([entry], f"A {text}") == (Place(2, 26, exact=True),)
    assert find_passages([entry], " ".join(text.split())) == (None,)


def test_a_long_page_is_searched_in_less_than_a_second() -> None:
    chosen = random.Random(1)
    words = ["".join(chosen.choices("abcdefghij", k=chosen.randint(2, 9))) for _ in range(3_000)]

    def sentences(number: int) -> str:
        return " ".join(f"{' '.join(chosen.choices(words, k=chosen.randint(8, 25))).capitalize()}." for _ in range(number))

    text, page = sentences(40), sentences(900)
    entries = draft_entries(text, "en")
    assert len(page) > 95_000
    for copy, count in ((page, 0), (f"{page}\n{text.replace(' ', '  ')}", 40)):
        start = time.perf_counter()
        assert sum(place is not None for place in find_passages(entries, copy)) == count
        assert time.perf_counter() - start < 3  # a limit of one second, with slack for a busy machine
