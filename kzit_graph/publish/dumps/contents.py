"""Compare what a dump holds with what was to be written, by counts and by a digest that does not depend on the order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from kzit_graph.artefacts import Digest, digest_of
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.publish.dumps.jsonld_parts import jsonld_parts
from kzit_graph.rdf.blank_nodes import has_blank_node
from kzit_graph.rdf.formats import RDF_FORMATS

_MODULUS: Final = 1 << 64
_BATCH: Final = 1 << 16


@dataclass(frozen=True)
class Contents:
    """The contents of a dump.

    statements: their number. blank: how many of them have a blank node. digest: the sum of the hashes of the others. pyoxigraph
    hashes a quad by its terms as they are written, with the same key in every process.
    """

    statements: int = 0
    blank: int = 0
    digest: int = 0

    def __add__(self, other: Contents) -> Contents:
        return Contents(self.statements + other.statements, self.blank + other.blank, (self.digest + other.digest) % _MODULUS)


def contents_of(quads: Iterable[Quad], *, blank_nodes: bool) -> Contents:
    """Return the contents of quads. blank_nodes: whether any may have a blank node; without, this takes half the time."""
    statements = blank = digest = 0
    if not blank_nodes:
        hashes = map(hash, quads)
        while some := list(islice(hashes, _BATCH)):
            statements += len(some)
            digest += sum(some)
        return Contents(statements, 0, digest % _MODULUS)
    for quad in quads:
        statements += 1
        if has_blank_node(quad):
            blank += 1
        else:
            digest += hash(quad)
    return Contents(statements, blank, digest % _MODULUS)


class RunningDigest:
    """The digest of a text that comes part by part."""

    def __init__(self) -> None:
        self._size, self._hash = 0, hashlib.sha256()

    def add(self, part: bytes) -> None:
        """Add a part."""
        self._size += len(part)
        self._hash.update(part)

    @property
    def digest(self) -> Digest:
        """The size and digest of all parts."""
        return Digest(self._size, self._hash.hexdigest())


@dataclass(frozen=True)
class WrittenDump:
    """A dump to read back.

    syntax: its name. expected: what it is to hold. lines: in the line syntaxes, the parts of its text, which were parsed when they were
    written; empty if they are not known.
    """

    path: Path
    syntax: str
    expected: Contents
    lines: Sequence[Digest] = ()


def read_back(dump: WrittenDump) -> None:
    """Read a dump and raise `InvalidInput` if it does not hold what it is to hold.

    The text of a line syntax has been parsed, so the same text is enough. If it is another one, it is parsed to say what is wrong.
    """
    if dump.lines and _is_of(dump.path, dump.lines):
        return
    try:
        found = _found(dump)
    except SyntaxError as error:
        raise _unreadable(dump, f"it cannot be read back: {' '.join(str(error).split())}") from error
    if found.statements != dump.expected.statements:
        raise _unreadable(dump, f"it reads back as {found.statements:,} statements instead of {dump.expected.statements:,}")
    if found != dump.expected:
        raise _unreadable(dump, "it reads back as other statements than were written")


def _is_of(path: Path, parts: Iterable[Digest]) -> bool:
    """Whether a file consists of parts."""
    with path.open("rb") as file:
        return all(digest_of(file.read(part.size)) == part for part in parts) and not file.read(1)


def _found(dump: WrittenDump) -> Contents:
    blank_nodes = dump.expected.blank > 0
    if dump.syntax != "jsonld":
        # The terms were validated before; in the line syntaxes, to do it again takes half the time.
        quads = parse(path=dump.path, format=RDF_FORMATS[dump.syntax], lenient=dump.syntax in ("ntriples", "nquads"))
        return contents_of(quads, blank_nodes=blank_nodes)
    with suppress(SyntaxError):
        # This takes a third less time. It fails if the context puts keys before "@type", which matters only to contexts of classes.
        streamed = (quad for part in jsonld_parts(dump.path) for quad in parse(part, format=RdfFormat.STREAMING_JSON_LD, lenient=True))
        return contents_of(streamed, blank_nodes=blank_nodes)
    parts = (quad for part in jsonld_parts(dump.path) for quad in parse(part, format=RdfFormat.JSON_LD))
    return contents_of(parts, blank_nodes=blank_nodes)


def _unreadable(dump: WrittenDump, problem: str) -> InvalidInput:
    advice = "simplify the JSON-LD context" if dump.syntax == "jsonld" else "please report this"
    return InvalidInput(f"{problem}, so it is not published; {advice}", Position(Path(dump.path.name)))
