"""The files of a build: formats, names, media types and digests."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
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


METADATA_FILES: Final = ("ontology.ttl", "ontology.jsonld", "context.jsonld", "shapes.ttl", "dataset.ttl", "dataset.jsonld", "report.ttl")
"""Files of a build in an RDF syntax that are not its data."""

_READ_FIRST: Final = ("nq", "trig", "nt", "ttl", "rdf")
"""Extensions of the dumps from which a build is read, the preferred one first."""


def dumps_of(folder: Path, listed: Collection[str]) -> list[Path]:
    """Return the dumps of a build in the syntax that is read first: N-Quads if the build has it. listed: names in its `CHECKSUMS`."""
    for extension in _READ_FIRST:
        found = [path for path in sorted(folder.glob(f"*.{extension}")) if path.name not in METADATA_FILES]
        if found:
            return [path for path in found if path.name in listed] or found  # other files may be beside those of the build
    return []


@dataclass(frozen=True)
class Digest:
    """Size and digest of a file, to verify downloads. size: in bytes. sha256: lower-case hexadecimal."""

    size: int
    sha256: str


def digest_of_file(path: Path) -> Digest:
    """Return the size and digest of a file."""
    with path.open("rb") as file:
        return Digest(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


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
