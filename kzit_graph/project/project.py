"""The layout of a project folder: its files, base IRI and named graphs.

A project folder has ontology/ (the vocabulary and context.jsonld), data/ (one file per named graph) and shapes/ (SHACL). It may have
rules in ontology/rules/; see `kzit_graph.project.rules`.
Its base IRI is the void:uriSpace of the dataset in data/dataset.ttl.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.package_data import FOLDER
from kzit_graph.project.folder_files import FoundFiles, check_file, find_files, shortened
from kzit_graph.project.settings import Settings, default_settings, read_settings
from kzit_graph.rdf.formats import holds_graphs, stem_of_file
from kzit_graph.rdf.reading import read_quads

PARTS: Final = ("ontology", "data", "shapes")
"""The required subfolders of a project folder."""

_URI_SPACE: Final = NamedNode("http://rdfs.org/ns/void#uriSpace")
_GRAPH_FOLDERS: Final = {"sources": "source"}


@dataclass(frozen=True)
class GraphFile:
    """A data file and the name of its graph."""

    path: Path
    graph: NamedNode

    @property
    def name(self) -> str:
        """The name of the file without its extensions."""
        return stem_of_file(self.path)

    @property
    def is_source(self) -> bool:
        """Whether the file describes a source document, which means that it is in data/sources/."""
        return self.path.parent.name in _GRAPH_FOLDERS


@dataclass(frozen=True)
class Project:
    """The layout of a project folder.

    base: the base IRI of the project, ending in "/" or "#". dataset: the IRI of the dataset in data/dataset.ttl.
    graphs: the data files, sorted by graph name. ontology, shapes: the RDF files in these folders. skipped: a message for each
    other file in them that may be taken for data. rules: the files in ontology/rules/, in the order in which they run.
    settings: what kzit-graph.toml sets, with defaults for the rest.
    """

    root: Path
    base: str
    dataset: NamedNode
    graphs: tuple[GraphFile, ...]
    ontology: tuple[Path, ...]
    shapes: tuple[Path, ...]
    skipped: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    settings: Settings = field(default_factory=default_settings)

    @property
    def name(self) -> str:
        """The last part of the base IRI, which is the file name of dumps: "kzit" for https://w3id.org/kzit/."""
        return self.base.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]

    @property
    def files_base(self) -> str:
        """The IRI under which the files of a build are published: the base, or for https://example.org/tiny#, its folder."""
        document, separator, _ = self.base.partition("#")
        address = urlsplit(document)
        if not separator or not address.netloc:
            return self.base
        return f"{address.scheme}://{address.netloc}{address.path.rpartition('/')[0]}/"

    @property
    def description(self) -> Path:
        """The file that describes the dataset."""
        return self.root / "data" / "dataset.ttl"

    @property
    def description_graph(self) -> NamedNode:
        """The name of the graph of `description`."""
        return next(file.graph for file in self.graphs if file.path == self.description)

    @property
    def files(self) -> tuple[Path, ...]:
        """All files of the build, sorted by name."""
        return tuple(sorted((*self.ontology, self.context, *self.rules, *(file.path for file in self.graphs), *self.shapes)))

    @property
    def derived_graph(self) -> NamedNode:
        """The name of the graph of things that rules describe, but no file."""
        return NamedNode(f"{self.base}graph/derived")

    @property
    def context(self) -> Path:
        """The file of the JSON-LD context for compaction."""
        return self.root / "ontology" / "context.jsonld"


def bundled_folder() -> Path:
    """Return the folder of the bundled project, in a wheel or in a checkout."""
    in_wheel = FOLDER / "bundled"
    return in_wheel if in_wheel.is_dir() else FOLDER.parent


def open_project(folder: Path) -> Project:
    """Read the layout of a project folder.

    Raises `InvalidInput` if a subfolder is missing, cannot be read or has no RDF file, data/dataset.ttl has no base IRI, two files
    would have the same graph name, or a file is not a regular file or a link that leads out of the folder.
    """
    if not folder.is_dir():
        raise InvalidInput("is a file; name a folder" if folder.exists() else "no such folder", Position(folder))
    for part in PARTS:
        if not (folder / part).is_dir():
            raise InvalidInput(f"not a project folder: {part}/ is missing; it needs {', '.join(f'{p}/' for p in PARTS)}", Position(folder))
    # Package managers may install the files of the bundled project as links.
    root = Path(folder.anchor or folder.resolve().anchor) if folder == bundled_folder() else folder
    settings = read_settings(folder)
    ontology = find_files(folder / "ontology", root, rules=folder / "ontology" / "rules")
    data, shapes = (find_files(folder / part, root, folder / "data" / "questions") for part in ("data", "shapes"))
    description = folder / "data" / "dataset.ttl"
    if not description.exists() and not description.is_symlink():
        raise InvalidInput("the file is missing; describe the dataset in it and give the base IRI (void:uriSpace)", Position(description))
    for path in (description, folder / "ontology" / "context.jsonld"):
        check_file(path, root)
    dataset, base = _dataset_and_base(description)
    return Project(
        root=folder,
        base=base,
        dataset=dataset,
        graphs=_graph_files(data.rdf, folder / "data", base),
        ontology=_required(ontology, folder / "ontology", "the vocabulary", exclude="context.jsonld"),
        shapes=_required(shapes, folder / "shapes", "SHACL shapes"),
        skipped=shortened((*ontology.skipped, *data.skipped, *shapes.skipped)),
        rules=ontology.rules,
        settings=settings,
    )


def _dataset_and_base(path: Path) -> tuple[NamedNode, str]:
    for quad in read_quads(path):
        if quad.predicate != _URI_SPACE or not isinstance(quad.object, Literal):
            continue
        base = quad.object.value
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(base):
            if not base.endswith(("/", "#")):
                raise InvalidInput(f'void:uriSpace "{base}" must end in "/" or "#"; correct it', Position(path))
            if base.lower().startswith(("http:", "https:")) and not urlsplit(base).hostname:
                raise InvalidInput(f'void:uriSpace "{base}" has no host; give one, as in https://example.org/', Position(path))
            return quad.subject, base
    raise InvalidInput("the dataset has no void:uriSpace that its IRI starts with; add one", Position(path))


def _graph_files(paths: Iterable[Path], data: Path, base: str) -> tuple[GraphFile, ...]:
    files: dict[str, GraphFile] = {}
    for path in paths:
        if holds_graphs(path):
            raise InvalidInput("a data file must be a single graph, so its syntax must not have graph names; use Turtle", Position(path))
        folders = [_GRAPH_FOLDERS.get(part, part) for part in path.relative_to(data).parts[:-1]]
        graph = f"{base}graph/{'/'.join((*folders, stem_of_file(path)))}"
        if graph in files:
            raise InvalidInput(f"has the same graph name as {files[graph].path.name}: {graph}; rename or merge one", Position(path))
        try:
            files[graph] = GraphFile(path, NamedNode(graph))
        except ValueError as error:
            raise InvalidInput(f"the file name does not form an IRI ({graph}); use letters, digits and hyphens", Position(path)) from error
    return tuple(files[graph] for graph in sorted(files))


def _required(found: FoundFiles, folder: Path, content: str, exclude: str = "") -> tuple[Path, ...]:
    files = tuple(path for path in found.rdf if path.name != exclude)
    if not files:
        raise InvalidInput(f"the folder has no RDF file; add {content}", Position(folder))
    return files
