"""Check passages against a copy of their source, and find the passages that no fact cites.

A passage is a range of the source's plain text (Web Annotation TextPositionSelector: Unicode code points from 0, end not
included) with the SHA-256 of that range in UTF-8. The text itself is never part of a project.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.describe.copy_causes import causes
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.plain_text import counted, visible
from kzit_graph.project.project import Project
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.queries import select


@dataclass(frozen=True)
class Passage:
    """A passage as the graph describes it.

    start, end: code points of the source's text, half-open. digest: SHA-256 of this range, lower-case hexadecimal. facts: the
    number of facts that cite it.
    """

    iri: str
    source: str
    start: int
    end: int
    digest: str
    facts: int


@dataclass(frozen=True)
class Check:
    """A passage compared with a copy of the source. fault: the reason if they differ, else None."""

    passage: Passage
    fault: str | None


@dataclass(frozen=True, repr=False)
class EvidenceCheck:
    """The result of checking a copy of a source.

    text_matches: None if the graph has no digest of the whole text. causes: why the copy does not match, such as other line ends,
    in words that follow "the copy"; empty if it matches, or if it is another text.
    """

    source: str
    text_matches: bool | None
    checks: tuple[Check, ...]
    causes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all passages hold, and the digest of the whole text does, if there is one."""
        return self.text_matches is not False and not self.faults

    @property
    def faults(self) -> tuple[Check, ...]:
        """The checks of passages that do not hold."""
        return tuple(check for check in self.checks if check.fault is not None)

    def __repr__(self) -> str:
        held = f"{len(self.checks) - len(self.faults):,} of {counted(len(self.checks), 'passage')}"
        return f"<EvidenceCheck of {visible(self.source)}: {held} hold{', the text differs' if self.text_matches is False else ''}>"


@dataclass(frozen=True, repr=False)
class Coverage:
    """The passages of a graph, cited or not."""

    passages: tuple[Passage, ...]

    @property
    def uncited(self) -> tuple[Passage, ...]:
        """The passages that no fact cites."""
        return tuple(passage for passage in self.passages if not passage.facts)

    @property
    def is_complete(self) -> bool:
        """Whether facts cite every passage."""
        return not self.uncited

    def __repr__(self) -> str:
        cited = len(self.passages) - len(self.uncited)
        return f"<Coverage: {cited:,} of {counted(len(self.passages), 'passage')} are cited>"


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def find_source(project: Project, name: str) -> NamedNode:
    """Return the source document that data/sources/<name>.ttl describes. Raises `UnknownName` if there is no such file."""
    names = sorted(file.name for file in project.graphs if file.is_source)
    if name not in names:
        raise UnknownName("source", name, names)
    return NamedNode(f"{project.base}id/{name}")


def find_cited_source(store: Store, name: str) -> NamedNode:
    """Return the source document whose IRI ends in a name. Raises `UnknownName` if the store has no passage of it."""
    sources = {slug(source): source for source in (NamedNode(passage.source) for passage in passages(store))}
    if name not in sources:
        raise UnknownName("source", name, sorted(sources))
    return sources[name]


def passages(store: Store, source: NamedNode | None = None) -> tuple[Passage, ...]:
    """Return the passages of one source document, or of all, in natural order."""
    found = [_passage(row) for row in _rows(store) if source is None or row["source"] == source]
    return tuple(sorted(found, key=lambda passage: natural_key(passage.iri)))


def count_passages(store: Store) -> int:
    """Return the number of passages."""
    return int(next(select(store, "passages-count.rq"))["passages"].value)


def check_text(store: Store, source: NamedNode, text: str) -> EvidenceCheck:
    """Compare every passage of a source document with a copy of its text.

    Raises `InvalidInput` if the graph has no passage of this source.
    """
    found = passages(store, source)
    if not found:
        raise InvalidInput(f"the graph has no passage of {source.value}")
    digests = {row["source_digest"].value for row in _rows(store) if row["source"] == source and row["source_digest"] is not None}
    matches = sha256(text) in digests if digests else None
    checks = tuple(Check(passage, _fault(passage, text)) for passage in found)
    return EvidenceCheck(source.value, matches, checks, causes(found, text, digests))


def _rows(store: Store) -> list[dict[str, NamedNode | Literal]]:
    solutions = select(store, "passages.rq")
    names = [variable.value for variable in solutions.variables]
    return [dict(zip(names, solution, strict=True)) for solution in solutions]


def _passage(row: dict[str, NamedNode | Literal]) -> Passage:
    try:
        start, end, facts = (int(row[name].value) for name in ("start", "end", "facts"))
    except ValueError as error:
        raise InvalidInput(f"{row['passage'].value}: its range is not two integers; run kzit-graph validate") from error
    return Passage(row["passage"].value, row["source"].value, start, end, row["digest"].value, facts)


def _fault(passage: Passage, text: str) -> str | None:
    if not 0 <= passage.start < passage.end <= len(text):
        return f"its range {passage.start}-{passage.end} is not inside the text of {len(text)} code points"
    if sha256(text[passage.start : passage.end]) != passage.digest:
        return f"the text at {passage.start}-{passage.end} has another digest"
    return None
