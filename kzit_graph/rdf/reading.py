"""Reads one RDF file or text, safely: nothing is fetched, and every fault is one line that says where.

Below `project` and `store`, which decide what is read and where it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuadParser, RdfFormat, Store, Triple, parse

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.formats import format_of_file

_POSITION_IN_MESSAGE = re.compile(
    r"^(?:Parser error )?(?:at line \d+ (?:between columns \d+ and (?:column )?\d+|column \d+)"
    r"|between line \d+ column \d+ and line \d+ column \d+): "
)
_LINE_IN_MESSAGE = re.compile(r" \(line \d+\)$")
_XML_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s*)?\S+\s+(?:(SYSTEM|PUBLIC)\b|(\"[^\"]*&[^\"]*\"|'[^']*&[^']*'))")
_TRIPLES_ALONE = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)
"""Syntaxes that name no graphs, and in which a triple term of RDF 1.2 begins with `_TRIPLE_TERM`."""

_TRIPLE_TERM = b"<<"
_REPAIRS = {
    "No scheme found in an absolute IRI": "a relative IRI; write the full IRI or use a prefix",
    "has not been declared": "add an @prefix line for it",
    "Invalid IRI code point ' '": "an IRI cannot hold a space; write %20",
    "No LoadDocumentCallback": "the file asks for a remote JSON-LD context, and nothing is ever fetched; put the context into the file",
    "Unexpected end of file": "what begins here is never closed",
    "\ufeff is not a valid": "the file begins with a byte order mark; save it as UTF-8 without one",
    "Invalid UTF-8": "save the file as UTF-8",
}


def rdf_format(path: Path) -> RdfFormat:
    """The syntax of an RDF file, by its extension.

    Raises `InvalidInput` where the extension names no RDF syntax.
    """
    syntax = format_of_file(path)
    if syntax is None:
        raise InvalidInput("the extension names no RDF syntax; use .ttl, .nt, .rdf, .jsonld, .trig or .nq", Position(path))
    return syntax


def check_readable(path: Path) -> None:
    """Raises `InvalidInput` where a path is no file that can be opened, or where its extension names no RDF syntax."""
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise _unreadable(path, error) from error
    rdf_format(path)


def read_bytes(path: Path) -> bytes:
    """The content of an RDF file whose syntax cannot reach outside the file.

    Raises `InvalidInput` where the file cannot be read, or where RDF/XML declares an external entity or one that is
    built from others (they read other files, or grow without bound).
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    if rdf_format(path) == RdfFormat.RDF_XML and (entity := _XML_ENTITY.search(content)):
        line = content.count(b"\n", 0, entity.start()) + 1
        fault = "an external entity" if entity[1] else "an entity built from other entities"
        raise InvalidInput(f"RDF/XML with {fault} is refused; write the text itself", Position(path, line))
    return content


@dataclass(frozen=True)
class RdfFile:
    """An RDF file that was read once, for all that is made of it. content: its bytes."""

    path: Path
    content: bytes = field(repr=False)

    @property
    def syntax(self) -> RdfFormat:
        """The syntax, by the file's extension."""
        return rdf_format(self.path)

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """The statements (RDF 1.1). Raises `InvalidInput` with line and column where the file is malformed."""
        return tuple(self.parse())

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares before its first statement, name to namespace. Raises `InvalidInput`."""
        with _faults_of(self.path):
            return _prefixes(parse(self.content, format=self.syntax, rename_blank_nodes=True))

    def parse(self) -> Iterator[Quad]:
        """Parse the statements one after the other, without keeping them. Raises `InvalidInput`."""
        with _faults_of(self.path):
            yield from _without_triple_terms(parse(self.content, format=self.syntax, rename_blank_nodes=True), self.path)


def read_file(path: Path) -> RdfFile:
    """Read an RDF file. Raises `InvalidInput` as `read_bytes` does."""
    return RdfFile(path, read_bytes(path))


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, code point for code point: no line end is changed.

    Raises `InvalidInput` where it cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidInput("not UTF-8; save the text as UTF-8", Position(path, line)) from error


def read_quads(path: Path, *, keep_labels: bool = False) -> Iterator[Quad]:
    """The quads of an RDF file (RDF 1.1), one after the other; the file is not held in memory, unless it is RDF/XML.

    keep_labels: blank nodes bear the labels that the file gives them; else no blank node is that of another file.

    Raises `InvalidInput` with line and column where the file is malformed: relative IRIs are faults, too.
    """
    with _faults_of(path):
        yield from _without_triple_terms(_parser(path, keep_labels=keep_labels), path)


def load_graph(store: Store, file: RdfFile, graph: NamedNode) -> None:
    """Load the triples of an RDF file into a store as one named graph. Its blank nodes differ from those of any other file.

    Raises `InvalidInput` where the file is malformed or names graphs itself; the store may then hold a part of it.
    """
    if file.syntax in _TRIPLES_ALONE and _TRIPLE_TERM not in file.content:
        with _faults_of(file.path):
            store.load(file.content, format=file.syntax, to_graph=graph)
    else:
        store.bulk_extend(_in_graph(graph, file))


def _in_graph(graph: NamedNode, file: RdfFile) -> Iterator[Quad]:
    for quad in file.parse():
        if not isinstance(quad.graph_name, DefaultGraph):
            problem = f"names the graph {quad.graph_name}, but a file is one graph; remove the graph's name"
            raise InvalidInput(problem, Position(file.path))
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _without_triple_terms(quads: Iterable[Quad], path: Path) -> Iterator[Quad]:
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise InvalidInput(f"{quad.object} is a triple term of RDF 1.2; make the statement a thing with an IRI", Position(path))
        yield quad


def read_prefixes(path: Path) -> dict[str, str]:
    """The prefixes that an RDF file declares before its first statement, name to namespace.

    Raises `InvalidInput` where it is malformed before that.
    """
    with _faults_of(path):
        return _prefixes(_parser(path))


def _prefixes(parser: QuadParser) -> dict[str, str]:
    next(parser, None)
    return parser.prefixes


def _parser(path: Path, *, keep_labels: bool = False) -> QuadParser:
    syntax = rdf_format(path)
    if syntax == RdfFormat.RDF_XML:
        return parse(read_bytes(path), format=syntax, rename_blank_nodes=not keep_labels)
    with path.open("rb"):
        pass  # where it cannot be read, the system's own words say why
    return parse(path=path, format=syntax, rename_blank_nodes=not keep_labels)


@contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    """Turns the parser's faults inside the block into `InvalidInput` at their line and column of `path`."""
    try:
        yield
    except OSError as error:
        raise _unreadable(path, error) from error
    except SyntaxError as error:
        raise InvalidInput(_plain(str(error.args[0])), Position(path, error.lineno, error.offset)) from error
    except MemoryError as error:
        raise InvalidInput("a single term is longer than 16 MiB; shorten it, or link to a file that holds it", Position(path)) from error


def _unreadable(path: Path, error: OSError) -> InvalidInput:
    return InvalidInput(f"cannot be read: {error.strerror or error}", Position(path))


def _plain(message: str) -> str:
    message = _LINE_IN_MESSAGE.sub("", _POSITION_IN_MESSAGE.sub("", message))
    message = " ".join(message.split())
    repair = next((repair for symptom, repair in _REPAIRS.items() if symptom in message), None)
    return f"{message}: {repair}" if repair else message
