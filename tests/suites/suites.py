"""The folder of the public test suites, and the known misses of a suite."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol

import pytest
from _pytest.mark import ParameterSet

from kzit_graph.errors import InvalidInput

FOLDER: Final = Path(os.environ.get("KZIT_SUITES") or Path(__file__).parents[3] / "shared" / "suites")
"""The folder that holds the suites, one folder for each."""

Misses = Mapping[str, str]
"""Reasons, each with the names of its tests, separated by white space."""


class Case(Protocol):
    """A test of a suite."""

    @property
    def id(self) -> str:
        """A readable name, unique within the suite."""


def cases(
    found: Iterable[Case], wrong: Misses | None = None, refused: Misses | None = None, crashing: Misses | None = None
) -> list[ParameterSet]:
    """Return the parameters of a test function, one for each case.

    wrong: the cases whose answer is known to be wrong. refused: those whose input is refused. Each must miss in its own way: one that
    passes, or that misses in another way, fails the run. crashing: those that end in an exception of any kind.
    """
    if not FOLDER.is_dir():
        return [pytest.param(None, id="suites are absent")]
    marks = _marks(wrong or {}, AssertionError) | _marks(refused or {}, InvalidInput) | _marks(crashing or {}, Exception)
    return [pytest.param(case, id=case.id, marks=marks.get(case.id, [])) for case in found]


def _marks(misses: Misses, error: type[Exception]) -> dict[str, list[pytest.MarkDecorator]]:
    return {name: [pytest.mark.xfail(reason=reason, raises=error, strict=True)] for name, reason in by_name(misses).items()}


def refusal(work: Callable[[], object]) -> str | None:
    """Return the problem for which the library refuses to do some work, or None. Any other exception is raised."""
    try:
        work()
    except InvalidInput as error:
        return error.problem
    return None


def is_refused(work: Callable[[], object]) -> bool:
    """Whether the library refuses to do some work. Any other exception is raised."""
    return refusal(work) is not None


def by_name(misses: Misses) -> dict[str, str]:
    """Return the reason of each named test. Fails if one is named twice."""
    pairs = [(name, reason) for reason, names in misses.items() for name in names.split()]
    reasons = dict(pairs)
    assert len(reasons) == len(pairs), (
        f"named twice: {sorted({name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1})}"
    )
    return reasons


def unknown(misses: Iterable[Misses], found: Iterable[Case]) -> set[str]:
    """Return the names of misses that are no test of the suite."""
    return {name for each in misses for name in by_name(each)} - {case.id for case in found}
