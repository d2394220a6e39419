"""Broken cases can be copied into one project, where each copy gives the results of the case alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.expected_results import count_results
from benchmarks.generator.broken_cases import FIRST_YEAR, MOST_COPIES, YEARS_OF_A_COPY, case_files, copied_case
from benchmarks.workload import MINIMUM, ImpossibleWorkload, Workload, write_workload
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.validate import validate
from tests.loading import loaded_folder

ROOT = Path(__file__).parents[2]
CASES = {path.stem: path for path in case_files()}
SAMPLE = slice(7, None, 30)
PARTS = 3


@dataclass(frozen=True)
class Copied:
    """A workload with two copies of some cases."""

    workload: Workload
    cases: Sequence[Path]


@pytest.fixture(scope="module", params=range(PARTS))
def copied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    """Write a workload with two copies of every third case, because a validation takes more than twice as long for twice the copies."""
    cases = case_files()[request.param :: PARTS]
    return Copied(write_workload(tmp_path_factory.mktemp("copies") / "workload", MINIMUM, broken=10, copies=2, cases=cases), cases)


@pytest.mark.slow
def test_copies_of_every_case_give_the_results_of_the_cases_alone(copied: Copied, tmp_path: Path) -> None:
    workload = copied.workload
    assert count_results(validate(loaded_folder(workload.folder)).results) == workload.expected
    without = write_workload(tmp_path / "without", MINIMUM, broken=10)
    assert sum(workload.expected.values()) - sum(without.expected.values()) >= 2 * len(copied.cases)


@pytest.mark.slow
def test_copies_are_counted_in_files_and_triples(copied: Copied) -> None:
    workload = copied.workload
    files = sorted((workload.folder / "data").rglob("*.ttl"))
    assert workload.files == len(files)
    assert workload.triples == len({quad.triple for path in files for quad in read_quads(path)})


@pytest.mark.slow
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
    assert sizes["PeriodOfTime-endDate.Or"] == 3
    assert sizes["one-thing-an-identifier.SPARQL"] > 300
    assert sum(sizes.values()) < 80 * len(sizes)


def test_a_code_that_a_case_breaks_is_copied_with_it(tmp_path: Path) -> None:
    path = tmp_path / "concepts" / "Concept-inScheme.MinCount.ru"
    path.parent.mkdir()
    path.write_text('INSERT DATA { hedge:some a skos:Concept ; skos:notation "some" ; skos:definition "Some."@en }', "utf-8")
    case = copied_case(path, 0)
    assert case.results.total() == 1
    assert f"/{case.slug(3)}/concept/hedge/" in case.copied(3)


def test_a_time_span_that_a_case_leaves_as_it_is_is_shared() -> None:
    case = copied_case(CASES["growth-time.SPARQL"], 0)
    assert not case.has_years
    assert case.copied(3).count("/workload/span/2002-01-01>") == 2
    assert "TimeSpan" not in case.text
    assert {str(quad.subject) for quad in case.shared} == {f"<https://example.org/workload/span/{name}>" for name in ("2001", "2002-01-01")}


def test_each_copy_of_a_broken_time_span_lies_in_its_own_years() -> None:
    case = copied_case(CASES["time-is-bounded.Or"], 0)
    assert case.has_years
    assert '"P2500Y"' in case.copied(0, 2500)
    assert not case.shared


def test_another_name_is_copied_with_the_fact_that_tells_it() -> None:
    text = copied_case(CASES["Polity-latitude.MaxInclusive"], 0).text
    assert "skos:altLabel" in text
    assert "kzit:namedAs" in text


@pytest.mark.slow
def test_copies_ask_for_no_other_names_and_have_years_enough() -> None:
    cases = [copied_case(path, number) for number, path in enumerate(case_files())]
    assert not [case.name for case in cases if "iso639-2/rum" in case.text]
    assert FIRST_YEAR + YEARS_OF_A_COPY * MOST_COPIES * sum(case.has_years for case in cases) <= 10_000


def test_more_copies_than_years_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImpossibleWorkload, match="ask for 100 or fewer"):
        write_workload(tmp_path / "workload", MINIMUM, copies=101)
    assert not (tmp_path / "workload").exists()
