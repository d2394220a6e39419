"""The order of dumps: stable, and natural to people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kzit_graph.rdf.ordering import natural_key, sort_quads, term_key

pytestmark = pytest.mark.slow

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
P = NamedNode("http://e/p")

texts = st.text(st.sampled_from("0129ab-/\u0663\u00b2\u00e8"), max_size=8) | st.text(max_size=8)
iris = st.sampled_from(["http://e/p2s1", "http://e/p10s1", "http://e/02", "http://e/2", "urn:x", "http://e/è"]).map(NamedNode)
subjects = iris | st.sampled_from(["a", "b1", "b10"]).map(BlankNode)
objects = (
    subjects
    | texts.map(Literal)
    | st.builds(Literal, texts, language=st.sampled_from(["en", "it"]))
    | st.builds(Literal, texts, datatype=iris)
)
quads = st.lists(st.builds(Quad, subjects, iris | st.just(TYPE), objects, iris | st.just(DefaultGraph())), max_size=12)


@given(quads=quads)
def test_sorting_neither_drops_nor_adds_a_quad(quads: list[Quad]) -> None:
    left = list(quads)
    for quad in sort_quads(quads):
        left.remove(quad)
    assert left == []


@given(quads=quads, data=st.data())
def test_the_order_does_not_depend_on_the_order_of_the_input(quads: list[Quad], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(quads))
    assert sort_quads(shuffled) == sort_quads(quads)


@given(one=texts, other=texts, third=texts)
def test_the_natural_order_is_total(one: str, other: str, third: str) -> None:
    keys = [natural_key(text) for text in (one, other, third)]
    assert (keys[0] < keys[1]) + (keys[1] < keys[0]) + (keys[0] == keys[1]) == 1
    first, second, last = sorted(keys)
    assert first <= second <= last
    assert first <= last


@given(text=texts, small=st.integers(0, 10**30), step=st.integers(1, 10**30))
def test_a_number_in_a_text_sorts_by_value(text: str, small: int, step: int) -> None:
    text += "s"
    assert natural_key(f"{text}{small}s1") < natural_key(f"{text}{small + step}s1")


def test_passages_sort_as_people_count_them() -> None:
    names = ["p10s1", "p2s10", "p2s9", "p1s1", "p2", "p"]
    assert sorted(names, key=natural_key) == ["p", "p1s1", "p2", "p2s9", "p2s10", "p10s1"]


def test_terms_with_equal_numbers_have_a_fixed_order() -> None:
    terms = [NamedNode("http://e/02"), NamedNode("http://e/2"), NamedNode("http://e/10")]
    assert sorted([terms[2], terms[1], terms[0]], key=term_key) == terms


def test_digits_of_other_scripts_sort_as_letters() -> None:
    assert natural_key("a\u0663") == "a\u0663"
    assert natural_key("a\u00b2") == "a\u00b2"


def test_quads_sort_by_graph_then_subject_then_type_first_then_object() -> None:
    graph, first, second = (NamedNode(f"http://e/{name}") for name in ("graph9", "s2", "s10"))
    before_type = NamedNode("http://a/first-in-the-alphabet")
    expected = [
        Quad(first, TYPE, second, graph),
        Quad(first, before_type, Literal("a"), graph),
        Quad(first, P, Literal("2"), graph),
        Quad(first, P, Literal("10"), graph),
        Quad(second, P, Literal("a"), graph),
        Quad(first, P, Literal("a"), NamedNode("http://e/graph10")),
    ]
    assert sort_quads(reversed(expected)) == expected


def test_literals_of_equal_natural_key_have_a_stable_order() -> None:
    subject = NamedNode("http://e/s")
    values = [Literal("1"), Literal("01"), Literal("1", language="en"), Literal("1", language="it"), Literal("1", datatype=P)]
    both = [[Quad(subject, P, value, DefaultGraph()) for value in order] for order in (values, reversed(values))]
    assert sort_quads(both[0]) == sort_quads(both[1])


def test_sorting_reads_its_input_once() -> None:
    quad = Quad(NamedNode("http://e/s"), P, Literal("x"), DefaultGraph())
    assert sort_quads(iter([quad])) == [quad]


def test_numbers_of_any_length_are_sorted() -> None:
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)
