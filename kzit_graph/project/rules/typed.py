"""What the rules of a project are applied to: its files as they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat

from kzit_graph.computed_once import computed_once
from kzit_graph.project.statements.quad_files import QuadFile, are_shared
from kzit_graph.project.statements.statements import GraphName
from kzit_graph.rdf.reading import RdfFile, as_ntriples
from kzit_graph.rdf.text_files import read_text

_PLAIN: Final = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)
"""The syntaxes whose statements depend on the content of the file alone. JSON-LD may refer to contexts."""


UPDATE: Final = ".ru"
CHECK: Final = ".rq"
"""The extensions of the files of rules."""


@dataclass(frozen=True)
class TypedProject:
    """The files of a project with rules.

    files: the data, with the name of its graph, in the order of the files; those with graph names are already split. ontology: its
    files. rules: their texts, in their order. derived: the graph of things that no file describes.
    """

    files: Sequence[tuple[NamedNode, RdfFile | QuadFile]] = field(repr=False)
    ontology: Sequence[RdfFile] = field(repr=False)
    rules: Mapping[Path, str] = field(repr=False)
    derived: NamedNode

    @computed_once
    def graphs(self) -> Mapping[GraphName, bytes]:
        """The statements of each graph as lines of N-Triples. Raises `InvalidInput` if a file is malformed."""
        graphs: dict[GraphName, bytes] = {}
        for graph, file in self.files:
            for name, lines in (file.graphs if isinstance(file, QuadFile) else {graph: as_ntriples(file)}).items():
                graphs[name] = graphs.get(name, b"") + lines
        return graphs

    @property
    def shared(self) -> bool:
        """Whether two graphs have the same blank node."""
        return are_shared(file for _, file in self.files if isinstance(file, QuadFile))

    def parts(self) -> Iterator[bytes]:
        """Yield all that the result of the rules depends on, in parts."""
        yield str(self.derived).encode()
        for path, text in self.rules.items():
            yield path.suffix.encode()
            yield text.encode()
        for file in self.ontology:
            yield from _parts(file)
        for graph, typed in self.files:
            yield str(graph).encode()
            yield from _parts(typed)


def read_texts(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the texts of rules by their files. Raises `InvalidInput` for one that cannot be read or is not UTF-8."""
    return {path: read_text(path).removeprefix("\ufeff") for path in paths}


def _parts(file: RdfFile | QuadFile) -> Iterator[bytes]:
    """Yield what the statements of a file depend on: its content if that is cheaper, else the statements."""
    if isinstance(file, QuadFile):
        for name, lines in file.graphs.items():
            yield str(name).encode()
            yield lines
    elif (syntax := file.syntax) in _PLAIN:
        yield f"{syntax} {file.base}".encode()
        yield file.content
    else:
        yield b""
        yield as_ntriples(file)
