"""Copies of the broken graphs of tests/shapes/, side by side in one project without disturbing each other.

A case is an update that breaks tests/shapes/valid.ttl in one place. A copy holds the things that the case changes and what these need.
Its things have their own IRIs, and its identifiers of other datasets their own numbers, since both are unique in a project. The
publisher is that of the project, and so are the code lists, unless they are what the case breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, Store, serialize

from benchmarks.expected_results import Constraint, constraint
from benchmarks.generator.names import BASE
from benchmarks.places import REPOSITORY
from kzit_graph.rdf.blank_nodes import stably_labelled
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.reading import read_prefixes, read_quads

_CASES: Final = REPOSITORY / "tests" / "shapes"
_VALID: Final = _CASES / "valid.ttl"
_THINGS: Final = "https://example.org/id/"
_PUBLISHER: Final = f"<{_THINGS}publisher>"
_CODES: Final = "<https://w3id.org/kzit/concept/"
_IDENTIFIER: Final = re.compile(r"((?:wd:|/)Q|geonames\.org/)(\d)")

_COMPARES_THINGS: Final = re.compile("different-|one-passage-a-range|one-thing-an-identifier|quoted-source")
"""Shapes that compare things which do not refer to each other: their cases are copied whole."""

_REPORTS_BOTH: Final = re.compile(r"(contained|derived)-acyclic")
"""Shapes that report both things of a circle; the other cases give one result each."""


@dataclass(frozen=True)
class CopiedCase:
    """A case that can be copied any number of times.

    name: its path in tests/shapes/, without the extension. number: its place among all cases. triples: of a copy.
    text: a copy in Turtle, still with the IRIs of the case. codes: those that it uses and the project lacks.
    """

    name: str
    number: int
    triples: int
    text: str
    codes: frozenset[Quad]

    @property
    def results(self) -> Counter[Constraint]:
        """The results of a copy, which the name of the case states."""
        shape, component = self.name.partition("/")[2].split(".")[:2]
        return Counter({constraint(shape, component): 2 if _REPORTS_BOTH.match(shape) else 1})

    def slug(self, copy: int) -> str:
        """Return the name of the file of a copy, which is also the end of its namespace."""
        return f"case-{re.sub('[/.]', '-', self.name)}-{copy:05}"

    def copied(self, copy: int) -> str:
        """Return a copy in Turtle. copy: its number, from 0."""
        numbers = f"{20_000 + copy}{self.number:05}"  # above those of the invented countries
        text = self.text.replace(_THINGS, f"{BASE}id/{self.slug(copy)}/")
        return _IDENTIFIER.sub(rf"\g<1>{numbers}\2", text)


def case_files() -> list[Path]:
    """Return the files of all cases, in the order of their names."""
    return sorted(_CASES.glob("*/*.ru"))


def copied_case(path: Path, number: int) -> CopiedCase:
    """Prepare the case of a file of tests/shapes/ for copying. number: another one for each case."""
    graph, changed = _broken(path)
    roots = {str(term) for quad in changed for term in (quad.subject, quad.object)}
    own_codes, own_publisher = path.parent.name == "concepts", any(str(quad.subject) == _PUBLISHER for quad in changed)
    codes = [] if own_codes else [quad for quad in graph if str(quad.subject).startswith(_CODES)]
    described = [quad for quad in graph if quad not in codes and (own_publisher or str(quad.subject) != _PUBLISHER)]
    if not _COMPARES_THINGS.match(path.stem):
        needed = _needed([(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in described], roots)
        described = [quad for quad in described if str(quad.subject) in needed]
    text = _turtle(described, f"A copy of the broken case {path.parent.name}/{path.name}.")
    if own_codes:
        text = text.replace(_CODES, f"<{_THINGS}concept/")
    if not own_publisher:
        text = text.replace(_PUBLISHER, f"<{BASE}id/publisher>")
    lacking = frozenset(quad for quad in codes if quad.subject not in _codes_of_project())
    return CopiedCase(f"{path.parent.name}/{path.stem}", number, len(described), text, lacking)


def _broken(path: Path) -> tuple[list[Quad], set[Quad]]:
    """Apply an update to the valid graph. Return the result, and what the update took out or put in."""
    store = Store()
    store.extend(read_quads(_VALID))
    before = set(store)  # not what was read: a store may write numbers in another form
    store.update("".join(f"PREFIX {name}: <{iri}>\n" for name, iri in _prefixes().items()) + path.read_text("utf-8"))
    after = set(stably_labelled(store))
    return sort_quads(after), before ^ set(after)


def _needed(links: Sequence[tuple[str, str, str]], roots: set[str]) -> set[str]:
    """Return the roots, what they refer to, and for each thing that a shape wants to be referred to, one that does."""
    reached: set[str] = set()
    waiting = sorted(roots)
    while waiting:
        reached.update(waiting)
        waiting = [value for subject, _, value in links if subject in reached and value not in reached]
        if not waiting:
            referring: dict[tuple[str, str], list[str]] = {}
            for subject, predicate, value in links:
                if predicate in _followed_backwards() and value in reached:
                    referring.setdefault((predicate, value), []).append(subject)
            waiting = [subjects[0] for subjects in referring.values() if reached.isdisjoint(subjects)]
    return reached


def codes_text(cases: Iterable[CopiedCase]) -> tuple[str, int]:
    """Return the Turtle of the codes that copies share, and how many triples it has."""
    codes = sort_quads({quad for case in cases for quad in case.codes})
    return _turtle(codes, "Codes that only copies of broken cases use."), len(codes)


def _turtle(quads: Iterable[Quad], about: str) -> str:
    """Return Turtle in which the IRIs of the case's own things are not shortened, so that they can be replaced."""
    prefixes = {name: iri for name, iri in _prefixes().items() if iri != _THINGS}
    text = serialize(quads, format=RdfFormat.TURTLE, prefixes=prefixes)
    assert text is not None
    return f"# {about}\n\n{text.decode()}"


@cache
def _prefixes() -> dict[str, str]:
    """Return the prefixes of the valid graph, which updates use without declaring them."""
    return read_prefixes(_VALID)


@cache
def _codes_of_project() -> frozenset[object]:
    return frozenset(quad.subject for quad in read_quads(REPOSITORY / "data" / "concepts.ttl"))


@cache
def _followed_backwards() -> frozenset[str]:
    """Return the properties that some shape follows from their objects to their subjects."""
    quads = (quad for path in (REPOSITORY / "shapes").glob("*.ttl") for quad in read_quads(path))
    return frozenset(str(quad.object) for quad in quads if quad.predicate.value == f"{SHACL}inversePath")
