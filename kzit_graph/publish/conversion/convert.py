"""Convert RDF between syntaxes in bounded memory, without a project.

The order of the statements and the terms stay as they were written. `kzit_graph.convert` is this function.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pyoxigraph import Quad, RdfFormat

from kzit_graph.atomic_file import new_file, open_directly
from kzit_graph.errors import InvalidInput, Position, UnwritableTarget
from kzit_graph.extensions import check_extension, unknown_format, written_compression
from kzit_graph.publish.conversion.places import position_of
from kzit_graph.publish.conversion.reading import Reader
from kzit_graph.publish.conversion.sorting import write_sorted
from kzit_graph.publish.conversion.sources import Source, find_sources, refuse_output
from kzit_graph.publish.conversion.writing import NotRdf11, Tally, in_rdf11, write_batches
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.names import check_base
from kzit_graph.rdf.rdfxml import UnwritableXml, xml_body
from kzit_graph.rdf.unpacking import packing
from kzit_graph.work_folder import temporary_folder

Data = str | os.PathLike[str]

_BUFFER: Final = 1 << 18


@dataclass(frozen=True)
class Conversion:
    """What was converted. statements: their number. notes: warnings for the user, one line each."""

    statements: int
    notes: tuple[str, ...] = ()


def convert(
    data: Data | Iterable[Data],
    name: str,
    output: Data | IO[bytes],
    *,
    sort: bool = False,
    source_format: str | None = None,
    base: str | None = None,
    merge_graphs: bool = False,
    overwrite: bool = True,
    stdin: IO[bytes] | None = None,
    timeout: float = 60.0,
    environment: Mapping[str, str] | None = None,
) -> Conversion:
    """Convert RDF data to another syntax, in bounded memory.

    Statements stay in their order, and terms as they were written. Equal labels of blank nodes in two files stay two nodes. Turtle and
    TriG get the prefixes of the data.

    data: one or several of these: an RDF file, also compressed, the folder of a build (its N-Quads dump), the URL of a dump, a named pipe,
    or "-" for `stdin`. name: the syntax to write, one of `kzit_graph.rdf.formats.RDF_FORMATS`. output: a file to write in one step, with
    gzip or zstd if its name ends in .gz or .zst; or an open binary file.
    sort: write as a build does: sorted, without duplicates, with stable labels of blank nodes and language tags in lower case.
    source_format: the syntax of files and streams; by default that of the extension, and streams are guessed. base: the IRI that resolves
    relative IRIs. merge_graphs: whether graphs are merged without a note if the syntax has none. overwrite: whether to replace an
    existing file. timeout, environment: for URLs; see `kzit_graph.diff`.

    Raises `InvalidInput` if data is malformed, or if the syntax cannot hold a statement; `UnknownName` for an unknown syntax;
    `UnwritableTarget` if the output cannot be written. Then a file is not changed, but an open file has what was written before.
    """
    syntax = _syntax(name)
    if base is not None:
        check_base(base)
    given = None if source_format is None else _syntax(source_format)
    names = [os.fspath(one) for one in ((data,) if isinstance(data, str | os.PathLike) else data)]
    with temporary_folder() as folder:
        found = find_sources(names, folder, syntax=given, stdin=stdin, environment=environment, timeout=timeout)
        if not isinstance(output, str | os.PathLike):
            refuse_output(found.sources, output)
            conversion = _Conversion(found.sources, syntax, base, folder).write(output, sort=sort, merge_graphs=merge_graphs)
        else:
            path = Path(output)
            check_extension(path, name, tuple(RDF_FORMATS), compressed=True)
            with _new_file(path, overwrite=overwrite) as file:
                refuse_output(found.sources, file)
                conversion = _Conversion(found.sources, syntax, base, folder).write(file, sort=sort, merge_graphs=merge_graphs)
    return Conversion(conversion.statements, (*found.notes, *conversion.notes))


@dataclass(frozen=True)
class _Conversion:
    """A conversion of some sources. folder: for temporary files."""

    sources: tuple[Source, ...]
    syntax: RdfFormat
    base: str | None
    folder: Path

    def write(self, file: IO[bytes], *, sort: bool, merge_graphs: bool) -> Conversion:
        """Write the statements of the sources. Raises `InvalidInput` as `convert` does."""
        notes: list[str] = []
        tally = Tally()
        reader = Reader(self.sources, notes, self.base, for_xml=self.syntax == RdfFormat.RDF_XML, keep_tags=not sort)
        batches = tally.counted(reader.batches())
        try:
            if sort:
                statements = write_sorted(tally.watched(batches, self.syntax), self.syntax, file, self.folder)
            else:
                write_batches(batches if self.syntax.supports_datasets else tally.merged(batches), self.syntax, file)
                statements = tally.statements
        except UnwritableXml as error:
            problem = f"{error.problem}, or choose another format"
            raise InvalidInput(problem, position_of(self.sources, self.base, _is_not_xml)) from error
        except NotRdf11 as error:
            problem = f"JSON-LD cannot hold RDF 1.2: {error}; choose another format"
            raise InvalidInput(problem, position_of(self.sources, self.base, _is_not_rdf11)) from error
        if tally.graphs and not merge_graphs:
            notes.append(f"{tally.graph_count} merged, because the format has none; nquads and trig keep them")
        return Conversion(statements, tuple(notes))


def _is_not_xml(quad: Quad) -> bool:
    try:
        xml_body([quad], {})
    except UnwritableXml:
        return True
    return False


def _is_not_rdf11(quad: Quad) -> bool:
    try:
        in_rdf11([quad])
    except NotRdf11:
        return True
    return False


def _syntax(name: str) -> RdfFormat:
    if name not in RDF_FORMATS:
        raise unknown_format("format", name, tuple(RDF_FORMATS))
    return RDF_FORMATS[name]


@contextmanager
def _new_file(path: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """Yield a file that replaces `path` at the end of the block, compressed if its name says so. After an error, nothing is left.

    Devices, pipes and open streams are written directly. Raises `UnwritableTarget`.
    """
    try:
        direct = open_directly(path)
        if direct is not None:
            with direct as stream, _packed(stream, path) as file:
                yield file
            return
        with (
            new_file(path, overwrite=overwrite) as unfinished,
            unfinished.open("xb", buffering=_BUFFER) as stream,
            _packed(stream, path) as file,
        ):
            yield file
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise UnwritableTarget(f"{Position(path)}: exists already; name another file, or overwrite it") from error
    except OSError as error:
        raise UnwritableTarget(f"{Position(path)}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _packed(file: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that compresses what is written to it, if the name of its path says so."""
    compression = written_compression(path)
    if compression is None:
        yield file
        return
    packed = packing(file, compression)
    try:
        yield packed
    except BaseException:
        with suppress(OSError):
            packed.close()  # while the other file is open
        raise
    packed.close()
