"""RDF syntaxes that the package reads and writes.

`pyoxigraph.RdfFormat` has their media types, file extensions and IRIs.
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
"""RDF syntaxes by their name in options and functions."""


def format_of_file(path: Path) -> RdfFormat | None:
    """Return the RDF syntax of a file by its extension, or None if the extension is unknown."""
    return RdfFormat.from_extension(path.suffix.removeprefix("."))


def holds_graphs(path: Path) -> bool:
    """Return whether the extension of a file is one of TriG or N-Quads, which have graph names."""
    return format_of_file(path) in (RdfFormat.TRIG, RdfFormat.N_QUADS)
