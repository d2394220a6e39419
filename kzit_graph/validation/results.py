"""Validation results as data: what each engine's answer becomes. Below `report_formats`, which writes them, and `report`.

Follows the validation report of SHACL (W3C Recommendation 2017, section 3.6); adds the file and line of each focus node.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from kzit_graph.errors import Position


class Severity(StrEnum):
    """The severity of a result: Violation (wrong), Warning (incomplete), Info (worth knowing, never a failure)."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, order=True, slots=True)
class Result:
    """One validation result. RDF terms are in N-Triples syntax, so that results of different engines compare.

    focus: the node that was checked.
    shape: the shape that raised the result.
    component: IRI of the constraint component.
    path: the property or property path in SPARQL syntax, or None for a constraint on the node itself.
    value: the offending value, where the constraint has one.
    message: the shape's message, which says the repair.
    position: file and line where the focus node is described, where known.
    """

    severity: Severity
    focus: str
    path: str | None
    value: str | None
    shape: str | None
    component: str
    message: str
    position: Position | None = None

    def key(self) -> tuple[str, str, str, str, str]:
        """Return what two engines must agree on: focus node, path, value, constraint component, severity."""
        return (self.focus, self.path or "", self.value or "", self.component, self.severity)


@dataclass(frozen=True)
class ReportData:
    """The outcome of a validation.

    results: in a stable order: by severity, file, line, focus node, shape. engine: the name of the SHACL engine.
    root: the folder that file names are relative to. base: the IRI that the report's own IRIs start with. Reports are equal
    when their results and engines are, wherever the files lie.
    """

    results: tuple[Result, ...]
    engine: str
    root: Path = field(default=Path(), compare=False)
    base: str = field(default="", compare=False)

    @property
    def conforms(self) -> bool:
        """Whether the data conforms in SHACL's sense: there is no result of any severity."""
        return not self.results

    @property
    def passed(self) -> bool:
        """Whether no result is a Violation."""
        return not any(result.severity is Severity.VIOLATION for result in self.results)

    def count(self, severity: Severity) -> int:
        """Return the number of results of a severity."""
        return sum(result.severity is severity for result in self.results)


_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}


def in_order(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return results in the order of a report. Equal results are kept as often as the engine gave them."""
    return tuple(sorted(results, key=_order))


def by_constraint(results: Sequence[Result], limit: int) -> list[list[int]]:
    """Group results by constraint, as indices of `results`, in the order of each constraint's first result.

    A constraint is a severity, a shape, a component and a message. A shape and component with more than `limit` different
    messages is one group, because such messages quote the values they found; only a message with more than `limit` results
    of its own is still a group of its own.
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
    return (result.severity.value, result.shape, result.component, result.message)


def _order(result: Result) -> tuple[object, ...]:
    position = result.position
    place = (str(position.path), position.line or 0) if position else ("", 0)
    return (
        _RANK[result.severity],
        place,
        result.focus,
        result.shape or "",
        result.component,
        result.path or "",
        result.value or "",
        result.message,
    )
