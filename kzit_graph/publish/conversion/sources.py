"""The data of a conversion: files, pipes, standard input, folders of builds and URLs."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.notes import notes_on_empty
from kzit_graph.rdf.formats import compression_of_content, syntax_of_content
from kzit_graph.rdf.opening import open_unpacked
from kzit_graph.rdf.reading import rdf_format
from kzit_graph.rdf.streams import Continued, is_stream, open_stream
from kzit_graph.rdf.unpacking import unpacked
from kzit_graph.remote.data_sources import STANDARD_INPUT, open_data, opened, syntax_of_stream

_HEAD: Final = 1 << 16
"""Bytes in which the syntax of a stream is searched."""


@dataclass(frozen=True)
class Source:
    """Data to convert. path: for errors. syntax: of its content. open: returns the content, unpacked. again: whether it works twice."""

    path: Path
    syntax: RdfFormat
    open: Callable[[], IO[bytes]]
    again: bool = True

    @property
    def identity(self) -> tuple[int, int] | None:
        """The device and the number of a regular file; None for others."""
        with suppress(OSError):
            found = self.path.stat()
            return (found.st_dev, found.st_ino) if self.again and stat.S_ISREG(found.st_mode) else None
        return None


@dataclass(frozen=True)
class Sources:
    """The data of a conversion. notes: warnings for the user, one line each."""

    sources: tuple[Source, ...]
    notes: tuple[str, ...]


def find_sources(
    names: Iterable[str],
    folder: Path,
    *,
    syntax: RdfFormat | None = None,
    stdin: IO[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
) -> Sources:
    """Return the data that a user names.

    names: each a file, also compressed, a named pipe, "-" for standard input, the folder of a build or a URL. folder: for files that must
    exist as long as the data is used. syntax: of files and streams; by default that of the extension, and streams are guessed.
    environment, timeout: for URLs; see `kzit_graph.diff`.

    Raises `InvalidInput` if data does not exist or is of another kind, and `UnreachableEndpoint` if a URL does not answer.
    """
    found: list[Source] = []
    notes: list[str] = []
    for number, name in enumerate(names):
        path = Path(name)
        if name == STANDARD_INPUT:
            found.append(_of_stream(opened(stdin), Path("standard input"), syntax))
        elif "://" not in name and is_stream(path):
            found.append(_of_stream(open_stream(path), path, syntax or _known(path)))
        elif "://" not in name and not path.is_dir():
            found.append(_of_file(path, syntax))
            notes += notes_on_empty(path)
        else:
            own = folder / str(number)
            own.mkdir()
            data = open_data((name,), own, environment=environment, timeout=timeout)
            found += [_of_file(one, None) for one in data.paths]
            notes += data.notes
    return Sources(tuple(found), tuple(notes))


def _of_file(path: Path, syntax: RdfFormat | None) -> Source:
    with open_unpacked(path) as file:
        own = syntax or rdf_format(path)
        with suppress(InvalidInput):  # compressed data that is broken, which is reported when it is read
            own = syntax or syntax_of_content(path, file.read(_HEAD)) or own
    return Source(path, own, partial(open_unpacked, path))


def _of_stream(stream: IO[bytes], path: Path, syntax: RdfFormat | None) -> Source:
    """Return what comes out of a pipe. Without a syntax, it is that of the first bytes."""
    stream, head = _peeked(stream)
    if compression := compression_of_content(head):
        stream, head = _peeked(unpacked(stream, compression, path))
    return Source(path, syntax_of_stream(head, str(path), syntax), lambda: stream, again=False)


def _peeked(stream: IO[bytes]) -> tuple[IO[bytes], bytes]:
    """Return a stream that begins at the same byte, and its first bytes."""
    head = stream.read(_HEAD)
    return io.BufferedReader(Continued(head, stream)), head


def _known(path: Path) -> RdfFormat | None:
    with suppress(InvalidInput):
        return rdf_format(path)
    return None


def refuse_output(sources: Iterable[Source], output: IO[bytes]) -> None:
    """Raise `InvalidInput` if the output is one of the files to read, which then would never end."""
    with suppress(OSError, ValueError, AttributeError):
        written = os.fstat(output.fileno())
        for source in sources:
            if source.identity == (written.st_dev, written.st_ino):
                raise InvalidInput("is also the output; write to another file", Position(source.path))
