"""Partition the vertices of a graph into ordered cells and refine it by the edges between them (colour refinement).

The order of the cells depends only on the structure of the graph, never on the numbers of its vertices.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Edges = Mapping[int, list[tuple[int, int]]]
"""The neighbours of each vertex, each with the label of the edge. The label determines that of the opposite direction."""


class TooSymmetric(Exception):
    """The graph needs more steps than the budget has."""


@dataclass
class Budget:
    """The number of steps that are left. A step is a visit of one edge."""

    steps: int

    def spend(self, steps: int) -> None:
        """Take steps. Raises `TooSymmetric` if none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooSymmetric


class Cells:
    """An ordered partition of vertices. A cell is named by the number of vertices in the cells before it.

    of: the cell of each vertex. sizes: the size of each cell.
    """

    def __init__(self, vertices: Iterable[int], colours: Mapping[int, int]) -> None:
        self._order = sorted(vertices, key=colours.__getitem__)
        self._place = {vertex: place for place, vertex in enumerate(self._order)}
        self.of: dict[int, int] = {}
        self.sizes: dict[int, int] = {}
        colour, cell = None, 0
        for place, vertex in enumerate(self._order):
            if colours[vertex] != colour:
                colour, cell = colours[vertex], place
            self.of[vertex] = cell
            self.sizes[cell] = place - cell + 1

    def members(self, cell: int) -> list[int]:
        """Return the vertices of a cell, in no particular order."""
        return self._order[cell : cell + self.sizes[cell]]

    def refine(self, edges: Edges, budget: Budget) -> None:
        """Split cells until all vertices of a cell have the same numbers of edges of each label to each cell."""
        queue = deque(sorted(self.sizes))
        waiting = set(queue)
        while queue:
            splitter = queue.popleft()
            waiting.discard(splitter)
            labels: dict[int, list[int]] = {}
            for member in self.members(splitter):
                neighbours = edges[member]
                budget.spend(len(neighbours) + 1)
                for neighbour, label in neighbours:
                    labels.setdefault(neighbour, []).append(label)
            touched: dict[int, list[int]] = {}
            for vertex in labels:
                touched.setdefault(self.of[vertex], []).append(vertex)
            for cell in sorted(touched):
                if self.sizes[cell] == 1:
                    continue
                groups: dict[tuple[int, ...], list[int]] = {}
                for vertex in touched[cell]:
                    groups.setdefault(tuple(sorted(labels[vertex])), []).append(vertex)
                parts = self._split(cell, [groups[key] for key in sorted(groups)])
                if cell not in waiting:  # then one part needs no visit: its edges follow from those of the whole and the others
                    largest = max(parts, key=lambda part: (self.sizes[part], -part))
                    parts = [part for part in parts if part != largest]
                fresh = [part for part in parts if part not in waiting]
                queue.extend(fresh)
                waiting.update(fresh)

    def _split(self, cell: int, groups: list[list[int]]) -> list[int]:
        """Move groups of vertices out of a cell, in this order behind the rest of it. Return all its parts."""
        place = cell + self.sizes[cell] - sum(map(len, groups))
        parts = []
        if place > cell:
            self.sizes[cell] = place - cell
            parts.append(cell)
        for group in groups:
            for target, vertex in enumerate(group, place):
                other, origin = self._order[target], self._place[vertex]
                self._order[target], self._order[origin] = vertex, other
                self._place[vertex], self._place[other] = target, origin
                self.of[vertex] = place
            self.sizes[place] = len(group)
            parts.append(place)
            place += len(group)
        return parts
