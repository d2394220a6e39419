"""The files of a build: their formats, names, media types and digests.

What writes a build, compares two, or serves one agrees on these.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.rdf.formats import RDF_FORMATS

FACTS_TABLE: Final = "csv"
"""The one dump of a build that is not RDF: a table with a row for each fact (RFC 4180, UTF-8)."""

PARQUET_FACTS: Final = "parquet"
"""The same table with typed columns."""

PARQUET_QUADS: Final = "parquet-quads"
"""All named graphs as a table with a row for each quad."""

_TABLES: Final = {FACTS_TABLE: "csv", PARQUET_FACTS: "parquet", PARQUET_QUADS: "parquet"}
"""The file extension of each table."""

BINARY_FORMATS: Final = (PARQUET_FACTS, PARQUET_QUADS)
"""Those that are no text."""

DUMP_FORMATS: Final = (*RDF_FORMATS, *_TABLES)
"""Every format that `export` writes."""

CHECKSUMS: Final = "SHA256SUMS"
"""The file of a build that lists the digest of every other one, as `sha256sum --check` reads it; it marks a folder as a build."""

METADATA_SUFFIX: Final = "-metadata.json"
"""What the name of a table's own metadata has after the name of the table (Model for Tabular Data, section 5.3)."""


@dataclass(frozen=True)
class Digest:
    """What a reader checks a download against. size: in bytes; sha256: lower-case hexadecimal."""

    size: int
    sha256: str


def digest_of_file(path: Path) -> Digest:
    """The size and digest of a file."""
    with path.open("rb") as file:
        return Digest(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def file_extension(name: str) -> str:
    """The file extension, without a dot, of a dump format (a name in `DUMP_FORMATS`)."""
    return _TABLES[name] if name in _TABLES else RDF_FORMATS[name].file_extension


def media_type(file_name: str) -> str:
    """The IANA media type of a file of a build, by its extension."""
    extension = file_name.rsplit(".", 1)[-1]
    if extension == FACTS_TABLE:
        return "text/csv"
    syntax = RdfFormat.from_extension(extension)
    assert syntax is not None
    return syntax.media_type
