"""Broken cases can be copied into one project, where each copy gives the results of the case alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.expected_results import count_results
from benchmarks.generator.broken_cases import case_files, copied_case
from benchmarks.workload import MINIMUM, Workload, write_workload
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.report import Report
from kzit_graph.validation.validate import validate
from tests.loading import loaded_folder

ROOT = Path(__file__).parents[2]
SAMPLE = slice(7, None, 30)


@pytest.fixture(scope="module")
def workload(tmp_path_factory: pytest.TempPathFactory) -> Workload:
    """Write a workload with two copies of every case."""
    return write_workload(tmp_path_factory.mktemp("copies") / "workload", MINIMUM, broken=10, copies=2)


def validated(folder: Path, engine: str) -> Report:
    return validate(loaded_folder(folder), engine)


@pytest.mark.slow
def test_copies_of_every_case_give_the_results_of_the_cases_alone(workload: Workload, tmp_path: Path) -> None:
    assert count_results(validated(workload.folder, "shacl").results) == workload.expected
    without = write_workload(tmp_path / "without", MINIMUM, broken=10)
    assert sum(workload.expected.values()) - sum(without.expected.values()) >= 2 * len(case_files())


@pytest.mark.slow
def test_the_reference_engine_finds_planted_mistakes_and_a_sample_of_cases(tmp_path: Path) -> None:
    workload = write_workload(tmp_path / "workload", MINIMUM, broken=200, copies=2, cases=case_files()[SAMPLE])
    assert count_results(validated(workload.folder, "pyshacl").results) == workload.expected


@pytest.mark.slow
def test_copies_are_counted_in_files_and_triples(workload: Workload) -> None:
    files = sorted((workload.folder / "data").rglob("*.ttl"))
    assert workload.files == len(files)
    assert workload.triples == len({quad.triple for path in files for quad in read_quads(path)})


def test_copies_are_the_same_bytes_for_any_hash_seed(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from benchmarks.generator.broken_cases import case_files
from benchmarks.workload import write_workload
with_blank_nodes = [path for path in case_files() if path.stem == "Typed.NodeKind"]
write_workload(Path(sys.argv[1]), {MINIMUM}, copies=1, cases=case_files()[{SAMPLE}] + with_blank_nodes)
"""
    for seed in ("0", "7"):
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    written = [
        {str(path.relative_to(tmp_path / seed)): path.read_bytes() for path in tmp_path.glob(f"{seed}/**/*.*")} for seed in ("0", "7")
    ]
    assert written[0] == written[1]
    assert len(written[0]) > 30


@pytest.mark.slow
def test_a_copy_holds_only_what_its_case_needs() -> None:
    sizes = {path.stem: copied_case(path, number).triples for number, path in enumerate(case_files())}
    assert sizes["name-it.QualifiedMinCount"] == 4
    assert sizes["one-thing-an-identifier.SPARQL"] > 300
    assert sum(sizes.values()) < 80 * len(sizes)


def test_a_code_that_a_case_breaks_is_copied_with_it(tmp_path: Path) -> None:
    path = tmp_path / "concepts" / "Concept-inScheme.MinCount.ru"
    path.parent.mkdir()
    path.write_text('INSERT DATA { hedge:some a skos:Concept ; skos:notation "some" ; skos:definition "Some."@en }', "utf-8")
    case = copied_case(path, 0)
    assert case.results.total() == 1
    assert f"/{case.slug(3)}/concept/hedge/" in case.copied(3)
