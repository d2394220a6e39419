"""A baseline is a multiset of results. Their lines, messages and blank node labels do not count."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.validation.report.known_results import key_of, read_known
from kzit_graph.validation.report.paths import path_in_turtle
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.results import Result, Severity
from tests.validation.reports import ROOT, many, report, result, results

PATH: Final = "(<http://e/p>/^(<http://e/q>|<http://e/r>)/(<http://e/s>)*)"


def known(found: Report, folder: Path, form: str) -> Path:
    path = folder / f"known.{'json' if form == 'json' else 'ttl'}"
    path.write_text(found.to_json() if form == "json" else found.to_turtle(), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["json", "turtle"])
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(results, max_size=5))
def test_a_report_knows_all_of_its_results(form: str, tmp_path: Path, found: list[Result]) -> None:
    left = report(*found).without_known(known(report(*found), tmp_path, form))
    assert left.results == ()
    assert left.baseline is not None
    assert (left.baseline.known, left.baseline.gone) == (len(found), 0)
    assert left.conforms is (not found)


@pytest.mark.parametrize("form", ["json", "turtle"])
@pytest.mark.parametrize(
    "change",
    [
        {"focus": "<http://e/other>"},
        {"path": "<http://e/q>"},
        {"path": None},
        {"value": '"y"'},
        {"value": '"x"@en'},
        {"value": None},
        {"shape": "<http://e/Other>"},
        {"component": "http://e/Other"},
        {"severity": Severity.WARNING},
        {"custom_severity": "http://e/Blocker"},
    ],
    ids=str,
)
def test_a_result_with_another_part_is_new(form: str, change: dict[str, object], tmp_path: Path) -> None:
    path = known(report(result()), tmp_path, form)
    assert len(report(replace(result(), **change)).without_known(path).results) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["json", "turtle"])
def test_lines_messages_and_labels_do_not_count(form: str, tmp_path: Path) -> None:
    before = report(result(focus="_:a", shape="_:shape1", path=PATH), result(value='"\\u0007\u202e\\t\\"é"'))
    path = known(before, tmp_path, form)
    after = [
        result(focus="_:b9", shape="_:shape2", path=PATH, message="Other.", position=Position(ROOT / "b.ttl", 99)),
        result(value='"\x07\u202e\t\\"\\u00E9"'),
    ]
    assert report(*after).without_known(path).results == ()


def test_an_equal_result_more_than_known_is_new(tmp_path: Path) -> None:
    path = known(report(result()), tmp_path, "json")
    left = report(result(), result()).without_known(path)
    assert (len(left.results), left.baseline and left.baseline.known) == (1, 1)


def test_a_result_of_two_reports_counts_once(tmp_path: Path) -> None:
    paths = [known(report(result()), tmp_path, form) for form in ("json", "turtle")]
    assert len(report(result(), result()).without_known(*paths).results) == 1
    assert read_known(paths).counts.total() == 1


def test_the_numbers_are_in_every_format(tmp_path: Path) -> None:
    path = known(report(result(), result(value='"gone"')), tmp_path, "json")
    left = report(result(), result(value='"new"')).without_known(path)
    assert json.loads(left.to_json())["baseline"] == {"known": 1, "gone": 1}
    assert "1 known result is gone; write " in left.text()
    for text in (left.to_github(), left.to_sarif(), left.to_junit()):
        assert "1 known result is not listed" in text
    assert "sh:conforms false" in left.to_turtle()


def test_a_shape_that_is_the_file_of_a_rule_is_left_out(tmp_path: Path) -> None:
    found = report(result(shape="ontology/rules/90-check.rq"))
    assert found.without_known(known(found, tmp_path, "json")).results == ()


def test_a_report_of_pyshacl_is_read(tmp_path: Path) -> None:
    (tmp_path / "known.ttl").write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> .
        [] a sh:ValidationReport ; sh:conforms false ; sh:result [ a sh:ValidationResult ; sh:focusNode <http://e/s> ;
            sh:resultPath <http://e/p> ; sh:value "x" ; sh:sourceShape <http://e/Shape> ; sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent sh:MinCountConstraintComponent ; sh:resultMessage "Other" ] .""",
        encoding="utf-8",
    )
    assert report(result()).without_known(tmp_path / "known.ttl").results == ()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("k.json", "{", "not a report: not valid JSON"),
        ("k.json", "[]", 'not a report: it has no list of "results"'),
        ("k.json", '{"results": {}}', 'not a report: it has no list of "results"'),
        ("k.json", '{"results": [1]}', "not a report: result 1 has no focusNode"),
        ("k.json", '{"results": [{"focusNode": 1, "constraintComponent": "c", "severity": "s"}]}', "not a report: result 1"),
        ("k.json", '{"results": [{"focusNode": "http://e/x", "constraintComponent": "c"}]}', "not a report: result 1"),
        ("k.json", "[" * 100_000, "not a report: not valid JSON"),
        ("k.json", "\udcff", "not UTF-8"),
        ("k.ttl", "<http://e/a> <http://e/b> 1 .", "not a report: it has no sh:ValidationReport"),
        ("k.ttl", "<http://e/a>", ""),
    ],
)
def test_a_malformed_baseline_is_refused_with_its_file(name: str, content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidInput) as caught:
        report(result()).without_known(tmp_path / name)
    assert message in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize("form", ["json", "turtle"])
def test_a_report_with_a_limit_is_refused(form: str, tmp_path: Path) -> None:
    found = report(*many(3))
    path = tmp_path / ("k.json" if form == "json" else "k.ttl")
    path.write_text(found.to_json(1) if form == "json" else found.to_turtle(1), encoding="utf-8")
    with pytest.raises(InvalidInput, match="does not list all results; write it without --limit"):
        found.without_known(path)


def test_two_results_with_the_same_parts_have_one_key() -> None:
    assert key_of(result()) == key_of(result(message="Other."))
    assert key_of(result()) != key_of(result(value=None))


@pytest.mark.parametrize(
    ("path", "turtle"),
    [
        ("<http://e/p>", "<http://e/p>"),
        ("^<http://e/p>", "[ sh:inversePath <http://e/p> ]"),
        ("(<http://e/p>|<http://e/q>)", "[ sh:alternativePath ( <http://e/p> <http://e/q> ) ]"),
        ("(<http://e/p>)+", "[ sh:oneOrMorePath <http://e/p> ]"),
        ("((<http://e/p>/<http://e/q>))?", "[ sh:zeroOrOnePath ( <http://e/p> <http://e/q> ) ]"),
        ("(<http://e/p>/", None),
        ("p", None),
        ("(<http://e/p>/<http://e/q>|<http://e/r>)", None),
    ],
)
def test_a_path_is_written_as_shacl_has_it(path: str, turtle: str | None) -> None:
    assert path_in_turtle(path) == turtle
