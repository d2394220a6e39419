"""Finds a project folder and names its graphs: the only module that knows where files lie.

A project folder holds ontology/ (the vocabulary and context.jsonld), data/ (one file a named graph) and shapes/ (SHACL).
Its base IRI is the void:uriSpace that data/dataset.ttl gives for the dataset it describes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.package_data import FOLDER
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.reading import read_quads

PARTS: Final = ("ontology", "data", "shapes")
"""The folders that make up a project folder."""

_URI_SPACE: Final = NamedNode("http://rdfs.org/ns/void#uriSpace")
_GRAPH_FOLDERS: Final = {"sources": "source"}


@dataclass(frozen=True)
class GraphFile:
    """A data file and the named graph that it is."""

    path: Path
    graph: NamedNode

    @property
    def is_source(self) -> bool:
        """Whether the file describes a source document: it lies in data/sources/."""
        return self.path.parent.name in _GRAPH_FOLDERS


@dataclass(frozen=True)
class Project:
    """A project folder, read far enough to name its parts.

    base: the IRI under which the project mints its own, ending in "/" or "#".
    dataset: the IRI of the dataset that data/dataset.ttl describes.
    graphs: the data files in the order of their graph names, each a named graph.
    """

    root: Path
    base: str
    dataset: NamedNode
    graphs: tuple[GraphFile, ...]
    ontology: tuple[Path, ...]
    shapes: tuple[Path, ...]

    @property
    def name(self) -> str:
        """The last part of the base IRI, which names the dumps: "kzit" for https://w3id.org/kzit/."""
        return self.base.rstrip("/#").rsplit("/", 1)[-1]

    @property
    def description(self) -> Path:
        """The file in which the dataset is described."""
        return self.root / "data" / "dataset.ttl"

    @property
    def description_graph(self) -> NamedNode:
        """The named graph that this file is."""
        return next(file.graph for file in self.graphs if file.path == self.description)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read to build the graph, in the order of their names."""
        return tuple(sorted((*self.ontology, self.context, *(file.path for file in self.graphs), *self.shapes)))

    @property
    def context(self) -> Path:
        """The JSON-LD context that JSON-LD is compacted against."""
        return self.root / "ontology" / "context.jsonld"


def bundled_folder() -> Path:
    """The folder of the graph that comes with the package, in a wheel as in a checkout."""
    in_wheel = FOLDER / "bundled"
    return in_wheel if in_wheel.is_dir() else FOLDER.parent


def find_project_folder(start: Path) -> Path:
    """`start` if it is a project folder, else the folder of the bundled graph."""
    return start if all((start / part).is_dir() for part in PARTS) else bundled_folder()


def open_project(folder: Path) -> Project:
    """Reads the layout of a project folder.

    Raises `InvalidInput` where a part is missing or empty, where data/dataset.ttl gives no base IRI, or where two files
    would be the same named graph.
    """
    if not folder.is_dir():
        raise InvalidInput("no such folder", Position(folder))
    for part in PARTS:
        if not (folder / part).is_dir():
            raise InvalidInput(f"not a project folder: it has no {part}/ (it needs {', '.join(f'{p}/' for p in PARTS)})", Position(folder))
    dataset, base = _dataset_and_base(folder / "data" / "dataset.ttl")
    return Project(
        root=folder,
        base=base,
        dataset=dataset,
        graphs=_graph_files(folder / "data", base),
        ontology=_required(folder / "ontology", "a vocabulary", exclude="context.jsonld"),
        shapes=_required(folder / "shapes", "shapes"),
    )


def _dataset_and_base(path: Path) -> tuple[NamedNode, str]:
    if not path.is_file():
        raise InvalidInput("missing: it describes the dataset and gives its base IRI (void:uriSpace)", Position(path))
    for quad in read_quads(path):
        if quad.predicate != _URI_SPACE or not isinstance(quad.object, Literal):
            continue
        base = quad.object.value
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(base):
            if not base.endswith(("/", "#")):
                raise InvalidInput(f'void:uriSpace "{base}" must end in "/" or "#"', Position(path))
            return quad.subject, base
    raise InvalidInput("gives the dataset no void:uriSpace that its own IRI starts with; add one", Position(path))


def _graph_files(data: Path, base: str) -> tuple[GraphFile, ...]:
    files: dict[str, GraphFile] = {}
    for path in _rdf_files(data):
        if rdf_format_holds_graphs(path):
            raise InvalidInput("a data file is one named graph, so it cannot name graphs itself; use Turtle", Position(path))
        folders = [_GRAPH_FOLDERS.get(part, part) for part in path.relative_to(data).parts[:-1]]
        graph = f"{base}graph/{'/'.join((*folders, path.stem))}"
        if graph in files:
            raise InvalidInput(f"would be the same named graph as {files[graph].path.name}: {graph}; rename or merge one", Position(path))
        try:
            files[graph] = GraphFile(path, NamedNode(graph))
        except ValueError as error:
            raise InvalidInput(f"its name does not make an IRI ({graph}); use letters, digits and hyphens", Position(path)) from error
    return tuple(files[graph] for graph in sorted(files))


def rdf_format_holds_graphs(path: Path) -> bool:
    """Whether a file's extension is of a syntax made for datasets: TriG or N-Quads."""
    return format_of_file(path) in (RdfFormat.TRIG, RdfFormat.N_QUADS)


def _required(folder: Path, content: str, exclude: str = "") -> tuple[Path, ...]:
    files = tuple(path for path in _rdf_files(folder) if path.name != exclude)
    if not files:
        raise InvalidInput(f"holds no RDF file; it must hold {content}", Position(folder))
    return files


def _rdf_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if _is_rdf(path))


def _is_rdf(path: Path) -> bool:
    """Whether a file is part of the project: hidden files are editors', and .txt is prose, though it may be N-Triples."""
    return path.is_file() and not path.name.startswith(".") and path.suffix != ".txt" and format_of_file(path) is not None
