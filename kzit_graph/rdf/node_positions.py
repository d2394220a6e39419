"""Find the files and lines of nodes, with or without an IRI, in files that are in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, repeat
from typing import Final

from pyoxigraph import BlankNode, NamedNode, parse

from kzit_graph.errors import Position
from kzit_graph.rdf.positions import STATEMENT_SYNTAXES, find_subjects
from kzit_graph.rdf.reading import RdfFile

_PIECE: Final = 1 << 16


def position_of(node: NamedNode | BlankNode, files: Iterable[RdfFile]) -> Position | None:
    """Return the position where files first describe a node; None if they do not. In JSON-LD and RDF/XML, blank nodes have no line."""
    for file in files:
        if isinstance(node, NamedNode):
            if found := find_subjects(file.path, {node.value}, file.complete, file.base):
                return found[node.value]
        else:
            number = next((number for number, quad in enumerate(file.quads) if quad.subject == node), None)
            if number is not None:
                return Position(file.path, next(islice(_lines(file), number, None), None))
    return None


def positions_of_iris(files: Iterable[RdfFile]) -> dict[str, Position]:
    """Return the positions where files first describe each node with an IRI, in one pass over each file."""
    found: dict[str, Position] = {}
    for file in files:
        iris = {quad.subject.value for quad in file.quads if isinstance(quad.subject, NamedNode)}
        found = find_subjects(file.path, iris.difference(found), file.complete, file.base) | found
    return found


def positions_of_blank_nodes(files: Iterable[RdfFile]) -> dict[BlankNode, Position]:
    """Return the positions where files first describe each blank node, in one pass over each file."""
    found: dict[BlankNode, Position] = {}
    for file in files:
        for quad, line in zip(file.quads, _lines(file), strict=False):
            if isinstance(quad.subject, BlankNode):
                found.setdefault(quad.subject, Position(file.path, line))
    return found


def _lines(file: RdfFile) -> Iterator[int | None]:
    """Yield the line where each statement of a file ends, in the order of the parser."""
    if file.syntax not in STATEMENT_SYNTAXES:
        yield from repeat(None)
    lines = _Lines(file.content)
    for _ in parse(lines, format=file.syntax, base_iri=file.base):  # type: ignore[arg-type]
        yield lines.number


class _Lines:
    """Gives a parser one line at a time, so that it has read only up to the end of a statement. number: the last line that it has read."""

    def __init__(self, content: bytes) -> None:
        self._content, self._start = content, 0
        self.number = 0

    def read(self, size: int = -1) -> bytes:
        """Return bytes up to the end of the line, at most so many."""
        end = self._content.find(b"\n", self._start) + 1 or len(self._content)
        end = min(end, self._start + (size if size > 0 else _PIECE))
        piece = self._content[self._start : end]
        self._start = end
        self.number += piece.endswith(b"\n") or (bool(piece) and end == len(self._content))
        return piece
