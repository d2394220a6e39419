"""Write a validation report as text, JSON, Turtle or GitHub workflow commands. SARIF and JUnit have modules of their own.

Time and memory are proportional to the listed results. A limit applies to each constraint (see
`kzit_graph.validation.results.by_constraint`); counts always cover all results.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kzit_graph.hidden_characters import escaped, escaped_json, visible, visible_lines
from kzit_graph.plain_text import counted
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.report.paths import path_in_turtle
from kzit_graph.validation.report.places import Places
from kzit_graph.validation.report.text import TEXT_LIMIT, bare, baseline_lines, listed_results, report_text, summary
from kzit_graph.validation.results import ReportData, Result, Severity, Text

_GITHUB_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_GITHUB_SHOWS: Final = 10
"""The most annotations of each level that GitHub shows for a step."""

_AS_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class ReportFormat:
    """A format of the report.

    write: returns the text of a report; its second argument is the limit, None for all results. limit: the default limit.
    """

    write: Callable[[ReportData, int | None], str]
    limit: int | None = None


def report_json(report: ReportData, limit: int | None = None) -> str:
    """Return one JSON object: "conforms" as in SHACL (no results at all), "passed" (no violations), "counts" and "results".

    "omitted" is the number of results beyond the limit, which are not in "results". "warnings" says what in the shapes was not
    checked. "baseline" counts known results, if there is a baseline.
    """
    return escaped_json("".join(_json(report, limit)))


def report_turtle(report: ReportData, limit: int | None = None) -> str:
    """Return the report in Turtle, as SHACL defines it (section 3.6), with IRIs under the project's base.

    As in the recommendation, sh:conforms is false if there are results of any severity. An rdfs:comment gives the number of
    results beyond the limit. The IRIs of results do not depend on the limit.
    """
    return escaped("".join(_turtle(report, limit)))


def report_github(report: ReportData, limit: int | None = None) -> str:
    """Return workflow commands that GitHub shows next to the lines of a pull request.

    If results are hidden by the limit, or by GitHub's own limit of ten of each level, the first command gives all counts.
    """
    return "".join(_github(report, limit))


def _sarif(report: ReportData, limit: int | None) -> str:
    from kzit_graph.validation.report.sarif import report_sarif  # what few reports need is imported for them

    return report_sarif(report, limit)


def _junit(report: ReportData, limit: int | None) -> str:
    from kzit_graph.validation.report.junit import report_junit

    return report_junit(report, limit)


REPORT_FORMATS: Final = {
    "text": ReportFormat(report_text, TEXT_LIMIT),
    "json": ReportFormat(report_json),
    "turtle": ReportFormat(report_turtle),
    "github": ReportFormat(report_github),
    "sarif": ReportFormat(_sarif),
    "junit": ReportFormat(_junit),
}
"""Formats by their names on the command line."""


def _json(report: ReportData, limit: int | None) -> Iterator[str]:
    listed, places = listed_results(report, limit), Places(report.root)
    head: dict[str, object] = {
        "passed": report.passed,
        "conforms": report.conforms,
        "counts": {severity.lower(): report.count(severity) for severity in Severity},
        "omitted": len(report.results) - len(listed),
        "warnings": list(report.warnings),
    }
    if report.baseline:
        head["baseline"] = {"known": report.baseline.known, "gone": report.baseline.gone}
    yield json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}") + ',\n  "results": ['
    for number, index in enumerate(listed):
        result = report.results[index]
        members = {
            "severity": result.severity_name,
            "message": result.message,
            "focusNode": bare(result.focus),
            "path": bare(result.path),
            "value": result.value,
            "shape": bare(result.shape),
            "constraintComponent": result.component,
            "file": places(result.position),
            "line": result.position.line if result.position else None,
        }
        lines = ",\n".join(f'      "{name}": {_AS_JSON(value)}' for name, value in members.items())
        yield f"{',' if number else ''}\n    {{\n{lines}\n    }}"
    yield "\n  ]\n}\n" if listed else "]\n}\n"


def _turtle(report: ReportData, limit: int | None) -> Iterator[str]:
    listed, name = listed_results(report, limit), f"{report.base}report"
    left_out = len(report.results) - len(listed)
    if left_out:
        yield "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    yield f"@prefix sh: <{SHACL}> .\n\n<{name}> a sh:ValidationReport ;\n"
    if left_out:
        yield f'    rdfs:comment "{left_out:,} of {counted(len(report.results), "result")} left out."@en ;\n'
    yield f"    sh:conforms {str(report.conforms).lower()} .\n"
    for index in listed:
        number = index + 1
        properties = " ;\n".join(_turtle_properties(report.results[index]))
        result = part_of(name, str(number))
        yield f"\n<{name}> sh:result <{result}> .\n<{result}> a sh:ValidationResult ;\n{properties} .\n"


def _turtle_properties(result: Result) -> list[str]:
    properties = [
        f"    sh:focusNode {result.focus}",
        f"    sh:resultSeverity {_severity(result)}",
        f"    sh:sourceConstraintComponent <{result.component}>",
        f"    sh:resultMessage {' , '.join(map(_turtle_text, result.texts or [Text(result.message)]))}",
    ]
    if result.path and (path := path_in_turtle(result.path)):
        properties.append(f"    sh:resultPath {path}")
    if result.value:
        properties.append(f"    sh:value {result.value}")
    if result.shape and result.shape.startswith("<"):
        properties.append(f"    sh:sourceShape {result.shape}")
    return properties


def _turtle_text(text: Text) -> str:
    return _AS_JSON(text.value) + (f"@{text.language}" if text.language else "")


def _severity(result: Result) -> str:
    return f"<{result.custom_severity}>" if result.custom_severity else f"sh:{result.severity}"


def _github(report: ReportData, limit: int | None) -> Iterator[str]:
    listed, places = listed_results(report, limit), Places(report.root)
    left_out = len(report.results) - len(listed)
    for line in baseline_lines(report):
        yield f"::notice title=SHACL::{_github_escaped(visible(line))}\n"
    levels = Counter(_GITHUB_LEVELS[report.results[index].severity] for index in listed)
    if left_out or max(levels.values(), default=0) > _GITHUB_SHOWS:
        rest = f"; {counted(left_out, 'result')} left out here" if left_out else ""
        yield f"::notice title=SHACL::{summary(report)}. GitHub shows at most {_GITHUB_SHOWS} of each level{rest}.\n"
    for index in listed:
        yield _github_line(report.results[index], places)


def _github_line(result: Result, places: Places) -> str:
    place, line = places(result.position), result.position.line if result.position else None
    file = _in_property(visible_lines(place or ""))
    where = (f"file={file}," if file else "") + (f"line={line}," if line else "")
    message = _github_escaped(visible_lines(f"{result.message} [{bare(result.focus)}]"))
    title = f"SHACL {_in_property(visible(result.custom_severity))}" if result.custom_severity else "SHACL"
    return f"::{_GITHUB_LEVELS[result.severity]} {where}title={title}::{message}\n"


def _in_property(text: str) -> str:
    return _github_escaped(text).replace(":", "%3A").replace(",", "%2C")


def _github_escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
