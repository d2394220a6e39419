"""Finds out which broken cases can be copied into one project, and how: by validating two copies of each beside each other.

A case is copied in part if that gives the results of the case alone, else whole, else not at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from benchmarks.expected_results import Constraint, count_results
from benchmarks.generator.broken_cases import BrokenCase, read_cases, repository, results_alone, validate_quads
from benchmarks.generator.case_copies import CopiedCase, Triple, copy_case, turtle
from benchmarks.generator.reference_files import BASE
from kzit_graph.errors import KzitError
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.results import Result
from kzit_graph.validation.validate import DEFAULT_ENGINE

_COPIES: Final = (0, 1)
_NOBODY: Final = ""
_OWNER: Final = re.compile(f"<{re.escape(BASE)}id/(case-[^/]+)/")


class UnplannableCopies(KzitError):
    """Copies of broken cases disturb what is none of theirs."""


@dataclass(frozen=True)
class CopyPlan:
    """Cases that can be copied side by side. codes: what copies share. left_out: the other cases, each with the reason."""

    cases: tuple[CopiedCase, ...]
    codes: frozenset[Triple]
    left_out: Mapping[str, str]


NO_COPIES: Final = CopyPlan((), frozenset(), {})


def plan_copies(engine: str = DEFAULT_ENGINE, cases: Iterable[BrokenCase] | None = None) -> CopyPlan:
    """A plan for all cases of the repository, or for other ones.

    engine: says what the results of each case alone are; "pyshacl" takes minutes. That copies do not disturb each other is found out
    with the default engine, whichever that is.
    """
    read = {case.name: case for case in (read_cases() if cases is None else cases)}
    alone = {name: results_alone(case, engine) for name, case in read.items()}
    copied = {name: copy_case(case, alone[name], whole=False) for name, case in read.items()}
    whole: set[str] = set()
    left_out: dict[str, str] = {}
    while wrong := _disturbed(copied.values(), alone):
        for name, difference in wrong.items():
            if name in whole:
                left_out[name] = difference
                del copied[name]
            else:
                whole.add(name)
                copied[name] = copy_case(read[name], alone[name], whole=True)
    return CopyPlan(tuple(copied.values()), _shared_codes(copied.values()), left_out)


def _shared_codes(cases: Iterable[CopiedCase]) -> frozenset[Triple]:
    return frozenset(triple for case in cases for triple in case.codes)


def _disturbed(cases: Iterable[CopiedCase], alone: Mapping[str, list[Result]]) -> dict[str, str]:
    """The cases whose copies give other results than the case alone, each with how these differ.

    Results on blank nodes have no owner, nor have those on the project's own things: they must agree in sum.
    """
    listed = list(cases)
    slugs = {case.slug(copy): case.name for case in listed for copy in _COPIES}
    project = list(_project())
    expected = {case.name: Counter[Constraint]() for case in listed} | {_NOBODY: count_results(validate_quads(project, DEFAULT_ENGINE))}
    for case in listed:
        for result in alone[case.name] * len(_COPIES):
            expected[_NOBODY if result.focus.startswith("_:") else case.name].update(count_results([result]))
    found = {name: Counter[Constraint]() for name in expected}
    for result in validate_quads([*project, *_copies(listed)], DEFAULT_ENGINE):
        owner = _OWNER.match(result.focus)
        found[slugs[owner[1]] if owner else _NOBODY].update(count_results([result]))
    wrong = {name: _difference(expected[name], found[name]) for name in expected if expected[name] != found[name]}
    if _NOBODY in wrong:
        raise UnplannableCopies(f"copies of broken cases give results on things of the project: {wrong[_NOBODY]}")
    return wrong


def _project() -> Iterator[Quad]:
    return (quad for file in repository().graphs for quad in read_quads(file.path))


def _copies(cases: list[CopiedCase]) -> Iterator[Quad]:
    texts = [case.copied(copy) for case in cases for copy in _COPIES]
    for text in [*texts, turtle(_shared_codes(cases), "Codes.")]:
        yield from parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)


def _difference(expected: Counter[Constraint], found: Counter[Constraint]) -> str:
    def words(results: Counter[Constraint]) -> str:
        names = (
            f"{count} {re.sub('^.*#', '', shape)}.{re.sub('^.*#', '', component)}" for (shape, component), count in sorted(results.items())
        )
        return ", ".join(names) or "none"

    return f"missing: {words(expected - found)}; besides: {words(found - expected)}"
