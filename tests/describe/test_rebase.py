"""Ranges and digests are computed again for a new text, and facts keep their passages."""

from __future__ import annotations

from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.describe.rebase import RebasedEvidence
from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

TEXT = "News\n\nOne is here. Two is there,\nwith news.\n\nThree is gone."
FACTS = """
:p2s1-f1 a kzit:Fact ; kzit:evidence :p2s1 .
:p2s2-f1 a kzit:Fact ; kzit:evidence :p2s2 .
:p2s2-f2 a kzit:Fact ; kzit:evidence :p2s2 .
"""
FURNITURE = f"<{BASE}concept/passage-type/furniture>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a source, "news", whose text is TEXT."""
    draft = kzit_graph.open_folder(small_project(tmp_path)).evidence.segment(TEXT.encode(), source="news")
    identifier = 'dcterms:identifier "p1s1" ;'
    passages = draft.passages.replace(identifier, f"{identifier}\n    dcterms:type {FURNITURE} ;")
    return small_project(tmp_path, {"data/sources/news.ttl": draft.source + FACTS, "data/passages/news.ttl": passages})


def rebased(folder: Path, text: str, join: tuple[str, ...] = (), split: tuple[str, str] | None = None) -> RebasedEvidence:
    evidence = kzit_graph.open_folder(folder).evidence
    return evidence.rebase(text.encode(), source="news", join=[join] if join else [], split=[split] if split else [])


def words(found: RebasedEvidence, text: str) -> dict[str, str]:
    return {entry.name: " ".join(text[entry.start : entry.end].split()) for entry in found.entries}


def reopened(folder: Path, found: RebasedEvidence) -> KnowledgeGraph:
    assert found.file == folder / "data" / "passages" / "news.ttl"
    found.file.write_text(found.passages, "utf-8")
    return kzit_graph.open_folder(folder)


def test_the_same_text_gives_the_same_passages(folder: Path) -> None:
    found = rebased(folder, TEXT)
    assert (found.faults, found.notes, found.holds) == ((), (), True)
    assert found.passages == (folder / "data" / "passages" / "news.ttl").read_text("utf-8")


def test_another_edition_gives_new_ranges_and_keeps_the_names(folder: Path) -> None:
    edition = "Title\r\n\r\nThree is gone. News.\r\n\r\nOne  is here.\r\nTwo is there, with news.\r\n"
    found = rebased(folder, edition)
    assert words(found, edition) == {
        "p3s1": "Three is gone.",
        "p1s1": "News",
        "p2s1": "One is here.",
        "p2s2": "Two is there, with news.",
    }
    changed, added = found.notes
    assert changed.startswith('the text has changed; give the document the new schema:sha256 "')
    assert added == "the text has words in no passage: 0–5; add passages for those that the source says"
    check = reopened(folder, found).evidence.check(edition.encode(), source="news")
    assert [item.result for item in check.checks] == ["holds"] * 4


def test_new_words_between_and_after_passages_are_noted(folder: Path) -> None:
    edition = TEXT.replace("here. Two", "here. New one! Two").replace("\n\nThree", "\n\n– –\n\nThree") + " And the end."
    note = rebased(folder, edition).notes[-1]
    places = [place.partition("–") for place in note.partition(": ")[2].partition(";")[0].split(", ")]
    assert [edition[int(start) : int(end)] for start, _, end in places] == ["New one!", "And the end."]
    many = "x. News\n\nx. One is here. x. Two is there, with news. x. Three is gone. x."
    assert "0–2, 9–11, 25–27 and 2 more places;" in rebased(folder, many).notes[-1]


def test_what_no_longer_holds_is_named_with_its_facts_and_kept(folder: Path) -> None:
    edition = TEXT.replace("Two", "2").replace("Three", "3")
    found = rebased(folder, edition)
    assert not found.holds
    assert found.faults == (
        "p2s2: not found; it keeps its old range; cited by p2s2-f1, p2s2-f2",
        "p3s1: not found; it keeps its old range",
    )
    check = reopened(folder, found).evidence.check(edition.encode(), source="news")
    assert [item.passage.name for item in check.faults] == ["p2s2", "p3s1"]
    assert reopened(folder, found).evidence.check(TEXT.encode(), source="news").holds


def test_edited_ranges_get_new_digests(folder: Path) -> None:
    file = folder / "data" / "passages" / "news.ttl"
    text = file.read_text("utf-8").replace("oa:end 18 .", "oa:end 43 .")
    file.write_text(text.partition(":p2s2 a")[0] + text[text.index(":p3s1 a") :], "utf-8")
    found = rebased(folder, TEXT)
    assert words(found, TEXT)["p2s1"] == "One is here. Two is there, with news."
    assert reopened(folder, found).evidence.check(TEXT.encode(), source="news").holds


def test_passages_are_joined_under_the_name_of_the_first(folder: Path) -> None:
    found = rebased(folder, TEXT, join=("p2s1", "p2s2"))
    assert words(found, TEXT) == {"p1s1": "News", "p2s1": "One is here. Two is there, with news.", "p3s1": "Three is gone."}
    assert found.faults == ("p2s2: is now part of p2s1; cited by p2s2-f1, p2s2-f2; let them cite p2s1",)


def test_a_passage_is_split_before_words(folder: Path) -> None:
    found = rebased(folder, TEXT, split=("p2s2", "with  news"))
    assert words(found, TEXT) == {
        "p1s1": "News",
        "p2s1": "One is here.",
        "p2s2": "Two is there,",
        "p2s3": "with news.",
        "p3s1": "Three is gone.",
    }
    assert found.holds
    assert reopened(folder, found).evidence.check(TEXT.encode(), source="news").holds


def test_other_statements_of_passages_are_kept(folder: Path) -> None:
    joined = rebased(folder, TEXT, join=("p2s1", "p1s1"))
    assert joined.passages.count(f"dcterms:type {FURNITURE} ;") == 1
    (folder / "data" / "sources" / "other.ttl").write_text(f"@prefix passage-type: <{BASE}concept/passage-type/> .\n", "utf-8")
    found = rebased(folder, TEXT)
    assert "\n    dcterms:type passage-type:furniture ;" in found.passages
    assert f"@prefix passage-type: <{BASE}concept/passage-type/> ." in found.passages


@pytest.mark.parametrize(
    ("join", "split", "problem"),
    [
        (("p2s1", "p3s1"), None, r"passages p2s1\+p3s1 are not next to each other; join two or more neighbours"),
        (("p2s1",), None, r"passages p2s1 are not next to each other"),
        (("p2s1", "p9s9"), None, 'unknown passage "p9s9"'),
        ((), ("p2s2", "nowhere"), "passage p2s2 cannot be split there: its words must be in it once, and not at its start"),
        ((), ("p2s2", "Two"), "passage p2s2 cannot be split there"),
        ((), ("p2s2", " "), "passage p2s2 cannot be split there"),
        ((), ("p2s2", "e"), "passage p2s2 cannot be split there"),
    ],
)
def test_what_cannot_be_joined_or_split_is_refused(
    folder: Path, join: tuple[str, ...], split: tuple[str, str] | None, problem: str
) -> None:
    with pytest.raises(InvalidInput, match=problem):
        rebased(folder, TEXT, join, split)


def test_a_missing_passage_cannot_be_joined(folder: Path) -> None:
    with pytest.raises(InvalidInput, match="passage p2s2 is not found in the copy; it can be neither joined nor split"):
        rebased(folder, TEXT.replace("Two", "2"), join=("p2s1", "p2s2"))


def test_passages_of_another_project_are_refused(folder: Path) -> None:
    file = folder / "data" / "passages" / "news.ttl"
    file.write_text(
        file.read_text("utf-8").replace("@prefix : <https://example.org/tiny/", "@prefix : <https://example.org/other/"), "utf-8"
    )
    problem = "passage https://example.org/other/id/news/p1s1 is not under https://example.org/tiny/id/news/"
    with pytest.raises(InvalidInput, match=problem):
        rebased(folder, TEXT)


def test_passages_in_the_file_of_the_source_are_to_be_moved(tmp_path: Path) -> None:
    draft = kzit_graph.open_folder(small_project(tmp_path)).evidence.segment(TEXT.encode(), source="news")
    folder = small_project(tmp_path, {"data/sources/news.ttl": str(draft)})
    found = rebased(folder, TEXT)
    assert found.passages == draft.passages
    assert found.file is None
    assert found.notes == ("save the passages as data/passages/news.ttl, and remove those in other files",)
