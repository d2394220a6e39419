"""Write a validation report as SARIF 2.1.0 (OASIS Standard, Static Analysis Results Interchange Format)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kzit_graph.hidden_characters import escaped_json, visible, visible_lines
from kzit_graph.plain_text import counted
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.report.places import Places
from kzit_graph.validation.report.text import bare, baseline_lines, listed_results
from kzit_graph.validation.results import ReportData, Result, Severity

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_HELP: Final = "https://www.w3.org/TR/shacl/#"
_ROOT: Final = "%SRCROOT%"
"""The name by which SARIF calls the root of the checked files."""

_WEB: Final = ("http://", "https://")


def report_sarif(report: ReportData, limit: int | None = None) -> str:
    """Return one run with a rule for each constraint: a constraint component, and its shape if this has an IRI.

    Each result has its file and line, its SHACL parts as properties, and a fingerprint of them, which stays if lines move.
    Warnings about the shapes are notifications. Known results are left out.
    """
    from importlib.metadata import version  # here, because it takes milliseconds to import

    results = [report.results[index] for index in listed_results(report, limit)]
    rules: dict[str, Result] = {}
    for result in results:
        rules.setdefault(_rule_id(result), result)
    numbers = {rule: number for number, rule in enumerate(rules)}
    places, counts = Places(report.root), dict[str, int]()
    notifications = [_notification("warning", text) for text in report.warnings]
    notifications += [_notification("note", text) for text in baseline_lines(report)]
    if left_out := len(report.results) - len(results):
        notifications.append(_notification("note", f"{counted(left_out, 'result')} left out because of the limit"))
    driver = {
        "name": "kzit-graph",
        "version": version("kzit-graph"),
        "rules": [_rule(identifier, result) for identifier, result in rules.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
        "results": [_result(result, numbers[_rule_id(result)], places, counts) for result in results],
        "properties": {"conforms": report.conforms, "passed": report.passed, "engine": report.engine},
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return escaped_json(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _rule_id(result: Result) -> str:
    """Return the name of a constraint, such as "sh:MinCountConstraintComponent/http://example.org/PersonShape"."""
    component = _short(result.component)
    return f"{component}/{bare(result.shape)}" if result.shape and result.shape.startswith("<") else component


def _short(component: str) -> str:
    return f"sh:{component.removeprefix(SHACL)}" if component.startswith(SHACL) else component


def _rule(identifier: str, result: Result) -> dict[str, object]:
    is_core = result.component.startswith(SHACL)
    shape = f" of the shape {bare(result.shape)}" if "/" in identifier.removeprefix(_short(result.component)) else ""
    rule: dict[str, object] = {
        "id": identifier,
        "shortDescription": {"text": visible(f"{_short(result.component)}{shape}")},
        "defaultConfiguration": {"level": _LEVELS[result.severity]},
    }
    return rule | ({"helpUri": _HELP + result.component.removeprefix(SHACL)} if is_core else {})


def _result(result: Result, rule: int, places: Places, counts: dict[str, int]) -> dict[str, object]:
    key = "\n".join(("_:" if part.startswith("_:") else part) for part in (*result.key(), result.shape or ""))
    counts[key] = counts.get(key, 0) + 1
    import hashlib  # here, because it takes milliseconds to import

    fingerprint = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    properties = {
        "severity": result.severity_iri,
        "focusNode": bare(result.focus),
        "path": bare(result.path),
        "value": result.value,
        "shape": bare(result.shape),
        "constraintComponent": result.component,
    }
    return {
        "ruleId": _rule_id(result),
        "ruleIndex": rule,
        "level": _LEVELS[result.severity],
        "message": {"text": visible_lines(f"{result.message or _short(result.component)} [{bare(result.focus)}]")},
        "locations": [_location(result, places)],
        "partialFingerprints": {"shaclResult/v1": f"{fingerprint}:{counts[key]}"},
        "properties": {name: value for name, value in properties.items() if value is not None},
    }


def _location(result: Result, places: Places) -> dict[str, object]:
    location: dict[str, object] = {"logicalLocations": [{"fullyQualifiedName": bare(result.focus), "kind": "resource"}]}
    if (name := places(result.position)) is not None and result.position is not None:
        physical: dict[str, object] = {"artifactLocation": _artifact(name)}
        if result.position.line:
            physical["region"] = {"startLine": result.position.line}
        location["physicalLocation"] = physical
    return location


def _artifact(name: str) -> dict[str, str]:
    """Return where a file is: relative to the root of the checked files, or its address if it is elsewhere."""
    if name.startswith(_WEB):
        return {"uri": quote(name, safe="/:?#[]@!$&'()*+,;=%~")}
    if Path(name).is_absolute():
        return {"uri": Path(name).as_uri()}
    return {"uri": quote(Path(name).as_posix(), errors="surrogateescape"), "uriBaseId": _ROOT}


def _notification(level: str, text: str) -> dict[str, object]:
    return {"level": level, "message": {"text": visible(text)}}
