"""The agreement of the engines is reported by constraint, and a difference is clearly marked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import agreement
from benchmarks.agreement import Found, agree, report
from benchmarks.expected_results import constraint
from benchmarks.workload import Workload

FIELD, ANSWERS = constraint("Fact-field", "Node"), constraint("Matter-answers", "SPARQL")


WORKLOAD = Workload(Path("w"), 100_123, 72, 8, 65, 6_177, {FIELD: 1_000, ANSWERS: 2})


def found(field: int, answers: int) -> dict[str, Found]:
    return {"shacl": Found(Counter({FIELD: 1_000, ANSWERS: 2}), 0.5), "pyshacl": Found(Counter({FIELD: field, ANSWERS: answers}), 300.0)}


def test_engines_that_find_all_results_agree() -> None:
    text = report(WORKLOAD, found(1_000, 2), {"Python": "3.11"})
    assert agree(WORKLOAD, found(1_000, 2))
    assert (
        "Both engines find every expected result, and nothing else. 100,123 triples in 72 files; shacl took 0.5 s; pyshacl took 300.0 s."
        in text
    )
    assert "| Fact-field     | Node      |    1,000 | 1,000 |   1,000 |" in text
    assert "| all            |           |    1,002 | 1,002 |   1,002 |" in text


@pytest.mark.parametrize(("field", "answers"), [(999, 2), (1_001, 2), (1_000, 0), (1_001, 1)])
def test_one_result_too_many_or_too_few_is_a_difference(field: int, answers: int) -> None:
    assert not agree(WORKLOAD, found(field, answers))
    assert "**The engines differ" in report(WORKLOAD, found(field, answers), {})


def test_an_unexpected_result_has_its_own_line() -> None:
    surprise = {"shacl": Found(Counter({constraint("Fact", "Closed"): 1}), 1.0)}
    assert "| Fact           | Closed    |        0 |     1 |" in report(WORKLOAD, surprise, {})


def test_an_impossible_workload_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert agreement.main(["--triples", "10", "--into", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "agreement: 10 triples are too few: the code lists alone have some 4,400; ask for 8000 or more\n"


@pytest.mark.parametrize("wrong", [["--triples", "many"], ["--broken", "few"], ["--into", "/no/such/folder"]])
def test_a_wrong_call_is_refused_at_once(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        agreement.main(wrong)
    assert wrong[0] in capsys.readouterr().err


@pytest.mark.slow
def test_both_engines_find_the_mistakes_of_a_small_workload(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--triples", "8k", "--broken", "200", "--broken-cases", "0", "--into", str(tmp_path)]
    assert agreement.main(options) == 0
    text = (tmp_path / "AGREEMENT.md").read_text("utf-8")
    assert text == capsys.readouterr().out
    assert "Both engines find every expected result" in text
