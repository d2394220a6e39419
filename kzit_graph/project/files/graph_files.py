"""The data files of a project and the names of their graphs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from unicodedata import normalize
from urllib.parse import quote

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.configuration.settings import GraphSettings
from kzit_graph.rdf.formats import stem_of_file

_UNENCODED: Final = "/-._~!$&'()*+,;=:@"
"""ASCII characters of a path that stay as they are, beside letters and digits (RFC 3987, ipath). Others of Unicode do as well."""


@dataclass(frozen=True)
class GraphFile:
    """A data file and the name of its graph, which has what the file does not put into a graph of its own.

    is_source: whether the file describes a source document, which means that it is in the folder of sources.
    """

    path: Path
    graph: NamedNode
    is_source: bool = False

    @property
    def name(self) -> str:
        """The name of the file without its extensions."""
        return stem_of_file(self.path)


class GraphNames:
    """The names of graphs in a project. base: the base IRI. settings: the pattern of the names, and the folder of sources."""

    def __init__(self, base: str, settings: GraphSettings) -> None:
        self._base = with_separator(base)
        self._settings = settings

    def files(self, paths: Iterable[Path], data: Path) -> tuple[GraphFile, ...]:
        """Return data files with the names of their graphs, sorted by name. data: the folder that they are in.

        Raises `InvalidInput` if two files would have the same graph name, or if a name is not an IRI.
        """
        files: dict[str, GraphFile] = {}
        for path in paths:
            relative = PurePosixPath(path.relative_to(data).as_posix())
            folders = [self._settings.folders.get(part, part) for part in relative.parts[:-1]]
            name = self._name("/".join((*folders, stem_of_file(path))))
            if name in files:
                raise InvalidInput(f"has the same graph name as {files[name].path.name}: {name}; rename or merge one", Position(path))
            files[name] = GraphFile(path, _iri(name, path), self._settings.sources in map(str, relative.parents))
        return tuple(files[name] for name in sorted(files))

    def new_source(self, path: Path) -> GraphFile:
        """Return a file that is not in the project with the name that its graph would have in the folder of sources."""
        folders = (self._settings.folders.get(part, part) for part in PurePosixPath(self._settings.sources).parts)
        return GraphFile(path, _iri(self._name("/".join((*folders, stem_of_file(path)))), path), is_source=True)

    def named(self, path: str) -> NamedNode:
        """Return the name of the graph of a file with a path below data/, without its extension."""
        return NamedNode(self._name(path))

    def _name(self, path: str) -> str:
        return self._settings.name.replace("{base}", self._base).replace("{path}", _encoded(path))


def with_separator(base: str) -> str:
    """Return a base IRI to which names can be added: with "/" if it ends in a letter or a digit."""
    return f"{base}/" if base[-1:].isalnum() else base


def _encoded(path: str) -> str:
    """Return a path as a part of an IRI, in which spaces and other characters that an IRI cannot have are percent-encoded."""
    if path.isascii():
        return quote(path, safe=_UNENCODED)
    return "".join(quote(character, safe=_UNENCODED) if character.isascii() else character for character in normalize("NFC", path))


def _iri(name: str, path: Path) -> NamedNode:
    try:
        return NamedNode(name)
    except ValueError as error:
        problem, remedy = f"({name})", "use letters, digits and hyphens"
        if not _is_text(path.name):
            encoding = sys.getfilesystemencoding()
            problem = f"because it is not text in {encoding.upper()}, the encoding of the system"
            remedy = "rename the file" if encoding == "utf-8" else "rename the file, or set PYTHONUTF8=1"
        raise InvalidInput(f"the file name does not form an IRI {problem}; {remedy}", Position(path)) from error


def _is_text(name: str) -> bool:
    """Return whether a file name could be decoded. Python keeps bytes that could not as surrogates (PEP 383)."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
