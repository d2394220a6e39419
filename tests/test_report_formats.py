"""The report for its readers: people, programs, RDF tools, and code review on GitHub."""

from __future__ import annotations

import json
from pathlib import Path

import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH, URIRef

from kzit_graph.errors import Position
from kzit_graph.report import Report, Result, Severity, make_report
from kzit_graph.report_formats import REPORT_FORMATS, as_github, as_json, as_text, as_turtle, summary

ROOT = Path("/project")
BASE = "https://example.org/tiny/"
EMPTY = Report((), "shacl")
PLACE = Position(ROOT / "data" / "a.ttl", 3)

# SHACL, section 3.6: what a report and a result must and may have.
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
        [ sh:path sh:resultMessage ; sh:maxCount 1 ; sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ] ,
        [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:value ; sh:maxCount 1 ] ,
        [ sh:path sh:sourceShape ; sh:maxCount 1 ] .
"""


def result(
    severity: Severity = Severity.VIOLATION,
    focus: str = "<http://e/s>",
    path: str | None = "<http://e/p>",
    value: str | None = '"x"',
    shape: str | None = "<http://e/Shape>",
    message: str = "Give it a label.",
    position: Position | None = PLACE,
) -> Result:
    return Result(severity, focus, path, value, shape, f"{SH}MinCountConstraintComponent", message, position)


def report(*results: Result) -> Report:
    return make_report(results, "shacl")


results = st.builds(
    result,
    severity=st.sampled_from(Severity),
    focus=st.sampled_from(["<http://e/s>", "<urn:x>", "_:b1", '"text"@en']),
    path=st.sampled_from([None, "<http://e/p>", "(<http://e/p>/<http://e/q>)", "^<http://e/p>"]),
    value=st.sampled_from([None, "<http://e/v>", '"a\\"b\\\\\\n"', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', "_:b2"]),
    shape=st.sampled_from([None, "<http://e/Shape>", "_:b3"]),
    message=st.text(st.characters(exclude_categories=["Cs"])),
)


def test_text_gives_file_line_severity_message_and_value_and_counts_at_the_end() -> None:
    found = report(result(), result(Severity.WARNING, path=None, value="<http://e/s>", position=None))
    assert as_text(found, ROOT) == (
        'data/a.ttl:3: violation: Give it a label. [http://e/s http://e/p] (found "x")\n'
        "warning: Give it a label. [http://e/s]\n"
        "failed: 1 violation, 1 warning, 0 infos (shacl)\n"
    )


def test_a_file_outside_the_root_is_given_by_its_whole_path() -> None:
    line = as_text(report(result(position=Position(Path("/elsewhere/b.ttl"), 7))), ROOT).splitlines()[0]
    assert line.startswith("/elsewhere/b.ttl:7: violation: ")


@pytest.mark.parametrize(
    ("severities", "line"),
    [
        ([], "passed: 0 violations, 0 warnings, 0 infos (shacl)"),
        ([Severity.WARNING, Severity.INFO], "passed: 0 violations, 1 warning, 1 info (shacl)"),
        ([Severity.VIOLATION] * 2, "failed: 2 violations, 0 warnings, 0 infos (shacl)"),
    ],
)
def test_the_summary_counts_and_only_violations_fail(severities: list[Severity], line: str) -> None:
    assert summary(report(*(result(severity) for severity in severities))) == line


def test_json_tells_passing_from_conforming() -> None:
    warned = json.loads(as_json(report(result(Severity.WARNING)), ROOT))
    assert (warned["passed"], warned["conforms"]) == (True, False)
    assert warned["counts"] == {"violation": 0, "warning": 1, "info": 0}
    assert json.loads(as_json(EMPTY, ROOT)) == {
        "passed": True,
        "conforms": True,
        "counts": {"violation": 0, "warning": 0, "info": 0},
        "results": [],
    }


def test_json_gives_iris_bare_and_values_as_terms() -> None:
    (found,) = json.loads(as_json(report(result()), ROOT))["results"]
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


def test_json_keeps_a_path_expression_whole_and_says_null_for_what_is_not_known() -> None:
    path = "(<http://e/p>/<http://e/q>)"
    (found,) = json.loads(as_json(report(result(path=path, value=None, shape=None, position=None)), ROOT))["results"]
    assert found["path"] == path
    assert [found[name] for name in ("value", "shape", "file", "line")] == [None] * 4


@given(found=st.lists(results, max_size=4))
def test_json_gives_every_message_back_as_it_was(found: list[Result]) -> None:
    document = json.loads(as_json(report(*found), ROOT))
    assert [entry["message"] for entry in document["results"]] == [entry.message for entry in report(*found).results]


@given(found=st.lists(results, max_size=4))
def test_turtle_reads_back_with_every_message_and_severity(found: list[Result]) -> None:
    graph = rdflib.Graph().parse(data=as_turtle(report(*found), BASE), format="turtle")
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
def test_turtle_is_a_report_as_shacl_defines_it(found: Report) -> None:
    graph = rdflib.Graph().parse(data=as_turtle(found, BASE), format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=SHAPE_OF_A_REPORT, format="turtle"))
    assert conforms, text
    assert graph.value(URIRef(f"{BASE}report"), SH.conforms).toPython() is found.conforms  # type: ignore[union-attr]


def test_turtle_gives_terms_as_terms() -> None:
    graph = rdflib.Graph().parse(data=as_turtle(report(result(value='"007"^^<http://e/dt>')), BASE), format="turtle")
    node = URIRef(f"{BASE}report#1")
    assert graph.value(node, SH.focusNode) == URIRef("http://e/s")
    assert graph.value(node, SH.resultPath) == URIRef("http://e/p")
    assert graph.value(node, SH.value) == rdflib.Literal("007", datatype=URIRef("http://e/dt"))
    assert graph.value(node, SH.sourceShape) == URIRef("http://e/Shape")
    assert graph.value(node, SH.sourceConstraintComponent) == SH.MinCountConstraintComponent


@pytest.mark.parametrize(("severity", "level"), [(Severity.VIOLATION, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")])
def test_github_gets_a_command_at_the_level_of_the_severity(severity: Severity, level: str) -> None:
    assert as_github(report(result(severity)), ROOT) == f"::{level} file=data/a.ttl,line=3,title=SHACL::Give it a label. [http://e/s]\n"


def test_github_gets_no_file_where_none_is_known() -> None:
    assert as_github(report(result(position=None)), ROOT) == "::error title=SHACL::Give it a label. [http://e/s]\n"


def test_a_message_cannot_smuggle_a_second_command_to_github() -> None:
    line = as_github(report(result(message="100%\r\n::error::forged")), ROOT)
    assert line == "::error file=data/a.ttl,line=3,title=SHACL::100%25%0D%0A::error::forged [http://e/s]\n"


def test_github_gets_nothing_where_nothing_is_wrong() -> None:
    assert as_github(EMPTY, ROOT) == ""


def test_each_name_of_a_format_gives_that_format() -> None:
    found = report(result())
    written = {name: write(found, ROOT, BASE) for name, write in REPORT_FORMATS.items()}
    assert written == {
        "text": as_text(found, ROOT),
        "json": as_json(found, ROOT),
        "turtle": as_turtle(found, BASE),
        "github": as_github(found, ROOT),
    }


def test_github_gets_file_names_with_their_marks_escaped() -> None:
    line = as_github(report(result(position=Position(ROOT / "a,b:100%.ttl", 3))), ROOT)
    assert line.startswith("::error file=a%2Cb%3A100%25.ttl,line=3,title=SHACL::")


def test_text_keeps_a_message_of_several_lines_on_one() -> None:
    assert "violation: one two [" in as_text(report(result(message="one\n  two")), ROOT)
