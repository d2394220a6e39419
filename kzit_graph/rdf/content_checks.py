"""Refuse RDF files that no parser should see: in another encoding, with RDF 1.2, or without bound on time or memory."""

from __future__ import annotations

from mmap import mmap
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.rdf.formats import syntax_of_content
from kzit_graph.rdf.parser_errors import encoding_problem
from kzit_graph.rdf.repetition import check_json_repetition, check_turtle_repetition
from kzit_graph.rdf.turtle_bounds import check_turtle

TURTLES: Final = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.TRIG, RdfFormat.N_QUADS)
"""Turtle, and the syntaxes that are parts of it or have it as a part."""

_HEAD: Final = 64
"""Bytes that tell the encoding of a file."""

_WITH_LISTS: Final = (RdfFormat.TURTLE, RdfFormat.TRIG)
"""Those in which statements share a subject or a predicate."""


def check_content(content: bytes, path: Path) -> None:
    """Raise `InvalidInput` if the content of an RDF file has RDF 1.2, would be read from elsewhere, or takes too long to parse."""
    syntax = syntax_of_content(path, content)
    if syntax in TURTLES:
        check_turtle_content(content, path, syntax)
        return
    _check_head(content, path)
    if syntax == RdfFormat.RDF_XML:
        from kzit_graph.rdf.xml_bounds import check_xml

        check_xml(content, path)
    elif syntax == RdfFormat.JSON_LD:
        from kzit_graph.rdf.jsonld.bounds import check_json

        check_json(content, path)
        check_json_repetition(content, path)


def check_turtle_content(content: bytes | mmap, path: Path, syntax: RdfFormat) -> None:
    """Raise `InvalidInput` as `check_content` does. syntax: one of `TURTLES`."""
    _check_head(content, path)
    check_turtle(content, path)
    if syntax in _WITH_LISTS:
        check_turtle_repetition(content, path)


def _check_head(content: bytes | mmap, path: Path) -> None:
    """Raise `InvalidInput` if content is compressed or in another encoding. In it, anything could look like RDF 1.2."""
    if wrong_encoding := encoding_problem(content[:_HEAD], path, message=""):
        raise wrong_encoding
