"""RDF syntaxes that the package reads and writes, and the file names that stand for them.

`pyoxigraph.RdfFormat` has their media types, file extensions and IRIs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.rdf.xml_encoding import starts_as_xml

RDF_FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""RDF syntaxes by their name in options and functions."""

COMPRESSIONS: Final = {".gz": "gzip", ".gzip": "gzip", ".zst": "zstd", ".zstd": "zstd"}
"""Compressions that are read, by file extension."""

_MORE_EXTENSIONS: Final = {
    ".turtle": RdfFormat.TURTLE,
    ".n3": RdfFormat.TURTLE,  # the part of Notation3 that is RDF; the parser refuses the rest
    ".ntriples": RdfFormat.N_TRIPLES,
    ".nquads": RdfFormat.N_QUADS,
    ".json-ld": RdfFormat.JSON_LD,
    ".owl": RdfFormat.RDF_XML,  # or Turtle; see `syntax_of_content`
    ".rdfs": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
}
"""Usual extensions that pyoxigraph does not know."""

_STARTS: Final = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
"""The first bytes of compressed data."""

_AMBIGUOUS: Final = (".owl", ".rdfs")
_JSON_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:\{\s*+[\"}]|\[\s*+(?:[{\"\[]|\]\s*+\Z))")
_NODE: Final = rb"(?:<[^<>\"\s]*+>|_:[^\s<>\"]++)"
_LITERAL: Final = rb'"(?:[^"\\\n]|\\.)*+"(?:@[\w\-]++|\^\^<[^<>"\s]*+>)?+'
_QUAD: Final = re.compile(rb"^[ \t]*+%b[ \t]*+%b[ \t]*+(?:%b|%b)[ \t]*+%b[ \t]*+\." % (_NODE, _NODE, _NODE, _LITERAL, _NODE), re.MULTILINE)
"""A statement of N-Quads with a graph name. No other syntax has four terms in a row."""

_STATEMENT: Final = re.compile(rb"%b\s*+<[^<>\"\s]*+>\s*+(?:%b|%b)\s*+(?:%b\s*+)?+\.\s*+(?:#.*+)?" % (_NODE, _NODE, _LITERAL, _NODE))
"""A statement of N-Triples or N-Quads on one line."""


def format_of_file(path: Path) -> RdfFormat | None:
    """Return the RDF syntax of a file by its extension, or None if the extension is unknown. A compression is skipped."""
    suffix = extension_of_file(path)
    return _MORE_EXTENSIONS.get(suffix) or RdfFormat.from_extension(suffix.removeprefix("."))


def compression_of_file(path: Path) -> str | None:
    """Return the compression of a file by its extension: "gzip", "zstd" or None."""
    return COMPRESSIONS.get(path.suffix.lower())


def compression_of_content(content: bytes) -> str | None:
    """Return the compression of data by its first bytes: "gzip", "zstd" or None."""
    return next((name for name, start in _STARTS.items() if content.startswith(start)), None)


def holds_graphs(path: Path) -> bool:
    """Return whether the extension of a file is one of TriG or N-Quads, which have graph names."""
    return format_of_file(path) in (RdfFormat.TRIG, RdfFormat.N_QUADS)


def extension_of_file(path: Path) -> str:
    """Return the extension of a file in lower case, without that of a compression: ".ttl" for x.TTL.gz."""
    return _uncompressed(path).suffix.lower()


def stem_of_file(path: Path) -> str:
    """Return the name of a file without the extensions of its syntax and its compression: "x" for x.ttl.gz."""
    return _uncompressed(path).stem


def syntax_of_content(path: Path, content: bytes) -> RdfFormat | None:
    """Return the syntax of a file. If its extension is used for both RDF/XML and Turtle, the content decides."""
    if extension_of_file(path) in _AMBIGUOUS and not starts_as_xml(content):
        return RdfFormat.TURTLE
    return format_of_file(path)


def guessed_syntax(content: bytes) -> RdfFormat:
    """Return the syntax of RDF without a file name, by its first characters. TriG includes Turtle and N-Triples."""
    if starts_as_xml(content):
        return RdfFormat.RDF_XML
    if _JSON_START.match(content):
        return RdfFormat.JSON_LD
    return RdfFormat.N_QUADS if _QUAD.search(content) else RdfFormat.TRIG


def guessed_line_syntax(start: bytes) -> RdfFormat | None:
    """Return N-Quads if the first lines of RDF are statements of N-Triples or N-Quads, which includes it; else None."""
    lines = [line.strip() for line in start.splitlines()[: None if start.endswith(b"\n") else -1]]
    statements = [line for line in lines if line and not line.startswith(b"#")]
    return RdfFormat.N_QUADS if statements and all(map(_STATEMENT.fullmatch, statements)) else None


def _uncompressed(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in COMPRESSIONS and path.stem else path
