"""Make files of any RDF that a user names, as `data_sources` does, also of whole folders and of files without a usual extension."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from pyoxigraph import RdfFormat

from kzit_graph.artefacts import CHECKSUMS
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.plain_text import counted
from kzit_graph.project.files.rdf_folder import find_rdf
from kzit_graph.rdf.formats import compression_of_content, format_of_file
from kzit_graph.rdf.opening import read_content, unpack
from kzit_graph.remote.data_sources import STANDARD_INPUT, DataFiles, open_data, refuse_empty, saved

_MAX_SKIPPED: Final = 10
"""Skipped files that are named; of the others, only the number is given."""


def open_any_data(
    sources: Sequence[str],
    folder: Path,
    *,
    stdin: IO[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
    syntax: RdfFormat | None = None,
) -> DataFiles:
    """Return the files of data that a user names, each once.

    sources: as in `open_data`; of a folder that is not a build, all RDF files in it and below. syntax: of standard input and of files
    whose extension is not one of RDF. The other parameters are those of `open_data`.

    Raises `InvalidInput` if a source cannot be used, and `UnreachableEndpoint` if a URL does not answer.
    """
    paths: list[Path] = []
    notes: list[str] = []
    for number, source in enumerate(sources):
        refuse_empty(source)
        own, path = folder / str(number), Path(source)
        if source != STANDARD_INPUT and path.is_dir() and not (path / CHECKSUMS).is_file():
            found = find_rdf(path)
            paths += found.rdf
            notes += _shortened(found.skipped)
        elif path.is_file() and format_of_file(path) is None and not path.is_relative_to("/dev"):
            paths.append(_with_syntax(path, own, syntax))
        else:
            own.mkdir()
            data = open_data([source], own, stdin=stdin, environment=environment, timeout=timeout, syntax=syntax)
            paths += data.paths
            notes += data.notes
            if source != STANDARD_INPUT and path.is_dir():
                notes.append(f"{Position(path)}: the folder of a build, so only its dump {data.paths[0].name} is read")
    return DataFiles(tuple(_each_once(paths)), tuple(notes))


def _with_syntax(path: Path, folder: Path, syntax: RdfFormat | None) -> Path:
    """Return a copy of a file whose extension is that of a syntax."""
    if syntax is None:
        raise InvalidInput(
            "unknown file extension; use .ttl, .nt, .rdf, .jsonld, .trig or .nq, or name the syntax (--data-format)", Position(path)
        )
    content = read_content(path)
    if compression := compression_of_content(content):
        content = unpack(content, compression, path)
    return saved(content, folder, "data", syntax, os.fspath(path))


def _each_once(paths: Iterable[Path]) -> list[Path]:
    """Return paths without those of a file that has been named already."""
    return list({os.path.realpath(path): path for path in reversed(list(paths))}.values())[::-1]


def _shortened(skipped: Sequence[str]) -> Sequence[str]:
    rest = len(skipped) - _MAX_SKIPPED
    return skipped if rest <= 1 else (*skipped[:_MAX_SKIPPED], f"{counted(rest, 'more file')} skipped")
