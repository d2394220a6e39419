"""Find where the statement is that a syntax cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, Final

from pyoxigraph import NamedNode, Quad, parse

from kzit_graph.errors import KzitError, Position
from kzit_graph.publish.conversion.sources import Source
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.quad_stream import STREAMED

_MAX_DOCUMENT: Final = 256 << 20
"""Bytes of a document in which a subject is searched."""


def position_of(sources: Iterable[Source], base: str | None, is_meant: Callable[[Quad], bool]) -> Position | None:
    """Return the file and the line of the first statement that is meant. Pipes cannot be read again: they have no line.

    In RDF/XML and JSON-LD, it is the line of the subject.
    """
    for source in sources:
        if not source.again:
            return Position(source.path)
        with suppress(SyntaxError, KzitError, OSError), source.open() as file:
            found = _in_stream(source, file, base, is_meant) if source.syntax in STREAMED else _in_document(source, file, base, is_meant)
            if found:
                return found
    return None


def _in_stream(source: Source, file: IO[bytes], base: str | None, is_meant: Callable[[Quad], bool]) -> Position | None:
    lines = _Lines(file)
    for quad in parse(lines, format=source.syntax, base_iri=base):  # type: ignore[arg-type]
        if is_meant(quad):
            return Position(source.path, lines.number)
    return None


def _in_document(source: Source, file: IO[bytes], base: str | None, is_meant: Callable[[Quad], bool]) -> Position | None:
    content = file.read(_MAX_DOCUMENT)
    for quad in parse(content, format=source.syntax, base_iri=base):
        if is_meant(quad):
            subject = quad.subject
            known = find_subjects(source.path, {subject.value}, content) if isinstance(subject, NamedNode) else {}
            return known.get(str(getattr(subject, "value", ""))) or Position(source.path)
    return None


class _Lines:
    """Gives a parser one line at a time, so that it has read only up to the end of a statement. number: the last line that it has read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._rest = memoryview(b"")
        self.number = 0

    def read(self, size: int = -1) -> bytes:
        """Return the rest of a line, or the next one."""
        if not self._rest:
            self._rest = memoryview(self._file.readline())
            self.number += 1
        size = len(self._rest) if size < 0 else size
        part, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return part
