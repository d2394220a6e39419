"""Workloads have the wanted size and number of mistakes, and the same seed gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from benchmarks.expected_results import constraint, count_results, read_expected
from benchmarks.generator.forms import FORMS
from benchmarks.generator.mistakes import MISTAKES
from benchmarks.workload import MINIMUM, TRIPLES_OF_A_MISTAKE, ImpossibleWorkload, Workload, write_workload
from kzit_graph.errors import UnwritableTarget
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.results import Severity
from kzit_graph.validation.validate import validate

ROOT = Path(__file__).parents[2]
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KZIT = "https://w3id.org/kzit/ontology#"
KINDS = ("Occurrence", "Relationship", "Measurement", "Assessment", "Influence", "Goal")


@pytest.fixture(scope="session")
def workload(tmp_path_factory: pytest.TempPathFactory) -> Workload:
    """Write a workload of 10,000 triples, which tests only read."""
    return write_workload(tmp_path_factory.mktemp("workload") / "10k", 10_000)


def quads(folder: Path) -> list[Quad]:
    return [quad for path in sorted((folder / "data").rglob("*.ttl")) for quad in read_quads(path)]


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def validated(folder: Path, engine: str) -> Report:
    project = open_project(folder)
    return validate(LoadedProject(project), engine)


def local(quad: Quad) -> str:
    """Return the object without the namespace of the vocabulary."""
    return str(getattr(quad.object, "value", "")).removeprefix(KZIT)


def kinds(folder: Path, files: str) -> dict[str, float]:
    """Return the share of each kind of fact in some files."""
    found = Counter(
        local(quad)
        for path in sorted(folder.glob(files))
        for quad in read_quads(path)
        if quad.predicate.value == TYPE and local(quad) in KINDS
    )
    return {kind: found[kind] / found.total() for kind in KINDS}


def test_the_same_seed_gives_the_same_bytes_for_any_hash_seed(workload: Workload, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.workload", str(tmp_path / "again"), "--triples", "10k"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}, check=True, capture_output=True)
    assert content(tmp_path / "again") == content(workload.folder)


def test_another_seed_gives_other_facts(workload: Workload, tmp_path: Path) -> None:
    other = write_workload(tmp_path / "other", 10_000, seed=1)
    assert content(other.folder) != content(workload.folder)
    assert validated(other.folder, "shacl").passed


@pytest.mark.parametrize("triples", [MINIMUM, 10_000, 50_000])
def test_a_workload_has_the_wanted_size_and_counts_its_triples(triples: int, tmp_path: Path) -> None:
    workload = write_workload(tmp_path / "workload", triples)
    stated = quads(workload.folder)
    assert workload.triples == len(stated) == len({quad.triple for quad in stated})
    assert abs(workload.triples - triples) < triples / 50


def test_files_countries_sources_and_facts_are_counted(workload: Workload) -> None:
    types = Counter(local(quad) for quad in quads(workload.folder) if quad.predicate.value == TYPE)
    assert workload.files == len(list((workload.folder / "data").rglob("*.ttl")))
    assert workload.countries == types["https://schema.org/Country"]
    assert workload.sources == len(list((workload.folder / "data" / "sources").glob("*.ttl")))
    assert workload.facts == sum(types[kind] for kind in KINDS)


def test_each_source_is_a_graph_of_some_thousand_triples(workload: Workload) -> None:
    sizes = [sum(1 for _ in read_quads(path)) for path in (workload.folder / "data" / "sources").glob("*.ttl")]
    assert all(800 < size < 2_200 for size in sizes)
    assert len(set(sizes)) > 1


def test_a_workload_has_no_results_except_the_expected_disagreements(tmp_path: Path) -> None:
    workload = write_workload(tmp_path / "workload", 30_000)
    report = validated(workload.folder, "shacl")
    assert {result.severity for result in report.results} == {Severity.INFO}
    assert count_results(report.results) == workload.expected


def test_each_planted_mistake_gives_one_violation_of_its_constraint(tmp_path: Path) -> None:
    workload = write_workload(tmp_path / "workload", 20_000, broken=2_000)
    report = validated(workload.folder, "shacl")
    assert report.count(Severity.VIOLATION) == 2_000
    assert count_results(report.results) == workload.expected


def test_few_mistakes_are_all_of_different_kinds(tmp_path: Path) -> None:
    workload = write_workload(tmp_path / "workload", 10_000, broken=len(MISTAKES))
    planted = Counter(constraint(mistake.shape, mistake.component) for mistake in MISTAKES)
    assert {key: workload.expected[key] for key in planted} == planted == Counter(dict.fromkeys(planted, 1))


def test_mistakes_change_nothing_else(workload: Workload, tmp_path: Path) -> None:
    broken = write_workload(tmp_path / "workload", 10_000, broken=10)
    before, after = ({quad.triple for quad in quads(folder)} for folder in (workload.folder, broken.folder))
    assert 0 < len(before ^ after) <= 4 * 10


@pytest.mark.parametrize("seed", range(3))
def test_there_is_room_for_the_largest_number_of_mistakes(seed: int, tmp_path: Path) -> None:
    assert write_workload(tmp_path / "workload", MINIMUM, seed, MINIMUM // TRIPLES_OF_A_MISTAKE).triples > MINIMUM


def test_too_many_mistakes_are_refused_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.workload", str(tmp_path / "workload"), "--triples", "10k", "--broken", "1001"]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 2
    assert done.stderr == "workload: 10000 triples have no room for 1001 mistakes; ask for 1000 or fewer, or for more triples\n"
    assert not (tmp_path / "workload").exists()


def test_the_expected_results_are_written_beside_the_project(workload: Workload) -> None:
    assert read_expected(workload.folder / "expected.json") == workload.expected


def test_kinds_of_facts_are_as_frequent_as_in_the_first_source(workload: Workload) -> None:
    real, invented = kinds(ROOT / "tests/one_source", "data/sources/kazinform-2017-08-21.ttl"), kinds(workload.folder, "data/sources/*.ttl")
    assert len(FORMS) == 52
    assert all(abs(real[kind] - invented[kind]) < 0.03 for kind in KINDS)


def test_every_property_of_the_first_source_is_used(workload: Workload, store: Store) -> None:
    graph = NamedNode("https://w3id.org/kzit/graph/source/kazinform-2017-08-21")
    real = {quad.predicate for quad in store.quads_for_pattern(None, None, None, graph)}
    entailed = {NamedNode(f"{KZIT}time")}
    assert real - {quad.predicate for quad in quads(workload.folder)} == entailed


def test_texts_are_in_several_scripts_and_some_need_escapes(workload: Workload) -> None:
    texts = "".join(local(quad) for quad in quads(workload.folder) if quad.predicate.value.endswith(("#prefLabel", "#note")))
    assert all(mark in texts for mark in ('"', "\\", "\n", "\t", "Балакия", "қ", "\N{HANDSHAKE}"))


def test_a_folder_that_is_not_empty_is_refused_and_unchanged(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", "utf-8")
    with pytest.raises(UnwritableTarget, match="not empty"):
        write_workload(tmp_path, 10_000)
    assert content(tmp_path) == {"mine": b"mine"}


def test_a_size_that_is_too_small_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImpossibleWorkload, match="ask for 8000 or more"):
        write_workload(tmp_path / "workload", 100)
    assert not (tmp_path / "workload").exists()
