"""Check passages against a copy of their source, and find the passages that no fact cites.

A passage is a range of the source's plain text (Web Annotation TextPositionSelector: Unicode code points from 0, end not
included) with the SHA-256 of that range in UTF-8, and the length and the SHA-256 of its normalised text. The text itself is never
part of a project. roles, in all functions: the classes and properties of passages; by default those of the bundled project.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.describe.normal_text import sha256
from kzit_graph.describe.passage_search import Place, expected_range, find_passages
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.plain_text import visible
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.project import Project
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.queries import select
from kzit_graph.sparql.roles import Roles


@dataclass(frozen=True)
class Passage:
    """A passage as the graph describes it.

    start, end: code points of the source's text, half-open. digest: SHA-256 of this range, lower-case hexadecimal; empty if unknown.
    facts: the number of facts that cite it. normalized_digest, normalized_length: those of its normalised text, or None.
    is_marked: whether it has a type that says why no fact cites it, such as furniture.
    """

    iri: str
    source: str
    start: int
    end: int
    digest: str
    facts: int
    normalized_digest: str | None = None
    normalized_length: int | None = None
    is_marked: bool = False

    @property
    def name(self) -> str:
        """The end of the IRI, such as "p1s2"."""
        return slug(NamedNode(self.iri))


@dataclass(frozen=True)
class Check:
    """A passage compared with a copy of the source.

    place: where it stands in the copy, or None if it is not found. expected: the offsets between which it is expected then, from the
    passages before and after it; None if none of them is found.
    """

    passage: Passage
    place: Place | None
    expected: tuple[int, int] | None = None

    @property
    def holds(self) -> bool:
        """Whether the passage is found."""
        return self.place is not None

    @property
    def result(self) -> str:
        """The result in words: "holds", "holds, moved to 12–80", "holds after normalisation, at 12–80", or "not found"."""
        if self.place is None:
            between = f" (expected between {self.expected[0]} and {self.expected[1]}, from its neighbours)" if self.expected else ""
            return f"not found{between}"
        place = f"{self.place.start}–{self.place.end}"
        if not self.place.exact:
            return f"holds after normalisation, at {place}"
        return "holds" if self.place.start == self.passage.start else f"holds, moved to {place}"

    @property
    def fault(self) -> str | None:
        """Why the passage does not hold; None if it does."""
        return None if self.holds else self.result


@dataclass(frozen=True, repr=False)
class EvidenceCheck:
    """The result of checking a copy of a source.

    text_matches: whether the digest of the whole text is that of the source; None if the graph has none. Line ends and what surrounds
    the passages change it, so it does not matter for `holds`.
    """

    source: str
    text_matches: bool | None
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether all passages are found."""
        return not self.faults

    @property
    def faults(self) -> tuple[Check, ...]:
        """The checks of passages that are not found."""
        return tuple(check for check in self.checks if not check.holds)

    @property
    def summary(self) -> str:
        """The number of passages that hold, and how, in words."""
        moved = [check for check in self.checks if check.place and check.place.exact and check.result != "holds"]
        normalized = [check for check in self.checks if check.place and not check.place.exact]
        parts = [f"{len(found):,} {how}" for found, how in ((moved, "moved"), (normalized, "after normalisation")) if found]
        held = len(self.checks) - len(self.faults)
        how = f" ({', '.join(parts)})" if parts else ""
        return f"{held:,} of {len(self.checks):,} passages hold{how}"

    def __repr__(self) -> str:
        return f"<EvidenceCheck of {visible(self.source)}: {self.summary}{', the text differs' if self.text_matches is False else ''}>"


@dataclass(frozen=True, repr=False)
class Coverage:
    """The passages of a graph: cited by facts, marked with a type that says why they are not, or neither."""

    passages: tuple[Passage, ...]

    @property
    def uncited(self) -> tuple[Passage, ...]:
        """The passages that no fact cites, and that are not marked."""
        return tuple(passage for passage in self.passages if not passage.facts and not passage.is_marked)

    @property
    def is_complete(self) -> bool:
        """Whether every passage is cited or marked."""
        return not self.uncited

    @property
    def summary(self) -> str:
        """The numbers of passages that are cited, and that are only marked, in words."""
        if not self.passages:
            return "the graph has no passages"
        cited = sum(passage.facts > 0 for passage in self.passages)
        marked = len(self.passages) - cited - len(self.uncited)
        return f"{cited:,} of {len(self.passages):,} passages are cited{f', {marked:,} only marked' if marked else ''}"

    def __repr__(self) -> str:
        return f"<Coverage: {self.summary}>"


def find_source(project: Project, name: str) -> NamedNode:
    """Return the source document that data/sources/<name>.ttl describes. Raises `UnknownName` if there is no such file."""
    names = sorted(file.name for file in project.graphs if file.is_source)
    if name not in names:
        raise UnknownName("source", name, names)
    return NamedNode(f"{project.base}id/{name}")


def find_cited_source(store: Store, name: str, roles: Roles | None = None) -> NamedNode:
    """Return the source document whose IRI ends in a name. Raises `UnknownName` if the store has no passage of it."""
    sources = {slug(source): source for source in (NamedNode(passage.source) for passage in passages(store, roles=roles))}
    if name not in sources:
        raise UnknownName("source", name, sorted(sources))
    return sources[name]


def passages(store: Store, source: NamedNode | None = None, roles: Roles | None = None) -> tuple[Passage, ...]:
    """Return the passages of one source document, or of all, in natural order."""
    found = [_passage(row) for row in _rows(store, roles) if source is None or row["source"] == source]
    return tuple(sorted(found, key=lambda passage: natural_key(passage.iri)))


def count_passages(store: Store, roles: Roles | None = None) -> int:
    """Return the number of passages."""
    return int(next(select(store, "passages-count.rq", roles or default_settings().roles))["passages"].value)


def check_text(store: Store, source: NamedNode, text: str, roles: Roles | None = None) -> EvidenceCheck:
    """Compare every passage of a source document with a copy of its text.

    Raises `InvalidInput` if the graph has no passage of this source.
    """
    found = passages(store, source, roles)
    if not found:
        raise InvalidInput(f"the graph has no passage of {source.value}")
    digests = stated_digests(store, source, roles)
    matches = sha256(text) in digests if digests else None
    places = find_passages(found, text)
    checks = tuple(
        Check(passage, place, None if place else expected_range(index, found, places, len(text)))
        for index, (passage, place) in enumerate(zip(found, places, strict=True))
    )
    return EvidenceCheck(source.value, matches, checks)


def stated_digests(store: Store, source: NamedNode, roles: Roles | None = None) -> set[str]:
    """Return the digests of the whole text that are stated of a source document with passages."""
    return {row["source_digest"].value for row in _rows(store, roles) if row["source"] == source and row["source_digest"] is not None}


def _rows(store: Store, roles: Roles | None) -> list[dict[str, NamedNode | Literal]]:
    solutions = select(store, "passages.rq", roles or default_settings().roles)
    names = [variable.value for variable in solutions.variables]
    return [dict(zip(names, solution, strict=True)) for solution in solutions]


def _passage(row: dict[str, NamedNode | Literal]) -> Passage:
    try:
        start, end, facts = (int(row[name].value) for name in ("start", "end", "facts"))
    except ValueError as error:
        raise InvalidInput(f"{row['passage'].value}: its range is not two integers; run kzit-graph validate") from error
    digest, normalized, length = (row[name] for name in ("digest", "normalized_digest", "normalized_length"))
    known = normalized is not None and length is not None and length.value.isdecimal()
    return Passage(
        row["passage"].value,
        row["source"].value,
        start,
        end,
        digest.value if digest is not None else "",
        facts,
        normalized.value if known else None,
        int(length.value) if known else None,
        row["marked"].value == "true",
    )
