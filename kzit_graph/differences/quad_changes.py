"""The quads that were added and removed. `compare` finds them and `to_patch` writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Quad, Store

from kzit_graph.differences.quad_lines import QuadLines, as_line, as_quad
from kzit_graph.rdf.blank_nodes import Component, blank_nodes, has_blank_node, renamed

_TYPED: Final = b'"^^<'


@dataclass(frozen=True)
class QuadChanges:
    """The changed quads.

    removed, added: the quads without blank nodes, as sorted lines of N-Quads, each with a full stop and a line end.
    equal: the quads of both datasets, such as one with 1.5, that a removed one, such as one with 1.50, equals in value, as sorted lines.
    A store with one form of each value removes both together.
    removed_components, added_components: the quads with blank nodes; each tuple holds quads that share blank nodes. Removed
    quads have the labels of the old dataset, added ones have stable labels that are not in it.
    """

    removed: tuple[str, ...]
    added: tuple[str, ...]
    removed_components: tuple[tuple[Quad, ...], ...] = ()
    added_components: tuple[tuple[Quad, ...], ...] = ()
    equal: tuple[str, ...] = ()

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
        tuple(sorted(line.decode() for line in _equal(new, removed, added))),
    )


def _equal(new: QuadLines, removed: AbstractSet[bytes], added: AbstractSet[bytes]) -> Iterator[bytes]:
    """Yield the lines of both datasets, without blank nodes, that have the value of a removed line in another form."""
    typed = [line for line in removed if _TYPED in line]
    if not typed:
        return
    gone = set(_in_one_form(typed))
    properties = {tuple(line.split(b" ", 2)[:2]) for line in typed}
    kept = [line for line in new if _TYPED in line and tuple(line.split(b" ", 2)[:2]) in properties and line not in added]
    for line, form in zip(kept, _in_one_form(kept), strict=True):
        if form in gone and not has_blank_node(as_quad(line)):
            yield line


def _in_one_form(lines: Iterable[bytes]) -> Iterator[Quad]:
    """Yield quads with the form of their literal that a store with one form of each value gives it."""
    for line in lines:
        store = Store()
        store.add(as_quad(line))
        yield from store


def _changed(components: Iterable[Component], lines: AbstractSet[bytes]) -> list[Component]:
    """Return the changed components. A component changes as a whole."""
    return [component for component in components if as_line(component.labelled[0]) in lines]


def _lines(components: Iterable[Component]) -> set[bytes]:
    return {as_line(quad) for component in components for quad in component.labelled}


def _fresh(node: BlankNode, taken: set[BlankNode]) -> BlankNode:
    while node in taken:
        node = BlankNode(f"{node.value}n")
    return node
