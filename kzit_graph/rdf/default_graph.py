"""The default graph of a store of named graphs: their merge, in which a triple of two graphs counts once (RDF 1.1 Semantics, 4.1).

pyoxigraph can use the union of the named graphs as the default graph, but then counts such a triple twice. So if graphs overlap,
`kzit_graph.project.statements.store` stores the merge as the default graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import DefaultGraph, Quad, Store


def has_default_graph(store: Store) -> bool:
    """Return whether a store has triples in its default graph. If it also has named graphs, this is their merge."""
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


def default_graph_options(store: Store) -> dict[str, Any]:
    """Return the options of `Store.query` with which the default graph is the merge of the named graphs."""
    return {"use_default_graph_as_union": not has_default_graph(store)}


def quads_of_graphs(store: Store) -> Iterator[Quad]:
    """Yield all quads of a store, without the merge of its named graphs."""
    is_merge = next(store.named_graphs(), None) is not None
    return (quad for quad in store if not (is_merge and isinstance(quad.graph_name, DefaultGraph)))
