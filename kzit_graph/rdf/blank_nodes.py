"""Stable labels for blank nodes: equal quads get equal labels, and a change affects only the quads near it.

RDF Dataset Canonicalization numbers the blank nodes of a whole dataset, so one new quad can renumber all of them. This module
canonicalizes each component (the quads connected by shared blank nodes) separately, and builds labels from the component's digest.
A counter distinguishes equal components.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.ordering import sort_quads

_DIGEST_SIZE: Final = 16
"""Bytes of the digest in a label, enough to rule out collisions."""

_MAX_SIMILAR: Final = 200
"""Blank nodes of a component with the same quads, apart from labels. These three limits keep the algorithm within a few seconds."""

_MAX_SIMILAR_NEIGHBOURS: Final = 7
"""Similar blank nodes that are linked to one of them in the same way."""

_MAX_LOG10_PERMUTATIONS: Final = 40.0
"""Decimal logarithm of the number of permutations of all such neighbours."""

_FIRST_CANONICAL: Final = BlankNode("c14n0")
_SELF: Final = BlankNode("a")
_OTHER: Final = BlankNode("z")


@dataclass(frozen=True)
class Component:
    """Quads connected by shared blank nodes, sorted. stated: with their original labels. labelled: with stable labels."""

    stated: tuple[Quad, ...]
    labelled: tuple[Quad, ...]


def components(quads: Iterable[Quad]) -> list[Component]:
    """Return the components of quads. Each quad must have a blank node; the original labels do not affect the stable ones.

    Raises `InvalidInput` if too many blank nodes are similar: labelling them could take exponential time (RDFC-1.0, section 7.1).
    """
    seen: Counter[str] = Counter()
    found = []
    for stated in _connected(quads):
        canonical = sort_quads(_canonical(stated))
        digest = hashlib.blake2b("\n".join(map(str, canonical)).encode(), digest_size=_DIGEST_SIZE).hexdigest()
        label = f"b{digest}x{seen[digest]}"
        seen[digest] += 1
        found.append(Component(tuple(sort_quads(stated)), tuple(_prefixed(quad, label) for quad in canonical)))
    return found


def canonically_labelled(quads: Iterable[Quad]) -> Dataset:
    """Return quads with the blank node labels of RDF Dataset Canonicalization (RDFC-1.0)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def has_blank_node(quad: Quad) -> bool:
    """Return whether the subject, object or graph name of a quad is a blank node."""
    return any(blank_nodes(quad))


def blank_nodes(quad: Quad) -> Iterator[BlankNode]:
    """Return the blank nodes among the subject, object and graph name of a quad."""
    return (term for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, BlankNode))


def renamed(quad: Quad, rename: Callable[[BlankNode], BlankNode]) -> Quad:
    """Return a quad with each of its blank nodes replaced by `rename(node)`."""
    subject, value, graph = quad.subject, quad.object, quad.graph_name
    return Quad(
        rename(subject) if isinstance(subject, BlankNode) else subject,
        quad.predicate,
        rename(value) if isinstance(value, BlankNode) else value,
        rename(graph) if isinstance(graph, BlankNode) else graph,
    )


def _prefixed(quad: Quad, label: str) -> Quad:
    return renamed(quad, lambda node: BlankNode(f"{label}{node.value}"))


def _canonical(component: Dataset) -> Iterable[Quad]:
    """Return a component with canonical labels. Most components have one blank node, which needs no algorithm."""
    if len({node for quad in component for node in blank_nodes(quad)}) == 1:
        return [renamed(quad, lambda _node: _FIRST_CANONICAL) for quad in component]
    _check_similar(component)
    return canonically_labelled(component)


def _check_similar(component: Dataset) -> None:
    """Raise `InvalidInput` if the algorithm would try too many permutations of similar blank nodes."""
    texts = {node: _first_degree_text(node, component) for node in {node for quad in component for node in blank_nodes(quad)}}
    counts = Counter(texts.values())
    similar = {node for node, text in texts.items() if counts[text] > 1}
    groups: Counter[tuple[BlankNode, str, int, str]] = Counter()
    for quad in component:
        for position, other in enumerate((quad.subject, quad.object, quad.graph_name)):
            if isinstance(other, BlankNode) and other in similar:
                neighbours = similar.intersection(blank_nodes(quad)) - {other}
                groups.update((node, str(quad.predicate), position, texts[other]) for node in neighbours)
    if (
        len(similar) > _MAX_SIMILAR
        or max(groups.values(), default=0) > _MAX_SIMILAR_NEIGHBOURS
        or sum(math.log10(math.factorial(size)) for size in groups.values()) > _MAX_LOG10_PERMUTATIONS
    ):
        example = next(quad for quad in sort_quads(component) if not similar.isdisjoint(blank_nodes(quad)))
        raise InvalidInput(f"{len(similar)} blank nodes are too similar to be labelled, for example in {example}; give them IRIs")


def _first_degree_text(node: BlankNode, component: Dataset) -> str:
    """Return the quads of a blank node as text that does not depend on labels (RDFC-1.0, section 4.6.2)."""
    about = {*component.quads_for_subject(node), *component.quads_for_object(node), *component.quads_for_graph_name(node)}
    return "\n".join(sorted(str(renamed(quad, lambda other: _SELF if other == node else _OTHER)) for quad in about))


def _connected(quads: Iterable[Quad]) -> Iterator[Dataset]:
    """Split quads into sets that share no blank node, by union-find."""
    parents: dict[BlankNode, BlankNode] = {}

    def root(node: BlankNode) -> BlankNode:
        while (parent := parents.setdefault(node, node)) != node:
            parents[node] = parents[parent]
            node = parent
        return node

    quads = tuple(quads)
    for quad in quads:
        first, *others = blank_nodes(quad)
        for other in others:
            parents[root(other)] = root(first)
    sets: dict[BlankNode, Dataset] = {}
    for quad in quads:
        sets.setdefault(root(next(blank_nodes(quad))), Dataset()).add(quad)
    yield from sets.values()
