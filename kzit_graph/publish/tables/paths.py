"""Follow the paths of columns through a store, each shared beginning once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Store

from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.publish.tables.columns import ColumnPath
from kzit_graph.rdf.names import Term

_CACHED: Final = 1 << 10
"""Things on the way whose values are kept. Facts of one source follow each other, and share passages, claimants and times."""


@dataclass(frozen=True, eq=False)
class _PathNode:
    """A node of a tree of paths. ends: numbers of the columns whose path ends here. forward, inverse: child nodes by property."""

    ends: list[int] = field(default_factory=list)
    forward: dict[NamedNode, _PathNode] = field(default_factory=dict)
    inverse: dict[NamedNode, _PathNode] = field(default_factory=dict)

    @property
    def goes_on(self) -> bool:
        """Whether a path goes on from here."""
        return bool(self.forward or self.inverse)


class PathReader:
    """Reads the values of paths. forms: of the literals in the store. columns: the alternative paths of each column.

    check_blank: called with each blank node whose literals have written forms to look up.
    """

    def __init__(
        self, store: Store, forms: WrittenForms, columns: Iterable[Sequence[ColumnPath]], check_blank: Callable[[BlankNode], object]
    ) -> None:
        self._store, self._forms, self._check_blank = store, forms, check_blank
        self._tree = _tree(columns)
        self._shared = lru_cache(_CACHED)(self._follow)

    def values(self, thing: NamedNode | BlankNode) -> dict[int, list[Term]]:
        """Return the values of a thing by the number of the column. A value may be repeated."""
        found: dict[int, list[Term]] = defaultdict(list)
        for number, value in self._follow(thing, self._tree):
            found[number].append(value)
        return found

    def _follow(self, thing: NamedNode | BlankNode, tree: _PathNode) -> list[tuple[int, Term]]:
        """Return the values that paths reach from a thing, with the numbers of their columns."""
        found: list[tuple[int, Term]] = []
        if tree.forward:
            for quad in self._store.quads_for_pattern(thing, None, None):
                node = tree.forward.get(quad.predicate)
                if node is not None:
                    for value in self._forms.objects_of(quad):
                        self._reach(value, node, found)
        for predicate, node in tree.inverse.items():
            for quad in self._store.quads_for_pattern(None, predicate, thing):
                self._reach(quad.subject, node, found)
        return found

    def _reach(self, value: Term, node: _PathNode, found: list[tuple[int, Term]]) -> None:
        """Add a value, and those that paths reach from it."""
        found += [(number, value) for number in node.ends]
        if node.goes_on and isinstance(value, (NamedNode, BlankNode)):
            if self._forms.by_triple and isinstance(value, BlankNode):
                self._check_blank(value)
            found += self._shared(value, node)


def _tree(columns: Iterable[Sequence[ColumnPath]]) -> _PathNode:
    """Return the tree of all paths, with shared beginnings merged."""
    start = _PathNode()
    for number, paths in enumerate(columns):
        for path in paths:
            node = start
            for hop in path:
                children = node.inverse if hop.is_inverse else node.forward
                node = children.setdefault(hop.property, _PathNode())
            if path and number not in node.ends:
                node.ends.append(number)
    return start
