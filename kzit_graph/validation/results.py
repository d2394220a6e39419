"""Validation results as data. `engines` returns them and `report_formats` writes them.

Follows the validation report of SHACL (W3C Recommendation 2017, section 3.6), with the file and line of each statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from kzit_graph.errors import Position
from kzit_graph.rdf.namespaces import SHACL


class Severity(StrEnum):
    """The severity of a result: Violation (wrong), Warning (incomplete), Info (worth knowing, never a failure)."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @classmethod
    def of(cls, iri: str) -> tuple[Severity, str | None]:
        """Return the severity of an IRI, and the IRI itself if SHACL does not define it. Such a severity is like Info."""
        name = iri.removeprefix(SHACL)
        return (cls(name), None) if iri.startswith(SHACL) and name in set(cls) else (cls.INFO, iri)


class Text(NamedTuple):
    """A text of a message. language: its language tag; empty for a text without one."""

    value: str
    language: str = ""


@dataclass(frozen=True, order=True, slots=True)
class Result:
    """One validation result. RDF terms are in N-Triples syntax, so that results of different engines can be compared.

    focus: the focus node. path: the property or property path in SPARQL syntax; None for a constraint on the node itself.
    value: the invalid value, if any. shape: the source shape. component: the IRI of the constraint component. message: the
    shape's message, with the repair. position: the file and line of the statement at fault, else of the description of the focus
    node, if known. custom_severity: the IRI of a severity that SHACL does not define; `severity` is then Info. texts: the texts
    that the message consists of, if known.
    unknown: the IRI in angle brackets that the message calls unknown.
    """

    severity: Severity
    focus: str
    path: str | None
    value: str | None
    shape: str | None
    component: str
    message: str
    position: Position | None = None
    custom_severity: str | None = None
    texts: tuple[Text, ...] = ()
    unknown: str | None = None

    @property
    def severity_iri(self) -> str:
        """The severity as its shape states it."""
        return self.custom_severity or SHACL + self.severity.value

    @property
    def severity_name(self) -> str:
        """The severity in lower case, or the IRI of one that SHACL does not define."""
        return self.custom_severity or self.severity.lower()

    def key(self) -> tuple[str, str, str, str, str]:
        """Return the parts that are equal for all engines: focus node, path, value, constraint component and severity."""
        return (self.focus, self.path or "", self.value or "", self.component, self.custom_severity or self.severity)


@dataclass(frozen=True)
class ReportData:
    """The results of a validation.

    results: in a stable order: by severity, file, line, focus node, shape. engine: the name of the SHACL engine. warnings: what in
    the shapes was not checked, such as a reference to an undefined shape.
    root: the folder that file names are relative to. base: the IRI that the report's own IRIs start with. Root and base are
    ignored when reports are compared.
    """

    results: tuple[Result, ...]
    engine: str
    root: Path = field(default=Path(), compare=False)
    base: str = field(default="", compare=False)
    warnings: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether the data conforms as SHACL defines it: there are no results of any severity."""
        return not self.results

    @property
    def passed(self) -> bool:
        """Whether no result is a Violation."""
        return not any(result.severity is Severity.VIOLATION for result in self.results)

    def stops(self, fail_on: str) -> bool:
        """Return whether a result is at least as bad as a severity. fail_on: "violation", "warning", "info", or "never"."""
        severities = [severity.lower() for severity in Severity]
        bad = severities[: severities.index(fail_on) + 1] if fail_on in severities else []
        return any(result.severity.lower() in bad for result in self.results)

    def count(self, severity: Severity) -> int:
        """Return the number of results of a severity."""
        return sum(result.severity is severity for result in self.results)


_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}


def in_order(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return results in the order of a report, with duplicates."""
    return tuple(sorted(results, key=_order))


def by_constraint(results: Sequence[Result], limit: int) -> list[list[int]]:
    """Group results by constraint, as indices of `results`, in the order of each constraint's first result.

    Results of a constraint have the same severity, shape, component and message. If a shape and component have more than
    `limit` different messages, which usually quote values, these are one group, except messages with more than `limit` results.
    """
    counts = Counter(map(_constraint, results))
    rare = Counter(key[:3] for key, count in counts.items() if count <= limit)
    groups: dict[tuple[str | None, ...], list[int]] = {}
    for index, result in enumerate(results):
        key = _constraint(result)
        together = counts[key] <= limit < rare[key[:3]]
        groups.setdefault(key[:3] if together else key, []).append(index)
    return list(groups.values())


def _constraint(result: Result) -> tuple[str | None, ...]:
    return (result.severity_iri, result.shape, result.component, result.message)


def _order(result: Result) -> tuple[object, ...]:
    position = result.position
    place = (str(position.path), position.line or 0) if position else ("", 0)
    return (
        _RANK[result.severity],
        result.custom_severity or "",
        place,
        result.focus,
        result.shape or "",
        result.component,
        result.path or "",
        result.value or "",
        result.message,
    )
