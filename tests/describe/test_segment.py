"""The draft of a new source is valid Turtle, and its passages hold in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kzit_graph.describe.evidence import check_text, find_source
from kzit_graph.describe.normal_text import sha256
from kzit_graph.describe.segment import draft_entries, draft_source
from kzit_graph.describe.sentences import sentences
from kzit_graph.errors import InvalidInput
from kzit_graph.project.project import open_project
from tests.loading import load_project
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

TEXT = "First here. Second “è” 🇮🇹 one!\r\n\r\nThird $slug ${base} one."
texts = st.lists(
    st.sampled_from(
        [
            "One two.",
            "Ünï “è”!",
            "он сказал…",
            "x",
            "Dr. No",
            "e.g. this",
            "3.5 m",
            "🇮🇹",
            "\u00a0",
            " ",
            "\n",
            "\r\n",
            "\n\n",
            "\n\nlower",
            "?!",
            '"',
            ")",
        ]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)


def ranges_of(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of the passages that are drafted for a text."""
    return tuple((entry.start, entry.end) for entry in draft_entries(text, language))


def test_the_passages_of_a_draft_hold_in_the_text(tmp_path: Path) -> None:
    draft = draft_source(BASE, "new-2024", TEXT)
    project = open_project(
        small_project(tmp_path, {"data/sources/new-2024.ttl": draft.source, "data/passages/new-2024.ttl": draft.passages})
    )
    check = check_text(load_project(project), find_source(project, "new-2024"), TEXT)
    assert check.holds
    assert check.text_matches is True
    assert [item.passage.iri for item in check.checks] == [f"{BASE}id/new-2024/{name}" for name in ("p1s1", "p1s2", "p2s1")]


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: bool(text.strip())),
    language=st.sampled_from(["en", "it", "kk"]),
)
def test_every_draft_is_turtle_with_the_ranges_and_digests_of_the_text(text: str, language: str) -> None:
    triples = list(parse(draft_source(BASE, "new", text, language).whole, format=RdfFormat.TURTLE))
    values = {
        name: sorted(t.object.value for t in triples if t.predicate.value.endswith(name))
        for name in ("oa#start", "oa#end", "sha256", "inLanguage")
    }
    ranges = ranges_of(text, language)
    assert values["oa#start"] == sorted(str(start) for start, _ in ranges)
    assert values["oa#end"] == sorted(str(end) for _, end in ranges)
    assert values["sha256"] == sorted([sha256(text), *(sha256(text[start:end]) for start, end in ranges)])
    assert values["inLanguage"] == [language]


def test_no_word_of_the_text_is_in_the_draft() -> None:
    draft = draft_source(BASE, "new", "Xylophone quartz. Zugzwang!")
    assert not any(word in str(draft) for word in ("Xylophone", "quartz", "Zugzwang"))


def test_passages_are_named_by_paragraph_and_sentence() -> None:
    draft = draft_source(BASE, "new", "One here. Two here.\n\nThree here.")
    assert [line.split()[0] for line in str(draft).splitlines() if line.endswith("a kzit:Passage ;")] == [":p1s1", ":p1s2", ":p2s1"]


def test_the_same_text_gives_the_same_draft() -> None:
    assert draft_source(BASE, "new", TEXT) == draft_source(BASE, "new", TEXT)


@pytest.mark.parametrize("slug", ["", "A", "two words", "../up", "a--b", "-a", "a-", "a.b", "a/b", "è", "a\n", "a>", "a\u0663"])
def test_an_invalid_slug_is_refused(slug: str) -> None:
    with pytest.raises(InvalidInput, match="use source with lower-case letters, digits and hyphens"):
        draft_source(BASE, slug, TEXT)


@pytest.mark.parametrize("language", ["", "e", "EN", "english", "en-GB", 'e"', "en\n"])
def test_an_invalid_language_code_is_refused(language: str) -> None:
    with pytest.raises(InvalidInput, match="is not an ISO 639 code; write en, it, kk, ru …"):
        draft_source(BASE, "new", TEXT, language)


@pytest.mark.parametrize("text", ["", " \r\n\u00a0"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="the text is empty, so it has no passage"):
        draft_source(BASE, "new", text)


@given(text=texts, language=st.sampled_from(["en", "it", "kk", "ru", "xx"]))
def test_ranges_are_sorted_disjoint_and_trimmed_and_cover_the_text(text: str, language: str) -> None:
    ranges = ranges_of(text, language)
    ends = [0, *(end for _, end in ranges)]
    assert all(before <= start < end <= len(text) for before, (start, end) in zip(ends, ranges, strict=False))
    assert all(text[start:end] == text[start:end].strip() for start, end in ranges)
    outside = "".join(text[before:start] for before, start in zip(ends, [*(start for start, _ in ranges), len(text)], strict=True))
    assert outside.strip() == ""


@given(text=texts)
def test_paragraph_and_sentence_numbers_ascend(text: str) -> None:
    numbers = [(paragraph, place) for paragraph, place, _ in sentences(text, "en")]
    assert numbers == sorted(set(numbers))
    assert numbers[:1] in ([], [(1, 1)])


def test_abbreviations_do_not_end_sentences() -> None:
    text = "Dr. Rossi came.  He left!\n\nFine"
    assert [text[start:end] for start, end in ranges_of(text, "en")] == ["Dr. Rossi came.", "He left!", "Fine"]


def test_a_sentence_that_continues_after_an_empty_line_is_one_range() -> None:
    text = "It was said that\n\nthe theatre opened.\n\nThen it closed."
    assert [text[start:end] for start, end in ranges_of(text, "en")] == ["It was said that\n\nthe theatre opened.", "Then it closed."]


@pytest.mark.parametrize("text", ["", " \n\t\u00a0\r\n"])
def test_a_text_without_words_has_no_ranges(text: str) -> None:
    assert ranges_of(text, "en") == ()
