"""The quads by which two datasets differ, as data. Below `compare`, which finds them, and `to_patch`, which writes them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pyoxigraph import BlankNode, Quad

from kzit_graph.differences.quad_lines import QuadLines, as_line
from kzit_graph.rdf.blank_nodes import Component, blank_nodes, renamed


@dataclass(frozen=True)
class QuadChanges:
    """The quads that differ.

    gone, new: the quads without blank nodes, as sorted lines of N-Quads, each with a full stop and a line end.
    gone_components, new_components: the quads with blank nodes; a tuple holds the quads that share them. Gone quads have the
    labels of the old dataset, new ones labels that it does not have.
    """

    gone: tuple[str, ...]
    new: tuple[str, ...]
    gone_components: tuple[tuple[Quad, ...], ...] = ()
    new_components: tuple[tuple[Quad, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gone or self.new or self.gone_components or self.new_components)


def quad_changes(old: QuadLines, new: QuadLines, gone: AbstractSet[bytes], came: AbstractSet[bytes]) -> QuadChanges:
    """Return the quads by which two datasets differ. gone, came: the lines that only one has, as `quad_lines.difference` finds them."""
    lost, won = _among(old.components, gone), _among(new.components, came)
    taken = {node for component in old.components for quad in component.stated for node in blank_nodes(quad)} if won else set()
    return QuadChanges(
        tuple(sorted(line.decode() for line in gone - _lines(lost))),
        tuple(sorted(line.decode() for line in came - _lines(won))),
        tuple(component.stated for component in lost),
        tuple(tuple(renamed(quad, lambda node: _fresh(node, taken)) for quad in component.labelled) for component in won),
    )


def _among(components: Iterable[Component], lines: AbstractSet[bytes]) -> list[Component]:
    """Return the components that differ; each differs as a whole."""
    return [component for component in components if as_line(component.labelled[0]) in lines]


def _lines(components: Iterable[Component]) -> set[bytes]:
    return {as_line(quad) for component in components for quad in component.labelled}


def _fresh(node: BlankNode, taken: set[BlankNode]) -> BlankNode:
    while node in taken:
        node = BlankNode(f"{node.value}n")
    return node
