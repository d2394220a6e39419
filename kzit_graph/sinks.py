"""Pieces of dumps → files: each kind of file knows what stands before, between and behind its pieces."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from kzit_graph.jsonld import END, END_OF_EMPTY, SEPARATOR, jsonld_writer
from kzit_graph.pieces import GraphPieces, Notation, UnionPieces
from kzit_graph.rdf_text import turtle_header, xml_frame


class LinesSink:
    """N-Quads or N-Triples: a piece follows the other."""

    def __init__(self, path: Path, _notation: Notation) -> None:
        self._file = path.open("wb")

    def add(self, pieces: GraphPieces | UnionPieces) -> None:
        """Writes the next piece."""
        self._file.write((pieces.nquads if isinstance(pieces, GraphPieces) else pieces.ntriples).encode())

    def close(self) -> None:
        """Writes what is left, and closes the file."""
        self._file.close()


class TurtleSink:
    """Turtle or TriG: before the pieces stand the prefixes that they use, which are known last."""

    def __init__(self, path: Path, notation: Notation) -> None:
        self._path, self._notation = path, notation
        self._body = tempfile.TemporaryFile()  # noqa: SIM115 # closed in `close`
        self._used: set[bytes] = set()

    def add(self, pieces: GraphPieces | UnionPieces) -> None:
        """Takes the next piece."""
        self._body.write(pieces.trig if isinstance(pieces, GraphPieces) else pieces.turtle)
        self._used |= pieces.prefixes

    def close(self) -> None:
        """Writes the file."""
        prefixes = {**self._notation.prefixes, **{name: namespace for namespace, name in self._notation.own.items()}}
        self._body.seek(0)
        with self._body, self._path.open("wb") as file:
            file.write(turtle_header(prefixes, self._used))
            shutil.copyfileobj(self._body, file, 1 << 20)


class JsonLdSink:
    """JSON-LD: the context, then an object for each graph."""

    def __init__(self, path: Path, notation: Notation) -> None:
        start = jsonld_writer(notation.context).start
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._file.write(start)
        self._empty = True

    def add(self, pieces: GraphPieces | UnionPieces) -> None:
        """Writes the objects of the next graphs."""
        assert isinstance(pieces, GraphPieces)
        for text in filter(None, pieces.jsonld):
            self._file.write(text if self._empty else SEPARATOR + text)
            self._empty = False

    def close(self) -> None:
        """Writes the end, and closes the file."""
        with self._file:
            self._file.write(END_OF_EMPTY if self._empty else END)


class XmlSink:
    """RDF/XML: pieces inside one root element."""

    def __init__(self, path: Path, notation: Notation) -> None:
        start, self._end = xml_frame(notation.prefixes)
        self._file = path.open("wb")
        self._file.write(start)

    def add(self, pieces: GraphPieces | UnionPieces) -> None:
        """Writes the next piece."""
        assert isinstance(pieces, UnionPieces)
        self._file.write(pieces.rdfxml)

    def close(self) -> None:
        """Writes the end, and closes the file."""
        with self._file:
            self._file.write(self._end)


Sink = LinesSink | TurtleSink | JsonLdSink | XmlSink

WITH_GRAPHS: Final[dict[str, type[Sink]]] = {"nquads": LinesSink, "trig": TurtleSink, "jsonld": JsonLdSink}
"""Kinds of files that keep named graphs, by the name of their syntax."""

OF_THE_UNION: Final[dict[str, type[Sink]]] = {"ntriples": LinesSink, "turtle": TurtleSink, "rdfxml": XmlSink}
"""Kinds of files that hold the union of the graphs, by the name of their syntax."""
