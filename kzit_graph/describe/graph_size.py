"""Count the contents of a graph, for its `repr` and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kzit_graph.plain_text import counted
from kzit_graph.sparql.queries import select

_MAX_SMALL: Final = 2_000_000
"""Total bytes of files that load in a fraction of a second."""


@dataclass(frozen=True)
class GraphSize:
    """The numbers of facts, of source documents with passages, and of triples in the union of graphs."""

    facts: int
    sources: int
    triples: int

    def __str__(self) -> str:
        return f"{counted(self.facts, 'fact')} of {counted(self.sources, 'source')}, {counted(self.triples, 'triple')}"


def graph_size(store: Store) -> GraphSize:
    """Count the facts, sources and triples of a store."""
    row = next(select(store, "graph-size.rq"))
    return GraphSize(*(int(row[name].value) for name in ("facts", "sources", "triples")))


def is_small(files: Iterable[Path]) -> bool:
    """Whether files are small enough to load for a `repr`. Raises `OSError` if one is missing."""
    return sum(path.stat().st_size for path in files) <= _MAX_SMALL
