"""The validation report: the results of an engine, with methods that write them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kzit_graph.errors import KzitError, UnknownName
from kzit_graph.plain_text import html_lines
from kzit_graph.validation.report.formats import report_github, report_json, report_turtle
from kzit_graph.validation.report.known_results import read_known, without_known
from kzit_graph.validation.report.text import TEXT_LIMIT, TextStyle, report_text, summary
from kzit_graph.validation.results import ReportData, Result, Severity, in_order

_NO_PREFIXES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, eq=False, repr=False)
class Report(ReportData):
    """The report of a validation.

    prefixes: prefix to namespace, to shorten IRIs in the text. stubs: a description in Turtle, to fill in, of each thing or code
    that the data use but nothing describes; empty if there is none.

    In all methods, limit: the most results to list of each constraint; None for all. A limit below 1 raises `InvalidInput`.
    Counts always cover all results. A report is true if it passed: `if kg.validate()`.

    >>> import kzit_graph
    >>> kzit_graph.bundled().validate().text().splitlines()[-1].partition(",")[0]
    'passed: 0 violations'
    """

    prefixes: Mapping[str, str] = field(default_factory=dict, compare=False)
    stubs: str = field(default="", compare=False)

    def text(self, limit: int | None = TEXT_LIMIT, *, verbose: bool = False) -> str:
        """Return one line of text for each result, with its file and line, and a last line with the counts.

        verbose: write long infos in full.
        """
        return report_text(self, limit, TextStyle(verbose=verbose, prefixes=self.prefixes, has_stubs=bool(self.stubs)))

    def to_json(self, limit: int | None = None) -> str:
        """Return the report as one JSON object; see `kzit_graph.validation.report.formats.report_json` for its keys."""
        return report_json(self, limit)

    def to_turtle(self, limit: int | None = None) -> str:
        """Return the report in Turtle, as SHACL defines it (section 3.6), with an IRI for itself and for each result."""
        return report_turtle(self, limit)

    def to_github(self, limit: int | None = None) -> str:
        """Return workflow commands that GitHub shows next to the lines of a pull request."""
        return report_github(self, limit)

    def to_sarif(self, limit: int | None = None) -> str:
        """Return the report in SARIF 2.1.0, for code scanning; see `kzit_graph.validation.report.sarif.report_sarif`."""
        from kzit_graph.validation.report.sarif import report_sarif  # what few reports need is imported for them

        return report_sarif(self, limit)

    def to_junit(self, limit: int | None = None) -> str:
        """Return the report as JUnit XML, for servers of continuous integration."""
        from kzit_graph.validation.report.junit import report_junit

        return report_junit(self, limit)

    def failing_on(self, severity: Severity | str | None) -> Report:
        """Return the same report that fails if there is a result of this severity or a higher one; None never fails.

        severity: also "violation", "warning" or "info". Raises `UnknownName` for another text.
        """
        names = {each.lower(): each for each in Severity}
        if severity is None:
            return replace(self, fail_on=None)
        if severity.lower() not in names:
            raise UnknownName("severity", severity, names)
        return replace(self, fail_on=names[severity.lower()])

    def without_known(self, *reports: str | os.PathLike[str]) -> Report:
        """Return the report without the results that reports written before have, in JSON or RDF; see `Report.baseline`.

        Raises `InvalidInput` if a file is not a report, or does not list all results.
        """
        return without_known(self, read_known([Path(path) for path in reports]))

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        return f"<Report: {summary(self).replace(': ', ', ', 1)}>"

    def _repr_html_(self) -> str:
        return html_lines(self.text())


class InvalidData(KzitError):
    """The data violates its shapes. report: the results."""

    def __init__(self, problem: str, report: Report) -> None:
        super().__init__(problem)
        self.report = report


def make_report(
    results: Iterable[Result],
    engine: str,
    root: Path = Path(),
    base: str = "",
    warnings: Iterable[str] = (),
    *,
    prefixes: Mapping[str, str] = _NO_PREFIXES,
    stubs: str = "",
    has_shapes: bool = True,
) -> Report:
    """Return a report with its results in order; see `Report` and `ReportData` for the parameters."""
    return Report(in_order(results), engine, root, base, tuple(warnings), has_shapes=has_shapes, prefixes=prefixes, stubs=stubs)
