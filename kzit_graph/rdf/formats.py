"""The RDF syntaxes that the project reads and writes, by name, each with its pyoxigraph format.

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


def format_of_file(path: Path) -> RdfFormat | None:
    """The RDF syntax that a file's extension names, or None where it names none."""
    return RdfFormat.from_extension(path.suffix.removeprefix("."))
