"""Copies of the broken graphs of tests/shapes/ that stand side by side in one project and do not disturb each other.

A copy has IRIs of its own for its things, and numbers of its own where a number must be unique in a project (identifiers of other
datasets). Its code lists are those of the project, unless a code is what the case breaks: then it has code lists of its own.
It is no larger than it must be: the things that the case changes or that an engine reports, and what these refer to.

Terms are taken as they stand in N-Triples, so that copying is a matter of text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Quad

from benchmarks.expected_results import Constraint, count_results
from benchmarks.generator.broken_cases import REPOSITORY, BrokenCase, repository, valid_prefixes
from benchmarks.generator.reference_files import BASE
from benchmarks.generator.turtle_text import Description, Statements, document
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.results import Result

Triple = tuple[str, str, str]

_NUMBER: Final = "NUMBER"
_IRI_AT_END: Final = re.compile(r"<([^<>]*)>$")  # of an IRI, or of the datatype of a literal
_LOCAL: Final = re.compile(r"[\w-]+")
_LAST_DIGITS: Final = re.compile(r"(\d+)(?=\D*$)")
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@dataclass(frozen=True)
class CopiedCase:
    """A case that can be copied any number of times.

    alone: the results of the case by constraint, as often as the case gives them when it stands alone.
    triples: how many a copy states. codes: what it needs besides of codes that the project lacks; copies share it.
    text: a copy in Turtle, still with the IRIs of the case.
    """

    number: int
    name: str
    alone: Counter[Constraint]
    triples: int
    codes: frozenset[Triple]
    text: str

    def slug(self, copy: int) -> str:
        """The name of the file of a copy, without the extension, and the end of its namespace."""
        return f"case-{re.sub('[/.]', '-', self.name)}-{copy:05}"

    def copied(self, copy: int) -> str:
        """A copy in Turtle. copy: its number, from 0."""
        own_number = f"{20_000 + copy}{self.number:05}"  # above those of the invented countries
        return self.text.replace(_NUMBER, own_number).replace(_things(), f"{BASE}id/{self.slug(copy)}/")


def copy_case(case: BrokenCase, results: Iterable[Result], *, whole: bool) -> CopiedCase:
    """Makes a case ready to be copied. results: of the case alone. whole: whether everything in it is copied."""
    found = list(results)
    reported = {result.focus for result in found}
    own_codes = any(_is_code(focus) for focus in reported)
    all_triples = {_triple(quad) for quad in case.graph}
    graph = all_triples if whole else _part(all_triples, {str(quad.subject) for quad in case.changed} | reported, own_codes)
    shared: set[Triple] = set()
    if own_codes:
        graph = {_with_own_codes(triple) for triple in graph}
    else:
        shared = _missing_codes(graph, all_triples)
        graph = {triple for triple in graph if not _is_code(triple[0])}
    return CopiedCase(
        case.number,
        case.name,
        count_results(found),
        len(graph),
        frozenset(shared),
        turtle(map(_with_mark, graph), f"A copy of the broken case {case.name}."),
    )


def turtle(triples: Iterable[Triple], about: str) -> str:
    """Turtle of some triples, always in the same order. about: a comment at its head."""
    listed = sorted(triples, key=_place)
    names: dict[str, str] = {}
    used: dict[str, str] = {}
    things: dict[str, Statements] = {}

    def written(term: str) -> str:
        if _is_blank(term):
            return names.setdefault(term, f"_:b{len(names)}")
        iri = _IRI_AT_END.search(term)
        name = iri and next((name for name, namespace in valid_prefixes().items() if _is_local(iri[1], namespace)), None)
        if not iri or name is None:
            return term
        used[name] = valid_prefixes()[name]
        return f"{term[: iri.start()]}{name}:{iri[1].removeprefix(used[name])}"

    for subject, predicate, value in listed:
        statements = things.setdefault(written(subject), {})
        statements.setdefault("a" if predicate == _TYPE else written(predicate), []).append(written(value))
    return document(about, used, [Description(subject, statements) for subject, statements in things.items()])


def _part(triples: set[Triple], roots: set[str], own_codes: bool) -> set[Triple]:
    """What is said of the roots, of what they refer to, and of what a shape wants to refer to these in turn."""
    described: dict[str, list[Triple]] = {}
    for triple in sorted(triples):
        described.setdefault(triple[0], []).append(triple)
    reached: set[str] = set()
    waiting = sorted(roots)
    while waiting:
        name = waiting.pop()
        if name in described and name not in reached and (own_codes or not _is_code(name)):
            reached.add(name)
            waiting += [value for _, _, value in described[name]]
        if not waiting:
            waiting = _wanted_referrers(triples, reached)
    return {triple for name in reached for triple in described[name]}


def _wanted_referrers(triples: set[Triple], reached: set[str]) -> list[str]:
    """For each thing that is reached, that a shape wants to be referred to and that nothing reached refers to: one that does."""
    referrers: dict[tuple[str, str], list[str]] = {}
    for subject, predicate, value in sorted(triples):
        if predicate in _followed_backwards() and value in reached:
            referrers.setdefault((predicate, value), []).append(subject)
    return [subjects[0] for subjects in referrers.values() if reached.isdisjoint(subjects)]


def _missing_codes(graph: set[Triple], triples: set[Triple]) -> set[Triple]:
    """What the case says of codes that are used in a graph and that the project lacks."""
    used = {value for _, _, value in graph if _is_code(value)} - _codes_of_project()
    found = {triple for triple in triples if triple[0] in used}
    return found if found <= graph else found | _missing_codes(graph | found, triples)


def _with_own_codes(triple: Triple) -> Triple:
    subject, predicate, value = (term.replace(f"<{_codes()}", f"<{_things()}concept/") for term in triple)
    return subject, predicate, value


def _with_mark(triple: Triple) -> Triple:
    """The triple with a mark before the number of an identifier of another dataset."""
    subject, predicate, value = triple
    return subject, predicate, _LAST_DIGITS.sub(rf"{_NUMBER}\1", value) if predicate == f"<{valid_prefixes()['schema']}sameAs>" else value


def _place(triple: Triple) -> tuple[str, ...]:
    subject, predicate, value = ("_:" if _is_blank(term) else term for term in triple)
    return subject, "" if predicate == _TYPE else predicate, value


def _is_local(iri: str, namespace: str) -> bool:
    """Whether an IRI can be written with a prefix for that namespace."""
    return iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)) is not None


def _triple(quad: Quad) -> Triple:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _is_blank(term: str) -> bool:
    return term.startswith("_:")


def _is_code(term: str) -> bool:
    return term.startswith(f"<{_codes()}")


def _things() -> str:
    return valid_prefixes()[""]


def _codes() -> str:
    return valid_prefixes()["scheme"]


@cache
def _codes_of_project() -> frozenset[str]:
    return frozenset(str(quad.subject) for quad in read_quads(REPOSITORY / "data" / "concepts.ttl"))


@cache
def _followed_backwards() -> frozenset[str]:
    """The properties that some shape follows from their objects to their subjects."""
    quads = (quad for path in repository().shapes for quad in read_quads(path))
    return frozenset(str(quad.object) for quad in quads if quad.predicate.value == f"{SHACL}inversePath")
