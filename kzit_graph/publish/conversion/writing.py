"""Write batches of quads in a syntax while they are read: in their order, with their terms, and nothing left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import IO, Any, Final

from pyoxigraph import DefaultGraph, Literal, Quad, RdfFormat, Triple, serialize

from kzit_graph.rdf.quad_stream import Batch
from kzit_graph.rdf.rdfxml import XML_END, xml_body, xml_start
from kzit_graph.rdf.writing import turtle_header

_MAX_GRAPHS: Final = 100_000
"""Graph names that are counted. More would not fit into bounded memory."""

_PREFIX_LINE: Final = b"@prefix "


class NotRdf11(Exception):
    """A quad has a triple term or a base direction (RDF 1.2), which the syntax cannot hold."""

    def __init__(self, quad: Quad) -> None:
        super().__init__(str(quad.object))
        self.quad = quad


@dataclass
class Tally:
    """What went through a conversion. statements: their number. graphs: hashes of the names of graphs that were merged."""

    statements: int = 0
    graphs: set[int] = field(default_factory=set)

    def counted(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Yield batches, and count their statements."""
        for batch in batches:
            self.statements += len(batch.quads)
            yield batch

    def merged(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Yield batches without the names of graphs, and count the graphs."""
        for batch in batches:
            if self._count_graphs(batch):
                yield Batch([Quad(*quad.triple) for quad in batch.quads], batch.prefixes)
            else:
                yield batch

    def _count_graphs(self, batch: Batch) -> bool:
        """Count the graphs of a batch, and return whether it has any."""
        names = {quad.graph_name for quad in batch.quads} - {DefaultGraph()}
        if len(self.graphs) < _MAX_GRAPHS:
            self.graphs |= set(map(hash, names))
        return bool(names)

    def watched(self, batches: Iterable[Batch], syntax: RdfFormat) -> Iterator[Batch]:
        """Yield batches unchanged, and count the graphs if a syntax has none."""
        for batch in batches:
            if not syntax.supports_datasets:
                self._count_graphs(batch)
            yield batch

    @property
    def graph_count(self) -> str:
        """The number of graphs that were merged, for a message."""
        number = len(self.graphs)
        return f"more than {_MAX_GRAPHS:,} graphs" if number >= _MAX_GRAPHS else f"{number:,} graph{'s' * (number != 1)}"


def write_batches(batches: Iterable[Batch], syntax: RdfFormat, file: IO[bytes]) -> None:
    """Write quads to a file. Syntaxes without graphs must get none.

    Turtle and TriG get the prefixes of the input. A prefix that is declared later is written where it is first known.

    Raises `NotRdf11` and `UnwritableXml` if the syntax cannot hold a statement.
    """
    if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG):
        _write_turtle(batches, syntax, file)
    elif syntax == RdfFormat.RDF_XML:
        _write_xml(batches, file)
    elif syntax == RdfFormat.JSON_LD:
        serialize(chain.from_iterable(in_rdf11(batch.quads) for batch in batches), file, syntax)
        file.write(b"\n")
    else:
        serialize(chain.from_iterable(batch.quads for batch in batches), file, syntax)


def in_rdf11(quads: list[Quad]) -> list[Quad]:
    """Return quads. Raises `NotRdf11` if one has a triple term or a base direction."""
    for quad in quads:
        value = quad.object
        if isinstance(value, Triple) or (isinstance(value, Literal) and value.direction):
            raise NotRdf11(quad)
    return quads


def _write_turtle(batches: Iterable[Batch], syntax: RdfFormat, file: IO[bytes]) -> None:
    declared: dict[str, str] = {}
    for prefixes, group in groupby(batches, key=lambda batch: batch.prefixes):
        new = {name: namespace for name, namespace in prefixes.items() if declared.get(name) != namespace}
        file.write(turtle_header(new, new))
        declared |= new
        output: Any = _WithoutPrefixes(file)
        serialize(chain.from_iterable(batch.quads for batch in group), output, syntax, prefixes=dict(prefixes))


class _WithoutPrefixes:
    """Writes Turtle without the prefix lines at its start: pyoxigraph writes all of them, in an order of its own."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._head = b""
        self.write: Callable[[bytes], int] = self._write_head

    def _write_head(self, part: bytes) -> int:
        head = self._head + part
        while head.startswith(_PREFIX_LINE) and (end := head.find(b"\n") + 1):
            head = head[end:]
        self._head = head
        if not head.startswith(_PREFIX_LINE[: len(head)]):
            self._file.write(head)
            self.write = self._file.write
        return len(part)

    def flush(self) -> None:
        """Write nothing: what is left of the start is a part of a prefix line."""


def _write_xml(batches: Iterable[Batch], file: IO[bytes]) -> None:
    prefixes: Mapping[str, str] | None = None
    for batch in batches:
        if prefixes is None:
            prefixes = batch.prefixes
            file.write(xml_start(prefixes))
        file.write(xml_body(batch.quads, prefixes))
    file.write((b"" if prefixes is not None else xml_start({})) + XML_END + b"\n")
