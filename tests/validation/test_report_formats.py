"""The report as text, JSON, Turtle, and workflow commands of GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH, URIRef

from kzit_graph.errors import Position
from kzit_graph.hidden_characters import escaped_json
from kzit_graph.validation.report.formats import REPORT_FORMATS
from kzit_graph.validation.report.report import Report, make_report
from kzit_graph.validation.report.text import TEXT_LIMIT, summary
from kzit_graph.validation.results import Result, Severity
from tests.validation.reports import BASE, EMPTY, ROOT, report, result, results

# The properties of reports and results in SHACL, section 3.6.
SHAPE_OF_A_REPORT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
    sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ,
        [ sh:path sh:result ; sh:class sh:ValidationResult ; sh:nodeKind sh:IRI ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
    sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( sh:Violation sh:Warning sh:Info ) ] ,
        [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:resultMessage ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
        [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
        [ sh:path sh:value ; sh:maxCount 1 ] ,
        [ sh:path sh:sourceShape ; sh:maxCount 1 ] .
"""


def test_text_has_a_line_for_each_result_and_the_counts_at_the_end() -> None:
    found = report(result(), result(Severity.WARNING, path=None, value="<http://e/s>", position=None))
    assert found.text() == (
        'data/a.ttl:3: violation: Give it a label. [http://e/s http://e/p] (found "x")\n'
        "warning: Give it a label. [http://e/s]\n"
        "failed: 1 violation, 1 warning, 0 infos (shacl)\n"
    )


def test_a_file_outside_the_root_has_its_whole_path() -> None:
    line = report(result(position=Position(Path("/elsewhere/b.ttl"), 7))).text().splitlines()[0]
    assert line.startswith("/elsewhere/b.ttl:7: violation: ")


@pytest.mark.parametrize(
    ("severities", "line"),
    [
        ([], "passed: 0 violations, 0 warnings, 0 infos (shacl)"),
        ([Severity.WARNING, Severity.INFO], "passed: 0 violations, 1 warning, 1 info (shacl)"),
        ([Severity.VIOLATION] * 2, "failed: 2 violations, 0 warnings, 0 infos (shacl)"),
        ([Severity.WARNING] * 12_345, "passed: 0 violations, 12,345 warnings, 0 infos (shacl)"),
    ],
)
def test_the_summary_counts_and_only_violations_fail(severities: list[Severity], line: str) -> None:
    assert summary(report(*(result(severity) for severity in severities))) == line


def test_json_distinguishes_passing_from_conforming() -> None:
    warned = json.loads(report(result(Severity.WARNING)).to_json())
    assert (warned["passed"], warned["conforms"]) == (True, False)
    assert warned["counts"] == {"violation": 0, "warning": 1, "info": 0}
    assert json.loads(EMPTY.to_json()) == {
        "passed": True,
        "conforms": True,
        "counts": {"violation": 0, "warning": 0, "info": 0},
        "omitted": 0,
        "warnings": [],
        "results": [],
    }


def test_json_has_bare_iris_and_values_as_terms() -> None:
    (found,) = json.loads(report(result()).to_json())["results"]
    assert found == {
        "severity": "violation",
        "message": "Give it a label.",
        "focusNode": "http://e/s",
        "path": "http://e/p",
        "value": '"x"',
        "shape": "http://e/Shape",
        "constraintComponent": f"{SH}MinCountConstraintComponent",
        "file": "data/a.ttl",
        "line": 3,
    }


def test_json_has_whole_path_expressions_and_null_for_missing_parts() -> None:
    path = "(<http://e/p>/<http://e/q>)"
    (found,) = json.loads(report(result(path=path, value=None, shape=None, position=None)).to_json())["results"]
    assert found["path"] == path
    assert [found[name] for name in ("value", "shape", "file", "line")] == [None] * 4


@given(found=st.lists(results, max_size=4))
def test_json_preserves_every_message(found: list[Result]) -> None:
    text = report(*found).to_json()
    document = json.loads(text)
    assert text == escaped_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"
    assert [entry["message"] for entry in document["results"]] == [entry.message for entry in report(*found).results]


@pytest.mark.slow
@settings(deadline=None)  # the first call may import a library
@given(found=st.lists(results, max_size=4))
def test_turtle_preserves_every_message_and_severity(found: list[Result]) -> None:
    graph = rdflib.Graph().parse(data=report(*found).to_turtle(), format="turtle")
    read = {
        (str(graph.value(node, SH.resultMessage)), str(graph.value(node, SH.resultSeverity)))
        for node in graph.objects(URIRef(f"{BASE}report"), SH.result)
    }
    assert read == {(entry.message, f"{SH}{entry.severity}") for entry in found}
    assert len(list(graph.subjects(RDF.type, SH.ValidationResult))) == len(found)


@pytest.mark.parametrize(
    "found",
    [
        report(),
        report(result()),
        report(result(Severity.WARNING)),
        report(
            result(value=None, shape=None),
            result(Severity.WARNING, "_:b", "^<http://e/p>", "_:c", "_:d"),
            result(Severity.INFO, '"x"@en', None),
        ),
    ],
    ids=["no result", "one result", "one warning", "all kinds of terms"],
)
def test_turtle_is_a_valid_shacl_report(found: Report) -> None:
    graph = rdflib.Graph().parse(data=found.to_turtle(), format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=SHAPE_OF_A_REPORT, format="turtle"))
    assert conforms, text
    assert graph.value(URIRef(f"{BASE}report"), SH.conforms).toPython() is found.conforms  # type: ignore[union-attr]


def test_turtle_has_rdf_terms() -> None:
    graph = rdflib.Graph().parse(data=report(result(value='"007"^^<http://e/dt>')).to_turtle(), format="turtle")
    node = URIRef(f"{BASE}report#1")
    assert graph.value(node, SH.focusNode) == URIRef("http://e/s")
    assert graph.value(node, SH.resultPath) == URIRef("http://e/p")
    assert graph.value(node, SH.value) == rdflib.Literal("007", datatype=URIRef("http://e/dt"))
    assert graph.value(node, SH.sourceShape) == URIRef("http://e/Shape")
    assert graph.value(node, SH.sourceConstraintComponent) == SH.MinCountConstraintComponent


@pytest.mark.parametrize(("severity", "level"), [(Severity.VIOLATION, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")])
def test_github_gets_a_command_at_the_level_of_the_severity(severity: Severity, level: str) -> None:
    assert report(result(severity)).to_github() == f"::{level} file=data/a.ttl,line=3,title=SHACL::Give it a label. [http://e/s]\n"


def test_github_gets_no_file_if_it_is_unknown() -> None:
    assert report(result(position=None)).to_github() == "::error title=SHACL::Give it a label. [http://e/s]\n"


def test_a_message_cannot_inject_a_second_github_command() -> None:
    line = report(result(message="100%\r\n::error::forged")).to_github()
    assert line == "::error file=data/a.ttl,line=3,title=SHACL::100%25%0D%0A::error::forged [http://e/s]\n"


def test_github_gets_nothing_without_results() -> None:
    assert EMPTY.to_github() == ""


@pytest.mark.parametrize("limit", [None, 1])
def test_each_format_is_registered_under_its_name(limit: int | None) -> None:
    found = report(result(), result(focus="<http://e/t>"))
    assert {name: form.write(found, limit) for name, form in REPORT_FORMATS.items()} == {
        "text": found.text(limit),
        "json": found.to_json(limit),
        "turtle": found.to_turtle(limit),
        "github": found.to_github(limit),
        "sarif": found.to_sarif(limit),
        "junit": found.to_junit(limit),
    }


def test_only_text_has_a_default_limit() -> None:
    limits = {name: form.limit for name, form in REPORT_FORMATS.items()}
    assert limits == {"text": TEXT_LIMIT} | dict.fromkeys(("json", "turtle", "github", "sarif", "junit"))


def test_github_gets_escaped_file_names() -> None:
    line = report(result(position=Position(ROOT / "a,b:100%.ttl", 3))).to_github()
    assert line.startswith("::error file=a%2Cb%3A100%25.ttl,line=3,title=SHACL::")


def test_line_ends_in_a_file_name_are_escaped_for_github_and_visible_in_text() -> None:
    found = report(result(position=Position(ROOT / "a\nb\r.ttl", 3)))
    assert found.to_github().startswith("::error file=a%0Ab%0D.ttl,line=3,title=SHACL::")
    assert found.text().startswith("a␊b␍.ttl:3: violation: Give it a label.")
    assert json.loads(found.to_json())["results"][0]["file"] == "a\nb\r.ttl"


@pytest.mark.parametrize("write", [Report.to_json, Report.to_sarif])
def test_json_has_no_bytes_of_file_names_that_are_not_text(write: Callable[[Report], str]) -> None:
    found = report(result(position=Position(ROOT / "caf\udce9.ttl", 3)))
    document = json.dumps(json.loads(write(found)), ensure_ascii=False).encode()
    assert b"caf\xef\xbf\xbd.ttl" in document or b"caf%E9.ttl" in document


def test_text_has_each_message_on_one_line() -> None:
    assert "violation: one two [" in report(result(message="one\n  two")).text()


def test_text_keeps_the_spaces_of_a_value() -> None:
    assert '(found "a  b")' in report(result(value='"a  b"')).text()


def test_text_has_no_line_number_if_it_is_unknown() -> None:
    assert report(result(position=Position(ROOT / "a.ttl"))).text().startswith("a.ttl: violation: Give it a label.")
    assert report(result(position=Position(ROOT / "a.ttl"))).to_github().startswith("::error file=a.ttl,title=SHACL::")


def test_control_characters_do_not_reach_the_terminal() -> None:
    hostile = [result(message="\x1b[31mred\x9b", value='"\x07\u202e"', focus=f"<http://e/{number}\x1b>") for number in range(3)]
    for limit in (None, 1):
        text = report(*hostile).text(limit)
        assert "violation: ␛[31mred" in text
        assert all(line.isprintable() for line in text.splitlines())


def test_a_report_is_true_if_it_passed() -> None:
    assert report(result(Severity.WARNING))
    assert not report(result(Severity.VIOLATION))


def test_a_report_has_a_short_repr_and_its_text_in_a_notebook() -> None:
    found = report(result(message="Give it <a> label."))
    assert repr(found) == "<Report: failed, 1 violation, 0 warnings, 0 infos (shacl)>"
    assert "Give it &lt;a&gt; label." in found._repr_html_()


def test_reports_with_equal_results_are_equal_in_any_folder() -> None:
    assert report(result()) == make_report([result()], "shacl", Path("/elsewhere"), "https://example.org/other/")
    assert report(result()) != make_report([result()], "pyshacl", ROOT, BASE)


def test_every_format_shows_a_custom_severity() -> None:
    found = report(replace(result(), custom_severity="http://e/Note"))
    assert "http://e/Note: " in found.text()
    assert json.loads(found.to_json())["results"][0]["severity"] == "http://e/Note"
    assert "sh:resultSeverity <http://e/Note>" in found.to_turtle()
    assert "title=SHACL http%3A//e/Note::" in found.to_github()
    assert json.loads(found.to_sarif())["runs"][0]["results"][0]["properties"]["severity"] == "http://e/Note"
    assert 'type="http://e/Note"' in found.to_junit()
    assert not found.passed
    assert json.loads(found.to_json())["counts"] == {"violation": 1, "warning": 0, "info": 0}


def test_json_has_the_warnings_about_shapes() -> None:
    found = make_report([], "shacl", warnings=["shapes/a.ttl:1: „x“ is not defined"])
    assert json.loads(found.to_json())["warnings"] == ["shapes/a.ttl:1: „x“ is not defined"]
