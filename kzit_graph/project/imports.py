"""Find the owl:imports of a project that no file of the project satisfies. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode, Quad

from kzit_graph.errors import Position
from kzit_graph.plain_text import counted
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.formats import compression_of_file
from kzit_graph.rdf.namespaces import OWL, RDF_TYPE
from kzit_graph.rdf.opening import read_content
from kzit_graph.rdf.reading import RdfFile, read_quads

_IMPORTS: Final = NamedNode(f"{OWL}imports")
_ONTOLOGY: Final = NamedNode(f"{OWL}Ontology")
_VERSION: Final = NamedNode(f"{OWL}versionIRI")
_NAMESPACE: Final = b"/2002/07/owl#"
_IMPORT_NAMES: Final = (b":imports", b"#imports")
_ONTOLOGY_NAMES: Final = (b":Ontology", b"#Ontology")
"""How terms of OWL are written: with any prefix, or in full."""

_MAX_NAMED: Final = 10
"""Imports that are named; of the others, only the number is given."""


def imports_not_followed(loaded: LoadedProject) -> tuple[str, ...]:
    """Return one line for each import of `missing_imports`, up to a limit."""
    missing = missing_imports(loaded)
    named = [
        f"{_position(path, iri)}: owl:imports <{iri}> is not followed, because no file of the project declares this ontology;"
        " add its file to ontology/"
        for path, iri in missing[:_MAX_NAMED]
    ]
    rest = len(missing) - _MAX_NAMED
    return (*named, *([f"{counted(rest, 'more import')} of the project are not followed"] if rest > 0 else []))


def missing_imports(loaded: LoadedProject) -> list[tuple[Path, str]]:
    """Return each owl:imports, with its file, that names neither an ontology that a file of the project declares, nor such a file.

    Dumps instead of a project's data have none. Raises `InvalidInput` if a file with an import is malformed.
    """
    if loaded.dumps:
        return []
    in_memory = [_InMemory(file) for file in (*loaded.ontology, *loaded.shape_files)]
    on_disk = [_OnDisk(path, loaded) for path in loaded.data_files]
    files: list[_InMemory | _OnDisk] = [*in_memory, *on_disk]
    in_data = next(loaded.graphs.quads_for_pattern(None, _IMPORTS, None), None) is not None  # else the data are not read again
    found = [(file.path, iri) for file in (files if in_data else in_memory) if file.mentions(_IMPORT_NAMES) for iri in _imported(file)]
    if not found:
        return []
    known = {document(iri) for file in files if file.mentions(_ONTOLOGY_NAMES) for iri in _declared(file)}
    paths = {file.path.resolve() for file in files}
    return [(path, iri) for path, iri in dict.fromkeys(found) if document(iri) not in known and _local(iri) not in paths]


class _InMemory:
    """A file that is in memory."""

    def __init__(self, file: RdfFile) -> None:
        self.path = file.path
        self._file = file

    def mentions(self, names: Sequence[bytes]) -> bool:
        """Return whether the file may have a term of OWL. This is much faster than parsing it."""
        return _mentions(self._file.content, names)

    def quads(self) -> Iterator[Quad]:
        """Return the statements of the file."""
        return iter(self._file.quads)


class _OnDisk:
    """A data file, which is not kept in memory."""

    def __init__(self, path: Path, loaded: LoadedProject) -> None:
        self.path = path
        self._contexts = loaded.project.contexts

    def mentions(self, names: Sequence[bytes]) -> bool:
        """Return whether the file may have a term of OWL."""
        if compression_of_file(self.path):
            return _mentions(read_content(self.path), names)
        with self.path.open("rb") as file:
            if not file.seek(0, 2):
                return False
            with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
                return _mentions(content, names)

    def quads(self) -> Iterator[Quad]:
        """Return the statements of the file."""
        return read_quads(self.path, contexts=self._contexts)


def _mentions(content: bytes | mmap, names: Sequence[bytes]) -> bool:
    return content.find(_NAMESPACE) >= 0 and any(content.find(name) >= 0 for name in names)


def _imported(file: _InMemory | _OnDisk) -> Iterator[str]:
    for quad in file.quads():
        if quad.predicate == _IMPORTS and isinstance(quad.object, NamedNode):
            yield quad.object.value


def _declared(file: _InMemory | _OnDisk) -> Iterator[str]:
    """Yield the IRIs of the ontologies that a file declares, and those of their versions."""
    for quad in file.quads():
        if isinstance(quad.subject, NamedNode) and quad.predicate == RDF_TYPE and quad.object == _ONTOLOGY:
            yield quad.subject.value
        elif quad.predicate == _VERSION and isinstance(quad.object, NamedNode):
            yield quad.object.value


def document(iri: str) -> str:
    """Return the IRI of an ontology as of its document: https://example.org/a# and https://example.org/a are the same one."""
    return iri.rstrip("#/")


def _local(iri: str) -> Path | None:
    address = urlsplit(iri)
    return Path(unquote(address.path)).resolve() if address.scheme == "file" else None


def _position(path: Path, iri: str) -> Position:
    """Return the line on which a file has an IRI in full. Prefixed names have none."""
    content = read_content(path)
    offset = content.find(iri.encode())
    return Position(path, content.count(b"\n", 0, offset) + 1 if offset >= 0 else None)
