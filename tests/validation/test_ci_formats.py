"""SARIF and JUnit reports are valid, have places that tools find, and hold any text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzit_graph.errors import Position
from kzit_graph.validation.report.report import Report, make_report
from kzit_graph.validation.results import Result, Severity
from tests.validation.reports import EMPTY, PLACE, ROOT, report, result, results

LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def run_of(found: Report) -> dict[str, Any]:
    document = json.loads(found.to_sarif())
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def first(found: Report) -> dict[str, Any]:
    entry = run_of(found)["results"][0]
    assert isinstance(entry, dict)
    return entry


def suites(found: Report) -> ET.Element:
    return ET.fromstring(found.to_junit())


@pytest.mark.parametrize("severity", Severity)
def test_sarif_has_a_level_for_each_severity(severity: Severity) -> None:
    assert first(report(result(severity)))["level"] == LEVELS[severity]


def test_sarif_has_the_file_and_the_line() -> None:
    (location,) = first(report(result()))["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/a.ttl", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "http://e/s", "kind": "resource"}]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (ROOT / "a b%ü.ttl", "a%20b%25%C3%BC.ttl"),
        (Path("/else where/a.ttl"), "file:///else%20where/a.ttl"),
        (Path("standard input"), "standard%20input"),
    ],
)
def test_sarif_has_uris_for_file_names(path: Path, uri: str) -> None:
    location = first(report(result(position=Position(path, 1))))["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == uri


def test_sarif_has_no_region_without_a_line_and_no_file_without_a_place() -> None:
    assert "region" not in first(report(result(position=Position(PLACE.path))))["locations"][0]["physicalLocation"]
    assert "physicalLocation" not in first(report(result(position=None)))["locations"][0]


def test_sarif_has_a_rule_for_each_constraint() -> None:
    found = report(result(), result(focus="<http://e/t>"), result(shape="<http://e/Other>"), result(shape="_:shape1"))
    run = run_of(found)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(rules) == [
        "sh:MinCountConstraintComponent",
        "sh:MinCountConstraintComponent/http://e/Other",
        "sh:MinCountConstraintComponent/http://e/Shape",
    ]
    assert all(rules[entry["ruleIndex"]] == entry["ruleId"] for entry in run["results"])


def test_sarif_has_the_parts_of_a_result() -> None:
    assert first(report(replace(result(), custom_severity="http://e/Blocker")))["properties"] == {
        "severity": "http://e/Blocker",
        "focusNode": "http://e/s",
        "path": "http://e/p",
        "value": '"x"',
        "shape": "http://e/Shape",
        "constraintComponent": "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
    }


def test_a_fingerprint_stays_if_lines_and_messages_change() -> None:
    before, after = (first(report(each))["partialFingerprints"] for each in (result(), result(message="Other.", position=None)))
    assert before == after
    assert before != first(report(result(value=None)))["partialFingerprints"]


def test_equal_results_have_different_fingerprints() -> None:
    prints = [json.dumps(entry["partialFingerprints"]) for entry in run_of(report(result(), result()))["results"]]
    assert len(set(prints)) == 2


def test_sarif_without_results_has_none() -> None:
    assert run_of(EMPTY)["results"] == []
    assert run_of(EMPTY)["tool"]["driver"]["rules"] == []


def test_sarif_has_warnings_and_the_number_of_unlisted_results() -> None:
    found = make_report([result(), result(focus="<http://e/t>")], "shacl", warnings=["not checked"])
    (run,) = json.loads(found.to_sarif(1))["runs"]
    texts = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert texts == ["not checked", "1 result left out because of the limit"]


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_result() -> None:
    found = report(result(), result(Severity.WARNING), result(position=Position(ROOT / "b.ttl", 7)))
    root = suites(found)
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["3", "2", "0", "1"]
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
        ("b.ttl", "1", "1"),
        ("data/a.ttl", "2", "1"),
    ]
    (case,) = root.findall("testsuite[@name='b.ttl']/testcase")
    assert (case.get("file"), case.get("line"), case.get("classname")) == ("b.ttl", "7", "http://e/Shape")
    assert case.get("name") == "sh:MinCountConstraintComponent http://e/s http://e/p"
    (failure,) = case.findall("failure")
    assert (failure.get("message"), failure.get("type")) == ("Give it a label.", "violation")


def test_junit_shows_line_ends_in_file_names() -> None:
    (suite,) = suites(report(result(position=Position(ROOT / "a\nb.ttl", 7))))
    (case,) = suite.findall("testcase")
    assert (suite.get("name"), case.get("file")) == ("a␊b.ttl", "a␊b.ttl")
    assert (case.findtext("failure") or "").startswith("a␊b.ttl:7\nGive it a label.")


def test_junit_fails_on_what_fails_the_validation() -> None:
    found = report(result(Severity.WARNING))
    assert suites(found).get("failures") == "0"
    assert suites(found.failing_on("warning")).get("failures") == "1"
    assert suites(report(result()).failing_on(None)).get("failures") == "0"


def test_junit_without_results_has_one_passing_test() -> None:
    (case,) = suites(EMPTY).iter("testcase")
    assert [child.tag for child in case] == ["system-out"]


@settings(deadline=None)
@given(found=st.lists(results, max_size=4))
def test_any_message_is_valid_xml_and_json(found: list[Result]) -> None:
    assert len(list(suites(report(*found)).iter("testcase"))) == max(1, len(found))
    assert len(run_of(report(*found))["results"]) == len(found)


@pytest.mark.parametrize("text", ["\x00\x1b[31m\x85", "\ufffe\uffff", "\u202e]]><a>&\"'", "\n\t\r"])
def test_hidden_characters_and_markup_are_harmless(text: str) -> None:
    found = report(result(message=f"a{text}b", focus=f"<http://e/{text}>", value=f'"{text}"'))
    (case,) = suites(found).iter("testcase")
    assert "\x1b" not in found.to_junit() + found.to_sarif()
    assert "\u202e" not in found.to_junit() + found.to_sarif()
    assert (case.find("failure") is not None) is True


def test_long_values_stay_out_of_attributes() -> None:
    text = report(result(message="x" * 100_000)).to_junit()
    assert max(len(value) for value in re.findall(r'="([^"]*)"', text)) <= 200


def test_a_github_command_has_a_custom_severity_in_its_title() -> None:
    line = report(replace(result(), custom_severity="http://e/a,b%")).to_github()
    assert line.startswith("::error file=data/a.ttl,line=3,title=SHACL http%3A//e/a%2Cb%25::")
