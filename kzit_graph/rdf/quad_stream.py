"""Read Turtle, TriG, N-Triples and N-Quads of any size as batches of quads, with the terms as they were written.

Unlike in `kzit_graph.rdf.reading`, the content is checked while it is parsed, and may come from a pipe. RDF 1.2 is read as well.
"""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import Quad, RdfFormat, parse

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.language_tags import TagSpeller, with_tags_as_written
from kzit_graph.rdf.opening import read_error
from kzit_graph.rdf.parser_errors import LongTerm, encoding_problem, stream_error
from kzit_graph.rdf.turtle_bounds import check_namespaces

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STREAMED: Final = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
"""Syntaxes that are read in bounded memory."""

_BATCH: Final = 4096
"""Quads of a batch."""

_PART: Final = 1 << 18
"""Bytes that are read at once."""

_HEAD: Final = 64
"""Bytes that tell the encoding of a file."""

_KEPT: Final = 8 << 20
"""Bytes before a mistake that are kept, to say more about it."""

_OVERLAP: Final = 40
"""Bytes of the part before that are searched again."""

_MAX_NESTED: Final = 200
"""Triple terms inside one another. The parser's stack is not bounded."""

_LABEL: Final = re.compile(rb"_:")
_GENERATED_LABEL: Final = re.compile(rb"_:[a-f][0-9a-f]{23,31}(?![0-9a-f])")
_UNLABELLED: Final = re.compile(rb"[\[(~]|<<|\{\|")
"""What can stand for a node without a label, also within texts and IRIs: [] and (), and in RDF 1.2 reifiers, ~, << and {|."""

_TRIPLE_TERM: Final = re.compile(rb"<<|>>")


@dataclass(frozen=True)
class Batch:
    """Quads that follow each other. prefixes: those declared so far, prefix to namespace."""

    quads: list[Quad]
    prefixes: Mapping[str, str] = field(default_factory=dict)


class QuadStream:
    """The quads of RDF in a file or a pipe, read once.

    file: the bytes, unpacked. path: for errors. base: the IRI that resolves relative IRIs; without one, they are refused. keep_tags:
    whether language tags keep their capital letters.
    """

    def __init__(self, file: IO[bytes], path: Path, syntax: RdfFormat, base: str | None = None, *, keep_tags: bool = True) -> None:
        self.path, self.syntax = path, syntax
        self._bytes = _Bytes(file, path, syntax, keep_tags=keep_tags)
        self._parser = parse(io.BufferedReader(self._bytes, _PART), format=syntax, base_iri=base)

    @property
    def may_have_blank_nodes(self) -> bool:
        """Whether there can be a blank node in what was read so far."""
        return self._bytes.may_have_blank_nodes

    @property
    def has_generated_labels(self) -> bool:
        """Whether a label that was read so far looks like those that the parser gives to nodes without a label."""
        return self._bytes.has_generated_labels

    def __iter__(self) -> Iterator[Batch]:
        """Yield the quads. Raises `InvalidInput` with line and column at the first mistake."""
        last: Batch | None = None
        while quads := self._next():
            last = Batch(with_tags_as_written(quads) if self._bytes.has_spelled else quads, self._parser.prefixes)
            yield last
        if last is None or last.prefixes != self._parser.prefixes:
            yield Batch([], self._parser.prefixes)

    def _next(self) -> list[Quad]:
        try:
            return list(islice(self._parser, _BATCH))
        except SyntaxError as error:
            raise self._bytes.error(error) from error
        except MemoryError as error:
            raise LongTerm(self.path) from error
        except OSError as error:
            raise read_error(self.path, error) from error


class _Bytes(io.RawIOBase):
    """The bytes for the parser: checked, with language tags spelled, and with the last of them kept for errors."""

    def __init__(self, file: IO[bytes], path: Path, syntax: RdfFormat, *, keep_tags: bool) -> None:
        self._file, self._path, self._syntax = file, path, syntax
        self._is_line_syntax = syntax in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
        self._ready = memoryview(b"")
        self._kept: deque[bytes] = deque()
        self._kept_size = self._lines_before = self._nested = 0
        self._overlap = b""
        self._is_at_start, self._is_at_end = True, False
        self.speller = TagSpeller() if keep_tags else None
        self.may_have_blank_nodes = self.has_generated_labels = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read bytes. Raises `InvalidInput` if they are not UTF-8 text, or could exhaust memory or the stack."""
        while not self._ready and not self._is_at_end:
            part = self._next_part()
            self._is_at_end = not part
            self._ready = memoryview(self._spelled(part))
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._ready))
        target[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    @property
    def has_spelled(self) -> bool:
        """Whether a language tag was replaced so far."""
        return self.speller is not None and self.speller.replaced

    def _spelled(self, part: bytes) -> bytes:
        if self.speller is None:
            return part
        return self.speller.feed(part) if part else self.speller.finish()

    def error(self, error: SyntaxError) -> InvalidInput:
        """Return the error of the parser, with its position."""
        return stream_error(error, self._path, self._syntax, b"".join(self._kept), self._lines_before)

    def _next_part(self) -> bytes:
        part = _read(self._file)
        if self._is_at_start:
            while len(part) < _HEAD and (more := _read(self._file)):
                part += more
            self._is_at_start = False
            if wrong_encoding := encoding_problem(part[:_HEAD], self._path, message=""):
                raise wrong_encoding
            check_namespaces(part, self._path)
        self._keep(part)
        self._look_at(self._overlap + part)
        self._overlap = part[-_OVERLAP:]
        return part

    def _keep(self, part: bytes) -> None:
        self._kept.append(part)
        self._kept_size += len(part)
        while self._kept_size > _KEPT and len(self._kept) > 1:
            dropped = self._kept.popleft()
            self._kept_size -= len(dropped)
            self._lines_before += dropped.count(b"\n")

    def _look_at(self, part: bytes) -> None:
        """Look for blank nodes and triple terms. Finding too many only takes time."""
        if _LABEL.search(part):
            self.may_have_blank_nodes = True
            self.has_generated_labels = self.has_generated_labels or bool(_GENERATED_LABEL.search(part))
        if not self._is_line_syntax and not self.may_have_blank_nodes:
            self.may_have_blank_nodes = bool(_UNLABELLED.search(part))
        if _TRIPLE_TERM.search(part):
            for sign in _TRIPLE_TERM.findall(part):
                self._nested = max(0, self._nested + (1 if sign == b"<<" else -1))
                if self._nested > _MAX_NESTED:
                    raise InvalidInput(
                        f"more than {_MAX_NESTED} triple terms are inside one another; describe them by triples", Position(self._path)
                    )


def _read(file: IO[bytes]) -> bytes:
    """Return the next bytes of a file; of a pipe, those that are there."""
    read1 = getattr(file, "read1", None)
    return (read1(_PART) if read1 else file.read(_PART)) or b""
