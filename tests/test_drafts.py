"""Drafting the Turtle file of a new source: valid as it stands, and true of its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kzit_graph.drafts import draft_source
from kzit_graph.errors import InvalidInput
from kzit_graph.evidence import check_text, draft_passages, find_source, sha256
from kzit_graph.project import open_project
from kzit_graph.store import load_project
from tests.small_project import BASE, small_project

TEXT = "First here. Second “è” 🇮🇹 one!\r\n\r\nThird $slug ${base} one."


def test_a_draft_put_into_the_project_holds_in_its_text(tmp_path: Path) -> None:
    draft = draft_source(BASE, "new-2024", TEXT)
    project = open_project(small_project(tmp_path, {"data/sources/new-2024.ttl": draft}))
    check = check_text(load_project(project), find_source(project, "new-2024"), TEXT)
    assert check.holds
    assert check.text_matches is True
    assert [item.passage.iri for item in check.checks] == [f"{BASE}id/new-2024/{name}" for name in ("p1s1", "p1s2", "p2s1")]


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: bool(text.strip())),
    language=st.sampled_from(["en", "it", "kk"]),
)
def test_whatever_the_text_is_the_draft_is_turtle_with_its_ranges_and_digests(text: str, language: str) -> None:
    triples = list(parse(draft_source(BASE, "new", text, language), format=RdfFormat.TURTLE))
    values = {
        name: sorted(t.object.value for t in triples if t.predicate.value.endswith(name))
        for name in ("oa#start", "oa#end", "sha256", "inLanguage")
    }
    ranges = draft_passages(text, language)
    assert values["oa#start"] == sorted(str(start) for start, _ in ranges)
    assert values["oa#end"] == sorted(str(end) for _, end in ranges)
    assert values["sha256"] == sorted([sha256(text), *(sha256(text[start:end]) for start, end in ranges)])
    assert values["inLanguage"] == [language]


def test_no_word_of_the_text_is_in_the_draft() -> None:
    draft = draft_source(BASE, "new", "Xylophone quartz. Zugzwang!")
    assert not any(word in draft for word in ("Xylophone", "quartz", "Zugzwang"))


def test_passages_are_named_by_paragraph_and_sentence() -> None:
    draft = draft_source(BASE, "new", "One here. Two here.\n\nThree here.")
    assert [line.split()[0] for line in draft.splitlines() if line.endswith("a kzit:Passage ;")] == [":p1s1", ":p1s2", ":p2s1"]


def test_the_same_text_gives_the_same_draft() -> None:
    assert draft_source(BASE, "new", TEXT) == draft_source(BASE, "new", TEXT)


@pytest.mark.parametrize("slug", ["", "A", "two words", "../up", "a--b", "-a", "a-", "a.b", "a/b", "è", "a\n", "a>", "a\u0663"])
def test_a_slug_that_makes_no_readable_iri_is_refused(slug: str) -> None:
    with pytest.raises(InvalidInput, match="use --source with lower-case letters, digits and hyphens"):
        draft_source(BASE, slug, TEXT)


@pytest.mark.parametrize("language", ["", "e", "EN", "english", "en-GB", 'e"', "en\n"])
def test_what_is_no_language_code_is_refused(language: str) -> None:
    with pytest.raises(InvalidInput, match="is not an ISO 639 code; write en, it, kk, ru …"):
        draft_source(BASE, "new", TEXT, language)


@pytest.mark.parametrize("text", ["", " \r\n\u00a0"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="the text is empty, so it has no passage"):
        draft_source(BASE, "new", text)
