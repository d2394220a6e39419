"""Copies of the broken graphs of tests/shapes/, side by side in one project without disturbing each other.

A case is an update that breaks tests/shapes/valid.ttl in one place. A copy holds the things that the case changes and what these need.
Its things have their own IRIs, and its identifiers of other datasets their own numbers, since both are unique in a project. The
publisher is that of the project, and so are the code lists and time spans, unless they are what the case breaks. A project states
each time once, so if a case breaks a time span, all spans lie in other years in each of its copies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from benchmarks.expected_results import Constraint, constraint
from benchmarks.generator.names import BASE, span_name
from benchmarks.places import REPOSITORY
from kzit_graph.rdf.blank_nodes import stably_labelled
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE, SHACL, SKOS, SUB_PROPERTY
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.reading import read_prefixes, read_quads

_CASES: Final = REPOSITORY / "tests" / "shapes"
_VALID: Final = _CASES / "valid.ttl"
_THINGS: Final = "https://example.org/id/"
_PUBLISHER: Final = f"<{_THINGS}publisher>"
_CODES: Final = "<https://w3id.org/kzit/concept/"
_IDENTIFIER: Final = re.compile(r"((?:wd:|/)Q|geonames\.org/)(\d)")
_YEAR: Final = re.compile(r"\b200(\d)|(?<=P)1(0)(?=Y)")  # a length of time is also a number of years
_YEAR_OF_COPY: Final = re.compile(r"YEAR-(\d)")
_KZIT: Final = "https://w3id.org/kzit/ontology#"

FIRST_YEAR: Final = 2_100  # after those that the sources speak of
YEARS_OF_A_COPY: Final = 4
MOST_COPIES: Final = 100
"""How many copies of all cases the years up to 9999 suffice for."""

_COMPARES_THINGS: Final = re.compile(
    "different-|one-passage-a-range|one-span-a-value|one-thing-an-identifier|quoted-source|stated-in-relayed"
)
"""Shapes that compare things which do not refer to each other: their cases are copied whole."""

_REPORTS_BOTH: Final = re.compile(r"(contained|derived)-acyclic|post-held\.Or\.body")
"""Cases in which both things of a circle, or both facts about a post, are reported; the other cases give one result each."""

_LACKS_A_LANGUAGE: Final = re.compile("(label|name)-in-each-language")
"""Cases that lack a name in Ruritanian, which only their own dataset asks for: their copies lack the English one."""

_RURITANIAN: Final = NamedNode("http://id.loc.gov/vocabulary/iso639-2/rum")
_OTHER_LANGUAGE: Final = {"en": "rum", "rum": "en"}


@dataclass(frozen=True)
class CopiedCase:
    """A case that can be copied any number of times.

    name: its path in tests/shapes/, without the extension. number: its place among all cases. triples: of a copy.
    text: a copy in Turtle, still with the IRIs of the case. shared: the codes and time spans that it uses and the project may lack.
    """

    name: str
    number: int
    triples: int
    text: str
    shared: frozenset[Quad]

    @property
    def has_years(self) -> bool:
        """Whether each copy needs years of its own."""
        return bool(_YEAR_OF_COPY.search(self.text))

    @property
    def results(self) -> Counter[Constraint]:
        """The results of a copy, which the name of the case states."""
        shape, component = self.name.partition("/")[2].split(".")[:2]
        return Counter({constraint(shape, component): 2 if _REPORTS_BOTH.match(self.name.partition("/")[2]) else 1})

    def slug(self, copy: int) -> str:
        """Return the name of the file of a copy, which is also the end of its namespace."""
        return f"case-{re.sub('[/.]', '-', self.name)}-{copy:05}"

    def copied(self, copy: int, year: int = FIRST_YEAR) -> str:
        """Return a copy in Turtle. copy: its number, from 0. year: the first of those that no other copy uses."""
        numbers = f"{20_000 + copy}{self.number:05}"  # above those of the invented countries
        text = self.text.replace(_THINGS, f"{BASE}id/{self.slug(copy)}/")
        text = _IDENTIFIER.sub(rf"\g<1>{numbers}\2", text)
        return _YEAR_OF_COPY.sub(lambda match: str(year + int(match[1])), text)


def case_files() -> list[Path]:
    """Return the files of all cases, in the order of their names."""
    return sorted(_CASES.glob("*/*.ru"))


@cache
def copied_case(path: Path, number: int) -> CopiedCase:
    """Prepare the case of a file of tests/shapes/ for copying. number: another one for each case."""
    graph, changed = _broken(path)
    roots = {str(term) for quad in changed for term in (quad.subject, quad.object)}
    own_codes, own_publisher = path.parent.name == "concepts", any(str(quad.subject) == _PUBLISHER for quad in changed)
    codes = [] if own_codes else [quad for quad in graph if str(quad.subject).startswith(_CODES)]
    names = _names_of_shared_spans(graph, {quad.subject for quad in changed})
    spans = [quad for quad in graph if quad.subject in names]
    apart = {*codes, *spans}
    described = [quad for quad in graph if quad not in apart and (own_publisher or str(quad.subject) != _PUBLISHER)]
    if not _COMPARES_THINGS.match(path.stem):
        links = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in described if quad.object not in names]
        needed = _needed([*links, *_told(described)], roots)
        described = [quad for quad in described if str(quad.subject) in needed]
    used = {quad.object for quad in described}
    described = [quad for quad in described if quad.object != _RURITANIAN]
    described = [Quad(quad.subject, quad.predicate, names.get(quad.object, quad.object)) for quad in _with_own_years(described)]
    if _LACKS_A_LANGUAGE.match(path.stem):
        described = [Quad(quad.subject, quad.predicate, _in_other_language(quad.object)) for quad in described]
    text = _turtle(described, f"A copy of the broken case {path.parent.name}/{path.name}.")
    if own_codes:
        text = text.replace(_CODES, f"<{_THINGS}concept/")
    if not own_publisher:
        text = text.replace(_PUBLISHER, f"<{BASE}id/publisher>")
    lacking = {quad for quad in codes if quad.subject not in _codes_of_project()}
    lacking |= {Quad(names[quad.subject], quad.predicate, quad.object) for quad in spans if quad.subject in used}
    return CopiedCase(f"{path.parent.name}/{path.stem}", number, len(described), text, frozenset(lacking))


def _names_of_shared_spans(graph: Sequence[Quad], changed: Container[object]) -> dict[Term, NamedNode]:
    """Return the time spans with their names in a workload. None are shared if the case breaks one of them."""
    had = {quad.object for quad in graph}
    stated, latest = (
        {quad.subject: quad.object.value for quad in graph if quad.predicate.value == _KZIT + name and isinstance(quad.object, Literal)}
        for name in ("statedAs", "latest")
    )
    if any(span in changed or span not in had for span in _spans(graph)):
        return {}
    return {span: NamedNode(f"{BASE}span/{span_name(value, latest[span])}") for span, value in stated.items()}


def _spans(graph: Sequence[Quad]) -> set[Term]:
    return {quad.subject for quad in graph if quad.predicate == RDF_TYPE and quad.object == NamedNode(f"{_KZIT}TimeSpan")}


def _told(graph: Sequence[Quad]) -> list[tuple[str, str, str]]:
    """Return a link from each thing with another name to the facts that tell of one."""
    telling = {quad.subject for quad in graph if quad.predicate.value == f"{_KZIT}namedAs"}
    other = {quad.subject for quad in graph if quad.predicate.value == f"{SKOS}altLabel"}
    told = (quad for quad in graph if quad.predicate.value == f"{_KZIT}object" and quad.subject in telling and quad.object in other)
    return [(str(quad.object), "", str(quad.subject)) for quad in told]


def _with_own_years(graph: Sequence[Quad]) -> list[Quad]:
    """Mark the years of the time spans, so that each copy can have others."""
    spans = _spans(graph)

    def marked(quad: Quad) -> Quad:
        if quad.subject not in spans or not isinstance(quad.object, Literal):
            return quad
        value = Literal(_YEAR.sub(lambda match: f"YEAR-{match[1] or match[2]}", quad.object.value), datatype=quad.object.datatype)
        return Quad(quad.subject, quad.predicate, value)

    return [marked(quad) for quad in graph]


def _in_other_language(term: Term) -> Term:
    if isinstance(term, Literal) and term.language in _OTHER_LANGUAGE:
        return Literal(term.value, language=_OTHER_LANGUAGE[term.language])
    return term


def _broken(path: Path) -> tuple[list[Quad], set[Quad]]:
    """Apply an update to the valid graph. Return the result, and what the update took out or put in."""
    store = Store()
    store.extend(_valid_quads())
    before = set(store)  # not what was read: a store may write numbers in another form
    store.update("".join(f"PREFIX {name}: <{iri}>\n" for name, iri in _prefixes().items()) + path.read_text("utf-8"))
    after = set(stably_labelled(store))
    return sort_quads(after), before ^ set(after)


@cache
def _valid_quads() -> list[Quad]:
    return list(read_quads(_VALID))


def _needed(links: Sequence[tuple[str, str, str]], roots: set[str]) -> set[str]:
    """Return the roots, what they refer to, and for each thing that a shape wants to be referred to, one that does."""
    reached: set[str] = set()
    waiting = sorted(roots)
    while waiting:
        reached.update(waiting)
        waiting = [value for subject, _, value in links if subject in reached and value not in reached]
        if not waiting:
            followed = _followed_backwards()
            referring: dict[tuple[str, str], list[str]] = {}
            for subject, predicate, value in links:
                if predicate in followed and value in reached:
                    referring.setdefault((followed[predicate], value), []).append(subject)
            waiting = [subjects[0] for subjects in referring.values() if reached.isdisjoint(subjects)]
    return reached


def shared_text(cases: Iterable[CopiedCase], stated: Container[str]) -> tuple[str, int]:
    """Return the Turtle of what copies share, and how many triples it has. stated: the IRIs of time spans that sources state."""
    shared = {quad for case in cases for quad in case.shared if str(quad.subject).strip("<>") not in stated}
    return _turtle(sort_quads(shared), "Codes and time spans of broken cases that the sources do not use."), len(shared)


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
def _followed_backwards() -> dict[str, str]:
    """Return the properties that some shape follows from their objects to their subjects, each with the one that the shape names."""
    shapes, terms = (
        [quad for path in sorted((REPOSITORY / folder).glob("*.ttl")) for quad in read_quads(path)] for folder in ("shapes", "ontology")
    )
    followed = {str(quad.object): str(quad.object) for quad in shapes if quad.predicate.value == f"{SHACL}inversePath"}
    narrower = {str(quad.subject): str(quad.object) for quad in terms if quad.predicate == SUB_PROPERTY and str(quad.object) in followed}
    return narrower | followed
