"""Pieces of dumps → dumps: each kind of dump knows what stands before, between and behind its pieces."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO, Final

from kzit_graph.publish.dumps.worker import Notation
from kzit_graph.rdf.jsonld.document import END, END_OF_EMPTY, SEPARATOR, jsonld_writer
from kzit_graph.rdf.writing import turtle_header, xml_frame

_AT_ONCE: Final = 1 << 20
"""Bytes that are copied at a time."""


class LinesSink:
    """N-Quads or N-Triples: a piece follows the other."""

    def __init__(self, path: Path, _notation: Notation) -> None:
        self._file = path.open("wb")

    def add(self, piece: Path, _prefixes: frozenset[str]) -> None:
        """Takes the next piece, and its file with it."""
        _move(piece, self._file)

    def close(self) -> None:
        """Finishes the dump."""
        self._file.close()


class TurtleSink:
    """Turtle or TriG: before the pieces stand the prefixes that they use, which are known last."""

    def __init__(self, path: Path, notation: Notation) -> None:
        self._path, self._notation = path, notation
        self._body = tempfile.TemporaryFile()  # noqa: SIM115 # closed in `close`
        self._used: set[str] = set()

    def add(self, piece: Path, prefixes: frozenset[str]) -> None:
        """Takes the next piece, and its file with it."""
        _move(piece, self._body)
        self._used |= prefixes

    def close(self) -> None:
        """Finishes the dump."""
        prefixes = {**self._notation.prefixes, **{name: namespace for namespace, name in self._notation.own.items()}}
        self._body.seek(0)
        with self._body, self._path.open("wb") as file:
            file.write(turtle_header(prefixes, self._used))
            shutil.copyfileobj(self._body, file, _AT_ONCE)


class JsonLdSink:
    """JSON-LD: the context, then an object for each graph, with a comma between pieces."""

    def __init__(self, path: Path, notation: Notation) -> None:
        start = jsonld_writer(notation.context).start
        self._file = path.open("wb")
        self._file.write(start.encode())
        self._empty = True

    def add(self, piece: Path, _prefixes: frozenset[str]) -> None:
        """Takes the next piece, and its file with it."""
        if piece.stat().st_size == 0:
            return
        if not self._empty:
            self._file.write(SEPARATOR.encode())
        _move(piece, self._file)
        self._empty = False

    def close(self) -> None:
        """Finishes the dump."""
        with self._file:
            self._file.write((END_OF_EMPTY if self._empty else END).encode())


class XmlSink:
    """RDF/XML: pieces inside one root element."""

    def __init__(self, path: Path, notation: Notation) -> None:
        start, self._end = xml_frame(notation.prefixes)
        self._file = path.open("wb")
        self._file.write(start)

    def add(self, piece: Path, _prefixes: frozenset[str]) -> None:
        """Takes the next piece, and its file with it."""
        _move(piece, self._file)

    def close(self) -> None:
        """Finishes the dump."""
        with self._file:
            self._file.write(self._end)


Sink = LinesSink | TurtleSink | JsonLdSink | XmlSink

WITH_GRAPHS: Final[dict[str, type[Sink]]] = {"nquads": LinesSink, "trig": TurtleSink, "jsonld": JsonLdSink}
"""Kinds of dumps that keep named graphs, by the name of their syntax."""

OF_THE_UNION: Final[dict[str, type[Sink]]] = {"ntriples": LinesSink, "turtle": TurtleSink, "rdfxml": XmlSink}
"""Kinds of dumps that hold the union of the graphs, by the name of their syntax."""


def _move(piece: Path, file: BinaryIO) -> None:
    with piece.open("rb") as source:
        shutil.copyfileobj(source, file, _AT_ONCE)
    piece.unlink()
