"""Dumps hold every quad, and have the same bytes for any number of processes and any chunk size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.publish.dumps import write
from kzit_graph.publish.dumps.processes import map_in_order
from kzit_graph.publish.dumps.sorted_runs import Block, merge_runs
from kzit_graph.publish.dumps.worker import GraphChunk, WrittenChunk, write_graphs
from kzit_graph.publish.dumps.write import DEFAULT_LIMITS, ChunkLimits, helper_process, write_dumps
from kzit_graph.publish.export import export
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.validation.validate import validate
from tests.loading import load_project, loaded_folder, statements_in
from tests.rdf.test_blank_nodes import cai_fuerer_immerman
from tests.small_project import FILES, small_project

SECOND: Final = """\
@prefix : <https://example.org/tiny/id/two/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

:fenice a x:Theatre ;
    skos:prefLabel "La \\"Fenice\\"\\n\\U0001F3AD"@it ;
    x:beside <https://example.org/tiny/id/one/square> .

<https://example.org/tiny/id/one/scala> x:beside :fenice .
"""


SMALL_CHUNKS: Final = ChunkLimits(graph_chunk_quads=1, union_chunk_triples=1, max_open_runs=2)
EVERY_PROCESS: Final = ChunkLimits(graph_chunk_quads=1, max_single_process_quads=0)
"""Uses several processes for small stores, too."""


def written(
    source: Project | LoadedProject,
    folder: Path,
    jobs: int = 1,
    names: Iterable[str] = RDF_FORMATS,
    limits: ChunkLimits = DEFAULT_LIMITS,
) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    files = {name: folder / name for name in names}
    loaded = source if isinstance(source, LoadedProject) else LoadedProject(source)
    write_dumps(loaded, files, jobs, limits)
    return {name: path.read_bytes() for name, path in files.items()}


@pytest.fixture
def two_sources(tmp_path: Path) -> Project:
    return open_project(small_project(tmp_path / "project", {"data/sources/two.ttl": SECOND}))


def test_each_syntax_holds_every_quad_or_triple_once(two_sources: Project, tmp_path: Path) -> None:
    store = load_project(two_sources)
    union = {Quad(*quad.triple) for quad in store}
    for name, content in written(two_sources, tmp_path / "dumps").items():
        found = list(parse(content, format=RDF_FORMATS[name]))
        assert len(found) == len(set(found))
        assert set(found) == (set(store) if RDF_FORMATS[name].supports_datasets else union), name


def test_the_bytes_do_not_depend_on_the_size_of_chunks(two_sources: Project, tmp_path: Path) -> None:
    whole = written(two_sources, tmp_path / "whole")
    assert written(two_sources, tmp_path / "cut", limits=SMALL_CHUNKS) == whole


def nine_graphs() -> Store:
    store = Store()
    for number in range(9):
        names = (f"{number}", f"0{number}", "shared")  # numbers that differ only in leading zeros, and a resource in all graphs
        triples = (f"<https://example.org/{name}> <https://example.org/p> {number}, 99 ." for name in names)
        store.load("\n".join(triples), format=RdfFormat.TURTLE, to_graph=NamedNode(f"https://example.org/graph/{number}"))
    return store


def test_many_runs_are_merged_a_few_at_a_time_and_none_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = nine_graphs()
    merged: list[int] = []

    def counted(runs: Iterable[Iterable[Block]]) -> Iterator[Block]:
        merged.append(len(runs := list(runs)))
        return merge_runs(runs)

    monkeypatch.setattr(write, "merge_runs", counted)
    loaded = loaded_folder(small_project(tmp_path / "project"))
    loaded = loaded.with_parts(store, statements_in(store), loaded.ontology, loaded.shape_files)
    expected = {Quad(*quad.triple) for quad in store}
    names = ["turtle", "ntriples", "rdfxml"]
    for name, content in written(loaded, tmp_path / "dumps", names=names, limits=SMALL_CHUNKS).items():
        assert sorted(map(str, parse(content, format=RDF_FORMATS[name]))) == sorted(map(str, expected)), name
    assert merged
    assert max(merged) == 2


def test_a_larger_store_has_larger_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def counted(chunk: GraphChunk) -> WrittenChunk:
        sizes.append(len(chunk.graphs))
        return write_graphs(chunk)

    monkeypatch.setattr(write, "write_graphs", counted)
    limits = ChunkLimits(graph_chunk_quads=1, max_graph_chunks=2)
    loaded = loaded_folder(small_project(tmp_path / "project"))
    store = nine_graphs()
    larger = loaded.with_parts(store, statements_in(store), loaded.ontology, loaded.shape_files)
    write_dumps(larger, {"nquads": tmp_path / "a.nq"}, limits=limits)
    assert sizes == [4, 4, 1]


def test_several_processes_write_the_same_bytes_as_one(two_sources: Project, tmp_path: Path) -> None:
    one = written(two_sources, tmp_path / "one")
    assert written(two_sources, tmp_path / "two", jobs=2, limits=EVERY_PROCESS) == one


def test_an_empty_line_comes_before_each_subject_and_each_graph(two_sources: Project, tmp_path: Path) -> None:
    content = written(two_sources, tmp_path / "dumps")
    turtle, trig = content["turtle"].decode(), content["trig"].decode()
    assert "\n\n\n" not in turtle + trig
    assert turtle.count("\n\n") == turtle.count(" .\n") - turtle.count("@prefix")
    assert trig.count("}\n\n<https://example.org/tiny/graph/") == 2
    assert not turtle.endswith("\n\n")


def test_the_prefix_of_a_document_is_declared_once_and_used(two_sources: Project, tmp_path: Path) -> None:
    turtle = written(two_sources, tmp_path / "dumps")["turtle"].decode()
    assert turtle.count("@prefix two: <https://example.org/tiny/id/two/> .") == 1
    assert "two:fenice a x:" in turtle


def test_blank_nodes_have_the_same_labels_in_every_dump_and_build(tmp_path: Path) -> None:
    blank = FILES["data/sources/one.ttl"] + ':square x:near [ skos:prefLabel "a" ] , [ skos:prefLabel "b" ] .\n'
    project = open_project(small_project(tmp_path / "project", {"data/sources/one.ttl": blank, "data/sources/two.ttl": blank}))
    first, second = (written(project, tmp_path / name) for name in ("first", "second"))
    assert first == second
    assert len({quad.subject for quad in parse(first["ntriples"], format=RdfFormat.N_TRIPLES) if str(quad.subject).startswith("_:")}) == 4


def test_one_new_blank_node_changes_only_its_own_lines(tmp_path: Path) -> None:
    blank = FILES["data/sources/one.ttl"] + "".join(f':square x:near [ skos:prefLabel "{name}" ; x:near [] ] .\n' for name in "abcdef")
    new = ':square x:near [ skos:prefLabel "new" ] .\n'
    before, after = (
        written(open_project(small_project(tmp_path / name, {"data/sources/one.ttl": data})), tmp_path / f"{name}-dumps")
        for name, data in (("before", blank), ("after", blank.replace("\n:square", f"\n{new}:square", 1)))
    )
    for name in ("ntriples", "nquads"):
        old, lines = (set(content[name].splitlines()) for content in (before, after))
        assert (len(old - lines), len(lines - old)) == (0, 2), name


@pytest.mark.slow
def test_only_what_needs_labels_is_refused_if_blank_nodes_are_too_similar(tmp_path: Path) -> None:
    statements = "".join(f"{quad.subject} x:near {quad.object} .\n" for quad in cai_fuerer_immerman(40, twisted=True))
    data = f"{FILES['data/sources/one.ttl']}_:n0 x:near :square .\n{statements}"
    table = 'class = "x:Theatre"\n[prefixes]\nx = "https://example.org/tiny/ontology#"\n[columns.theatre]\nholds = "thing"\nnamed = false\n'
    changes = {"data/sources/one.ttl": data, "data/tables/theatres.toml": table}
    loaded = loaded_folder(small_project(tmp_path / "project", changes))
    with pytest.raises(
        InvalidInput, match=r"400 blank nodes are too similar .* <https://example.org/tiny/id/one/square> .*graph/source/one"
    ):
        written(loaded, tmp_path / "dumps")
    assert export(loaded, "csv") == b"theatre\nhttps://example.org/tiny/id/one/scala\n"
    assert validate(loaded).passed


def test_only_requested_dumps_are_written(two_sources: Project, tmp_path: Path) -> None:
    store = load_project(two_sources)
    sizes = write_dumps(LoadedProject(two_sources), {"trig": tmp_path / "a.trig"})
    assert (sizes.quads, sizes.triples) == (len(store), 0)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.trig"]


@pytest.mark.slow
def test_rdf_xml_is_left_out_in_any_process(tmp_path: Path) -> None:
    odd = FILES["data/sources/one.ttl"].replace("La Scala", "La\\u0001Scala")
    project = open_project(small_project(tmp_path / "project", {"data/sources/one.ttl": odd}))
    for jobs in (1, 2):
        files = {name: tmp_path / name for name in ("rdfxml", "turtle")}
        sizes = write_dumps(LoadedProject(project), files, jobs, EVERY_PROCESS)
        assert [(name, str(problem).partition(" of ")[2].partition(": ")[0]) for name, problem in sizes.left_out.items()] == [
            ("rdfxml", "<https://example.org/tiny/id/one/scala>")
        ]
        assert [path.exists() for path in files.values()] == [False, True]


def test_a_graph_without_triples_is_in_no_dump(two_sources: Project, tmp_path: Path) -> None:
    loaded = LoadedProject(two_sources)
    before = written(loaded, tmp_path / "before")
    loaded.store.add_graph(NamedNode("https://example.org/tiny/graph/empty"))
    assert written(loaded, tmp_path / "after") == before


def test_an_empty_store_gives_empty_dumps(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path / "project"))
    empty = loaded.with_parts(Store(), statements_in([]), loaded.ontology, loaded.shape_files)
    for name, content in written(empty, tmp_path / "dumps").items():
        assert list(parse(content, format=RDF_FORMATS[name])) == [], name


def test_a_helper_process_writes_the_same_dumps(tmp_path: Path, two_sources: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, files = written(two_sources, tmp_path / "alone"), {name: tmp_path / name for name in RDF_FORMATS}
    loaded, pools = LoadedProject(two_sources), list[object]()

    def mapped(pool: Any, *others: Any) -> Iterator[Any]:
        pools.append(pool)
        return map_in_order(pool, *others)

    monkeypatch.setattr(write, "map_in_order", mapped)
    with helper_process(loaded, 2) as helper:
        assert helper is not None
        write_dumps(loaded, files, 2, helper=helper)
    assert pools == [helper, helper]
    assert {name: path.read_bytes() for name, path in files.items()} == alone


def test_one_job_and_a_large_project_have_no_helper_process(two_sources: Project) -> None:
    loaded = LoadedProject(two_sources)
    with helper_process(loaded, 1) as of_one_job, helper_process(loaded, 2, ChunkLimits(max_single_process_quads=0)) as of_large:
        assert (of_one_job, of_large) == (None, None)
