"""Read an RDF or text file safely: no network access, and every error has its position.

`project` and `store` decide which files to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuadParser, RdfFormat, Store, Triple, parse, serialize

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.formats import format_of_file

_POSITION_IN_MESSAGE: Final = (
    r"^(?:Parser error )?(?:at line \d+ (?:between columns \d+ and (?:column )?\d+|column \d+)"
    r"|between line \d+ column \d+ and line \d+ column \d+): "
)
_LINE_IN_MESSAGE: Final = r" \(line \d+\)$"
_XML_ENTITY: Final = rb"<!ENTITY\s+(?:%\s*)?\S+\s+(?:(SYSTEM|PUBLIC)\b|(\"[^\"]*&[^\"]*\"|'[^']*&[^']*'))"
_TRIPLE_SYNTAXES = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)
"""Syntaxes without graph names, in which a triple term (RDF 1.2) starts with `_TRIPLE_TERM`."""

_TRIPLE_TERM = b"<<"
_IS_A_FOLDER = "is a folder; name a file"
_REPAIRS = {
    "No scheme found in an absolute IRI": "the IRI is relative; write the full IRI or use a prefix",
    "has not been declared": "add an @prefix line for it",
    "Invalid IRI code point ' '": "an IRI must not contain a space; write %20",
    "No LoadDocumentCallback": "remote JSON-LD contexts are not loaded; put the context into the file",
    "Unexpected end of file": "close the string, list or statement that starts here",
    "\ufeff is not a valid": "the file starts with a byte order mark; save it as UTF-8 without one",
    "Invalid UTF-8": "save the file as UTF-8",
}


def rdf_format(path: Path) -> RdfFormat:
    """Return the syntax of an RDF file by its extension.

    Raises `InvalidInput` if the extension is not one of an RDF syntax, or for a folder.
    """
    syntax = format_of_file(path)
    if syntax is None:
        if path.is_dir():
            raise InvalidInput(_IS_A_FOLDER, Position(path))
        raise InvalidInput("unknown file extension; use .ttl, .nt, .rdf, .jsonld, .trig or .nq", Position(path))
    return syntax


def check_readable(path: Path) -> None:
    """Raise `InvalidInput` if a file cannot be opened, or if its extension names no RDF syntax."""
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise _read_error(path, error) from error
    rdf_format(path)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of an RDF file.

    Raises `InvalidInput` if the file cannot be read, or if RDF/XML declares an external or a nested entity. External entities
    read other files, and nested entities can expand without limit.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _read_error(path, error) from error
    if rdf_format(path) == RdfFormat.RDF_XML and (entity := re.search(_XML_ENTITY, content)):
        line = content.count(b"\n", 0, entity.start()) + 1
        kind = "an external entity" if entity[1] else "a nested entity"
        raise InvalidInput(f"RDF/XML with {kind} is refused; write the text itself", Position(path, line))
    return content


@dataclass(frozen=True)
class RdfFile:
    """An RDF file in memory. content: its bytes. base: the IRI that resolves its relative IRIs; without one, they are refused."""

    path: Path
    content: bytes = field(repr=False)
    base: str | None = None

    @property
    def syntax(self) -> RdfFormat:
        """The syntax by the file extension."""
        return rdf_format(self.path)

    @computed_once
    def quads(self) -> tuple[Quad, ...]:
        """The quads of the file (RDF 1.1). Raises `InvalidInput` with line and column if the file is malformed."""
        return tuple(self.parse())

    @computed_once
    def prefixes(self) -> dict[str, str]:
        """The prefixes declared before the first statement, prefix to namespace. Raises `InvalidInput` if that part is malformed."""
        with _parser_errors(self.path):
            return _prefixes(parse(self.content, format=self.syntax, base_iri=self.base, rename_blank_nodes=True))

    def parse(self) -> Iterator[Quad]:
        """Yield the quads one by one, without caching them. Raises `InvalidInput` if the file is malformed."""
        with _parser_errors(self.path):
            quads = parse(self.content, format=self.syntax, base_iri=self.base, rename_blank_nodes=True)
            yield from _without_triple_terms(quads, self.path)


def read_file(path: Path, base: str | None = None) -> RdfFile:
    """Read an RDF file into memory. Raises `InvalidInput` as `read_bytes` does."""
    return RdfFile(path, read_bytes(path), base)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file with its line ends unchanged.

    Raises `InvalidInput` if the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise _read_error(path, error) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidInput("not UTF-8; save the text as UTF-8", Position(path, line)) from error


def read_quads(path: Path, *, keep_labels: bool = False) -> Iterator[Quad]:
    """Yield the quads of an RDF file (RDF 1.1). Only RDF/XML is read into memory as a whole.

    keep_labels: keep the blank node labels of the file. By default, blank nodes get labels that no other file has.

    Raises `InvalidInput` with line and column if the file is malformed or has a relative IRI.
    """
    with _parser_errors(path):
        yield from _without_triple_terms(_parser(path, keep_labels=keep_labels), path)


def load_graph(store: Store, file: RdfFile, graph: NamedNode) -> None:
    """Load the triples of an RDF file into a named graph of a store. No other file shares its blank nodes.

    Raises `InvalidInput` if the file is malformed or has graph names; part of it may then be in the store.
    """
    if file.syntax in _TRIPLE_SYNTAXES and _TRIPLE_TERM not in file.content:
        with _parser_errors(file.path):
            store.load(file.content, format=file.syntax, base_iri=file.base, to_graph=graph)
    else:
        store.bulk_extend(_in_graph(graph, file))


def as_ntriples(file: RdfFile) -> bytes:
    """Return the triples of an RDF file as N-Triples, with the terms as they were written. No other file shares its blank nodes.

    Raises `InvalidInput` as `load_graph` does.
    """
    with _parser_errors(file.path):
        if file.syntax in _TRIPLE_SYNTAXES and _TRIPLE_TERM not in file.content:
            # Without a step in Python, this takes half the time.
            quads = parse(file.content, format=file.syntax, base_iri=file.base, rename_blank_nodes=True)
            lines = serialize(quads, format=RdfFormat.N_TRIPLES)
        else:
            lines = serialize((quad.triple for quad in _single_graph(file)), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    return lines


def _in_graph(graph: NamedNode, file: RdfFile) -> Iterator[Quad]:
    return (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in _single_graph(file))


def _single_graph(file: RdfFile) -> Iterator[Quad]:
    for quad in file.parse():
        if not isinstance(quad.graph_name, DefaultGraph):
            problem = f"the file must be a single graph, but has the graph name {quad.graph_name}; remove the name"
            raise InvalidInput(problem, Position(file.path))
        yield quad


def _without_triple_terms(quads: Iterable[Quad], path: Path) -> Iterator[Quad]:
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise InvalidInput(
                f"triple terms (RDF 1.2) are not supported: {quad.object}; give the statement an IRI and describe it by triples",
                Position(path),
            )
        yield quad


def read_prefixes(path: Path) -> dict[str, str]:
    """Return the prefixes that an RDF file declares before its first statement, prefix to namespace.

    Raises `InvalidInput` if the file is malformed up to there.
    """
    with _parser_errors(path):
        return _prefixes(_parser(path))


def _prefixes(parser: QuadParser) -> dict[str, str]:
    next(parser, None)
    return parser.prefixes


def _parser(path: Path, *, keep_labels: bool = False) -> QuadParser:
    syntax = rdf_format(path)
    if syntax == RdfFormat.RDF_XML:
        return parse(read_bytes(path), format=syntax, rename_blank_nodes=not keep_labels)
    with path.open("rb"):
        pass  # raises the system's error if the file cannot be read
    return parse(path=path, format=syntax, rename_blank_nodes=not keep_labels)


@contextmanager
def _parser_errors(path: Path) -> Iterator[None]:
    """Turn the parser errors of a block into `InvalidInput` with their line and column in `path`."""
    try:
        yield
    except OSError as error:
        raise _read_error(path, error) from error
    except SyntaxError as error:
        raise InvalidInput(_plain(str(error.args[0])), Position(path, error.lineno, error.offset)) from error
    except MemoryError as error:
        raise InvalidInput("a single term is longer than 16 MiB; shorten it, or link to a file with the text", Position(path)) from error


def _read_error(path: Path, error: OSError) -> InvalidInput:
    problem = _IS_A_FOLDER if isinstance(error, IsADirectoryError) else f"cannot be read: {error.strerror or error}"
    return InvalidInput(problem, Position(path))


def _plain(message: str) -> str:
    message = re.sub(_LINE_IN_MESSAGE, "", re.sub(_POSITION_IN_MESSAGE, "", message))
    message = " ".join(message.split())
    repair = next((repair for symptom, repair in _REPAIRS.items() if symptom in message), None)
    return f"{message}: {repair}" if repair else message
