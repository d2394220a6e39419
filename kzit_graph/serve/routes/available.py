"""The formats of a document that a build has, or that can be made from another file of the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.serve.http.media_types import Format
from kzit_graph.serve.served_build import ServedBuild

MADE: Final[Mapping[str, RdfFormat]] = {"rdfxml": RdfFormat.RDF_XML, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
"""Formats that are made from another file of the same document, if the build has none."""

_SOURCES: Final = {".nt": RdfFormat.N_TRIPLES, ".ttl": RdfFormat.TURTLE}


def is_available(build: ServedBuild, stem: str, wanted: Format) -> bool:
    """Return whether a document can be sent in a format. stem: the path of its files without the extension."""
    return f"{stem}{wanted.extensions[0]}" in build.names or (wanted.name in MADE and source_of(build, stem) is not None)


def source_of(build: ServedBuild, stem: str) -> tuple[str, RdfFormat] | None:
    """Return the file of a document from which others can be made, with its syntax."""
    return next(((f"{stem}{extension}", syntax) for extension, syntax in _SOURCES.items() if f"{stem}{extension}" in build.names), None)
