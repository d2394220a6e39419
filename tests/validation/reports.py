"""Reports with any results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from rdflib import SH

from kzit_graph.errors import Position
from kzit_graph.validation.report.report import Report, make_report
from kzit_graph.validation.results import Result, Severity

ROOT = Path("/project")
BASE = "https://example.org/tiny/"
EMPTY = Report((), "shacl", ROOT, BASE)
PLACE = Position(ROOT / "data" / "a.ttl", 3)


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


def many(number: int, **parts: Any) -> list[Result]:
    return [result(**{"focus": f"<http://e/{index:06}>", "position": Position(PLACE.path, index + 1), **parts}) for index in range(number)]
