"""Results of a project with rules: what its checks found, and the lines that derived things come from."""

from __future__ import annotations

from typing import Final

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.results import Result, Severity

_COMPONENT: Final = f"{SHACL}SPARQLConstraintComponent"


def mistakes_found_by_rules(loaded: LoadedProject) -> list[Result]:
    """Return a violation for each mistake. Its shape is the file of the check, relative to the project."""
    if loaded.expansion is None:
        return []
    return [
        Result(
            severity=Severity.VIOLATION,
            focus=str(mistake.subject),
            path=None,
            value=None if mistake.value is None else str(mistake.value),
            shape=mistake.check.relative_to(loaded.project.root).as_posix(),
            component=_COMPONENT,
            message=mistake.message,
        )
        for mistake in loaded.expansion.mistakes
    ]


def what_follows(loaded: LoadedProject) -> frozenset[tuple[str, str]]:
    """Return the node and the property or shape of each result that only follows from a mistake that a check of the rules found."""
    mistakes = () if loaded.expansion is None else loaded.expansion.mistakes
    return frozenset((str(mistake.subject), str(term)) for mistake in mistakes for term in mistake.follows)
