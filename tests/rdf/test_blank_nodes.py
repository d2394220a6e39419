"""Stable blank node labels: independent of the original labels, and computed in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.blank_nodes import blank_nodes, components, has_blank_node
from tests.rdf_examples import canonical, datasets, relabelled

P, Q = NamedNode("https://example.org/p"), NamedNode("https://example.org/q")


def node(number: int) -> BlankNode:
    return BlankNode(f"n{number}")


def labelled(quads: set[Quad]) -> set[Quad]:
    return {quad for component in components(quads) for quad in component.labelled}


@given(quads=datasets)
def test_stable_labels_do_not_depend_on_the_original_ones(quads: set[Quad]) -> None:
    quads = set(filter(has_blank_node, quads))
    assert labelled(quads) == labelled(relabelled(quads))
    assert canonical(labelled(quads)) == canonical(quads)


@given(quads=datasets)
def test_components_share_no_blank_node_and_hold_every_quad(quads: set[Quad]) -> None:
    quads = set(filter(has_blank_node, quads))
    found = components(quads)
    assert sorted(map(str, quads)) == sorted(str(quad) for component in found for quad in component.stated)
    nodes = [{node for quad in component.stated for node in blank_nodes(quad)} for component in found]
    assert sum(map(len, nodes)) == len(set().union(*nodes))
    assert all(len(component.stated) == len(component.labelled) for component in found)


def test_a_single_blank_node_gets_the_same_label_as_the_algorithm_gives() -> None:
    alone, beside = {Quad(node(0), P, Q)}, {Quad(node(0), P, Q), Quad(node(1), P, node(2))}
    assert labelled(alone) < labelled(beside)
    assert labelled({Quad(node(0), P, node(0))}) == labelled({Quad(node(7), P, node(7))})


@pytest.mark.parametrize(
    "links",
    [
        [(one, other) for one in range(12) for other in range(12) if one != other],
        [(0, 1), (0, 2), *((parent, parent * 100 + child) for parent in (1, 2) for child in range(20))],
        [(number, (number + 1) % 5_000) for number in range(5_000)],
        [(number, number ^ (1 << bit)) for number in range(64) for bit in range(6)],
    ],
    ids=["complete graph", "twins with the same children", "long ring", "hypercube of six dimensions"],
)
def test_components_with_exponential_labelling_time_are_refused_at_once(links: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidInput, match=r"blank nodes are too similar to be labelled, for example in _:n\d+ .*; give them IRIs"):
        components(Quad(node(one), P, node(other)) for one, other in links)


def test_many_different_blank_nodes_are_labelled() -> None:
    chain = {Quad(node(number), P, node(number + 1)) for number in range(2_000)}
    numbered = {Quad(node(number), Q, Literal(str(number))) for number in range(2_001)}
    assert len(components(chain | numbered)) == 1
    assert len(components(numbered)) == 2_001
