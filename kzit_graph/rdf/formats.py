"""Names of the syntaxes that the project reads and writes, each with its pyoxigraph format.

Media types, extensions and canonical IRIs are pyoxigraph's: see `pyoxigraph.RdfFormat`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

RDF_FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""RDF syntaxes by the name that options and functions use."""

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


def format_of_file(path: Path) -> RdfFormat | None:
    """The RDF syntax that a file's extension names, or None where it names none."""
    return RdfFormat.from_extension(path.suffix.removeprefix("."))


def file_extension(name: str) -> str:
    """The file extension, without a dot, of a dump format (a name in `DUMP_FORMATS`)."""
    return _TABLES[name] if name in _TABLES else RDF_FORMATS[name].file_extension
