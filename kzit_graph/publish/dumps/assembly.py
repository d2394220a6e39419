"""Assemble dumps from chunks: each class writes one kind of dump, with its header, separators and footer."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO, Final

from kzit_graph.publish.dumps.worker import DumpSettings
from kzit_graph.rdf.jsonld.document import END, END_OF_EMPTY, SEPARATOR, jsonld_writer
from kzit_graph.rdf.rdfxml import XML_END, xml_start
from kzit_graph.rdf.writing import turtle_header

_COPY_BUFFER: Final = 1 << 20
"""Bytes copied at a time."""


class LinesDump:
    """An N-Quads or N-Triples dump: the chunks, one after another."""

    def __init__(self, path: Path, _settings: DumpSettings) -> None:
        self._file = path.open("wb")

    def add(self, chunk: Path, _prefixes: frozenset[str]) -> None:
        """Append a chunk and delete its file."""
        _move(chunk, self._file)

    def close(self) -> None:
        """Finish the dump."""
        self._file.close()


class TurtleDump:
    """A Turtle or TriG dump: the prefixes, then the chunks.

    The prefixes in use are known only at the end, so the chunks wait in a temporary file.
    """

    def __init__(self, path: Path, settings: DumpSettings) -> None:
        self._path, self._settings = path, settings
        self._body = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115 # closed in `close`
        self._used: set[str] = set()

    def add(self, chunk: Path, prefixes: frozenset[str]) -> None:
        """Append a chunk and delete its file. prefixes: names of the prefixes in use."""
        _move(chunk, self._body)
        self._used |= prefixes

    def close(self) -> None:
        """Finish the dump."""
        self._body.seek(0)
        with self._body, self._path.open("wb") as file:
            file.write(turtle_header(self._settings.all_prefixes, self._used))
            shutil.copyfileobj(self._body, file, _COPY_BUFFER)


class JsonLdDump:
    """A JSON-LD dump: the context, then one object per graph, with a comma between chunks."""

    def __init__(self, path: Path, settings: DumpSettings) -> None:
        start = jsonld_writer(settings.context).start
        self._file = path.open("wb")
        self._file.write(start.encode())
        self._empty = True

    def add(self, chunk: Path, _prefixes: frozenset[str]) -> None:
        """Append a chunk and delete its file."""
        if chunk.stat().st_size == 0:
            return
        if not self._empty:
            self._file.write(SEPARATOR.encode())
        _move(chunk, self._file)
        self._empty = False

    def close(self) -> None:
        """Finish the dump."""
        with self._file:
            self._file.write((END_OF_EMPTY if self._empty else END).encode())


class XmlDump:
    """An RDF/XML dump: the chunks inside one root element."""

    def __init__(self, path: Path, settings: DumpSettings) -> None:
        self._file = path.open("wb")
        self._file.write(xml_start(settings.prefixes))

    def add(self, chunk: Path, _prefixes: frozenset[str]) -> None:
        """Append a chunk and delete its file."""
        _move(chunk, self._file)

    def close(self) -> None:
        """Finish the dump."""
        with self._file:
            self._file.write(XML_END)


Dump = LinesDump | TurtleDump | JsonLdDump | XmlDump

GRAPH_DUMPS: Final[dict[str, type[Dump]]] = {"nquads": LinesDump, "trig": TurtleDump, "jsonld": JsonLdDump}
"""Dumps that keep named graphs, by the name of their syntax."""

UNION_DUMPS: Final[dict[str, type[Dump]]] = {"ntriples": LinesDump, "turtle": TurtleDump, "rdfxml": XmlDump}
"""Dumps of the union of all graphs, by the name of their syntax."""


def _move(chunk: Path, file: BinaryIO) -> None:
    with chunk.open("rb") as source:
        shutil.copyfileobj(source, file, _COPY_BUFFER)
    chunk.unlink()
