"""The result of a comparison as data. `to_text`, `to_markdown`, `to_json` and `to_patch` write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kzit_graph.differences.changes import ThingChange
from kzit_graph.differences.excerpt import Excerpt, Node
from kzit_graph.differences.quad_changes import QuadChanges
from kzit_graph.errors import UnknownName


class Aspect(StrEnum):
    """A part of a dataset that can be compared."""

    FACTS = "facts"
    THINGS = "things"
    ONTOLOGY = "ontology"
    GRAPHS = "graphs"


ALL_ASPECTS: Final = tuple(Aspect)


def read_aspects(names: Iterable[str]) -> tuple[Aspect, ...]:
    """Return the named aspects without duplicates, in the order of `Aspect`. names: one name, or several.

    Raises `UnknownName` for an unknown name.
    """
    wanted = {names} if isinstance(names, str) else set(names)
    if unknown := sorted(wanted.difference(Aspect)):
        raise UnknownName("aspect", unknown[0], Aspect)
    return tuple(aspect for aspect in Aspect if aspect in wanted)


@dataclass(frozen=True)
class GraphChange:
    """A changed graph.

    graph: its name; None for the default graph. new, gone: the numbers of added and removed statements. before, after: the
    numbers of statements in each version.
    """

    graph: Node | None
    new: int
    gone: int
    before: int
    after: int


@dataclass(frozen=True)
class StatementCounts:
    """The numbers of added and removed statements."""

    new: int
    gone: int


@dataclass(frozen=True)
class Side:
    """One of the two versions: its name, and the statements that describe its changes."""

    name: str
    excerpt: Excerpt = field(repr=False, compare=False)


@dataclass(frozen=True)
class DifferenceData:
    """The differences between two versions of a dataset.

    facts, things: the changes in the data. ontology: the changes of classes and properties, in the ontologies and in the data.
    graphs: the changed graphs.
    values: the changes of nodes without a name, such as an amount; changes of the things that point to them refer to these.
    statements: the numbers of statements in all graphs. implied: how many of them are inferred; no change lists them.
    unions: whether the unions of graphs were compared, because only one version has named graphs.
    with_ontology: whether both versions have an ontology, so that these were compared.
    quads: the changed quads; None if unions were compared. notes: warnings about the versions. has_claims: whether a version has facts.
    """

    old: Side
    new: Side
    facts: tuple[ThingChange, ...]
    things: tuple[ThingChange, ...]
    ontology: tuple[ThingChange, ...]
    graphs: tuple[GraphChange, ...]
    values: Mapping[Node, ThingChange]
    statements: StatementCounts
    implied: StatementCounts
    unions: bool
    with_ontology: bool
    quads: QuadChanges | None
    notes: tuple[str, ...] = ()
    has_claims: bool = True

    def differs(self, aspects: Iterable[str] = ALL_ASPECTS) -> bool:
        """Whether anything differs in one or several aspects. Every change in the data is also a change of a graph.

        Raises `UnknownName` for an unknown aspect.
        """
        return any(getattr(self, aspect.value) for aspect in read_aspects(aspects))
