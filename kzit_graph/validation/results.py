"""Validation results as data. `engines` returns them and `report` writes them.

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
    """The severity of a result: Violation (wrong), Warning (incomplete), Info (worth knowing)."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @classmethod
    def of(cls, iri: str) -> tuple[Severity, str | None]:
        """Return the severity of an IRI, and the IRI itself if SHACL 1.0 does not define it.

        A severity of one's own ranks as Violation: for SHACL, no result of any severity conforms, and other validators let only
        warnings and infos pass. Debug and Trace of SHACL 1.2 rank as Info.
        """
        name = iri.removeprefix(SHACL)
        if not iri.startswith(SHACL) or name not in (*cls, *BELOW_INFO):
            return cls.VIOLATION, iri
        return (cls(name), None) if name in set(cls) else (cls.INFO, iri)

    @property
    def rank(self) -> int:
        """Its place in the order of severities: 0 for Violation."""
        return list(Severity).index(self)


BELOW_INFO: Final = ("Debug", "Trace")
"""The severities of SHACL 1.2 that are less than Info."""


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
    node, if known. custom_severity: the IRI of a severity that SHACL does not define; `severity` is then its rank. texts: the texts
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
class Baseline:
    """How a report compares with results that are known from before.

    files: where these are. known, gone: how many of them were found again, and how many were not.
    """

    files: tuple[str, ...]
    known: int
    gone: int


@dataclass(frozen=True)
class ReportData:
    """The results of a validation.

    results: in a stable order: by severity, file, line, focus node, shape. engine: the name of the SHACL engine. warnings: what in
    the shapes was not checked, such as a reference to an undefined shape, and references to nothing.
    fail_on: the lowest severity that fails; None if none does. baseline: if known results are left out.
    has_shapes: whether there were shapes to validate against.
    root: the folder that file names are relative to. base: the IRI that the report's own IRIs start with. Root and base are
    ignored when reports are compared.
    """

    results: tuple[Result, ...]
    engine: str
    root: Path = field(default=Path(), compare=False)
    base: str = field(default="", compare=False)
    warnings: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.VIOLATION
    baseline: Baseline | None = None
    has_shapes: bool = field(default=True, compare=False)

    @property
    def conforms(self) -> bool:
        """Whether the data conforms as SHACL defines it: there are no results of any severity, known ones included."""
        return not self.results and not (self.baseline and self.baseline.known)

    @property
    def passed(self) -> bool:
        """Whether no result is of the severity `fail_on` or a higher one: by default, whether no result is a Violation."""
        return not any(map(self.fails, self.results))

    def fails(self, result: Result) -> bool:
        """Return whether a result makes the validation fail."""
        return self.fail_on is not None and result.severity.rank <= self.fail_on.rank

    def stops(self, fail_on: str) -> bool:
        """Return whether a result is at least as bad as a severity. fail_on: "violation", "warning", "info", or "never"."""
        ranks = {severity.lower(): severity.rank for severity in Severity}
        return fail_on in ranks and any(result.severity.rank <= ranks[fail_on] for result in self.results)

    def count(self, severity: Severity) -> int:
        """Return the number of results of a severity. Those of one's own count as what they rank as."""
        return sum(result.severity is severity for result in self.results)


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
        result.severity.rank,
        result.custom_severity or "",
        place,
        result.focus,
        result.shape or "",
        result.component,
        result.path or "",
        result.value or "",
        result.message,
    )
