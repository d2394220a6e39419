"""Broken cases can be copied into one project, where each copy gives the results of the case alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.expected_results import constraint, count_results
from benchmarks.generator.broken_cases import read_case, read_cases
from benchmarks.generator.copy_plan import CopyPlan, plan_copies
from benchmarks.workload import MINIMUM, write_workload
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.report import Report
from kzit_graph.validation.validate import validate

ROOT = Path(__file__).parents[2]
SAMPLE = slice(7, None, 30)


@pytest.fixture(scope="module")
def plan() -> CopyPlan:
    """The plan for all cases of the repository."""
    return plan_copies()


def validated(folder: Path, engine: str) -> Report:
    project = open_project(folder)
    return validate(LoadedProject(project), engine)


def case(folder: Path, update: str) -> Path:
    """The file of a case that is not in the repository."""
    path = folder / "concepts" / "Concept-inScheme.MinCount.ru"
    path.parent.mkdir()
    path.write_text(update, "utf-8")
    return path


def test_every_case_of_the_repository_is_copied(plan: CopyPlan) -> None:
    assert plan.left_out == {}
    assert [copied.name for copied in plan.cases] == [case.name for case in read_cases()]


def test_copies_of_every_case_give_the_results_of_the_cases_alone_and_nothing_else(plan: CopyPlan, tmp_path: Path) -> None:
    workload = write_workload(tmp_path / "workload", MINIMUM, broken=10, copies=2, plan=plan)
    assert count_results(validated(workload.folder, "shacl").results) == workload.expected
    valid = write_workload(tmp_path / "valid", MINIMUM, broken=10)
    assert Counter(workload.expected) - Counter(valid.expected) == sum((copied.alone + copied.alone for copied in plan.cases), Counter())


def test_the_reference_engine_says_the_same_of_planted_mistakes_and_of_a_sample_of_cases(tmp_path: Path) -> None:
    plan = plan_copies(cases=read_cases()[SAMPLE])
    workload = write_workload(tmp_path / "workload", MINIMUM, broken=200, copies=2, plan=plan)
    assert count_results(validated(workload.folder, "pyshacl").results) == workload.expected


def test_copies_are_counted_in_files_and_triples(plan: CopyPlan, tmp_path: Path) -> None:
    workload = write_workload(tmp_path / "workload", MINIMUM, copies=2, plan=plan)
    files = sorted((workload.folder / "data").rglob("*.ttl"))
    assert workload.files == len(files)
    assert workload.triples == len({quad.triple for path in files for quad in read_quads(path)})


def test_copies_are_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from benchmarks.generator.broken_cases import read_cases
from benchmarks.generator.copy_plan import plan_copies
from benchmarks.workload import write_workload
write_workload(Path(sys.argv[1]), {MINIMUM}, copies=1, plan=plan_copies(cases=read_cases()[{SAMPLE}]))
"""
    for seed in ("0", "7"):
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    written = [
        {str(path.relative_to(tmp_path / seed)): path.read_bytes() for path in tmp_path.glob(f"{seed}/**/*.*")} for seed in ("0", "7")
    ]
    assert written[0] == written[1]
    assert len(written[0]) > 30


def test_a_copy_is_smaller_than_its_case_unless_its_mistake_lies_between_things_that_do_not_refer_to_each_other(plan: CopyPlan) -> None:
    sizes = {copied.name: copied.triples for copied in plan.cases}
    assert sizes["labels/name-it.QualifiedMinCount"] == 4
    assert sizes["things/one-thing-an-identifier.SPARQL"] > 300
    assert sum(sizes.values()) < 80 * len(sizes)


def test_a_case_that_breaks_a_code_for_the_facts_that_use_it_is_left_out_with_the_reason(tmp_path: Path) -> None:
    path = case(tmp_path, "DELETE WHERE { hedge:about skos:inScheme ?scheme }")
    plan = plan_copies(cases=[read_case(path, 0)])
    assert plan.cases == ()
    assert "missing: none; besides: " in plan.left_out["concepts/Concept-inScheme.MinCount"]


def test_a_case_that_breaks_a_code_which_nothing_uses_is_copied_with_the_code(tmp_path: Path) -> None:
    path = case(tmp_path, 'INSERT DATA { hedge:some a skos:Concept ; skos:notation "some" ; skos:definition "Some."@en }')
    (copied,) = plan_copies(cases=[read_case(path, 0)]).cases
    assert copied.alone[constraint("Concept-inScheme", "MinCount")] == 1
    assert f"/{copied.slug(3)}/concept/hedge/some> a skos:Concept" in copied.copied(3)
