"""The quads that were added and removed. `compare` finds them and `to_patch` writes them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pyoxigraph import BlankNode, Quad

from kzit_graph.differences.quad_lines import QuadLines, as_line
from kzit_graph.rdf.blank_nodes import Component, blank_nodes, renamed


@dataclass(frozen=True)
class QuadChanges:
    """The changed quads.

    removed, added: the quads without blank nodes, as sorted lines of N-Quads, each with a full stop and a line end.
    removed_components, added_components: the quads with blank nodes; each tuple holds quads that share blank nodes. Removed
    quads have the labels of the old dataset, added ones have stable labels that are not in it.
    """

    removed: tuple[str, ...]
    added: tuple[str, ...]
    removed_components: tuple[tuple[Quad, ...], ...] = ()
    added_components: tuple[tuple[Quad, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.removed_components or self.added_components)


def quad_changes(old: QuadLines, new: QuadLines, removed: AbstractSet[bytes], added: AbstractSet[bytes]) -> QuadChanges:
    """Return the changed quads of two datasets. removed, added: the result of `quad_lines.compare_lines`."""
    before, after = _changed(old.components, removed), _changed(new.components, added)
    taken = {node for component in old.components for quad in component.stated for node in blank_nodes(quad)} if after else set()
    return QuadChanges(
        tuple(sorted(line.decode() for line in removed - _lines(before))),
        tuple(sorted(line.decode() for line in added - _lines(after))),
        tuple(component.stated for component in before),
        tuple(tuple(renamed(quad, lambda node: _fresh(node, taken)) for quad in component.labelled) for component in after),
    )


def _changed(components: Iterable[Component], lines: AbstractSet[bytes]) -> list[Component]:
    """Return the changed components. A component changes as a whole."""
    return [component for component in components if as_line(component.labelled[0]) in lines]


def _lines(components: Iterable[Component]) -> set[bytes]:
    return {as_line(quad) for component in components for quad in component.labelled}


def _fresh(node: BlankNode, taken: set[BlankNode]) -> BlankNode:
    while node in taken:
        node = BlankNode(f"{node.value}n")
    return node
