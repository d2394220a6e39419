"""A difference as data. Below `wording` and the writers `to_text`, `to_markdown`, `to_json` and `to_patch`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kzit_graph.differences.changes import Change
from kzit_graph.differences.excerpt import Excerpt, Node
from kzit_graph.differences.quad_changes import QuadChanges
from kzit_graph.errors import UnknownName


class Aspect(StrEnum):
    """What can differ between two versions."""

    FACTS = "facts"
    THINGS = "things"
    ONTOLOGY = "ontology"
    GRAPHS = "graphs"


ALL_ASPECTS: Final = tuple(Aspect)


def read_aspects(names: Iterable[str]) -> tuple[Aspect, ...]:
    """Return the aspects of some names, each once, in their own order. Raises `UnknownName`."""
    wanted = set(names)
    if unknown := sorted(wanted.difference(Aspect)):
        raise UnknownName("aspect", unknown[0], Aspect)
    return tuple(aspect for aspect in Aspect if aspect in wanted)


@dataclass(frozen=True)
class GraphChange:
    """A graph that differs.

    graph: its name, None for the default graph. new, gone: numbers of statements; before, after: the size of each version.
    """

    graph: Node | None
    new: int
    gone: int
    before: int
    after: int


@dataclass(frozen=True)
class Statements:
    """How many statements are new, and how many are gone."""

    new: int
    gone: int


@dataclass(frozen=True)
class Side:
    """One of the versions: its name, and the statements and names that describe its changes."""

    name: str
    excerpt: Excerpt = field(repr=False, compare=False)


@dataclass(frozen=True)
class DifferenceData:
    """How a new version of a dataset differs from an old one.

    facts, things: what is new, gone or changed in the data. ontology: the same for the terms of the versions' ontologies and
    for terms within the data. graphs: the graphs that differ.
    values: changed nodes without a name, such as an amount; the changes of what points to them refer to these.
    statements: numbers over all graphs; implied: how many of them follow from others by the ontology, which no change lists.
    unions: whether the unions of graphs were compared, because only one version has named graphs.
    with_ontology: whether both versions came with an ontology, so that these were compared.
    quads: the quads that differ; None when unions were compared. notes: what a user should know of how the versions were read.
    """

    old: Side
    new: Side
    facts: tuple[Change, ...]
    things: tuple[Change, ...]
    ontology: tuple[Change, ...]
    graphs: tuple[GraphChange, ...]
    values: Mapping[Node, Change]
    statements: Statements
    implied: Statements
    unions: bool
    with_ontology: bool
    quads: QuadChanges | None
    notes: tuple[str, ...] = ()

    def differs(self, aspects: Iterable[str] = ALL_ASPECTS) -> bool:
        """Whether anything differs in some aspects. Any change in the data is a difference of a graph.

        Raises `UnknownName` for an unknown aspect.
        """
        return any(getattr(self, aspect.value) for aspect in read_aspects(aspects))
