"""What rules made of the data is kept in the user's cache, and used only for the very same files and rules."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import BlankNode, NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.kept_file import MAX_BYTES, MAX_FILES, MAX_KEPT, KeptFile
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.project.rules.kept import KeptExpansion, KeptGraphs
from kzit_graph.project.rules.typed import TypedProject
from kzit_graph.project.statements.statements import GraphName
from kzit_graph.rdf.reading import RdfFile
from tests.own_cache import kept_in, own_cache
from tests.walks import FILES, walks

GRAPH: Final = NamedNode("https://example.org/graph/a")
DERIVED: Final = NamedNode("https://example.org/graph/derived")
LINES: Final = b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of kept expansions, which is that of this test."""
    return own_cache(tmp_path, monkeypatch, "expansions")


def again(loaded: LoadedProject) -> LoadedProject:
    return LoadedProject(open_project(loaded.project.root))


def graphs_of(loaded: LoadedProject) -> dict[str, bytes]:
    assert loaded.expansion is not None
    return {str(name): lines for name, lines in loaded.expansion.graphs.items()}


def place(
    files: Sequence[tuple[NamedNode, bytes]] = ((GRAPH, LINES),), ontology: Sequence[bytes] = (), derived: NamedNode = DERIVED
) -> KeptExpansion:
    """Return the place for a project without rules."""
    typed = [(name, RdfFile(Path("file.nt"), lines)) for name, lines in files]
    return KeptExpansion.of(TypedProject(typed, [RdfFile(Path("terms.nt"), lines) for lines in ontology], {}, derived))


def kept_graphs(**graphs: bytes) -> KeptGraphs:
    named: dict[GraphName, bytes] = {NamedNode(f"https://example.org/graph/{name}"): lines for name, lines in graphs.items()}
    return KeptGraphs(named, named, frozenset({GRAPH}))


def put_lines(loaded: LoadedProject, cache: Path, lines: bytes) -> None:
    """Make the only kept expansion one that no rule writes, so that a test sees when it is used."""
    (path,) = kept_in(cache)
    found = KeptExpansion(KeptFile(path)).read()
    assert found is not None
    KeptExpansion(KeptFile(path)).write(replace(found, graphs={**found.graphs, loaded.project.derived_graph: lines}))


def test_a_kept_expansion_is_used_for_the_same_files(tmp_path: Path, cache: Path) -> None:
    first = walks(tmp_path / "project")
    expected = graphs_of(first)
    assert graphs_of(again(first)) == expected
    put_lines(first, cache, LINES)
    assert graphs_of(again(first))[str(first.project.derived_graph)] == LINES


def test_a_kept_expansion_knows_what_changed_and_where_things_are(tmp_path: Path) -> None:
    first = walks(tmp_path / "project").expansion
    second = walks(tmp_path / "again").expansion
    assert first is not None
    assert second is not None
    assert second.graphs == first.graphs
    assert second.changed == first.changed
    assert second.homes == first.homes
    assert second.typed == {name: first.typed.get(name, b"") for name in second.graphs}


def test_lines_that_rules_removed_are_kept_as_well(cache: Path) -> None:
    before, after = LINES.replace(b"/c>", b"/old>"), LINES + LINES.replace(b"/c>", b"/d>")
    graphs = KeptGraphs({GRAPH: before, DERIVED: LINES}, {GRAPH: LINES, DERIVED: after}, frozenset({GRAPH}))
    place().write(graphs)
    assert place().read() == graphs
    place([(GRAPH, b"")]).write(replace(graphs, typed={GRAPH: before.replace(b"<https://example.org/old>", b"_:b")}))
    assert len(kept_in(cache)) == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/club.ttl", "id:club a w:Club", "id:club a w:Club, w:Union"),
        ("ontology/walks.ttl", "w:Outing a owl:Class", "w:Outing a owl:Class . w:Tour a owl:Class"),
        ("ontology/rules/10-guide.ru", "INSERT", "# a comment\nINSERT"),
        ("ontology/rules/30-takes.rq", "SELECT", "# a comment\nSELECT"),
    ],
)
def test_a_change_of_any_file_runs_the_rules_again(name: str, old: str, new: str, tmp_path: Path, cache: Path) -> None:
    first = walks(tmp_path / "project")
    derived = str(first.project.derived_graph)
    expected = graphs_of(first)[derived]
    put_lines(first, cache, LINES)
    assert graphs_of(walks(tmp_path / "project", {name: FILES[name].replace(old, new)}))[derived] == expected


def test_another_base_runs_the_rules_again(tmp_path: Path, cache: Path) -> None:
    graphs_of(walks(tmp_path / "project"))
    graphs_of(walks(tmp_path / "other", {"data/dataset.ttl": FILES["data/dataset.ttl"].replace("/walks/", "/hikes/")}))
    assert len(kept_in(cache)) == 2


@pytest.mark.parametrize("damage", [b"", b"kzit-graph kept 2\n", None])
def test_a_damaged_file_is_replaced(damage: bytes | None, tmp_path: Path, cache: Path) -> None:
    first = walks(tmp_path / "project")
    expected = graphs_of(first)
    (path,) = kept_in(cache)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"anna", b"hans") if damage is None else damage)
    assert graphs_of(again(first)) == expected
    assert path.read_bytes() == content


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_file_that_others_can_write_is_not_used(tmp_path: Path, cache: Path) -> None:
    first = walks(tmp_path / "project")
    expected = graphs_of(first)
    put_lines(first, cache, LINES)
    kept_in(cache)[0].chmod(0o666)
    assert graphs_of(again(first)) == expected


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_the_user_can_read_and_write_what_is_kept(tmp_path: Path, cache: Path) -> None:
    graphs_of(walks(tmp_path / "project"))
    assert cache.stat().st_mode & 0o777 == 0o700
    assert kept_in(cache)[0].stat().st_mode & 0o777 == 0o600


def test_a_cache_that_cannot_be_written_is_not_used(tmp_path: Path, cache: Path) -> None:
    cache.parent.parent.mkdir()
    cache.parent.write_text("a file", "utf-8")
    first = walks(tmp_path / "project")
    assert graphs_of(again(first)) == graphs_of(first)
    assert cache.parent.read_text("utf-8") == "a file"


def test_a_home_folder_that_does_not_exist_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    assert graphs_of(walks(tmp_path / "project"))
    assert not (tmp_path / "nobody").exists()


def test_an_expansion_with_mistakes_is_not_kept(tmp_path: Path, cache: Path) -> None:
    first = walks(tmp_path / "project", {"data/walks.ttl": FILES["data/walks.ttl"].replace("3 h 20", "long")})
    assert first.expansion is not None
    assert first.expansion.mistakes
    assert kept_in(cache) == []
    found = again(first).expansion
    assert found is not None
    assert found.mistakes == first.expansion.mistakes


def test_an_expansion_with_blank_nodes_is_not_kept(tmp_path: Path, cache: Path) -> None:
    graphs_of(
        walks(tmp_path / "project", {"data/walks.ttl": FILES["data/walks.ttl"].replace("w:height 1.50", "w:height [ w:metres 1.50 ]")})
    )
    assert kept_in(cache) == []


def test_what_rules_write_with_blank_nodes_is_not_kept(cache: Path) -> None:
    place().write(kept_graphs(a=LINES, derived=LINES.replace(b"<https://example.org/c>", b"_:b")))
    place().write(KeptGraphs({}, {BlankNode("b"): LINES}, frozenset()))
    assert kept_in(cache) == []


def test_a_large_expansion_is_not_kept(cache: Path) -> None:
    large = LINES * (1 + MAX_BYTES // len(LINES))
    place([(GRAPH, large)]).write(kept_graphs(a=LINES))
    place().write(kept_graphs(a=large))
    assert kept_in(cache) == []


def test_the_graphs_of_lines_and_of_the_ontology_count(cache: Path) -> None:
    other = NamedNode("https://example.org/graph/b")
    place([(GRAPH, LINES), (other, b"")]).write(kept_graphs(a=LINES))
    assert len(kept_in(cache)) == 1
    assert place([(GRAPH, b""), (other, LINES)]).read() is None
    assert place([(GRAPH, LINES)], [b""]).read() is None
    assert place([(GRAPH, LINES), (other, b"")], [LINES]).read() is None
    assert place([(GRAPH, LINES), (other, b"")], derived=other).read() is None
    assert place([(GRAPH, LINES), (other, b"")]).read() == kept_graphs(a=LINES)


@pytest.mark.slow
def test_those_that_were_not_used_for_long_are_removed(cache: Path) -> None:
    places = [place([(GRAPH, LINES * number)]) for number in range(MAX_FILES + 2)]
    for one in places[:-2]:
        one.write(kept_graphs(a=LINES))
    for age, path in enumerate(kept_in(cache)):
        os.utime(path, ns=(age, age))
    oldest = kept_in(cache)[:3]
    assert KeptExpansion(KeptFile(oldest[1])).read() is not None
    for one in places[-2:]:
        one.write(kept_graphs(a=LINES))
    assert [path.exists() for path in oldest] == [False, True, False]
    assert len(kept_in(cache)) == MAX_FILES


@pytest.mark.slow
def test_what_is_kept_has_a_limit_in_bytes(cache: Path) -> None:
    large = LINES * (MAX_BYTES // len(LINES) - 1000)
    for number in range(6):
        place([(GRAPH, LINES * number)]).write(kept_graphs(a=large))
    assert sum(path.stat().st_size for path in kept_in(cache)) <= MAX_KEPT
    assert len(kept_in(cache)) >= 3


def test_a_malformed_file_is_an_error_beside_a_kept_expansion(tmp_path: Path) -> None:
    first = walks(tmp_path / "project")
    graphs_of(first)
    (first.project.root / "data/walks.ttl").write_text(FILES["data/walks.ttl"] + "id:x w:y", "utf-8")
    with pytest.raises(InvalidInput, match=r"walks\.ttl"):
        graphs_of(again(first))


def test_a_rule_that_is_refused_is_an_error_beside_a_kept_expansion(tmp_path: Path) -> None:
    first = walks(tmp_path / "project")
    graphs_of(first)
    (first.project.root / "ontology/rules/10-guide.ru").write_text("CLEAR ALL", "utf-8")
    with pytest.raises(InvalidInput, match="CLEAR"):
        graphs_of(again(first))
