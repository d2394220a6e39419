"""How much a graph holds, for its one-line form and a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kzit_graph.plain_text import counted
from kzit_graph.sparql.queries import select

_SMALL: Final = 2_000_000
"""Bytes of files that load in a fraction of a second."""


@dataclass(frozen=True)
class GraphSize:
    """Numbers of a graph. sources: the source documents of its passages. triples: of the union of its graphs."""

    facts: int
    sources: int
    triples: int

    def __str__(self) -> str:
        return f"{counted(self.facts, 'fact')} of {counted(self.sources, 'source')}, {counted(self.triples, 'triple')}"


def graph_size(store: Store) -> GraphSize:
    """Count what a store holds."""
    row = next(select(store, "graph-size.rq"))
    return GraphSize(*(int(row[name].value) for name in ("facts", "sources", "triples")))


def is_small(files: Iterable[Path]) -> bool:
    """Whether files are small enough to load on the side. Raises `OSError` when one is missing."""
    return sum(path.stat().st_size for path in files) <= _SMALL
