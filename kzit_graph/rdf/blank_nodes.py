"""Blank nodes labelled by what is said of them, so that equal statements are equal text and a change stays where it is.

RDF Dataset Canonicalization numbers the blank nodes of a whole dataset: one statement more may shift the number of each. Here it
is put to one component after the other, the quads that hang together by their blank nodes; a label is made of the digest of its
component. Two components that say the same are told apart by a count.
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

_DIGEST: Final = 16
"""Bytes of the digest in a label: too many for two components to have the same by chance."""

_MOST_ALIKE: Final = 200
_MOST_ALIKE_AT_ONE: Final = 7
_MOST_ORDERS: Final = 40.0
"""Of blank nodes of which the same is said: how many there may be, how many that one of them is linked with in the same way, and
the decimal logarithm of how many orders these can be put in. Within these bounds the algorithm takes a few seconds at most."""

_FIRST: Final = BlankNode("c14n0")
_ITSELF: Final = BlankNode("a")
_ANOTHER: Final = BlankNode("z")


@dataclass(frozen=True)
class Component:
    """Quads that hang together by blank nodes, sorted. stated: with the labels they came with; labelled: with those made here."""

    stated: tuple[Quad, ...]
    labelled: tuple[Quad, ...]


def components(quads: Iterable[Quad]) -> list[Component]:
    """The components of quads that each have a blank node; the same ones, but for their order, whatever the labels were.

    Raises `InvalidInput` where so many blank nodes are so alike that to tell them apart might take for ever (RDFC-1.0, section 7.1).
    """
    seen: Counter[str] = Counter()
    found = []
    for stated in _connected(quads):
        canonical = sort_quads(_canonical(stated))
        digest = hashlib.blake2b("\n".join(map(str, canonical)).encode(), digest_size=_DIGEST).hexdigest()
        label = f"b{digest}x{seen[digest]}"
        seen[digest] += 1
        found.append(Component(tuple(sort_quads(stated)), tuple(_prefixed(quad, label) for quad in canonical)))
    return found


def canonically_labelled(quads: Iterable[Quad]) -> Dataset:
    """The quads with the labels of RDF Dataset Canonicalization (RDFC-1.0) on their blank nodes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


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


def _canonical(component: Dataset) -> Iterable[Quad]:
    """The component as RDFC-1.0 labels it; the one blank node that most have needs no algorithm."""
    if len({node for quad in component for node in blank_nodes(quad)}) == 1:
        return [renamed(quad, lambda _node: _FIRST) for quad in component]
    _refuse_the_endless(component)
    return canonically_labelled(component)


def _refuse_the_endless(component: Dataset) -> None:
    """Raises `InvalidInput` for components that the algorithm would try out in far too many orders."""
    said = {node: _said(node, component) for node in {node for quad in component for node in blank_nodes(quad)}}
    counts = Counter(said.values())
    alike = {node for node, text in said.items() if counts[text] > 1}
    groups: Counter[tuple[BlankNode, str, int, str]] = Counter()
    for quad in component:
        for place, other in enumerate((quad.subject, quad.object, quad.graph_name)):
            if isinstance(other, BlankNode) and other in alike:
                groups.update((node, str(quad.predicate), place, said[other]) for node in alike.intersection(blank_nodes(quad)) - {other})
    most = max(groups.values(), default=0)
    if (
        len(alike) > _MOST_ALIKE
        or most > _MOST_ALIKE_AT_ONE
        or sum(math.log10(math.factorial(size)) for size in groups.values()) > _MOST_ORDERS
    ):
        example = next(quad for quad in sort_quads(component) if not alike.isdisjoint(blank_nodes(quad)))
        raise InvalidInput(f"{len(alike)} blank nodes are too alike to be told apart, such as that of {example}; give them IRIs")


def _said(node: BlankNode, component: Dataset) -> str:
    """What is said of a blank node, whatever the labels are (RDFC-1.0, section 4.6.2)."""
    about = {*component.quads_for_subject(node), *component.quads_for_object(node), *component.quads_for_graph_name(node)}
    return "\n".join(sorted(str(renamed(quad, lambda other: _ITSELF if other == node else _ANOTHER)) for quad in about))


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
