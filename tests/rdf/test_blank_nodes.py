"""Blank nodes labelled by what is said of them: the same whatever they were called, and never for ever."""

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
def test_labels_do_not_depend_on_those_before(quads: set[Quad]) -> None:
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


def test_the_two_ways_in_which_one_node_is_labelled_agree() -> None:
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
    ids=["everybody knows everybody", "twins with the same children", "a long ring", "a cube of six dimensions"],
)
def test_what_would_take_for_ever_is_refused_at_once(links: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidInput, match=r"blank nodes are too alike to be told apart, such as that of _:n\d+ .*; give them IRIs"):
        components(Quad(node(one), P, node(other)) for one, other in links)


def test_many_nodes_that_differ_are_told_apart() -> None:
    chain = {Quad(node(number), P, node(number + 1)) for number in range(2_000)}
    told = {Quad(node(number), Q, Literal(str(number))) for number in range(2_001)}
    assert len(components(chain | told)) == 1
    assert len(components(told)) == 2_001
