"""Shortcuts for JSON-LD with the context in a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad

from kzit_graph.rdf.jsonld import document
from kzit_graph.rdf.jsonld.context import Json
from kzit_graph.rdf.jsonld.context_file import ContextFile


def read_context(path: Path) -> Json:
    return ContextFile(path).value


def jsonld_writer(path: Path) -> document.JsonLdWriter:
    return document.jsonld_writer(ContextFile(path))


def to_jsonld(quads: Iterable[Quad], path: Path) -> bytes:
    return document.to_jsonld(quads, ContextFile(path))
