"""Write a validation report as JUnit XML, which servers of continuous integration show as a list of tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from kzit_graph.hidden_characters import visible, visible_lines, visible_name
from kzit_graph.plain_text import shortened
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.report.places import Places
from kzit_graph.validation.report.text import bare, baseline_lines, listed_results, summary
from kzit_graph.validation.results import ReportData, Result

_MAX_NAME: Final = 200
"""Characters of the name of a test and of a message in an attribute. The text of the test has all."""

_NOT_XML: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiled on first use, because it takes milliseconds."""

_NO_FILE: Final = "no file"


def report_junit(report: ReportData, limit: int | None = None) -> str:
    """Return a test suite for each file and a test case for each result: a failure if it fails the validation, else skipped.

    A report without results has one test case, which succeeds.
    """
    return "".join(_junit(report, limit))


def _junit(report: ReportData, limit: int | None) -> Iterator[str]:
    results = [report.results[index] for index in listed_results(report, limit)]
    places = Places(report.root)
    suites: dict[str, list[Result]] = {}
    for result in results:
        suites.setdefault(visible_name(places(result.position) or _NO_FILE), []).append(result)
    failures = sum(map(report.fails, results))
    numbers = f'tests="{len(results) or 1}" failures="{failures}" errors="0" skipped="{len(results) - failures}"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kzit-graph validate" {numbers}>\n'
    if not results:
        yield '  <testsuite name="SHACL" tests="1" failures="0" errors="0" skipped="0">\n'
        yield f'    <testcase name="conforms to the shapes" classname="SHACL">{_lines_of(report)}</testcase>\n  </testsuite>\n'
    for number, (name, found) in enumerate(suites.items()):
        failed = sum(map(report.fails, found))
        yield f'  <testsuite name={_attribute(name)} tests="{len(found)}" failures="{failed}" errors="0" skipped="{len(found) - failed}">\n'
        for result in found:
            yield _case(result, name, is_failure=report.fails(result))
        if number == len(suites) - 1:
            yield f"    {_lines_of(report)}\n"
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(result: Result, file: str, *, is_failure: bool) -> str:
    about = " ".join(filter(None, (bare(result.focus), bare(result.path))))
    constraint = bare(result.shape) if result.shape and result.shape.startswith("<") else None
    component = f"sh:{result.component.removeprefix(SHACL)}" if result.component.startswith(SHACL) else result.component
    line = result.position.line if result.position else None
    place = (f" file={_attribute(file)}" if file != _NO_FILE else "") + (f' line="{line}"' if line else "")
    name = _attribute(shortened(f"{component} {about}", _MAX_NAME))
    head = f"    <testcase name={name} classname={_attribute(constraint or component)}{place}>"
    message = shortened(" ".join(result.message.split()), _MAX_NAME)
    text = "\n".join(
        filter(
            None,
            (
                f"{file}:{line}" if line else file,
                result.message,
                f"focus node: {result.focus}",
                result.path and f"path: {result.path}",
                result.value and f"value: {result.value}",
                result.shape and f"shape: {result.shape}",
                f"severity: {result.severity_iri}",
            ),
        )
    )
    if not is_failure:
        skipped = f"<skipped message={_attribute(f'{result.severity_name}: {message}')}/>"
        return f"{head}{skipped}<system-out>{_text(text)}</system-out></testcase>\n"
    return f"{head}<failure message={_attribute(message)} type={_attribute(result.severity_name)}>{_text(text)}</failure></testcase>\n"


def _lines_of(report: ReportData) -> str:
    lines = [*(f"warning: {warning}" for warning in report.warnings), *baseline_lines(report), summary(report)]
    return f"<system-out>{_text(chr(10).join(lines))}</system-out>"


def _attribute(text: str) -> str:
    return f'"{escape(_xml(visible(text)))}"'


def _text(text: str) -> str:
    return escape(_xml(visible_lines(text)), quote=False)


def _xml(text: str) -> str:
    """Return text without the characters that XML 1.0 does not allow (section 2.2)."""
    return re.sub(_NOT_XML, "\ufffd", text)
