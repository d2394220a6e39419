"""Datasets that hypothesis draws: few terms, so that two datasets often share statements, and texts that are hard to write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad

from kzit_graph.rdf.blank_nodes import renamed

XSD: Final = "http://www.w3.org/2001/XMLSchema#"

iris: Final = st.sampled_from([NamedNode(f"https://example.org/{name}") for name in ("a", "b", "c", "Қазақ", "a#b", "x%20y?z='&")])
blank_nodes: Final = st.sampled_from([BlankNode(name) for name in ("a", "b", "c14n0", "d-1")])
_texts: Final = st.one_of(
    st.sampled_from(
        ['"', "\\", "a\nb\r\t", " <https://example.org/a> .\n", "_:a", "{ } ; DELETE", "'''", '"""', "\u2028 \x85", "\x01\x7f", "🎭"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
)
literals: Final = st.one_of(
    st.builds(Literal, _texts),
    st.builds(lambda text, language: Literal(text, language=language), _texts, st.sampled_from(["en", "kk-cyrl"])),
    st.builds(lambda number: Literal(str(number), datatype=NamedNode(f"{XSD}integer")), st.integers(-9, 99)),
    st.builds(lambda text: Literal(text, datatype=NamedNode("https://example.org/type")), _texts),
)
"""Numbers are written as stores write them, which keep the number and not the way it was written."""

_graphs: Final = st.one_of(st.just(DefaultGraph()), iris)
_subjects: Final = st.one_of(iris, blank_nodes)
_values: Final = st.one_of(iris, blank_nodes, literals)

ground_datasets: Final = st.sets(st.builds(Quad, iris, iris, st.one_of(iris, literals), _graphs), max_size=12)
"""Datasets without blank nodes."""

datasets: Final = st.sets(st.builds(Quad, _subjects, iris, _values, st.one_of(_graphs, blank_nodes)), max_size=10)
"""Datasets of any kind."""

datasets_of_named_graphs: Final = st.sets(st.builds(Quad, _subjects, iris, _values, _graphs), max_size=10)
"""Datasets in which no graph is a blank node."""


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    """The quads as RDFC-1.0 labels their blank nodes: the same for equal datasets."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def relabelled(quads: Iterable[Quad], prefix: str = "other") -> set[Quad]:
    """The same dataset with other labels on its blank nodes."""

    return {renamed(quad, lambda node: BlankNode(f"{prefix}{node.value}")) for quad in quads}
