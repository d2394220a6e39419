"""The files of a build: formats, names, media types and digests."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.rdf.formats import RDF_FORMATS

CSV_TABLE: Final = "csv"
"""A table as CSV (RFC 4180, UTF-8): the only data in a build that are not RDF."""

PARQUET_TABLE: Final = "parquet"
"""A table as Parquet, with typed columns."""

XLSX_TABLES: Final = "xlsx"
"""All tables as a workbook for spreadsheets, with a sheet for each."""

PARQUET_QUADS: Final = "parquet-quads"
"""All quads as Parquet, one row per quad."""

TABLE_FORMATS: Final = (CSV_TABLE, PARQUET_TABLE, XLSX_TABLES)
"""Formats of tables."""

_EXTENSIONS: Final = {CSV_TABLE: "csv", PARQUET_TABLE: "parquet", XLSX_TABLES: "xlsx", PARQUET_QUADS: "parquet"}
"""Formats that are not RDF to their file extensions."""

BINARY_FORMATS: Final = (PARQUET_TABLE, XLSX_TABLES, PARQUET_QUADS)
"""Formats that are not text."""

DUMP_FORMATS: Final = (*RDF_FORMATS, *_EXTENSIONS)
"""All formats of `export`."""

CHECKSUMS: Final = "SHA256SUMS"
"""The file with the digests of all other files, for `sha256sum --check`."""

METADATA_SUFFIX: Final = "-metadata.json"
"""Suffix of the metadata file of a table (Model for Tabular Data, section 5.3)."""

BUILD_SETTINGS: Final = "settings.toml"
"""The file with the settings of the project that was built, from which a build is opened without the project."""

QUESTIONS: Final = "questions"
"""The folder with the questions of the project that was built."""

METADATA_FILES: Final = ("ontology.ttl", "ontology.jsonld", "context.jsonld", "shapes.ttl", "dataset.ttl", "dataset.jsonld", "report.ttl")
"""Files of a build in an RDF syntax that are not its data."""

_CHECKSUM: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_LARGE: Final = 1 << 20
"""Bytes from which a file is hashed in a thread of its own, and not read as a whole."""

_GROUP: Final = 500
"""Small files that one thread hashes after each other."""

_READ_FIRST: Final = ("nq", "trig", "nt", "ttl", "rdf")
"""Extensions of the dumps from which a build is read, the preferred one first."""


def dumps_of(folder: Path, listed: Collection[str]) -> list[Path]:
    """Return the dumps of a build in the syntax that is read first: N-Quads if the build has it. listed: names in its `CHECKSUMS`."""
    stated = _stated_dumps(folder)
    for extension in _READ_FIRST:
        found = [path for path in sorted(folder.glob(f"*.{extension}")) if path.name not in METADATA_FILES]
        if stated:  # documents of things have the same extensions
            found = [path for path in found if path.name in stated]
        if found:
            return [path for path in found if path.name in listed] or found  # other files may be beside those of the build
    return []


def _stated_dumps(folder: Path) -> frozenset[str]:
    """Return the names of the dumps that the settings of a build state. Empty for builds without settings."""
    import tomllib

    try:
        return frozenset(map(str, tomllib.loads((folder / BUILD_SETTINGS).read_text("utf-8"))["build"]["dumps"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()


def read_checksums(folder: Path) -> dict[str, str]:
    """Return the digests in the `CHECKSUMS` of a build by path, with "/" between folders. Empty if there is no such file."""
    path = folder / CHECKSUMS
    if not path.is_file():
        return {}
    lines = path.read_text("utf-8", errors="replace").split("\n")  # other line separators of Unicode can be in a name
    return {found[2]: found[1] for line in lines if (found := _CHECKSUM.fullmatch(line))}


@dataclass(frozen=True)
class Digest:
    """Size and digest of a file, to verify downloads. size: in bytes. sha256: lower-case hexadecimal."""

    size: int
    sha256: str


def digest_of_file(path: str | os.PathLike[str]) -> Digest:
    """Return the size and digest of a file."""
    with open(path, "rb") as file:  # noqa: PTH123 - a build may have many files, and making a Path takes as long as reading one
        size = os.fstat(file.fileno()).st_size
        if size < _LARGE:
            return digest_of(file.read())
        return Digest(size, hashlib.file_digest(file, "sha256").hexdigest())


def digest_of(content: bytes) -> Digest:
    """Return the size and digest of the content of a file."""
    return Digest(len(content), hashlib.sha256(content).hexdigest())


def digests_of_files(folder: Path, names: Iterable[str]) -> dict[str, Digest]:
    """Return the digests of files by their paths in a folder. Threads run in parallel, because hashing releases the GIL."""
    paths = {name: os.path.join(folder, name) for name in names}  # noqa: PTH118 - as in `digest_of_file`
    small: list[str] = []
    groups: list[list[str]] = []
    for name, path in paths.items():
        if os.stat(path).st_size < _LARGE:  # noqa: PTH116
            small.append(name)
        else:
            groups.append([name])
    groups += [small[start : start + _GROUP] for start in range(0, len(small), _GROUP)]

    def digests(group: Iterable[str]) -> list[tuple[str, Digest]]:
        return [(name, digest_of_file(paths[name])) for name in group]

    with ThreadPoolExecutor() as threads:
        found = dict(chain.from_iterable(threads.map(digests, groups)))
    return {name: found[name] for name in paths}


def file_extension(name: str) -> str:
    """Return the file extension, without a dot, of a dump format. name: one of `DUMP_FORMATS`."""
    return _EXTENSIONS[name] if name in _EXTENSIONS else RDF_FORMATS[name].file_extension


def media_type(file_name: str) -> str:
    """Return the IANA media type of a CSV or RDF file by its extension."""
    extension = file_name.rsplit(".", 1)[-1]
    if extension == CSV_TABLE:
        return "text/csv"
    syntax = RdfFormat.from_extension(extension)
    assert syntax is not None
    return syntax.media_type
