"""The validation report for its readers: people, programs, RDF tools, and code review on GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kzit_graph.errors import Position
from kzit_graph.report import SHACL, Report, Result, Severity

_GITHUB_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_text(report: Report, root: Path) -> str:
    """One line a result, "file:line: severity: message", and a last line that counts. Paths are relative to `root`."""
    lines = [_text_line(result, root) for result in report.results]
    return "\n".join((*lines, summary(report))) + "\n"


def summary(report: Report) -> str:
    """One line: how many results of each severity."""
    counts = ", ".join(_plural(report.count(severity), severity.lower()) for severity in Severity)
    return f"{'passed' if report.passed else 'failed'}: {counts} ({report.engine})"


def as_json(report: Report, root: Path) -> str:
    """The report as one JSON object; "conforms" is SHACL's word (no result at all), "passed" means no violation."""
    document = {
        "passed": report.passed,
        "conforms": report.conforms,
        "counts": {severity.lower(): report.count(severity) for severity in Severity},
        "results": [
            {
                "severity": result.severity.lower(),
                "message": result.message,
                "focusNode": _bare(result.focus),
                "path": _bare(result.path),
                "value": result.value,
                "shape": _bare(result.shape),
                "constraintComponent": result.component,
                "file": _file(result.position, root),
                "line": result.position.line if result.position else None,
            }
            for result in report.results
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_turtle(report: Report, base: str) -> str:
    """The report as SHACL defines it (section 3.6), in Turtle, with an IRI under `base` for itself and each result.

    As in the recommendation, sh:conforms is false as soon as there is any result, whatever its severity.
    """
    name = f"{base}report"
    lines = [f"@prefix sh: <{SHACL}> .", "", f"<{name}> a sh:ValidationReport ;"]
    references = " , ".join(f"<{name}#{number}>" for number in range(1, len(report.results) + 1))
    lines.append(f"    sh:conforms {str(report.conforms).lower()}" + (f" ;\n    sh:result {references} ." if references else " ."))
    for number, result in enumerate(report.results, start=1):
        lines += ["", f"<{name}#{number}> a sh:ValidationResult ;", " ;\n".join(_turtle_properties(result)) + " ."]
    return "\n".join(lines) + "\n"


def as_github(report: Report, root: Path) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    return "".join(_github_line(result, root) for result in report.results)


REPORT_FORMATS: Final[dict[str, Callable[[Report, Path, str], str]]] = {
    "text": lambda report, root, _base: as_text(report, root),
    "json": lambda report, root, _base: as_json(report, root),
    "turtle": lambda report, _root, base: as_turtle(report, base),
    "github": lambda report, root, _base: as_github(report, root),
}
"""Writers by the name that the command line uses: report, root of relative paths, base IRI → text."""


def _text_line(result: Result, root: Path) -> str:
    place = _file(result.position, root)
    where = f"{place}:{result.position.line}: " if place and result.position else ""
    property_of = f" {_bare(result.path)}" if result.path else ""
    value = f" (found {result.value})" if result.value and result.value != result.focus else ""
    return f"{where}{result.severity.lower()}: {' '.join(result.message.split())} [{_bare(result.focus)}{property_of}]{value}"


def _turtle_properties(result: Result) -> list[str]:
    properties = [
        f"    sh:focusNode {result.focus}",
        f"    sh:resultSeverity sh:{result.severity}",
        f"    sh:sourceConstraintComponent <{result.component}>",
        f"    sh:resultMessage {json.dumps(result.message, ensure_ascii=False)}@en",
    ]
    if result.path and result.path.startswith("<"):
        properties.append(f"    sh:resultPath {result.path}")
    if result.value:
        properties.append(f"    sh:value {result.value}")
    if result.shape and result.shape.startswith("<"):
        properties.append(f"    sh:sourceShape {result.shape}")
    return properties


def _github_line(result: Result, root: Path) -> str:
    place = _file(result.position, root)
    file = _github_escaped(place or "").replace(":", "%3A").replace(",", "%2C")
    where = f"file={file},line={result.position.line},title=SHACL" if place and result.position else "title=SHACL"
    message = _github_escaped(f"{result.message} [{_bare(result.focus)}]")
    return f"::{_GITHUB_LEVELS[result.severity]} {where}::{message}\n"


def _github_escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _file(position: Position | None, root: Path) -> str | None:
    if position is None:
        return None
    path = position.path
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _bare(term: str | None) -> str | None:
    return term.removeprefix("<").removesuffix(">") if term and term.startswith("<") and term.count("<") == 1 else term


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
