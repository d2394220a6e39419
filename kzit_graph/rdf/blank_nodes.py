"""Stable labels for blank nodes: equal quads get equal labels, and a change affects only the quads near it.

RDF Dataset Canonicalization numbers the blank nodes of a whole dataset, so one new quad can renumber all of them. This module
labels each component (the quads connected by shared blank nodes) separately, and builds labels from the component's digest. A
counter distinguishes equal components.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Quad, Triple

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.refinement import Budget, TooSymmetric

_DIGEST_SIZE: Final = 10
"""Bytes of the digest in a label, enough to rule out collisions of graphs that are labelled one by one."""

_STEPS: Final = 1_500_000
"""Steps of labelling for all components together: a few seconds."""

_STEPS_PER_QUAD: Final = 60
"""Further steps for each quad of a component: enough for large components without many similar blank nodes."""


class SimilarBlankNodes(InvalidInput):
    """Labelling takes too many steps, because many blank nodes are similar."""


@dataclass(frozen=True)
class Component:
    """Quads connected by shared blank nodes. labels: the stable label of each blank node."""

    quads: Sequence[Quad]
    labels: Mapping[BlankNode, BlankNode]

    @computed_once
    def stated(self) -> tuple[Quad, ...]:
        """The quads with their original labels, sorted."""
        return tuple(sort_quads(self.quads))

    @computed_once
    def labelled(self) -> tuple[Quad, ...]:
        """The quads with stable labels, sorted."""
        return tuple(sort_quads(self.relabelled()))

    def relabelled(self) -> Iterator[Quad]:
        """Yield the quads with stable labels."""
        return (renamed(quad, self.labels.__getitem__) for quad in self.quads)


def stably_labelled(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield quads with stable labels on their blank nodes. The original labels and the order of the quads do not affect them.

    Quads without blank nodes come first, one by one; only the others are in memory. Raises `SimilarBlankNodes` as `components` does.
    """
    others = []
    for quad in quads:
        if has_blank_node(quad):
            others.append(quad)
        else:
            yield quad
    for component in components(others):
        yield from component.relabelled()


def components(quads: Iterable[Quad]) -> list[Component]:
    """Return the components of quads. Each quad must have a blank node; the original labels do not affect the stable ones.

    Raises `SimilarBlankNodes` if labelling takes too many steps. Their number is limited, since no fast algorithm is known for all
    graphs.
    """
    import hashlib

    budget = Budget(_STEPS)
    found = [(_numbered(component, budget), component) for component in _connected(quads)]
    seen: Counter[str] = Counter()
    labelled = []
    # Components with equal text are interchangeable.
    for (text, nodes), component in sorted(found, key=lambda one: one[0][0]):
        digest = hashlib.blake2b("\n".join(text).encode(), digest_size=_DIGEST_SIZE).hexdigest()
        label = f"b{digest}x{seen[digest]}" if seen[digest] else f"b{digest}"
        seen[digest] += 1
        names = [label] if len(nodes) == 1 else [f"{label}n{number}" for number in range(len(nodes))]
        labels = dict(zip(nodes, map(BlankNode, names), strict=True))
        labelled.append(Component([quad for quad, _, _ in component], labels))
    return labelled


def numbered(quads: Iterable[Quad]) -> list[Quad]:
    """Return quads with their blank nodes numbered in the order of the quads."""
    numbers: dict[BlankNode, BlankNode] = {}
    return [renamed(quad, lambda node: numbers.setdefault(node, BlankNode(f"b{len(numbers)}"))) for quad in quads]


def has_blank_node(quad: Quad) -> bool:
    """Return whether the subject, object or graph name of a quad is a blank node, or has one if it is a triple."""
    subject, _, value, graph = quad
    if isinstance(subject, BlankNode) or isinstance(value, BlankNode) or isinstance(graph, BlankNode):
        return True
    return isinstance(value, Triple) and any(blank_nodes(value))  # only an object can be a triple


def blank_nodes(quad: Quad | Triple) -> Iterator[BlankNode]:
    """Yield the blank nodes of a quad or a triple: its subject, object and graph name, and those of triples among them."""
    for term in quad:
        if isinstance(term, BlankNode):
            yield term
        elif isinstance(term, Triple):
            yield from blank_nodes(term)


def renamed(quad: Quad, rename: Callable[[BlankNode], BlankNode]) -> Quad:
    """Return a quad with each of its blank nodes replaced by `rename(node)`."""
    subject, value, graph = quad.subject, quad.object, quad.graph_name
    return Quad(
        rename(subject) if isinstance(subject, BlankNode) else subject,
        quad.predicate,
        rename(value) if isinstance(value, BlankNode) else _renamed_triple(value, rename) if isinstance(value, Triple) else value,
        rename(graph) if isinstance(graph, BlankNode) else graph,
    )


def _renamed_triple(triple: Triple, rename: Callable[[BlankNode], BlankNode]) -> Triple:
    quad = renamed(Quad(*triple), rename)
    return quad.triple


_Shaped = tuple[Quad, str, tuple[BlankNode, ...]]
"""A quad, its text with its distinct blank nodes numbered, and these nodes."""


def _shaped(quad: Quad) -> _Shaped:
    numbers: dict[BlankNode, int] = {}
    subject, predicate, value, graph = quad
    text = f"{_text(subject, numbers)} {predicate} {_text(value, numbers)}"
    if not isinstance(graph, DefaultGraph):
        text = f"{text} {_text(graph, numbers)}"
    return quad, text, tuple(numbers)


def _text(term: Term, numbers: dict[BlankNode, int]) -> str:
    if isinstance(term, BlankNode):
        return f"_:{numbers.setdefault(term, len(numbers))}"
    if isinstance(term, Triple):
        return f"<<( {' '.join(_text(part, numbers) for part in term)} )>>"
    return str(term)


def _numbered(component: Sequence[_Shaped], budget: Budget) -> tuple[list[str], Sequence[BlankNode]]:
    """Return the canonical text of a component, line by line, and its blank nodes in canonical order."""
    nodes = tuple(dict.fromkeys(node for _, _, nodes in component for node in nodes))
    if len(nodes) == 1:
        return sorted(text for _, text, _ in component), nodes
    budget.steps += _STEPS_PER_QUAD * len(component)
    before = budget.steps
    try:
        order = _order(component, nodes, budget)
    except TooSymmetric as error:
        example = max((quad for quad, _, _ in component), key=lambda quad: (_names(quad), str(quad)))
        raise SimilarBlankNodes(
            f"{len(nodes)} blank nodes are too similar to be labelled, for example in {example}; give them IRIs"
        ) from error
    budget.steps = min(budget.steps, before - _STEPS_PER_QUAD * len(component))  # the rest of the allowance is not kept
    numbers = {node: str(place) for place, node in enumerate(order)}
    return sorted(f"{text} . {' '.join(map(numbers.__getitem__, own))}" for _, text, own in component), order


def _names(quad: Quad) -> int:
    """Return the number of terms that are not blank nodes, which help to find the quad."""
    return sum(not isinstance(term, BlankNode) for term in quad)


def _order(component: Sequence[_Shaped], nodes: Sequence[BlankNode], budget: Budget) -> Sequence[BlankNode]:
    """Return the blank nodes of a component in canonical order.

    The vertices of the graph are the blank nodes and the quads with more than two of them. Quads with two of them are edges,
    quads with one are part of its colour.
    """
    from kzit_graph.rdf.canonical_order import canonical_order

    ranks = {text: rank for rank, text in enumerate(sorted({text for _, text, _ in component}))}
    place = {node: number for number, node in enumerate(nodes)}
    own: list[list[int]] = [[] for _ in nodes]
    edges: dict[int, list[tuple[int, int]]] = {number: [] for number in range(len(nodes))}
    hubs: list[list[int]] = []
    for _, text, members in component:
        rank = ranks[text]
        if len(members) == 1:
            own[place[members[0]]].append(rank)
        elif len(members) == 2:
            one, other = place[members[0]], place[members[1]]
            edges[one].append((other, 2 * rank))
            edges[other].append((one, 2 * rank + 1))
        else:
            hub = len(edges)
            hubs.append([-1, rank])
            edges[hub] = []
            for label, member in enumerate(members, 2 * len(ranks)):
                edges[hub].append((place[member], label))
                edges[place[member]].append((hub, label))
    kinds = [tuple(sorted(kind)) for kind in own] + [tuple(hub) for hub in hubs]
    colours = {kind: colour for colour, kind in enumerate(sorted(set(kinds)))}
    order = canonical_order([colours[kind] for kind in kinds], edges, budget)
    return [nodes[vertex] for vertex in order if vertex < len(nodes)]


def _connected(quads: Iterable[Quad]) -> Iterator[list[_Shaped]]:
    """Split quads into sets that share no blank node, by union-find. Each quad is in one of them once."""
    parents: dict[BlankNode, BlankNode] = {}

    def root(node: BlankNode) -> BlankNode:
        while (parent := parents.setdefault(node, node)) != node:
            parents[node] = parents[parent]
            node = parent
        return node

    shaped = [_shaped(quad) for quad in dict.fromkeys(quads)]
    for _, _, nodes in shaped:
        first = root(nodes[0])
        for other in nodes[1:]:
            parents[root(other)] = first
    sets: dict[BlankNode, list[_Shaped]] = {}
    for one in shaped:
        sets.setdefault(root(one[2][0]), []).append(one)
    yield from sets.values()
