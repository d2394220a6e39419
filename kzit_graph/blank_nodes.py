"""Blank nodes labelled by what is said of them, so that equal statements are equal text and a change stays where it is.

RDF Dataset Canonicalization numbers the blank nodes of a whole dataset: one statement more may shift the number of each. Here it
is put to one component after the other, the quads that hang together by their blank nodes; a label is made of the digest of its
component. Two components that say the same are told apart by a count.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Dataset, Quad

from kzit_graph.ordering import sort_quads
from kzit_graph.rdf_text import canonically_labelled

_DIGEST: Final = 16
"""Bytes of the digest in a label: too many for two components to have the same by chance."""


@dataclass(frozen=True)
class Component:
    """Quads that hang together by blank nodes, sorted. stated: with the labels they came with; labelled: with those made here."""

    stated: tuple[Quad, ...]
    labelled: tuple[Quad, ...]


def components(quads: Iterable[Quad]) -> list[Component]:
    """The components of quads that each have a blank node; the same ones, but for their order, whatever the labels were."""
    seen: Counter[str] = Counter()
    found = []
    for stated in _connected(quads):
        canonical = sort_quads(canonically_labelled(stated))
        digest = hashlib.blake2b("\n".join(map(str, canonical)).encode(), digest_size=_DIGEST).hexdigest()
        label = f"b{digest}x{seen[digest]}"
        seen[digest] += 1
        found.append(Component(tuple(sort_quads(stated)), tuple(_prefixed(quad, label) for quad in canonical)))
    return found


def has_blank_node(quad: Quad) -> bool:
    """Whether a quad has a blank node as its subject, object or graph."""
    return any(blank_nodes(quad))


def blank_nodes(quad: Quad) -> Iterator[BlankNode]:
    """The blank nodes of a quad: its subject, object and graph, as far as they are."""
    return (term for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, BlankNode))


def renamed(quad: Quad, rename: Callable[[BlankNode], BlankNode]) -> Quad:
    """The quad with other blank nodes."""
    subject, value, graph = quad.subject, quad.object, quad.graph_name
    return Quad(
        rename(subject) if isinstance(subject, BlankNode) else subject,
        quad.predicate,
        rename(value) if isinstance(value, BlankNode) else value,
        rename(graph) if isinstance(graph, BlankNode) else graph,
    )


def _prefixed(quad: Quad, label: str) -> Quad:
    return renamed(quad, lambda node: BlankNode(f"{label}{node.value}"))


def _connected(quads: Iterable[Quad]) -> Iterator[Dataset]:
    """The quads in sets that share no blank node."""
    above: dict[BlankNode, BlankNode] = {}

    def top(node: BlankNode) -> BlankNode:
        while (next_one := above.setdefault(node, node)) != node:
            above[node] = above[next_one]
            node = next_one
        return node

    quads = tuple(quads)
    for quad in quads:
        first, *others = blank_nodes(quad)
        for other in others:
            above[top(other)] = top(first)
    sets: dict[BlankNode, Dataset] = {}
    for quad in quads:
        sets.setdefault(top(next(blank_nodes(quad))), Dataset()).add(quad)
    yield from sets.values()
