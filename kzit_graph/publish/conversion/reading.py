"""Read the data of a conversion as batches of quads, with terms as they were written and labels that no other file has."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.notes import notes_on_file
from kzit_graph.publish.conversion.labels import BlankNodeLabels
from kzit_graph.publish.conversion.sources import Source
from kzit_graph.rdf.content_checks import check_content
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.language_tags import spelled_xml, with_tags_as_written
from kzit_graph.rdf.local_copy import LocalCopy
from kzit_graph.rdf.quad_stream import STREAMED, Batch, QuadStream
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.rdf.xml_encoding import in_utf8

_MAX_IN_MEMORY: Final = {RdfFormat.RDF_XML: 1 << 30, RdfFormat.JSON_LD: 256 << 20}
"""Bytes of a file in a syntax that is read into memory. The parser of JSON-LD needs eleven times as much."""

_BATCH: Final = 4096
_LINE_SYNTAXES: Final = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_GENERATED_LABEL: Final = re.compile(rb"(?:_:|nodeID\s*+=\s*+[\"'])[a-f][0-9a-f]{23,31}")
_TAG_WITH_CAPITAL: Final = re.compile(rb'"[a-z0-9-]*+[A-Z][A-Za-z0-9-]*+"')


@dataclass(frozen=True)
class Reader:
    """Reads the data of a conversion.

    notes: gets warnings. base: the IRI that resolves relative IRIs. for_xml: whether labels of blank nodes must fit RDF/XML. keep_tags:
    whether language tags keep their capital letters.
    """

    sources: tuple[Source, ...]
    notes: list[str]
    base: str | None = None
    for_xml: bool = False
    keep_tags: bool = True

    def batches(self) -> Iterator[Batch]:
        """Yield the quads of all sources, in order. Raises `InvalidInput` at the first mistake."""
        for number, source in enumerate(self.sources, 1):
            yield from self._batches(number, source)

    def _batches(self, number: int, source: Source) -> Iterator[Batch]:
        labels = BlankNodeLabels(number, for_xml=self.for_xml, nested=source.syntax not in STREAMED)
        with source.open() as file:
            if source.syntax not in STREAMED:
                document = _Document.read(file, source, self.base, keep_tags=self.keep_tags)
                self.notes.extend(notes_on_file(document.file))
                for batch in document.batches():
                    yield Batch(labels.renamed(batch.quads, has_generated_labels=document.has_generated_labels), batch.prefixes)
                return
            stream = QuadStream(file, source.path, source.syntax, self.base, keep_tags=self.keep_tags)
            keeps_all = len(self.sources) == 1 and not self.for_xml and source.syntax in _LINE_SYNTAXES
            for batch in stream:
                if keeps_all or not stream.may_have_blank_nodes:
                    yield batch
                else:
                    quads = labels.renamed(batch.quads, has_generated_labels=stream.has_generated_labels)
                    yield Batch(quads, batch.prefixes)


@dataclass(frozen=True)
class _Document:
    """RDF/XML or JSON-LD in memory. written: whether capital letters in its language tags need care."""

    file: RdfFile
    written: bool
    has_generated_labels: bool

    @classmethod
    def read(cls, file: IO[bytes], source: Source, base: str | None, *, keep_tags: bool) -> _Document:
        """Read a document. Raises `InvalidInput` if it is too large, or cannot be parsed safely."""
        limit = _MAX_IN_MEMORY[source.syntax]
        content = file.read(limit + 1)
        if len(content) > limit:
            name = "RDF/XML" if source.syntax == RdfFormat.RDF_XML else "JSON-LD"
            problem = f"{name} is read into memory, and this has more than {limit >> 20:,} MiB; cut it into several files"
            raise InvalidInput(problem, Position(source.path))
        path = source.path
        if format_of_file(path) != source.syntax:  # the checks depend on the extension
            path = LocalCopy.of(Path(f"data.{source.syntax.file_extension}"), str(path))
        if source.syntax == RdfFormat.RDF_XML:
            content = in_utf8(content, path)
        check_content(content, path)
        has_generated_labels = bool(_GENERATED_LABEL.search(content))
        if source.syntax == RdfFormat.RDF_XML and keep_tags:
            spelled = spelled_xml(content)
            return cls(RdfFile(path, spelled, base), spelled != content, has_generated_labels)
        written = keep_tags and bool(_TAG_WITH_CAPITAL.search(content))
        return cls(RdfFile(path, content, base), written, has_generated_labels)

    def batches(self) -> Iterator[Batch]:
        """Yield the quads. Raises `InvalidInput` at the first mistake."""
        prefixes = self.file.prefixes
        quads: Iterator[Quad] = self.file.parse(keep_labels=True)
        is_xml = self.file.syntax == RdfFormat.RDF_XML
        if self.written and not is_xml:
            quads = self._with_tags(quads)
        empty = True
        while batch := list(islice(quads, _BATCH)):
            empty = False
            yield Batch(with_tags_as_written(batch) if self.written and is_xml else batch, prefixes)
        if empty:
            yield Batch([], prefixes)

    def _with_tags(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield quads with their language tags as written, which only the lenient parser of JSON-LD keeps.

        It also reads what the other one drops, such as keys without an IRI, so texts are paired by property, value and tag.
        """
        tagged: dict[tuple[str, str, str], deque[Literal]] = {}
        for quad in parse(self.file.content, format=RdfFormat.JSON_LD, base_iri=self.file.base, lenient=True):
            if isinstance(quad.object, Literal) and quad.object.language and not quad.object.direction:
                tagged.setdefault(_key(quad.predicate, quad.object), deque()).append(quad.object)
        for quad in quads:
            literal = quad.object
            written = tagged.get(_key(quad.predicate, literal)) if isinstance(literal, Literal) and literal.language else None
            yield Quad(quad.subject, quad.predicate, written.popleft(), quad.graph_name) if written else quad


def _key(predicate: NamedNode, literal: Literal) -> tuple[str, str, str]:
    return predicate.value, literal.value, (literal.language or "").lower()
