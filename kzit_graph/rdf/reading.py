"""Read an RDF file safely: no network access, bounded work, and every error has its position.

`project` and `store` decide which files to read.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, QuadParser, RdfFormat, Store, Triple, parse, serialize

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.plain_text import shortened
from kzit_graph.rdf.content_checks import TURTLES, check_content, check_turtle_content
from kzit_graph.rdf.formats import compression_of_file, format_of_file, syntax_of_content
from kzit_graph.rdf.namespaces import RDF
from kzit_graph.rdf.opening import open_regular, read_error, read_rdf, special_kind
from kzit_graph.rdf.parser_errors import parser_errors

if TYPE_CHECKING:
    from kzit_graph.rdf.jsonld.local_contexts import LocalContexts

_TRIPLE_SYNTAXES: Final = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)
"""Syntaxes without graph names."""

QUAD_SYNTAXES: Final = (RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD)
"""Syntaxes with graph names."""

_TAGGED: Final = (f"{RDF}langString", f"{RDF}dirLangString")
"""Datatypes of texts with a language tag, which no text without one may have (RDF 1.1, 3.3)."""

_MAX_QUOTED: Final = 60


def rdf_format(path: Path) -> RdfFormat:
    """Return the syntax of an RDF file by its extension, without that of a compression.

    Raises `InvalidInput` if the extension is not one of an RDF syntax, or for a folder.
    """
    syntax = format_of_file(path)
    if syntax is None:
        if kind := special_kind(path):
            raise InvalidInput(f"is {kind}", Position(path))
        if not path.exists():
            raise read_error(path, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
        raise InvalidInput(
            "unknown file extension; use .ttl, .nt, .rdf, .jsonld, .trig or .nq, or one of them with .gz or .zst", Position(path)
        )
    return syntax


def check_readable(path: Path) -> None:
    """Raise `InvalidInput` if a file cannot be opened, or if its extension names no RDF syntax."""
    try:
        with open_regular(path):
            pass
    except OSError as error:
        raise read_error(path, error) from error
    rdf_format(path)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of an RDF file, unpacked if it is compressed.

    Raises `InvalidInput` if the file cannot be read or cannot be parsed safely; see `check_content`.
    """
    rdf_format(path)
    content = read_rdf(path)
    check_content(content, path)
    return content


@dataclass(frozen=True)
class RdfFile:
    """An RDF file in memory.

    content: its bytes, unpacked. base: the IRI that resolves its relative IRIs; without one, they are refused. contexts: the local
    copies of JSON-LD contexts, if any; without, references to contexts are refused.
    """

    path: Path
    content: bytes = field(repr=False)
    base: str | None = None
    contexts: LocalContexts | None = field(default=None, repr=False, compare=False)

    @property
    def syntax(self) -> RdfFormat:
        """The syntax by the file extension or, if that is ambiguous, by the content."""
        return syntax_of_content(self.path, self.content) or rdf_format(self.path)

    @computed_once
    def quads(self) -> tuple[Quad, ...]:
        """The quads of the file (RDF 1.1). Raises `InvalidInput` with line and column if the file is malformed."""
        return tuple(self.parse())

    @computed_once
    def prefixes(self) -> dict[str, str]:
        """The prefixes declared before the first statement, prefix to namespace. Raises `InvalidInput` if that part is malformed."""
        with parser_errors(self.path, self.complete):
            return _prefixes(self._parser(lenient=self.syntax == RdfFormat.JSON_LD))  # which stops at no type map

    @property
    def line_of_direction(self) -> int | None:
        """The line of the first base direction in JSON-LD, which is dropped; None if there is none."""
        if self.syntax != RdfFormat.JSON_LD:
            return None
        from kzit_graph.rdf.jsonld.losses import line_of_direction

        return line_of_direction(self.complete)

    @computed_once
    def dropped_keys(self) -> tuple[str, ...]:
        """The keys of JSON-LD that have no IRI, so that their values are not read. Empty for other syntaxes."""
        if self.syntax != RdfFormat.JSON_LD:
            return ()
        from kzit_graph.rdf.jsonld.losses import find_dropped_keys

        with parser_errors(self.path, self.complete):
            return find_dropped_keys(self.complete, self.path, self.base)

    def parse(self, *, keep_labels: bool = False) -> Iterator[Quad]:
        """Yield the quads one by one, without caching them. Raises `InvalidInput` if the file is malformed.

        keep_labels: keep the blank node labels of the file. By default, blank nodes get labels that no other file has.
        """
        dropped = self.dropped_keys  # which raises if statements would be dropped
        with parser_errors(self.path, self.complete):
            quads: Iterable[Quad] = self._parser(keep_labels=keep_labels)
            if self.syntax == RdfFormat.JSON_LD:
                from kzit_graph.rdf.jsonld.type_maps import has_type_maps, with_type_maps

                if has_type_maps(self.complete):
                    quads = with_type_maps(self.complete, self.base, keep_labels=keep_labels)
                if dropped:
                    from kzit_graph.rdf.jsonld.orphan_lists import without_orphan_lists

                    quads = without_orphan_lists(quads, self.complete)
                yield from _without_rdf12(quads, self.path, drop_direction=True)
            elif self.syntax in TURTLES:
                yield from quads
            else:
                from kzit_graph.rdf.plain_xml import without_language

                yield from _without_rdf12(without_language(quads, self.complete), self.path, drop_direction=False)

    @computed_once
    def complete(self) -> bytes:
        """The content for the parser, on the same lines: with the contexts that JSON-LD refers to, and without what is misread in XML."""
        if self.syntax == RdfFormat.RDF_XML:
            from kzit_graph.rdf.plain_xml import plain_xml

            return plain_xml(self.content, self.path)
        if self.contexts is None or self.syntax != RdfFormat.JSON_LD:
            return self.content
        return self.contexts.inlined(self.content, self.path)

    @property
    def can_have_graphs(self) -> bool:
        """Whether the file may have graph names: TriG, N-Quads, and JSON-LD with the keyword @graph."""
        return self.syntax in QUAD_SYNTAXES and (self.syntax != RdfFormat.JSON_LD or b"@graph" in self.complete)

    def _parser(self, *, keep_labels: bool = False, lenient: bool = False) -> QuadParser:
        return parse(self.complete, format=self.syntax, base_iri=self.base, rename_blank_nodes=not keep_labels, lenient=lenient)


def read_file(path: Path, base: str | None = None, contexts: LocalContexts | None = None) -> RdfFile:
    """Read an RDF file into memory. contexts: see `RdfFile`. Raises `InvalidInput` as `read_bytes` does."""
    return RdfFile(path, read_bytes(path), base, contexts)


def read_quads(path: Path, *, keep_labels: bool = False, contexts: LocalContexts | None = None) -> Iterator[Quad]:
    """Yield the quads of an RDF file (RDF 1.1). Turtle and related syntaxes are not read into memory as a whole.

    keep_labels: keep the blank node labels of the file. By default, blank nodes get labels that no other file has. contexts: see
    `RdfFile`.

    Raises `InvalidInput` with line and column if the file is malformed or has a relative IRI.
    """
    if _can_be_streamed(path):
        with parser_errors(path):
            yield from _stream(path, keep_labels=keep_labels)
    else:
        yield from read_file(path, contexts=contexts).parse(keep_labels=keep_labels)


def load_graph(store: Store, file: RdfFile, graph: NamedNode) -> None:
    """Load the triples of an RDF file into a named graph of a store, also those of its named graphs. No other file shares its blank nodes.

    Raises `InvalidInput` if the file is malformed; part of it may then be in the store.
    """
    if file.syntax in _TRIPLE_SYNTAXES:
        with parser_errors(file.path, file.content):
            store.load(file.content, format=file.syntax, base_iri=file.base, to_graph=graph)
    else:
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in file.parse())


def as_ntriples(file: RdfFile) -> bytes:
    """Return the triples of an RDF file as N-Triples, also those of its named graphs, with the terms as they were written.

    No other file shares its blank nodes.

    Raises `InvalidInput` as `load_graph` does.
    """
    with parser_errors(file.path, file.content):
        if file.syntax in _TRIPLE_SYNTAXES:
            # Without a step in Python, this takes half the time.
            quads: Any = parse(file.content, format=file.syntax, base_iri=file.base, rename_blank_nodes=True)
            lines = serialize(quads, format=RdfFormat.N_TRIPLES)
        else:
            lines = serialize((quad.triple for quad in file.parse()), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    return lines


def _without_rdf12(quads: Iterable[Quad], path: Path, *, drop_direction: bool) -> Iterator[Quad]:
    """Yield quads, and refuse RDF 1.2 and texts that lack their language.

    drop_direction: drop base directions, as JSON-LD prescribes (API, section 8.2).
    """
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise InvalidInput(
                f"triple terms (RDF 1.2) are not supported: {quad.object}; give the statement an IRI and describe it by triples",
                Position(path),
            )
        if isinstance(quad.object, Literal) and quad.object.direction:
            if not drop_direction:
                problem = f"base directions (RDF 1.2) are not supported: {quad.object}; write @{quad.object.language}"
                raise InvalidInput(problem, Position(path))
            literal = Literal(quad.object.value, language=quad.object.language)
            yield Quad(quad.subject, quad.predicate, literal, quad.graph_name)
        elif isinstance(quad.object, Literal) and quad.object.datatype.value in _TAGGED and quad.object.language is None:
            name = quad.object.datatype.value.removeprefix(RDF)
            problem = (
                f'the text "{shortened(quad.object.value, _MAX_QUOTED)}" has the datatype rdf:{name}, but no language; give it a language'
            )
            raise InvalidInput(problem, Position(path))
        else:
            yield quad


def read_prefixes(path: Path, contexts: LocalContexts | None = None) -> dict[str, str]:
    """Return the prefixes that an RDF file declares before its first statement, prefix to namespace. contexts: see `RdfFile`.

    Raises `InvalidInput` if the file is malformed up to there.
    """
    if not _can_be_streamed(path):
        return read_file(path, contexts=contexts).prefixes
    with parser_errors(path):
        return _prefixes(_stream(path))


def _prefixes(parser: QuadParser) -> dict[str, str]:
    next(parser, None)
    return parser.prefixes


def _can_be_streamed(path: Path) -> bool:
    """Return whether a file can be parsed without reading it into memory as a whole."""
    return rdf_format(path) in TURTLES and compression_of_file(path) is None


def _stream(path: Path, *, keep_labels: bool = False) -> QuadParser:
    with open_regular(path) as file:
        if file.seek(0, 2):
            with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
                check_turtle_content(content, path, rdf_format(path))
    return parse(path=path, format=rdf_format(path), rename_blank_nodes=not keep_labels)
