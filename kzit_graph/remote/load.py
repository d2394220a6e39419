"""Named graphs → a running triple store, so that it ends exactly as they are, and proof that it did.

Only graphs under the project's base IRI are touched. A graph that the store has already is left alone, if only in another form of
some values; one that differs is replaced in one request where it is small or has blank nodes, else brought up to date: what is
missing is added, in pieces, before what is surplus is removed. So whatever breaks off is gone on with by doing it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Store, Triple

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.project.store import FILES
from kzit_graph.rdf.comparison import Difference, canonical_digest, difference, has_blank_nodes
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.remote.graph_store import GraphStore

CREATE: Final = "create"
REPLACE: Final = "replace"
KEEP: Final = "keep"
REMOVE: Final = "remove"

_SMALL: Final = 100_000
"""A graph with no more triples is put into the store in one request."""


@dataclass(frozen=True)
class Step:
    """What a graph of the store needs. action: one of the four above; triples: how many the graph shall have.

    added, removed: how many triples come and go, not counting those that the store merely writes in another form.
    """

    graph: NamedNode
    action: str
    triples: int
    added: int
    removed: int


@dataclass(frozen=True)
class Outcome:
    """How a graph is in the store afterwards.

    digest: the canonical digest (RDFC-1.0, SHA-256) that the graph shall have; found: the one it has. counted: how many triples
    the store counts.
    """

    graph: NamedNode
    triples: int
    counted: int
    digest: str
    found: str
    difference: Difference = field(default_factory=Difference)

    @property
    def is_right(self) -> bool:
        """Whether the graph holds what it shall, in whatever forms of values."""
        merged = sum(self.difference.normalised.values())  # two forms of a value may have become one
        return not self.difference.is_loss and self.triples - merged <= self.counted <= self.triples


Progress = Callable[[NamedNode, int], None]
"""Is told of triples that are in, or gone: the graph, and how many more."""


def named_graphs(store: Store, base: str) -> list[NamedNode]:
    """The names of a store's graphs in their order.

    Raises `InvalidInput` where there are none, or where one is not under the base, and so not ours to write.
    """
    names: list[NamedNode] = []
    for name in store.named_graphs():
        if name == FILES:
            raise InvalidInput("the data names no graphs for its triples; give a dump that does (.nq, .trig, .jsonld)")
        if not isinstance(name, NamedNode) or not name.value.startswith(base):
            raise InvalidInput(f"the graph {name} is not under {base}, so it is not loaded; give data whose graphs are")
        names.append(name)
    if not names:
        raise InvalidInput("there are no named graphs to load")
    return sorted(names, key=_order)


def load(source: Store, base: str, target: GraphStore, progress: Progress = lambda _graph, _triples: None) -> list[Outcome]:
    """Makes the target's graphs under the base those of the source, and gives how each is there afterwards.

    See `plan`, `carry_out` and `verify`, which it does one after the other, for the parameters and for what is raised.
    """
    carry_out(plan(source, base, target), source, target, progress)
    return verify(source, base, target)


def plan(source: Store, base: str, target: GraphStore) -> list[Step]:
    """What must be done for the target's graphs under the base to be those of the source. Nothing is changed.

    Raises what `named_graphs` and `kzit_graph.remote.graph_store.GraphStore` do.
    """
    names = named_graphs(source, base)
    there = target.graphs(base)
    steps = []
    for name in names:
        wanted = _triples(source, name)
        lacking = difference(wanted, target.read(name) if name in there else ())
        action = KEEP if not lacking.is_loss else REPLACE if name in there else CREATE
        steps.append(Step(name, action, len(wanted), len(lacking.missing), len(lacking.surplus)))
    return [*steps, *(Step(name, REMOVE, 0, 0, target.count(name)) for name in sorted(there - set(names), key=_order))]


def carry_out(steps: Iterable[Step], source: Store, target: GraphStore, progress: Progress = lambda _graph, _triples: None) -> None:
    """Does what was planned. Graphs are removed last, when all others are in.

    progress: is told of each piece of work that is done.

    Raises `UnreachableEndpoint` where the store does not do its part; what is in stays in.
    """
    steps = list(steps)
    for done, step in enumerate(steps):
        try:
            _carry_out(step, source, target, progress)
        except UnreachableEndpoint as error:
            rest = f"{done} of {len(steps)} graphs are as they should be; the same command goes on from there"
            raise UnreachableEndpoint(f"{error}; {rest}") from error


def verify(source: Store, base: str, target: GraphStore) -> list[Outcome]:
    """How each graph of the source, and each other one under the base, is in the target."""
    names = named_graphs(source, base)
    outcomes = []
    for name in [*names, *sorted(target.graphs(base) - set(names), key=_order)]:
        wanted, found = _triples(source, name), tuple(target.read(name))
        digest, other = canonical_digest(wanted), canonical_digest(found)
        unlike = Difference() if digest == other else difference(wanted, found)
        outcomes.append(Outcome(name, len(wanted), target.count(name), digest, other, unlike))
    return outcomes


def _carry_out(step: Step, source: Store, target: GraphStore, progress: Progress) -> None:
    if step.action == KEEP:
        progress(step.graph, step.triples)
    elif step.action == REMOVE:
        target.remove(step.graph)
        progress(step.graph, step.removed)
    else:
        wanted = _triples(source, step.graph)
        if _goes_whole(wanted, target) and target.put(step.graph, wanted):
            progress(step.graph, len(wanted))
        else:
            _bring_up_to_date(step.graph, wanted, target, progress)


def _goes_whole(triples: tuple[Triple, ...], target: GraphStore) -> bool:
    """Whether a graph is to be replaced in one request: a small one, one with blank nodes, or where the store cannot remove triples."""
    small = target.via == "gsp" and (len(triples) <= _SMALL or target.services.update is None)
    return small or has_blank_nodes(triples)


def _bring_up_to_date(graph: NamedNode, wanted: tuple[Triple, ...], target: GraphStore, progress: Progress) -> None:
    unlike = difference(wanted, target.read(graph))
    progress(graph, len(wanted) - len(unlike.missing))
    for size in target.add(graph, unlike.missing):
        progress(graph, size)
    named = [triple for triple in unlike.surplus if not has_blank_nodes([triple])]
    for _size in target.discard(graph, named):
        pass
    if len(named) < len(unlike.surplus):
        target.discard_blank_nodes(graph)


def _order(graph: NamedNode) -> str:
    return natural_key(graph.value)


def _triples(store: Store, graph: NamedNode) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
