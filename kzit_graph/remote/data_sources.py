"""Make files of the data that a user names: an RDF file, a compressed dump, a build's folder, a URL, a pipe or standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pyoxigraph import RdfFormat, serialize

from kzit_graph.artefacts import CHECKSUMS, digest_of_file, dumps_of
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.notes import notes_on_empty
from kzit_graph.rdf.formats import compression_of_content, format_of_file, guessed_line_syntax, guessed_syntax
from kzit_graph.rdf.local_copy import LocalCopy
from kzit_graph.rdf.opening import unpack
from kzit_graph.rdf.streams import is_stream, open_stream

STANDARD_INPUT: Final = "-"
"""What a user writes for standard input."""

_WEB: Final = ("http://", "https://")
_MAX_PIPED: Final = 2 << 30
"""Bytes that are read from a pipe."""


@dataclass(frozen=True)
class DataFiles:
    """Files of data. notes: warnings for the user, one line each."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def open_data(
    sources: Iterable[str],
    folder: Path,
    *,
    stdin: IO[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
    syntax: RdfFormat | None = None,
) -> DataFiles:
    """Return the files of data that a user names.

    sources: each an RDF file, also compressed, the folder of a build (its N-Quads dump), the URL of a dump or of a SPARQL endpoint,
    a named pipe, or "-" for standard input. folder: for files that must exist as long as the data is used. stdin: the standard
    input. environment, timeout: see `kzit_graph.diff`. syntax: of what comes out of a pipe; by default, it is guessed.

    Raises `InvalidInput` if a source does not exist or is of another kind, and `UnreachableEndpoint` if a URL does not answer.
    """
    paths: list[Path] = []
    notes: list[str] = []
    for number, source in enumerate(sources):
        own = folder / str(number)
        refuse_empty(source)
        if source == STANDARD_INPUT:
            paths.append(_piped(stdin, own, "standard input", syntax))
        elif is_web(source):
            paths.append(_downloaded(source, own, environment, timeout))
        elif "://" in source:
            _refuse_scheme(source)
        elif Path(source).is_dir():
            dump = find_dump(Path(source))
            paths.append(dump)
            notes += digest_notes(dump)
        elif is_stream(Path(source)):
            with open_stream(Path(source)) as pipe:
                paths.append(_piped(pipe, own, source, syntax))
        else:
            paths.append(Path(source))
            notes += notes_on_empty(Path(source))
    return DataFiles(tuple(paths), tuple(notes))


def refuse_empty(source: str) -> None:
    """Raise `InvalidInput` for an empty name, as of a variable that is not set. As a path, it would be the current folder."""
    if not source:
        raise InvalidInput("the name of the data is empty; name a file, a folder, a URL, or - for standard input")


def is_web(source: str) -> bool:
    """Return whether data is on the web."""
    return source.lower().startswith(_WEB)


def find_dump(folder: Path) -> Path:
    """Return the N-Quads dump of a build. Raises `InvalidInput` if the folder is not a build."""
    if not (folder / CHECKSUMS).is_file():
        raise InvalidInput(f"not the folder of a build (no {CHECKSUMS}); name a file, or a project folder with --project", Position(folder))
    listed = {line.partition("  ")[2] for line in _checksums(folder)}
    dumps = dumps_of(folder, listed)
    if len(dumps) != 1:
        raise InvalidInput(
            f"a build has one dump in N-Quads (.nq) or another syntax, but this folder has {len(dumps)}; build it again, or give the file",
            Position(folder),
        )
    return dumps[0]


def digest_notes(dump: Path) -> tuple[str, ...]:
    """Return a warning if a dump does not have the digest that the build wrote."""
    if f"{digest_of_file(dump).sha256}  {dump.name}" in _checksums(dump.parent):
        return ()
    return (f"{dump}: its digest is not the one in {CHECKSUMS}; the file was changed or truncated after the build",)


def _checksums(folder: Path) -> list[str]:
    return (folder / CHECKSUMS).read_text("utf-8", errors="replace").splitlines()


def _refuse_scheme(source: str) -> None:
    """Raise `InvalidInput` for an address that is not on the web, such as ftp://example.org/x.nq."""
    from kzit_graph.remote.addresses import read_address

    read_address(source)


def opened(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return standard input. Raises `InvalidInput` if it is closed, which is None."""
    if pipe is None:
        raise InvalidInput("standard input is closed; name a file, or redirect one to it")
    return pipe


def syntax_of_stream(head: bytes, name: str, syntax: RdfFormat | None) -> RdfFormat:
    """Return the syntax of what comes out of a pipe: the given one, else a guess. Raises `InvalidInput` if nothing does.

    head: its first bytes, unpacked. name: of the pipe, for the error.
    """
    if not head.strip():
        raise InvalidInput(f"{name}: empty; give it RDF data")
    return syntax or guessed_line_syntax(head) or guessed_syntax(head)


def _piped(pipe: IO[bytes] | None, folder: Path, name: str, syntax: RdfFormat | None) -> Path:
    """Save what comes out of a pipe. Its syntax is that of its name, else the given one, else it is guessed."""
    content = opened(pipe).read(_MAX_PIPED + 1)
    if len(content) > _MAX_PIPED:
        raise InvalidInput(f"{name}: more than {_MAX_PIPED >> 30} GiB of data; save it in a file first")
    if compression := compression_of_content(content):
        content = unpack(content, compression, Path(name))
    return saved(content, folder, "data", syntax_of_stream(content, name, format_of_file(Path(name)) or syntax), name)


def _downloaded(url: str, folder: Path, environment: Mapping[str, str] | None, timeout: float) -> Path:
    from kzit_graph.remote.addresses import redacted
    from kzit_graph.remote.client import HttpClient
    from kzit_graph.remote.endpoint import Endpoint
    from kzit_graph.remote.web_data import find_web_data, read_endpoint

    client = HttpClient(timeout=timeout) if environment is None else HttpClient.from_environment(environment, [url], timeout=timeout)
    found = find_web_data(url, client)
    if isinstance(found, Endpoint):
        content = serialize(read_endpoint(found), format=RdfFormat.N_QUADS)
        return saved(content or b"", folder, "data", RdfFormat.N_QUADS, redacted(url))
    return saved(found.content, folder, found.name.partition(".")[0] or "data", found.syntax, redacted(url))


def saved(content: bytes, folder: Path, name: str, syntax: RdfFormat, source: str) -> Path:
    """Save data in a new folder, and return its path, which is shown under the name of the source."""
    folder.mkdir()
    path = folder / f"{name}.{syntax.file_extension}"
    path.write_bytes(content)
    return LocalCopy.of(path, os.fspath(source))
