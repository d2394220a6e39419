"""In which named graphs the statements of a thing are. A project with one graph has nothing to say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode, Triple

from kzit_graph.project.statements.statements import GraphName
from kzit_graph.publish.site.things.thing_page import Property, Value

Homes = Mapping[Triple, Sequence[GraphName]]
"""The graphs of each statement about a thing."""


def counted_graphs(homes: Homes) -> tuple[tuple[GraphName, int], ...]:
    """Return the graphs with the number of statements in each, the one with most first."""
    counts = Counter(graph for graphs in homes.values() for graph in graphs)
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], str(one[0]))))


def with_graphs(thing: NamedNode, properties: Iterable[Property], homes: Homes, main: GraphName) -> tuple[Property, ...]:
    """Return properties whose values say in which graphs they are, if that is not the main graph of the thing."""

    def marked(predicate: NamedNode, value: Value) -> Value:
        graphs = homes.get(Triple(thing, predicate, value.term), ())
        return value if main in graphs else replace(value, graphs=tuple(graphs))

    return tuple(replace(of, values=tuple(marked(of.predicate, value) for value in of.values)) for of in properties)
