"""Count the contents of a graph, for its `repr` and for notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Store

from kzit_graph.errors import KzitError
from kzit_graph.plain_text import counted
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.sparql.queries import select
from kzit_graph.sparql.roles import Roles

_MAX_SMALL: Final = 2_000_000
"""Total bytes of files that load in a fraction of a second."""


@dataclass(frozen=True)
class GraphSize:
    """The numbers of facts, of source documents with passages, of things, and of triples in the union of graphs.

    As text, a graph without facts has its things instead.
    """

    facts: int
    sources: int
    things: int
    triples: int

    def __str__(self) -> str:
        facts = f"{counted(self.facts, 'fact')} of {counted(self.sources, 'source')}" if self.sources else counted(self.facts, "fact")
        return f"{facts if self.facts else counted(self.things, 'thing')}, {counted(self.triples, 'triple')}"


def graph_size(store: Store, roles: Roles | None = None) -> GraphSize:
    """Count the facts, sources, things and triples of a store. roles: by default those of the bundled project."""
    row = next(select(store, "graph-size.rq", roles or default_settings().roles))
    return GraphSize(int(row["facts"].value), int(row["sources"].value), count_things(store), int(row["triples"].value))


def count_things(store: Store) -> int:
    """Count the nodes with a class and an IRI. Blank nodes are none, nor are Skolem IRIs, which stand for them."""
    return int(next(select(store, "things-count.rq"))["things"].value)


def size_if_small(loaded: LoadedProject) -> GraphSize | None:
    """Return the size of a project's graph for a `repr`, or None if its files are large or broken."""
    try:
        small = sum(path.stat().st_size for path in loaded.data_files) <= _MAX_SMALL
        return graph_size(loaded.store, loaded.project.settings.roles) if small else None
    except (KzitError, OSError):
        return None
