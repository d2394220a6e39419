"""The one validation report: what every engine's answer is turned into, and what every output is written from.

Follows the validation report of SHACL (W3C Recommendation 2017, section 3.6); adds the file and line of each focus node.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kzit_graph.errors import KzitError, Position


class Severity(StrEnum):
    """How grave a result is: Violation (wrong), Warning (incomplete), Info (worth knowing, never a failure)."""

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
        """What two engines must agree on: focus node, path, value, constraint component, severity."""
        return (self.focus, self.path or "", self.value or "", self.component, self.severity)


@dataclass(frozen=True)
class Report:
    """The outcome of a validation, in a stable order: by severity, file, line, focus node, shape.

    engine: the name of the engine that made it.
    """

    results: tuple[Result, ...]
    engine: str

    @property
    def conforms(self) -> bool:
        """SHACL's own word: True only where there is no result at all, of whatever severity."""
        return not self.results

    @property
    def passed(self) -> bool:
        """True where nothing is wrong: no result is a Violation."""
        return not any(result.severity is Severity.VIOLATION for result in self.results)

    def count(self, severity: Severity) -> int:
        """How many results are of that severity."""
        return sum(result.severity is severity for result in self.results)


class InvalidData(KzitError):
    """The data violates its shapes. report: what was found."""

    def __init__(self, problem: str, report: Report) -> None:
        super().__init__(problem)
        self.report = report


_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}


def make_report(results: Iterable[Result], engine: str) -> Report:
    """A report with its results in the stable order. Equal results are kept as often as the engine gave them."""
    return Report(tuple(sorted(results, key=_order)), engine)


def by_constraint(results: Sequence[Result], limit: int) -> list[list[int]]:
    """The results of each constraint, as indices of `results`: constraints in the order of their first results, results in theirs.

    A constraint is a severity, a shape, a component and a message. Where more than `limit` messages of one shape and
    component differ, they quote what was found, and say the same: their results are taken together, but for a message
    that has more than `limit` results to itself.
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
