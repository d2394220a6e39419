"""The report as text, JSON, Turtle, and workflow commands of GitHub."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SH, URIRef

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.hidden_characters import escaped_json
from kzit_graph.validation.report import Report, make_report
from kzit_graph.validation.report_formats import REPORT_FORMATS
from kzit_graph.validation.report_text import TEXT_LIMIT, summary
from kzit_graph.validation.results import Result, Severity

ROOT = Path("/project")
BASE = "https://example.org/tiny/"
EMPTY = Report((), "shacl", ROOT, BASE)
PLACE = Position(ROOT / "data" / "a.ttl", 3)

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
    return make_report(results, "shacl", ROOT, BASE)


results = st.builds(
    result,
    severity=st.sampled_from(Severity),
    focus=st.sampled_from(["<http://e/s>", "<urn:x>", "_:b1", '"text"@en']),
    path=st.sampled_from([None, "<http://e/p>", "(<http://e/p>/<http://e/q>)", "^<http://e/p>"]),
    value=st.sampled_from([None, "<http://e/v>", '"a\\"b\\\\\\n"', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', "_:b2"]),
    shape=st.sampled_from([None, "<http://e/Shape>", "_:b3"]),
    message=st.text(st.characters(exclude_categories=["Cs"])),
)


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
    }


def test_only_text_has_a_default_limit() -> None:
    assert {name: form.limit for name, form in REPORT_FORMATS.items()} == {"text": TEXT_LIMIT, "json": None, "turtle": None, "github": None}


def test_github_gets_escaped_file_names() -> None:
    line = report(result(position=Position(ROOT / "a,b:100%.ttl", 3))).to_github()
    assert line.startswith("::error file=a%2Cb%3A100%25.ttl,line=3,title=SHACL::")


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


## Many results


def many(number: int, **parts: Any) -> list[Result]:
    return [result(**{"focus": f"<http://e/{index:06}>", "position": Position(PLACE.path, index + 1), **parts}) for index in range(number)]


def messages(text: str) -> list[str]:
    """Return the lines without indentation, without their positions."""
    return [line.split(": ", 1)[1] if line.startswith("data/") else line for line in text.splitlines() if not line.startswith(" ")]


def test_a_message_with_more_results_than_the_limit_is_written_once() -> None:
    found = report(*many(12_345), *many(2, severity=Severity.WARNING, message="Add a note.", position=Position(ROOT / "b.ttl", 7)))
    assert found.text(2) == (
        "violation: Give it a label. (12,345 results in 1 file)\n"
        '  data/a.ttl:1: [http://e/000000 http://e/p] (found "x")\n'
        '  data/a.ttl:2: [http://e/000001 http://e/p] (found "x")\n'
        "  … and 12,343 more\n"
        'b.ttl:7: warning: Add a note. [http://e/000000 http://e/p] (found "x")\n'
        'b.ttl:7: warning: Add a note. [http://e/000001 http://e/p] (found "x")\n'
        "12,343 results not listed; limit=None lists all\n"
        "failed: 12,345 violations, 2 warnings, 0 infos (shacl)\n"
    )


def test_each_result_has_a_line_up_to_the_limit() -> None:
    lines = report(*many(TEXT_LIMIT)).text().splitlines()
    assert len(lines) == TEXT_LIMIT + 1
    assert all(f":{number}: violation: Give it a label. [" in line for number, line in enumerate(lines[:-1], start=1))
    assert "(11 results in 1 file)" in report(*many(TEXT_LIMIT + 1)).text().splitlines()[0]


def test_each_result_has_a_line_without_a_limit() -> None:
    text = report(*many(100)).text(None)
    assert text.count(": violation: Give it a label. [") == 100
    assert "not listed" not in text


@pytest.mark.slow
def test_many_results_of_a_few_constraints_give_a_short_text() -> None:
    lines = report(*many(99_000), *many(900, message="Another."), *many(100, severity=Severity.INFO)).text().splitlines()
    assert len(lines) == 3 * (1 + TEXT_LIMIT + 1) + 2
    assert lines[-1] == "failed: 99,900 violations, 0 warnings, 100 infos (shacl)"


def test_results_are_sorted_by_severity_and_then_by_frequency() -> None:
    early, late = Position(ROOT / "data" / "a.ttl", 1), Position(ROOT / "data" / "z.ttl", 1)
    found = report(
        *many(3, message="three", position=early),
        *many(5, message="five", position=late),
        *many(3, message="three of another shape", shape="<http://e/Z>", position=early),
        *many(1, message="one", position=early),
        *many(9, severity=Severity.WARNING, message="nine"),
    )
    assert [line.split(" (")[0].split(" [")[0] for line in messages(found.text(2))[:-2]] == [
        "violation: five",
        "violation: three",
        "violation: three of another shape",
        "violation: one",
        "warning: nine",
    ]


def test_groups_have_one_severity_shape_component_and_message() -> None:
    found = report(
        *many(2),
        *many(2, severity=Severity.INFO),
        *many(2, shape="<http://e/Other>"),
        *many(2, shape=None),
        *many(2, message="Another."),
        *(replace(entry, component=f"{SH}ClassConstraintComponent") for entry in many(2)),
    )
    assert found.text(1).count("(2 results in 1 file)") == 6


def test_messages_that_quote_values_are_counted_together() -> None:
    quoting = [replace(entry, message=f"There are {number} of them.") for number, entry in enumerate(many(50))]
    found = report(*quoting, *many(7, message="Always the same."), *many(1, shape="<http://e/Other>", message="Once."))
    assert found.text(3).splitlines() == [
        "violation: various messages of http://e/Shape (50 results in 1 file)",
        '  data/a.ttl:1: There are 0 of them. [http://e/000000 http://e/p] (found "x")',
        '  data/a.ttl:2: There are 1 of them. [http://e/000001 http://e/p] (found "x")',
        '  data/a.ttl:3: There are 2 of them. [http://e/000002 http://e/p] (found "x")',
        "  … and 47 more",
        "violation: Always the same. (7 results in 1 file)",
        *(f'  data/a.ttl:{number}: [http://e/00000{number - 1} http://e/p] (found "x")' for number in (1, 2, 3)),
        "  … and 4 more",
        'data/a.ttl:1: violation: Once. [http://e/000000 http://e/p] (found "x")',
        "51 results not listed; limit=None lists all",
        "failed: 58 violations, 0 warnings, 0 infos (shacl)",
    ]


def test_a_few_messages_of_one_shape_are_separate() -> None:
    found = report(*many(2, message="one"), *many(2, message="two"), *many(3, message="three"))
    assert [line.split(" [")[0] for line in messages(found.text(2))[:-2]] == [
        "violation: three (3 results in 1 file)",
        *("violation: one", "violation: two") * 2,
    ]


def test_results_without_shape_position_and_path_can_be_grouped() -> None:
    nowhere = [replace(entry, message=f"message {number}", path=None) for number, entry in enumerate(many(4, shape=None, position=None))]
    assert report(*nowhere).text(1).splitlines()[:3] == [
        f"violation: various messages of {SH}MinCountConstraintComponent (4 results)",
        '  message 0 [http://e/000000] (found "x")',
        "  … and 3 more",
    ]


def test_the_message_of_a_group_is_on_one_line() -> None:
    assert report(*many(2, message=" one\r\n  two\u2028three ")).text(1).splitlines()[0] == (
        "violation: one two three (2 results in 1 file)"
    )


def test_json_counts_all_results_and_those_omitted_by_the_limit() -> None:
    found = report(*many(5), *many(2, severity=Severity.INFO), *many(1, message="Once."))
    document = json.loads(found.to_json(2))
    assert document["counts"] == {"violation": 6, "warning": 0, "info": 2}
    assert (document["passed"], document["omitted"]) == (False, 3)
    everything = json.loads(found.to_json())["results"]
    assert document["results"] == [entry for entry in everything if entry["line"] <= 2]


def test_a_limit_does_not_make_a_report_pass_or_conform() -> None:
    graph = rdflib.Graph().parse(data=report(*many(3)).to_turtle(1), format="turtle")
    assert graph.value(URIRef(f"{BASE}report"), SH.conforms).toPython() is False  # type: ignore[union-attr]


def test_turtle_keeps_the_iris_of_results_under_a_limit() -> None:
    found = report(*many(3), *many(1, message="Once.", position=Position(ROOT / "z.ttl", 1)))
    whole, part = (rdflib.Graph().parse(data=found.to_turtle(limit), format="turtle") for limit in (None, 1))
    name = URIRef(f"{BASE}report")
    assert set(part.objects(name, SH.result)) == {URIRef(f"{BASE}report#1"), URIRef(f"{BASE}report#4")}
    assert set(part) - set(whole) == {(name, RDFS.comment, rdflib.Literal("2 of 4 results left out.", lang="en"))}
    assert (name, RDFS.comment, None) not in whole


def test_turtle_has_a_line_for_each_result_of_the_report() -> None:
    assert max(map(len, report(*many(1000)).to_turtle().splitlines())) < 200


def test_github_gets_the_counts_first_if_it_does_not_show_all() -> None:
    first, *rest = report(*many(11)).to_github().splitlines()
    assert first == "::notice title=SHACL::failed: 11 violations, 0 warnings, 0 infos (shacl). GitHub shows at most 10 of each level."
    assert len(rest) == 11
    assert not report(*many(10), *many(10, severity=Severity.WARNING)).to_github().startswith("::notice")


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    found = report(*many(2))
    for write in (found.text, found.to_json, found.to_turtle, found.to_github):
        with pytest.raises(InvalidInput, match="limit must be at least 1, or None for all results"):
            write(limit)


def test_github_gets_the_number_of_results_beyond_the_limit() -> None:
    first, *rest = report(*many(1_005)).to_github(3).splitlines()
    assert first.endswith("GitHub shows at most 10 of each level; 1,002 results left out here.")
    assert len(rest) == 3


@given(found=st.lists(results, max_size=12), limit=st.integers(1, 4))
def test_listed_and_omitted_results_add_up(found: list[Result], limit: int) -> None:
    whole = report(*found)
    document = json.loads(whole.to_json(limit))
    assert len(document["results"]) + document["omitted"] == len(found)
    assert whole.to_turtle(limit).count(" sh:result ") == len(document["results"])
    text = whole.text(limit)
    assert sum(int(number) for number in re.findall(r"^  … and (\d+) more$", text, re.MULTILINE)) == document["omitted"]
    assert text.splitlines()[-1] == summary(whole)


@given(found=st.lists(results, max_size=12), limit=st.integers(1, 4) | st.none())
def test_the_order_of_results_does_not_matter(found: list[Result], limit: int | None) -> None:
    reports = report(*found), report(*reversed(found))
    assert len({entry.text(limit) for entry in reports}) == 1


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
    found = report(replace(result(Severity.INFO), custom_severity="http://e/Note"))
    assert "http://e/Note: " in found.text()
    assert json.loads(found.to_json())["results"][0]["severity"] == "http://e/Note"
    assert "sh:resultSeverity <http://e/Note>" in found.to_turtle()
    assert found.to_github().startswith("::notice ")
    assert found.passed
    assert json.loads(found.to_json())["counts"] == {"violation": 0, "warning": 0, "info": 1}


def test_json_has_the_warnings_about_shapes() -> None:
    found = make_report([], "shacl", warnings=["shapes/a.ttl:1: „x“ is not defined"])
    assert json.loads(found.to_json())["warnings"] == ["shapes/a.ttl:1: „x“ is not defined"]
