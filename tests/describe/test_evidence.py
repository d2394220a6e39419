"""Passages are checked against a copy of their source, and listed with the facts that cite them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kzit_graph.describe.copies import copy_text
from kzit_graph.describe.evidence import Coverage, check_text, count_passages, find_source, passages
from kzit_graph.describe.passage_search import find_passages
from kzit_graph.describe.segment import draft_source
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import bundled_folder, open_project
from kzit_graph.rdf.text_files import read_text
from tests.components import need
from tests.describe.altered_copies import ALTERATIONS, PAGES, without_first_line
from tests.loading import load_project
from tests.small_project import BASE, small_project
from tests.source_counts import sources

TEXT = "Il primo è qui.\r\nThe second 🇮🇹 one.\n\nТретье."
RANGES = {"p1s1": (0, 15), "p1s2": (17, 35), "p2s1": (37, 44)}
SOURCE = NamedNode(f"{BASE}id/one")

turtle_head = f"""\
@prefix : <{BASE}id/one/> .
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
"""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def described(text: str = TEXT, ranges: dict[str, tuple[int, int]] | None = None, whole: bool = True) -> str:
    lines = [turtle_head]
    if whole:
        lines.append(f'<{SOURCE.value}> schema:sha256 "{digest(text)}" .\n')
    for name, (start, end) in (ranges or RANGES).items():
        lines += [
            f":{name} a kzit:Passage ; oa:hasSource <{SOURCE.value}> ; oa:hasSelector :{name}-r .\n",
            f':{name} schema:sha256 "{digest(text[start:end])}" .\n',
            f":{name}-r oa:start {start} ; oa:end {end} .\n",
        ]
    return "".join(lines)


def store(folder: Path, turtle: str) -> Store:
    return load_project(open_project(small_project(folder, {"data/sources/one.ttl": turtle})))


def faults(folder: Path, turtle: str, text: str) -> dict[str, str | None]:
    check = check_text(store(folder, turtle), SOURCE, text)
    return {item.passage.iri.rpartition("/")[2]: item.fault for item in check.checks}


def results(folder: Path, turtle: str, text: str) -> dict[str, str]:
    return {item.passage.name: item.result for item in check_text(store(folder, turtle), SOURCE, text).checks}


def test_every_passage_holds_in_the_text_that_was_read(tmp_path: Path) -> None:
    check = check_text(store(tmp_path, described()), SOURCE, TEXT)
    assert check.holds
    assert check.text_matches is True
    assert check.source == SOURCE.value
    assert [(item.passage.start, item.passage.end, item.fault) for item in check.checks] == [(*range_, None) for range_ in RANGES.values()]


def test_changed_text_is_reported_with_its_passages_only(tmp_path: Path) -> None:
    found = faults(tmp_path, described(), TEXT.replace("primo", "terzo").replace("Третье", "Первое"))
    assert found == {
        "p1s1": "not found (expected between 0 and 17, from its neighbours)",
        "p1s2": None,
        "p2s1": "not found (expected between 35 and 44, from its neighbours)",
    }


def test_inserted_text_moves_every_later_passage(tmp_path: Path) -> None:
    found = results(tmp_path, described(), TEXT[:16] + " " + TEXT[16:])
    assert found == {"p1s1": "holds", "p1s2": "holds, moved to 18–36", "p2s1": "holds, moved to 38–45"}


def test_a_text_that_breaks_off_lacks_its_last_passage(tmp_path: Path) -> None:
    assert faults(tmp_path, described(), TEXT[:20])["p2s1"] == "not found (expected between 15 and 20, from its neighbours)"


def test_another_text_has_no_passage_and_no_hint(tmp_path: Path) -> None:
    assert set(faults(tmp_path, described(), "Something else entirely.").values()) == {"not found"}


@pytest.mark.parametrize("bounds", [(5, 5), (9, 3), (-4, 3)], ids=["empty", "backwards", "negative"])
def test_an_impossible_range_never_holds(tmp_path: Path, bounds: tuple[int, int]) -> None:
    assert faults(tmp_path, described(ranges={"p1s1": bounds}), TEXT) == {"p1s1": "not found"}


def test_a_change_outside_passages_changes_only_the_whole_text(tmp_path: Path) -> None:
    check = check_text(store(tmp_path, described()), SOURCE, TEXT + "\n")
    assert all(item.fault is None for item in check.checks)
    assert check.text_matches is False
    assert check.holds


def test_without_a_digest_of_the_text_only_passages_are_checked(tmp_path: Path) -> None:
    check = check_text(store(tmp_path, described(whole=False)), SOURCE, TEXT + "\n")
    assert check.text_matches is None
    assert check.holds


def test_a_source_without_passages_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=f"the graph has no passage of {BASE}id/two"):
        check_text(store(tmp_path, described()), NamedNode(f"{BASE}id/two"), TEXT)


def test_a_range_that_is_not_a_number_is_reported_with_its_passage(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"id/one/p1s1: its range is not two integers; run kzit-graph validate"):
        passages(store(tmp_path, described().replace("oa:start 0", 'oa:start "begin"')))


def test_passages_are_in_natural_order_with_their_numbers_of_facts(tmp_path: Path) -> None:
    ranges = {"p10s1": (0, 3), "p2s1": (3, 5), "p1s1": (5, 7)}
    facts = "<http://e/f1> kzit:evidence :p2s1 , :p10s1 . <http://e/f2> kzit:evidence :p2s1 .\n"
    found = passages(store(tmp_path, described(ranges=ranges) + facts), SOURCE)
    assert [(passage.iri.rpartition("/")[2], passage.facts) for passage in found] == [("p1s1", 0), ("p2s1", 2), ("p10s1", 1)]


def test_a_passage_is_accounted_for_by_a_fact_or_its_type(tmp_path: Path) -> None:
    facts = "<http://e/f1> kzit:evidence :p1s1 . :p2s1 <http://purl.org/dc/terms/type> <http://e/furniture> .\n"
    turtle = described() + facts
    coverage = Coverage(passages(store(tmp_path, turtle)))
    assert [passage.name for passage in coverage.uncited] == ["p1s2"]
    assert not coverage.is_complete
    assert coverage.summary == "1 of 3 passages are cited, 1 only marked"


def test_passages_of_another_source_are_left_out(tmp_path: Path) -> None:
    graphs = store(tmp_path, described())
    assert passages(graphs, NamedNode(f"{BASE}id/two")) == ()
    assert len(passages(graphs)) == 3


def test_passages_are_counted_as_they_are_listed(tmp_path: Path) -> None:
    graphs = store(tmp_path, described() + ":f1 kzit:evidence :p1s1 , :p2s1 .\n")
    assert count_passages(graphs) == len(passages(graphs)) == 3
    assert count_passages(Store()) == 0


def test_a_source_is_found_by_the_name_of_its_file(tmp_path: Path) -> None:
    assert find_source(open_project(small_project(tmp_path)), "one") == SOURCE


@pytest.mark.parametrize("slug", ["two", "dataset", "", "../one"])
def test_an_unknown_source_is_refused_with_the_known_ones(tmp_path: Path, slug: str) -> None:
    project = open_project(small_project(tmp_path, {"data/sources/zwei.ttl": ""}))
    with pytest.raises(InvalidInput) as caught:
        find_source(project, slug)
    assert str(caught.value).startswith(f'unknown source "{slug}"; ')
    assert str(caught.value).endswith("known: one, zwei")


def test_a_text_is_read_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("a\r\nb\rc\n\ufeff🇮🇹".encode())
    assert read_text(tmp_path / "a.txt") == "a\r\nb\rc\n\ufeff🇮🇹"


def test_a_text_that_is_not_utf8_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("uno\ndue\ntrè\n".encode("latin-1"))
    with pytest.raises(InvalidInput, match="not UTF-8; save the text as UTF-8") as caught:
        read_text(tmp_path / "a.txt")
    assert caught.value.position == Position(tmp_path / "a.txt", 3)


def test_a_missing_text_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read: No such file or directory"):
        read_text(tmp_path / "a.txt")


@pytest.mark.slow
def test_every_passage_of_the_bundled_graph_holds_in_its_source() -> None:
    texts = Path(os.environ.get("KZIT_SOURCES") or "absent")
    project = open_project(bundled_folder())
    graphs = load_project(project)
    slugs = [file.path.stem for file in project.graphs if file.path.parent.name == "sources"]
    need(
        all((texts / f"{slug}.txt").is_file() for slug in slugs),
        "the texts of the sources",
        "set KZIT_SOURCES to the folder that holds them",
    )
    for slug in slugs:
        text = read_text(texts / f"{slug}.txt")
        check = check_text(graphs, find_source(project, slug), text)
        assert [item.result for item in check.checks] == ["holds"] * len(check.checks)
        normalized = [item.passage for item in check.checks if item.passage.normalized_digest]
        for name, alter in ALTERATIONS.items():
            copy = copy_text(alter(text), Path("copy.html" if name in PAGES else "copy.txt"))
            assert (slug, name, all(find_passages(normalized, copy))) == (slug, name, True)


@pytest.mark.slow
def test_without_its_first_line_a_source_lacks_only_what_is_cut(corpus: LoadedProject) -> None:
    texts = Path(os.environ.get("KZIT_SOURCES") or "absent")
    found = {slug: texts / f"{slug}.txt" for slug in sources()}
    need(all(path.is_file() for path in found.values()), "the texts of the sources", "set KZIT_SOURCES to the folder that holds them")
    for slug, path in found.items():
        text = read_text(path)
        copy = without_first_line(text)
        check = check_text(corpus.store, find_source(corpus.project, slug), copy)
        cut = {item.passage.name for item in check.checks if item.passage.start < len(text) - len(copy)}
        assert (slug, {item.passage.name for item in check.faults}) == (slug, cut)
        assert not check.holds


def test_a_passage_with_normalised_digests_holds_in_every_copy(tmp_path: Path) -> None:
    draft = draft_source(BASE, "one", TEXT)
    graphs = store(tmp_path, draft.whole)
    assert {passage.normalized_length for passage in passages(graphs)} == {15, 18, 7}
    for name, alter in ALTERATIONS.items():
        copy = copy_text(alter(TEXT), Path("copy.html" if name in PAGES else "copy.txt"))
        assert (name, check_text(graphs, SOURCE, copy).holds) == (name, True)
    check = check_text(graphs, SOURCE, " ".join(TEXT.split()))
    assert [item.result for item in check.checks] == ["holds", "holds, moved to 16–34", "holds, moved to 35–42"]
    assert check.summary == "3 of 3 passages hold (2 moved)"
    assert repr(check) == f"<EvidenceCheck of {SOURCE.value}: 3 of 3 passages hold (2 moved), the text differs>"


def test_a_passage_without_an_exact_digest_holds_by_the_normalised_one(tmp_path: Path) -> None:
    words = TEXT[:15]
    about = f':p1s1 kzit:normalizedDigest "{digest(words)}" ; kzit:normalizedLength 15 .\n'
    turtle = described(ranges={"p1s1": (0, 15)}, whole=False).replace(f':p1s1 schema:sha256 "{digest(words)}" .\n', about)
    assert results(tmp_path, turtle, TEXT) == {"p1s1": "holds after normalisation, at 0–15"}
