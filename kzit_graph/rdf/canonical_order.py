"""Order the vertices of a coloured graph so that isomorphic graphs become equal, in bounded time.

Colour refinement orders most graphs. Where vertices look alike, one of them is singled out, and the smallest result is taken
(McKay and Piperno, "Practical graph isomorphism, II", 2014). Three things keep symmetric graphs cheap: edges that lead to every
vertex of a cell are dropped, the pieces that remain are ordered one by one, and vertices that a known symmetry maps to each other
are tried once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kzit_graph.rdf.refinement import Budget, Cells, Edges, TooSymmetric

_MAX_DEPTH: Final = 100
"""Levels of pieces within pieces. Each takes a few levels of Python's stack."""

Form = tuple[tuple[int, ...], tuple[tuple[int, int, int], ...]]
"""A graph in an order: the colours of its vertices, and its edges by the places of their ends and their label."""


@dataclass(frozen=True)
class _Ordered:
    """A piece in its order. symmetries: pairs of orders of some vertices that a symmetry of the piece maps to each other."""

    form: Form
    order: Sequence[int]
    symmetries: Sequence[tuple[Sequence[int], Sequence[int]]] = ()


@dataclass(frozen=True)
class _Piece:
    """A refined graph. colours, edges: before its refinement. pieces: the pieces that it falls into, by the edges that are left."""

    colours: Mapping[int, int]
    edges: Edges
    cells: Cells
    left: Edges
    pieces: Sequence[Sequence[int]]


def canonical_order(colours: Sequence[int], edges: Edges, budget: Budget) -> Sequence[int]:
    """Return the vertices of a graph in canonical order.

    colours: of each vertex. edges: at most one of each label between two vertices in one direction. Raises
    `kzit_graph.rdf.refinement.TooSymmetric` if the graph needs more steps than the budget has.
    """
    piece = _refined(range(len(colours)), dict(enumerate(colours)), edges, budget)
    return _ordered(piece, budget, 0, branching=True).order


def _refined(vertices: Iterable[int], colours: Mapping[int, int], edges: Edges, budget: Budget) -> _Piece:
    vertices = tuple(vertices)
    cells = Cells(vertices, colours)
    cells.refine(edges, budget)
    left = _without_complete_edges(vertices, cells, edges, budget)
    return _Piece(colours, edges, cells, left, list(_connected(vertices, left)))


def _without_complete_edges(vertices: Iterable[int], cells: Cells, edges: Edges, budget: Budget) -> Edges:
    """Return the edges without those that a vertex has to each vertex of a cell: its cell alone determines them.

    Edges to most vertices of a cell are replaced by edges to the others, which determine them as well.
    """
    left: dict[int, list[tuple[int, int]]] = {}
    frequent: dict[int, set[tuple[int, int]]] = {}
    for vertex in vertices:
        own = cells.of[vertex]
        budget.spend(len(edges[vertex]))
        if own not in frequent:  # the same for each vertex of a refined cell
            numbers = Counter((cells.of[other], label) for other, label in edges[vertex])
            frequent[own] = {(cell, label) for (cell, label), number in numbers.items() if 2 * number > cells.sizes[cell] - (cell == own)}
        replaced: dict[tuple[int, int], set[int]] = {key: set() for key in frequent[own]}
        left[vertex] = rare = []
        for other, label in edges[vertex]:
            key = cells.of[other], label
            if key in replaced:
                replaced[key].add(other)
            else:
                rare.append((other, label))
        for (cell, label), others in replaced.items():
            if len(others) < cells.sizes[cell] - (cell == own):
                rare += [(other, label) for other in cells.members(cell) if other not in others and other != vertex]
    return left


def _connected(vertices: Iterable[int], edges: Edges) -> Iterator[list[int]]:
    seen: set[int] = set()
    for vertex in vertices:
        if vertex not in seen:
            seen.add(vertex)
            piece = [vertex]
            for member in piece:
                fresh = {other for other, _ in edges[member]} - seen
                seen |= fresh
                piece += fresh
            yield piece


def _ordered(piece: _Piece, budget: Budget, depth: int, *, branching: bool) -> _Ordered:
    """Order a piece. branching: try all vertices that may be singled out; else one of them, so the order is not canonical."""
    if depth > _MAX_DEPTH:
        raise TooSymmetric
    if len(piece.pieces) == 1 and len(piece.pieces[0]) > 1:
        return _by_singling_out(piece, budget, depth, branching=branching)
    symmetries: list[tuple[Sequence[int], Sequence[int]]] = []
    parts: list[_Ordered] = []
    for vertices in piece.pieces:
        if len(vertices) == 1:
            parts.append(_Ordered(((piece.cells.of[vertices[0]],), ()), vertices))
        else:
            refined = _refined(vertices, {vertex: piece.cells.of[vertex] for vertex in vertices}, piece.left, budget)
            parts.append(_ordered(refined, budget, depth + 1, branching=branching))
            symmetries += parts[-1].symmetries
    parts.sort(key=lambda part: part.form)
    symmetries += [(one.order, other.order) for one, other in pairwise(parts) if one.form == other.form]
    order = [vertex for part in parts for vertex in part.order]
    return _Ordered(_form(piece, order, budget), order, symmetries)


def _by_singling_out(piece: _Piece, budget: Budget, depth: int, *, branching: bool) -> _Ordered:
    """Order a connected piece by the smallest form that singling out a vertex of its smallest cell gives."""
    size, target = min((size, cell) for cell, size in piece.cells.sizes.items() if size > 1)
    vertices = piece.pieces[0]
    orbits = _Orbits()
    symmetries: list[tuple[Sequence[int], Sequence[int]]] = []
    best: _Ordered | None = None
    best_sizes: list[tuple[int, int]] = []
    tried: list[int] = []
    leaves: dict[Form, Sequence[int]] = {}
    for candidate in piece.cells.members(target)[: size if branching else 1]:
        if any(orbits.same(candidate, other) for other in tried):
            continue
        colours = {vertex: 2 * cell + (vertex != candidate) for vertex in vertices for cell in (piece.cells.of[vertex],)}
        refined = _refined(vertices, colours, piece.left, budget)
        sizes = sorted(refined.cells.sizes.items())
        tried.append(candidate)
        if best is not None and sizes > best_sizes:
            continue
        if best is not None and sizes < best_sizes:
            best = None
        if branching:
            leaf = _ordered(refined, budget, depth + 1, branching=False)
            if known := leaves.get(leaf.form):  # a symmetry maps the candidates to each other
                orbits.join(known, leaf.order)
                symmetries.append((known, leaf.order))
                continue
            leaves[leaf.form] = leaf.order
        found = _ordered(refined, budget, depth + 1, branching=branching)
        form = _form(piece, found.order, budget)
        for symmetry in found.symmetries:
            budget.spend(len(symmetry[0]))
            orbits.join(*symmetry)
            symmetries.append(symmetry)
        if best is None or form < best.form:
            best, best_sizes = _Ordered(form, found.order), sizes
        elif form == best.form:
            orbits.join(best.order, found.order)
            symmetries.append((best.order, found.order))
    assert best is not None
    return _Ordered(best.form, best.order, symmetries)


def _form(piece: _Piece, order: Sequence[int], budget: Budget) -> Form:
    places = {vertex: place for place, vertex in enumerate(order)}
    edges = [(places[vertex], places[other], label) for vertex in order for other, label in piece.edges[vertex]]
    budget.spend(len(edges))
    return tuple(piece.colours[vertex] for vertex in order), tuple(sorted(edges))


class _Orbits:
    """Sets of vertices that symmetries map to each other (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def _root(self, vertex: int) -> int:
        while (parent := self._parents.setdefault(vertex, vertex)) != vertex:
            self._parents[vertex] = self._parents[parent]
            vertex = parent
        return vertex

    def same(self, one: int, other: int) -> bool:
        return self._root(one) == self._root(other)

    def join(self, ones: Sequence[int], others: Sequence[int]) -> None:
        for one, other in zip(ones, others, strict=True):
            self._parents[self._root(one)] = self._root(other)
