"""The data of a project after its rules, and where each thing in them comes from."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

from kzit_graph.computed_once import computed_once
from kzit_graph.project.statements.statements import GraphName

if TYPE_CHECKING:
    from kzit_graph.project.rules.rule import Mistake

_BLANK: Final = b"_:"
_FEW: Final = 50
"""Things whose statements are searched for. For more of them, an index of all statements is faster."""


@dataclass(frozen=True)
class Expansion:
    """The data of a project after its rules.

    typed: the statements of each graph before, as lines of N-Triples. graphs: those after. changed: the graphs that the rules changed.
    shared: whether two graphs have the same blank node. mistakes: what the checks found.
    """

    typed: Mapping[GraphName, bytes] = field(repr=False)
    graphs: Mapping[GraphName, bytes] = field(repr=False)
    changed: frozenset[GraphName]
    shared: bool
    mistakes: tuple[Mistake, ...] = ()
    _searches: Iterator[int] = field(default_factory=count, init=False, repr=False, compare=False)

    @computed_once
    def homes(self) -> Mapping[bytes, GraphName]:
        """The graph in which each subject was described before."""
        from kzit_graph.project.rules.placement import homes_of

        return homes_of(self.typed)

    def origin(self, term: str, preferred: Collection[GraphName] = ()) -> tuple[GraphName, str] | None:
        """Return the graph and the IRI of the subject in a file that a thing comes from; None if there is none.

        This is the thing itself if a file describes it, else the nearest subject that refers to it; if there are some in the
        preferred graphs, one of these. term: in N-Triples syntax.
        """
        first = None
        for graph, subject in self._origins(term):
            if not preferred or graph in preferred:
                return graph, subject
            first = first or (graph, subject)
        return first

    def _origins(self, term: str) -> Iterator[tuple[GraphName, str]]:
        """Yield the subjects in files that a thing comes from, the nearest first."""
        waiting, seen = deque([term.encode()]), {term.encode()}
        while waiting:
            node = waiting.popleft()
            if node in self.homes and not node.startswith(_BLANK):
                yield self.homes[node], node[1:-1].decode()
                continue
            referring = [subject for subject in self._referring_to(node) if subject not in seen]
            waiting += referring
            seen.update(referring)

    def _referring_to(self, node: bytes) -> Sequence[bytes]:
        """Return the subjects of the statements about a thing, in the order of the lines."""
        if "_referring" in vars(self) or next(self._searches) >= _FEW:
            return self._referring.get(node, ())
        return [subject for lines in self.graphs.values() for subject in _subjects(lines, node)]

    @computed_once
    def _referring(self) -> Mapping[bytes, Sequence[bytes]]:
        """The subjects of the statements about each thing."""
        found: dict[bytes, list[bytes]] = {}
        for lines in self.graphs.values():
            for line in lines.splitlines():
                subject, _, rest = line.split(b" ", 2)
                if not rest.startswith(b'"'):
                    found.setdefault(rest[:-2], []).append(subject)
        return found


def _subjects(lines: bytes, node: bytes) -> Iterator[bytes]:
    """Yield the subjects of lines of N-Triples with a node as object. Literals have no line breaks there."""
    end = b" %s .\n" % node
    position = lines.find(end)
    while position >= 0:
        start = lines.rfind(b"\n", 0, position) + 1
        yield lines[start : lines.index(b" ", start)]
        position = lines.find(end, position + 1)
