"""Compare RDF datasets."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad


def isomorphic(one: Iterable[Quad], other: Iterable[Quad]) -> bool:
    """Whether two datasets are equal except for the labels of blank nodes (RDF 1.1 Concepts, section 4.1)."""
    return canonical(one) == canonical(other)


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)
