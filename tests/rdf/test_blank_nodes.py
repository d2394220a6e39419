"""Stable blank node labels: independent of the original labels, local, and computed in bounded time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.blank_nodes import blank_nodes, components, has_blank_node, renamed, stably_labelled
from kzit_graph.rdf.formats import RDF_FORMATS
from tests.rdf_examples import canonical, datasets, relabelled

P, Q, R = (NamedNode(f"https://example.org/{name}") for name in "pqr")

Links = Iterable[tuple[int, int]]


def node(number: int) -> BlankNode:
    return BlankNode(f"n{number}")


def labelled(quads: Iterable[Quad]) -> set[Quad]:
    return set(stably_labelled(quads))


def linked(links: Links) -> list[Quad]:
    return [Quad(node(one), P, node(other)) for one, other in links]


def both_ways(links: Links) -> list[Quad]:
    return linked(link for one, other in links for link in ((one, other), (other, one)))


def shuffled(quads: Iterable[Quad], seed: int) -> list[Quad]:
    """Return the quads in another order with other labels, which sort differently."""
    chance = random.Random(seed)
    found = sorted(relabelled(quads, f"{chance.random()}"), key=str)
    chance.shuffle(found)
    nodes = {node: None for quad in found for node in blank_nodes(quad)}
    names = dict(zip(nodes, chance.sample(range(len(nodes)), len(nodes)), strict=True))
    return [renamed(quad, lambda old: node(names[old])) for quad in found]


@given(quads=datasets)
def test_stable_labels_do_not_depend_on_the_original_ones(quads: set[Quad]) -> None:
    assert labelled(quads) == labelled(relabelled(quads))
    assert canonical(labelled(quads)) == canonical(quads)


@given(old=datasets, new=datasets)
def test_labelled_datasets_are_equal_exactly_if_isomorphic(old: set[Quad], new: set[Quad]) -> None:
    assert (labelled(old) == labelled(new)) == (canonical(old) == canonical(new))


small_graphs: Final = st.sets(st.tuples(st.integers(0, 5), st.sampled_from([P, Q]), st.integers(0, 5)), max_size=12).map(
    lambda links: [Quad(node(one), predicate, node(other)) for one, predicate, other in links]
)
"""Graphs of blank nodes alone, of which many are symmetric."""


@given(quads=small_graphs, seed=st.integers())
def test_symmetric_graphs_get_the_labels_of_their_copies(quads: list[Quad], seed: int) -> None:
    assert labelled(quads) == labelled(shuffled(quads, seed))
    assert canonical(labelled(quads)) == canonical(quads)


@given(old=small_graphs, new=small_graphs)
def test_symmetric_graphs_are_equal_exactly_if_isomorphic(old: list[Quad], new: list[Quad]) -> None:
    assert (labelled(old) == labelled(new)) == (canonical(old) == canonical(new))


@given(quads=datasets)
def test_components_share_no_blank_node_and_hold_every_quad(quads: set[Quad]) -> None:
    quads = set(filter(has_blank_node, quads))
    found = components(quads)
    assert sorted(map(str, quads)) == sorted(str(quad) for component in found for quad in component.stated)
    nodes = [{node for quad in component.stated for node in blank_nodes(quad)} for component in found]
    assert sum(map(len, nodes)) == len(set().union(*nodes))
    assert all(len(component.stated) == len(component.labelled) for component in found)


@given(quads=datasets, new=datasets)
def test_a_component_keeps_its_labels_beside_others(quads: set[Quad], new: set[Quad]) -> None:
    before = labelled(quads)
    after = labelled(quads | relabelled(new, "new"))
    assert before <= after


def test_one_new_blank_node_changes_only_its_own_lines() -> None:
    turtle = "".join(f'<https://example.org/{name}> <{P.value}> [ <{Q.value}> "{name}" ; <{R.value}> 1 ] .\n' for name in "abcdefg")
    new = f'<https://example.org/c> <{P.value}> [ <{Q.value}> "new" ; <{R.value}> 1 ] .\n'
    before, after = (labelled(parse(text, format=RdfFormat.TURTLE)) for text in (turtle, new + turtle))
    assert (len(before - after), len(after - before)) == (0, 3)


def test_a_label_is_short_and_legal_in_every_syntax() -> None:
    quads = labelled([Quad(node(0), P, Literal("1")), *linked([(1, 2), (2, 1), (3, 4), (4, 3)]), Quad(node(9), P, Literal("1"))])
    assert all(re.fullmatch(r"b[0-9a-f]{20}(x\d+)?(n\d+)?", node.value) for quad in quads for node in blank_nodes(quad))
    for syntax in RDF_FORMATS.values():
        text = serialize(quads if syntax.supports_datasets else (quad.triple for quad in quads), format=syntax)
        assert set(parse(text, format=syntax)) == quads


def test_a_blank_node_in_a_triple_term_is_labelled() -> None:
    quads = [Quad(Q, P, Triple(node(0), P, node(1))), Quad(node(1), P, Literal("x"))]
    assert labelled(quads) == labelled(relabelled(quads))
    assert not labelled(quads) & set(quads)


def test_a_quad_that_occurs_twice_is_labelled_once() -> None:
    quad = Quad(node(0), P, Q)
    assert len(list(stably_labelled([quad, quad]))) == 1


## Symmetric graphs


def grid(width: int) -> list[Quad]:
    places = range(width * width)
    return both_ways([(one, one + 1) for one in places if (one + 1) % width] + [(one, one + width) for one in places[:-width]])


def rook(width: int) -> list[Quad]:
    """Return the moves of a rook, a strongly regular graph."""
    places = range(width * width)
    return both_ways((one, other) for one in places for other in range(one) if one // width == other // width or (one - other) % width == 0)


def shrikhande() -> list[Quad]:
    """Return the strongly regular graph with the parameters of `rook(4)`."""
    steps = ((1, 0), (0, 1), (1, 1))
    return both_ways((4 * x + y, 4 * ((x + dx) % 4) + (y + dy) % 4) for x in range(4) for y in range(4) for dx, dy in steps)


def paley(prime: int) -> list[Quad]:
    squares = {number * number % prime for number in range(1, prime)}
    return both_ways((one, other) for one in range(prime) for other in range(one) if (one - other) % prime in squares)


def cai_fuerer_immerman(size: int, *, twisted: bool) -> list[Quad]:
    """Return a graph that colour refinement of any low dimension cannot tell from its twisted form."""
    edges = [(one, (one + 1) % size) for one in range(size)] + [(one, one + size // 2) for one in range(size // 2)]
    numbers: dict[object, int] = {}

    def number(*name: object) -> int:
        return numbers.setdefault(name, len(numbers))

    links = [
        (number(vertex, sides), number(vertex, edge, side))
        for vertex in range(size)
        for own in ([edge for edge in edges if vertex in edge],)
        for sides in product((0, 1), repeat=len(own))
        if sum(sides) % 2 == 0
        for edge, side in zip(own, sides, strict=True)
    ]
    for edge in edges:
        links += [(number(edge[0], edge, side), number(edge[1], edge, side ^ (twisted and edge == edges[0]))) for side in (0, 1)]
    return both_ways(links)


SYMMETRIC: Final = {
    "a complete graph of 8": linked((one, other) for one in range(8) for other in range(8) if one != other),
    "a complete graph of 60": linked((one, other) for one in range(60) for other in range(60) if one != other),
    "a tournament in order": linked((one, other) for one in range(40) for other in range(one)),
    "all but partners": both_ways((one, other) for one in range(40) for other in range(one) if one // 2 != other // 2),
    "a star": linked((0, other) for other in range(1, 1_000)),
    "a star of chains": linked([(0, one) for one in range(1, 300)] + [(one, one + 1_000) for one in range(1, 300)]),
    "twins with the same children": linked([(0, 1), (0, 2), *((one, one * 100 + child) for one in (1, 2) for child in range(20))]),
    "a binary tree": linked((one // 2, one) for one in range(2, 2**9)),
    "a ring": linked((one, (one + 1) % 1_000) for one in range(1_000)),
    "a ring both ways": both_ways((one, (one + 1) % 1_000) for one in range(1_000)),
    "a chain": both_ways((one, one + 1) for one in range(1_000)),
    "a grid": grid(15),
    "a hypercube of six dimensions": linked((one, one ^ (1 << bit)) for one in range(64) for bit in range(6)),
    "equal pairs": linked((2 * one, 2 * one + 1) for one in range(500)),
    "rings of 3 and 5": linked([*((one, (one + 1) % 3) for one in range(3)), *((5 + one, 5 + (one + 1) % 5) for one in range(5))]),
    "a rook's moves": rook(5),
    "the Shrikhande graph": shrikhande(),
    "a Paley graph": paley(29),
    "a graph of Cai, Fürer and Immerman": cai_fuerer_immerman(6, twisted=False),
    "a graph of Cai, Fürer and Immerman, twisted": cai_fuerer_immerman(6, twisted=True),
}


@pytest.mark.parametrize("name", SYMMETRIC)
def test_a_symmetric_graph_gets_the_same_labels_in_any_order(name: str) -> None:
    quads = SYMMETRIC[name]
    found = labelled(quads)
    assert len(found) == len(set(quads))
    for seed in range(3):
        assert labelled(shuffled(quads, seed)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (rook(4), shrikhande()),
        (cai_fuerer_immerman(6, twisted=False), cai_fuerer_immerman(6, twisted=True)),
        (both_ways([(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)]), both_ways((one, (one + 1) % 6) for one in range(6))),
    ],
    ids=["strongly regular", "Cai, Fürer and Immerman", "two triangles and a hexagon"],
)
def test_graphs_that_refinement_cannot_distinguish_differ(one: list[Quad], other: list[Quad]) -> None:
    hub = [Quad(NamedNode("https://example.org/hub"), Q, node(0))]
    assert len(one) == len(other)
    assert labelled(one) != labelled(other)
    assert labelled(one + hub) != labelled(other + hub)


@pytest.mark.slow
@pytest.mark.parametrize(
    "quads",
    [
        linked((one, one + 1) for one in range(10_000)),
        [Quad(node(one), P, Literal(str(one % 50_000))) for one in range(100_000)],
        linked((0, other) for other in range(1, 10_000)),
        grid(60),
    ],
    ids=["a long chain", "many blank nodes", "a large star", "a large grid"],
)
def test_large_graphs_are_labelled(quads: list[Quad]) -> None:
    assert len(labelled(quads)) == len(quads)


@pytest.mark.slow
@pytest.mark.parametrize("quads", [cai_fuerer_immerman(40, twisted=True), rook(20)], ids=["Cai, Fürer and Immerman", "strongly regular"])
def test_a_graph_that_takes_too_long_is_refused(quads: list[Quad]) -> None:
    beside = Quad(NamedNode("https://example.org/a"), Q, node(0), NamedNode("https://example.org/graph"))
    with pytest.raises(InvalidInput, match=r"400 blank nodes are too similar to be labelled, for example in .*; give them IRIs") as caught:
        labelled([*quads, beside])
    assert str(beside) in str(caught.value)
