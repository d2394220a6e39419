"""One `KnowledgeGraph` serves many threads: each gets the answers that it would get alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
import rdflib

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.rdf.rdflib_literals import literals_as_written
from kzit_graph.validation.engines.run import run_pyshacl
from tests.built_folders import files_of
from tests.small_project import small_project

Work = Callable[[KnowledgeGraph, Path], object]
Part = Callable[[KnowledgeGraph], object]

COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CLASSES: Final = "SELECT ?class { ?class a <http://www.w3.org/2002/07/owl#Class> }"
"""Has an answer only while the ontology is in the store of the data."""

FORMS: Final = """\
@prefix : <https://example.org/tiny/id/two/> .
@prefix x: <https://example.org/tiny/ontology#> .

:tower x:height 007, 1.50, "12"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ;
    x:near :square .
"""

TABLE: Final = """\
class = "x:Theatre"
[prefixes]
x = "https://example.org/tiny/ontology#"
[columns.theatre]
holds = "thing"
"""

WORKS: Final[dict[str, Work]] = {
    "validate": lambda kg, _folder: kg.validate().to_json(),
    "validate with pySHACL": lambda kg, _folder: kg.validate("pyshacl").to_json(),
    "validate with pySHACL, too": lambda kg, _folder: kg.validate("pyshacl").to_json(),
    "rdflib": lambda kg, _folder: sorted(term.n3() for quad in kg.to_rdflib().quads() for term in quad[:3]),
    "count": lambda kg, _folder: kg.select(COUNT).serialize("csv"),
    "classes": lambda kg, _folder: kg.select(CLASSES).serialize("csv"),
    "ask": lambda kg, _folder: kg.ask("ASK { ?s a <http://www.w3.org/2002/07/owl#Class> }"),
    "construct": lambda kg, _folder: sorted(map(str, kg.construct("CONSTRUCT WHERE { ?s ?p ?o }"))),
    "table": lambda kg, _folder: kg.query("SELECT ?s { ?s a ?class } ORDER BY ?s").table("it"),
    "show": lambda kg, _folder: kg.show("La Scala").text(),
    "repr": lambda kg, _folder: repr(kg),
    "labels": lambda kg, _folder: [kg.names.label(thing, "it") for thing in sorted(kg.resolver.candidates(), key=str)],
    "prefixes": lambda kg, _folder: kg.prefixes,
    "size": lambda kg, _folder: len(kg.store),
    "questions": lambda kg, _folder: sorted(kg.questions()),
    "turtle": lambda kg, _folder: kg.export("turtle"),
    "nquads": lambda kg, _folder: kg.export("nquads"),
    "jsonld": lambda kg, _folder: kg.export("jsonld"),
    "csv": lambda kg, _folder: kg.export("csv"),
    "coverage": lambda kg, _folder: len(kg.evidence.coverage().passages),
    "diff": lambda kg, _folder: kg.diff(kg).differs(),
    "build": lambda kg, folder: _built(kg, folder / str(threading.get_ident())),
}

NOT_OF_DUMPS: Final = ("build", "csv", "show", "validate with pySHACL", "validate with pySHACL, too")
"""Works that a dump does not have, as it is too small for a table, or that take long with the bundled shapes."""


def _built(kg: KnowledgeGraph, folder: Path) -> dict[str, bytes]:
    kg.build(folder)
    return files_of(folder)


def opened_small(folder: Path) -> KnowledgeGraph:
    return kzit_graph.open_folder(small_project(folder / "project", {"data/sources/two.ttl": FORMS, "data/tables/theatres.toml": TABLE}))


def opened_dump(folder: Path) -> KnowledgeGraph:
    dump = folder / "dump.nq"
    if not dump.exists():
        opened_small(folder).export("nquads", dump)
    return kzit_graph.open_dump(dump)


def answers_alone(kg: KnowledgeGraph, folder: Path, works: dict[str, Work]) -> dict[str, object]:
    return {name: work(kg, folder) for name, work in works.items()}


def assert_threads_agree(opened: Callable[[Path], KnowledgeGraph], folder: Path, works: dict[str, Work], rounds: int) -> None:
    """Do all works at the same time on one graph that nothing has been read of, several times."""
    expected = answers_alone(opened(folder), folder, works)
    for _ in range(rounds):
        kg = opened(folder)
        start = threading.Barrier(len(works))

        def run(name: str, kg: KnowledgeGraph = kg, start: threading.Barrier = start) -> object:
            start.wait()
            return works[name](kg, folder)

        with ThreadPoolExecutor(len(works)) as threads:
            found = dict(zip(works, threads.map(run, works), strict=True))
        assert [name for name in works if found[name] != expected[name]] == []


def test_threads_get_the_answers_of_a_single_thread(tmp_path: Path) -> None:
    assert_threads_agree(
        opened_small, tmp_path, {name: WORKS[name] for name in ("validate", "count", "classes", "show", "repr", "turtle")}, 2
    )


@pytest.mark.slow
def test_threads_get_the_answers_of_a_single_thread_again_and_again(tmp_path: Path) -> None:
    assert_threads_agree(opened_small, tmp_path, WORKS, 4)


@pytest.mark.slow
def test_threads_get_the_answers_of_a_single_thread_from_a_dump(tmp_path: Path) -> None:
    assert_threads_agree(opened_dump, tmp_path, {name: work for name, work in WORKS.items() if name not in NOT_OF_DUMPS}, 2)


def test_the_settings_of_rdflib_return_when_the_last_thread_is_done() -> None:
    first, second = literals_as_written(), literals_as_written()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not rdflib.NORMALIZE_LITERALS
    second.__exit__(None, None, None)
    assert rdflib.NORMALIZE_LITERALS


def test_pyshacl_changes_no_setting_of_rdflib_that_another_thread_needs() -> None:
    with literals_as_written():
        run_pyshacl("", "<urn:s> <http://www.w3.org/ns/shacl#targetNode> <urn:n> .")
        assert not rdflib.NORMALIZE_LITERALS
    assert rdflib.NORMALIZE_LITERALS


@pytest.mark.slow
def test_no_answer_has_the_ontology_in_it_while_another_thread_validates(tmp_path: Path) -> None:
    kg = opened_small(tmp_path)
    size = len(opened_small(tmp_path).store)
    ended = threading.Event()

    def ask() -> set[object]:
        seen: set[object] = set()
        while not ended.is_set():
            seen |= {kg.select(CLASSES).serialize("csv"), kg.select(COUNT).serialize("csv"), len(kg.store)}
        return seen

    with ThreadPoolExecutor(3) as threads:
        asking = [threads.submit(ask) for _ in range(2)]
        try:
            for engine in ["shacl", "pyshacl", *["shacl"] * 8]:
                assert kg.validate(engine).passed
        finally:
            ended.set()
        assert {value for answer in asking for value in answer.result()} == {b"class\r\n", f"n\r\n{size}\r\n".encode(), size}


@pytest.mark.slow
def test_each_part_is_read_once_for_all_threads(tmp_path: Path) -> None:
    parts: dict[str, Part] = {
        "store": lambda kg: kg.store,
        "names": lambda kg: kg.names,
        "vocabulary": lambda kg: kg.vocabulary,
        "resolver": lambda kg: kg.resolver,
        "shapes": lambda kg: kg.loaded.shapes,
        "context": lambda kg: kg.loaded.context,
    }
    several: set[str] = set()
    for _ in range(20):
        kg = opened_small(tmp_path)
        for name, part in parts.items():
            start = threading.Barrier(8)

            def read(_number: int, part: Part = part, kg: KnowledgeGraph = kg, start: threading.Barrier = start) -> object:
                start.wait()
                return part(kg)

            with ThreadPoolExecutor(8) as threads:
                first, *others = threads.map(read, range(8))
            if any(other is not first for other in others):
                several.add(name)
    assert several == set()
