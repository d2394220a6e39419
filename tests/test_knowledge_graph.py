"""The Python interface: opening a graph, its methods and its repr."""

from __future__ import annotations

from pathlib import Path
from rlcompleter import Completer

import pytest

import kzit_graph
from kzit_graph.describe import graph_size
from kzit_graph.rdf.reading import read_quads
from tests.built_folders import files_of
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

TEXT = "One sentence. Another one."


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("nope.ttl", "nope.ttl: cannot be read: No such file"),
        ("folder.ttl", "not the folder of a build"),
        ("a.doc", "unknown file extension"),
    ],
)
def test_a_dump_that_is_not_an_rdf_file_is_refused_at_once(name: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "a.doc").write_text("")
    with pytest.raises(kzit_graph.InvalidInput, match=fault):
        kzit_graph.open_dump(tmp_path / name)


def test_opening_no_dump_is_refused() -> None:
    with pytest.raises(kzit_graph.InvalidInput, match="no file to open"):
        kzit_graph.open_dump()


@pytest.mark.parametrize("address", ["https://example.org/kzit.nq", "ftp://example.org/kzit.nq"])
def test_open_dump_does_not_take_a_url_for_a_file(address: str) -> None:
    with pytest.raises(kzit_graph.InvalidInput, match=f"{address}: a URL; download the file first, or use the command with --data"):
        kzit_graph.open_dump(address)


def triples(dist: Path) -> int:
    """Return the number of triples that a build has published."""
    return len(list(read_quads(dist / "kzit.nt")))


def test_paths_can_be_text(a_project: Path, dist: Path, tmp_path: Path) -> None:
    assert len(kzit_graph.open_dump(str(dist / "kzit.ttl")).store) == triples(dist)
    kzit_graph.open_folder(str(a_project)).export("ntriples", str(tmp_path / "out.nt"))
    assert len(list(read_quads(tmp_path / "out.nt"))) == triples(dist)
    assert not kzit_graph.diff(str(dist), str(a_project)).differs()


def test_a_build_writes_the_same_files_as_the_command(a_project: Path, dist: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    done = kzit_graph.open_folder(a_project).build(tmp_path / "dist", progress=steps.append)
    assert isinstance(done, kzit_graph.Summary)
    written, expected = (files_of(folder) for folder in (tmp_path / "dist", dist))
    assert written == expected
    assert steps[0] == "reading and validating"


def test_a_build_writes_the_files_as_they_are_now_not_as_they_were_opened(a_project: Path, dist: Path, tmp_path: Path) -> None:
    description = a_project / "data" / "dataset.ttl"
    good = description.read_text("utf-8")
    description.write_text(
        good + "<https://w3id.org/kzit/id/draft> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://example.org/> .\n", "utf-8"
    )
    kg = kzit_graph.open_folder(a_project)
    assert kg.ask("ASK { ?draft rdfs:seeAlso <https://example.org/> }")
    description.write_text(good, "utf-8")
    kg.build(tmp_path / "dist")
    assert (tmp_path / "dist" / "kzit.nq").read_bytes() == (dist / "kzit.nq").read_bytes()


def test_a_release_is_built_from_its_number(released: Path, tmp_path: Path) -> None:
    kzit_graph.open_folder(released.parent).build(tmp_path / "dist", release="1.0.0")
    assert (tmp_path / "dist" / "SHA256SUMS").read_bytes() == (released / "SHA256SUMS").read_bytes()


def test_completion_of_a_broken_graph_lists_its_methods_and_reads_no_file(a_project: Path) -> None:
    for source in (a_project / "data" / "sources").iterdir():
        source.write_text("broken", "utf-8")
    kg = kzit_graph.open_folder(a_project)
    completer, found = Completer({"kg": kg}), set[str | None]()
    while (name := completer.complete("kg.", len(found))) is not None:
        found.add(name)
    assert {"kg.store", "kg.query(", "kg.validate("} <= found
    assert "store" not in vars(kg.loaded)


def test_the_data_of_a_dump_cannot_be_built(dist: Path, tmp_path: Path) -> None:
    with pytest.raises(kzit_graph.InvalidInput, match="only a project folder can be built"):
        kzit_graph.open_dump(dist / "kzit.ttl").build(tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("jobs", [0, -1])
def test_a_build_needs_at_least_one_job(jobs: int, tmp_path: Path) -> None:
    with pytest.raises(kzit_graph.InvalidInput, match="jobs must be at least 1"):
        kzit_graph.bundled().build(tmp_path / "dist", jobs=jobs)
    assert not (tmp_path / "dist").exists()


def test_two_graphs_are_compared(a_project: Path, dist: Path) -> None:
    before = kzit_graph.open_dump(dist / "kzit.ttl")
    source = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    source.write_text(source.read_text("utf-8").replace('short:amount "about 6 bn USD"', 'short:amount "6 bn USD"'), "utf-8")
    difference = before.diff(kzit_graph.open_folder(a_project))
    assert repr(difference) == f"<Difference {dist / 'kzit.ttl'} → {a_project}: 1 fact changed>"
    assert difference.unions


def test_a_graph_is_compared_with_a_path_or_a_graph(one_source: Path, dist: Path) -> None:
    kg = kzit_graph.open_folder(one_source)
    assert not kg.diff(dist).differs()
    assert not kg.diff(str(dist)).differs()
    assert not kzit_graph.diff(dist, kg).differs()
    assert not kzit_graph.diff(kg, str(dist)).differs()


def test_a_patch_from_a_dump_without_graphs_needs_no_unions(one_source: Path, dist: Path) -> None:
    dump = kzit_graph.open_dump(dist / "kzit.ttl")
    with pytest.raises(kzit_graph.InvalidInput, match="use unions=False"):
        kzit_graph.open_folder(one_source).diff(dump).patch()
    assert kzit_graph.open_folder(one_source).diff(dump, unions=False).patch().startswith("H id ")


def test_evidence_is_drafted_checked_and_counted(tmp_path: Path) -> None:
    (tmp_path / "new-2024.txt").write_text(TEXT, "utf-8")
    folder = small_project(tmp_path / "project")
    draft = kzit_graph.open_folder(folder).evidence.segment(tmp_path / "new-2024.txt")
    (folder / "data" / "sources" / "new-2024.ttl").write_text(str(draft), "utf-8")
    evidence = kzit_graph.open_folder(folder).evidence
    check = evidence.check(str(tmp_path / "new-2024.txt"), source="new-2024")
    assert check.holds
    assert repr(check) == f"<EvidenceCheck of {BASE}id/new-2024: 2 of 2 passages hold>"
    coverage = evidence.coverage()
    assert [passage.iri.rpartition("/")[2] for passage in coverage.uncited] == ["p1s1", "p1s2"]
    assert not coverage.is_complete
    (tmp_path / "new-2024.txt").write_text(TEXT.replace("Another", "another"), "utf-8")
    assert repr(evidence.check(tmp_path / "new-2024.txt", source="new-2024")).endswith("1 of 2 passages hold, the text differs>")
    with pytest.raises(kzit_graph.UnknownName, match='unknown source "new-2023"; nearest: new-2024; known: '):
        evidence.check(tmp_path / "new-2024.txt", source="new-2023")


def test_the_evidence_of_a_dump_is_that_of_its_own_sources(tmp_path: Path) -> None:
    (tmp_path / "new-2024.txt").write_text(TEXT, "utf-8")
    kg = kzit_graph.open_folder(small_project(tmp_path / "project"))
    (tmp_path / "dump.ttl").write_text(str(kg.evidence.segment(tmp_path / "new-2024.txt")), "utf-8")
    dump = kzit_graph.open_dump(tmp_path / "dump.ttl")
    assert dump.evidence.check(tmp_path / "new-2024.txt", source="new-2024").holds
    with pytest.raises(kzit_graph.UnknownName, match='unknown source "kazinform-2017-08-21"; known: new-2024'):
        dump.evidence.check(tmp_path / "new-2024.txt", source="kazinform-2017-08-21")


def test_an_extension_of_another_format_is_refused(one_source: Path, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(one_source)
    with pytest.raises(kzit_graph.InvalidInput, match=r"x\.nq: \.nq is for nquads, not for turtle; change the extension or the format"):
        kg.export("turtle", tmp_path / "x.nq")
    assert list(tmp_path.iterdir()) == []
    kg.export("turtle", tmp_path / "x.backup")


def test_a_wrong_name_is_refused_with_the_nearest(one_source: Path) -> None:
    kg = kzit_graph.open_folder(one_source)
    with pytest.raises(kzit_graph.UnknownName, match='unknown format "turtel"; nearest: turtle; known: '):
        kg.export("turtel")
    with pytest.raises(kzit_graph.UnknownName, match=r'unknown engine "shackl"; nearest: shacl; known: shacl, pyshacl$'):
        kg.validate(engine="shackl")
    with pytest.raises(kzit_graph.UnknownName, match='unknown question "theatre-partner"; nearest: theatre-partners, '):
        kg.query("theatre-partner")


def test_an_unwritable_file_is_reported(one_source: Path, tmp_path: Path) -> None:
    with pytest.raises(kzit_graph.UnwritableTarget, match="cannot be written"):
        kzit_graph.open_folder(one_source).export("turtle", tmp_path / "no" / "kzit.ttl")


def test_the_repr_of_a_graph_is_one_line_with_its_size(one_source: Path, dist: Path) -> None:
    kg = kzit_graph.open_folder(one_source)
    size = f"52 facts of 1 source, {triples(dist):,} triples"
    assert repr(kg) == f"<KnowledgeGraph kzit: {size}>"
    assert repr(kzit_graph.open_dump(dist / "kzit.nt")) == f"<KnowledgeGraph kzit.nt: {size}>"
    assert "52 facts" in kg._repr_html_()
    assert repr(kg.show("Milan")) == "<Description Milan: 2 facts>"
    assert "Milan\n" in kg.show("Milan")._repr_html_()
    assert repr(kg.validate()) == "<Report: passed, 0 violations, 3 warnings, 0 infos (shacl)>"


def test_the_parts_of_a_graph_have_short_reprs(one_source: Path, dist: Path, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(one_source)
    summary = kg.build(tmp_path / "dist")
    assert repr(summary) == f"<Summary of {tmp_path / 'dist'}: {len(summary.files):,} files, 52 facts, {triples(dist):,} triples>"
    assert repr(kg.question("in-year")) == "<Question in-year: What happened or was true in a year?>"
    assert repr(kg.names) == f"<Names: {len(kg.prefixes)} namespaces>"
    assert repr(kg.resolver) == f"<Resolver of {len(kg.store):,} quads>"
    assert repr(kg.vocabulary) == f"<Vocabulary: {len(kg.vocabulary.store):,} triples>"


def test_the_repr_of_a_broken_or_large_graph_has_its_folder(a_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kg = kzit_graph.open_folder(a_project)
    (a_project / "data" / "concepts.ttl").write_text("<broken", "utf-8")
    assert repr(kg) == f"<KnowledgeGraph kzit: {a_project}>"
    (a_project / "data" / "concepts.ttl").unlink()
    assert repr(kg) == f"<KnowledgeGraph kzit: {a_project}>"
    monkeypatch.setattr(graph_size, "_MAX_SMALL", 1000)
    assert repr(kzit_graph.bundled()).startswith("<KnowledgeGraph kzit: /")
