"""Find the owl:imports of a project that no file of the project satisfies. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode, Quad

from kzit_graph.errors import KzitError, Position
from kzit_graph.plain_text import counted
from kzit_graph.project.project import Project
from kzit_graph.rdf.formats import compression_of_file
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.opening import read_content
from kzit_graph.rdf.reading import read_quads

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_IMPORTS: Final = NamedNode(f"{_OWL}imports")
_ONTOLOGY: Final = NamedNode(f"{_OWL}Ontology")
_VERSION: Final = NamedNode(f"{_OWL}versionIRI")
_MAX_NAMED: Final = 10
"""Imports that are named; of the others, only the number is given."""


def imports_not_followed(project: Project) -> tuple[str, ...]:
    """Return one line for each owl:imports that names neither an ontology that a file of the project declares, nor such a file.

    Files that cannot be read have none; reading them raises the error.
    """
    paths = (*project.ontology, *project.shapes, *(file.path for file in project.graphs))
    found = [(path, iri) for path in paths if _mentions(path, b"imports") for iri in _imports(path, project)]
    if not found:
        return ()
    known = {_document(iri) for path in paths if _mentions(path, b"Ontology") for iri in _declared(path, project)}
    files = {path.resolve() for path in paths}
    missing = [(path, iri) for path, iri in dict.fromkeys(found) if _document(iri) not in known and _local(iri) not in files]
    named = [
        f"{_position(path, iri)}: owl:imports <{iri}> is not followed, because nothing is fetched; add the ontology to ontology/"
        for path, iri in missing[:_MAX_NAMED]
    ]
    rest = len(missing) - _MAX_NAMED
    return (*named, *([f"{counted(rest, 'more import')} of the project are not followed"] if rest > 0 else []))


def _imports(path: Path, project: Project) -> Iterator[str]:
    for quad in _quads(path, project):
        if quad.predicate == _IMPORTS and isinstance(quad.object, NamedNode):
            yield quad.object.value


def _declared(path: Path, project: Project) -> Iterator[str]:
    """Yield the IRIs of the ontologies that a file declares, and those of their versions."""
    for quad in _quads(path, project):
        if isinstance(quad.subject, NamedNode) and quad.predicate == RDF_TYPE and quad.object == _ONTOLOGY:
            yield quad.subject.value
        elif quad.predicate == _VERSION and isinstance(quad.object, NamedNode):
            yield quad.object.value


def _quads(path: Path, project: Project) -> Iterator[Quad]:
    try:
        yield from read_quads(path, contexts=project.contexts)
    except KzitError:
        return


def _mentions(path: Path, word: bytes) -> bool:
    """Return whether a file has a word. This is much faster than parsing it."""
    try:
        if compression_of_file(path):
            return word in read_content(path)
        with path.open("rb") as file:
            if not file.seek(0, 2):
                return False
            with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
                return content.find(word) >= 0
    except (OSError, KzitError):
        return False


def _document(iri: str) -> str:
    """Return the IRI of an ontology as of its document: https://example.org/a# and https://example.org/a are the same one."""
    return iri.rstrip("#/")


def _local(iri: str) -> Path | None:
    address = urlsplit(iri)
    return Path(unquote(address.path)).resolve() if address.scheme == "file" else None


def _position(path: Path, iri: str) -> Position:
    """Return the line on which a file has an IRI in full. Prefixed names have none."""
    try:
        content = read_content(path)
    except KzitError:
        return Position(path)
    offset = content.find(iri.encode())
    return Position(path, content.count(b"\n", 0, offset) + 1 if offset >= 0 else None)
