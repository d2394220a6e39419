"""Count the union of graphs as a build does."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from kzit_graph.project.statements.statements import GraphStatements
from kzit_graph.publish.dumps.sorted_runs import as_blocks, lines_of, merge_runs
from kzit_graph.publish.dumps.union_counts import UnionCounter, UnionCounts


def counts_of(graphs: Iterable[GraphStatements]) -> UnionCounts:
    counter = UnionCounter()
    deque(counter.watching(merge_runs(as_blocks(lines_of(graph.lines)) for graph in graphs)), maxlen=0)
    return counter.counts()
