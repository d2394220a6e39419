"""The layout of a project folder: its files, base IRI and named graphs.

A project folder has data/ (one file per named graph, or files with graph names). It may have ontology/ (the vocabulary and
context.jsonld, with rules in ontology/rules/; see `kzit_graph.project.rules`) and shapes/ (SHACL). Without data/, the RDF files in the
folder itself are the data. Its base IRI is stated in data/dataset.ttl or in the settings; see `kzit_graph.project.identity`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.package_data import FOLDER
from kzit_graph.project.configuration.languages import preferred_languages
from kzit_graph.project.configuration.public_url import read_public_url
from kzit_graph.project.configuration.settings import SETTINGS_FILE, Settings, default_settings, read_settings
from kzit_graph.project.files.folder_files import FoundFiles, check_file, find_files, find_top_files, shortened
from kzit_graph.project.files.graph_files import GraphFile, GraphNames
from kzit_graph.project.identity import identify
from kzit_graph.rdf.broken_files import all_faults_reported
from kzit_graph.rdf.formats import stem_of_file
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.naming import Naming
from kzit_graph.rdf.reading import read_file

PARTS: Final = ("ontology", "data", "shapes")
"""The subfolders of a project folder."""

_DESCRIPTION: Final = "dataset"
"""The name of the file in data/ that describes the dataset, without its extension."""

_NOT_IN_FILE_NAMES: Final = str.maketrans(dict.fromkeys('<>"|?*\\ ', "-"))


@dataclass(frozen=True)
class Project:
    """The layout of a project folder.

    base: the base IRI of the project. dataset: the IRI of the dataset. graphs: the data files, sorted by graph name. ontology, shapes:
    the RDF files in these folders. skipped: a message for each other file in them that may be taken for data. rules: the files in
    ontology/rules/, in the order in which they run. settings: what kzit-graph.toml sets, with defaults for the rest. description: the
    file that describes the dataset, if any. has_context: whether there is a `context`. notes: what was guessed, for people. languages:
    the preferred one first. tables: the files in data/tables/ that describe tables.
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
    description: Path | None = None
    has_context: bool = True
    notes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    tables: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the base IRI, which is the file name of dumps: "kzit" for https://w3id.org/kzit/, "X" for urn:X:."""
        path = self.base.partition("://")[2] or self.base.replace(":", "/")
        return path.rstrip("/#_:?=").replace("#", "/").rsplit("/", 1)[-1].translate(_NOT_IN_FILE_NAMES)

    @property
    def is_named_by_host(self) -> bool:
        """Whether `name` is that of a host, because the base IRI has no path."""
        return urlsplit(self.base).netloc != "" and not urlsplit(self.base).path.strip("/") and "#" not in self.base.rstrip("#")

    @property
    def naming(self) -> Naming:
        """The properties of names, and the languages in which they are shown; names without a language come last."""
        return Naming(self.settings.labels, self.settings.other_names, (*self.languages, ""))

    @property
    def files_base(self) -> str:
        """The IRI under which the files of a build are published.

        This is the public URL of the settings, else the base, or for https://example.org/tiny#, its folder.
        """
        if self.settings.public_url:
            return self.settings.public_url
        address = urlsplit(self.base)
        if (self.base.endswith("/") and "#" not in self.base) or not address.netloc:
            return self.base
        return f"{address.scheme}://{address.netloc}{address.path.rpartition('/')[0]}/"

    @property
    def description_graph(self) -> NamedNode:
        """The name of the graph of `description`, or of the one that a project without it would have."""
        own = (file.graph for file in self.graphs if file.path == self.description)
        return next(own, self.graph_names.named(_DESCRIPTION))

    @property
    def stated_at(self) -> Position:
        """Where a user finds the base IRI, or states it."""
        if self.description is not None and not self.settings.dataset.base:
            return Position(self.description)
        return self.settings.position("dataset.base") or Position(self.root / SETTINGS_FILE)

    @property
    def files(self) -> tuple[Path, ...]:
        """All files of the build, sorted by name."""
        others = filter(None, (self.context if self.has_context else None, self.settings.path))
        data = (file.path for file in self.graphs)
        more = (*self.tables, *self.settings.contexts.values(), *self.questions.glob("*.rq"))
        return tuple(sorted((*self.ontology, *others, *self.rules, *data, *self.shapes, *more)))

    @property
    def context(self) -> Path:
        """The file of the JSON-LD context for compaction, which may be absent."""
        return self.root / "ontology" / "context.jsonld"

    @property
    def questions(self) -> Path:
        """The folder of the questions, which may be absent."""
        return self.root / "data" / "questions"

    @property
    def graph_names(self) -> GraphNames:
        """The names of graphs."""
        return GraphNames(self.base, self.settings.graphs)

    @property
    def derived_graph(self) -> NamedNode:
        """The name of the graph of things that rules describe, but no file."""
        return self.graph_names.named("derived")

    @computed_once
    def contexts(self) -> LocalContexts:
        """The local copies of JSON-LD contexts."""
        return LocalContexts(self.settings.contexts)


def bundled_folder() -> Path:
    """Return the folder of the bundled project, in a wheel or in a checkout."""
    in_wheel = FOLDER / "bundled"
    return in_wheel if in_wheel.is_dir() else FOLDER.parent


def open_project(folder: Path) -> Project:
    """Read the layout of a project folder.

    Raises `InvalidInput` if the folder has no data, the dataset or its base IRI is ambiguous, two files would have the same graph name,
    a folder cannot be read, or a file is not a regular file or a link that leads out of the folder.
    """
    if not folder.is_dir():
        raise InvalidInput("is a file; name a folder" if folder.exists() else "no such folder", Position(folder))
    # Package managers may install the files of the bundled project as links.
    root = Path(folder.anchor or folder.resolve().anchor) if folder == bundled_folder() else folder
    settings = read_settings(folder)
    ontology = _found(folder / "ontology", root, rules=folder / "ontology" / "rules")
    shapes = _found(folder / "shapes", root, folder / "data" / "questions")
    copies = {path.resolve() for path in settings.contexts.values()}
    data, data_folder = _data(folder, root, copies)
    _check_copies(settings, root)
    context = folder / "ontology" / "context.jsonld"
    has_context = context.exists() or context.is_symlink()
    if has_context:
        check_file(context, root)
    vocabulary, rdf, shapes_rdf = (_without(found.rdf, copies) for found in (ontology, data, shapes))
    description = _description(rdf, data_folder)
    contexts = LocalContexts(settings.contexts)
    read = (path for path in (*rdf, *vocabulary, *shapes_rdf) if path != context)
    with all_faults_reported({path: partial(read_file, path, contexts=contexts) for path in read}):
        identity = identify(description, rdf, settings, contexts, folder)
    return Project(
        root=folder,
        base=identity.base,
        dataset=identity.dataset,
        graphs=GraphNames(identity.base, settings.graphs).files(rdf, data_folder),
        ontology=tuple(path for path in vocabulary if path.name != "context.jsonld"),
        shapes=shapes_rdf,
        skipped=shortened((*ontology.skipped, *data.skipped, *shapes.skipped)),
        rules=ontology.rules,
        settings=settings,
        description=description,
        has_context=has_context,
        notes=(*_note_on_place(folder, data_folder, settings), *identity.notes),
        languages=preferred_languages(settings, description, identity.dataset, contexts),
        tables=data.tables,
    )


def published_at(project: Project, public_url: str | None = None, *, site: bool | None = None) -> Project:
    """Return a project whose builds are published at another address, or with or without a site. None: as in its settings.

    Raises `InvalidInput` as `kzit_graph.project.configuration.public_url.read_public_url` does.
    """
    settings = project.settings
    if public_url is not None:
        settings = replace(settings, public_url=read_public_url(public_url))
    if site is not None:
        settings = replace(settings, site=replace(settings.site, write=site))
    return replace(project, settings=settings)


def _found(folder: Path, root: Path, questions: Path | None = None, rules: Path | None = None) -> FoundFiles:
    """Return the files of a folder that a project may lack."""
    if not folder.is_dir() and not folder.is_symlink():
        return FoundFiles((), ())
    return find_files(folder, root, questions, rules)


def _note_on_place(folder: Path, data: Path, settings: Settings) -> tuple[str, ...]:
    """Return a note if the folder itself is the data, unless its settings make it plain that it is a project."""
    if data != folder or settings.path is not None:
        return ()
    return (f"{folder} has no data/, so the RDF files in the folder itself are the data",)


def _data(folder: Path, root: Path, copies: set[Path]) -> tuple[FoundFiles, Path]:
    """Return the data files and the folder that they are in. Without data/, they are the RDF files in the folder itself."""
    data = folder / "data"
    if data.is_dir() or data.is_symlink():
        found = find_files(data, root, data / "questions", tables=data / "tables")
        if not found.rdf:
            raise InvalidInput("the folder has no RDF file; add the data", Position(data))
        return found, data
    found = find_top_files(folder, root, copies)
    if not found.rdf:
        problem = "not a project folder: it has no data/, and no RDF file; it needs data/, and may have ontology/ and shapes/"
        raise InvalidInput(problem, Position(folder))
    return found, folder


def _description(paths: Iterable[Path], data: Path) -> Path | None:
    """Return the file that describes the dataset. Several have the same graph name, which is refused later."""
    return next((path for path in paths if path.parent == data and stem_of_file(path) == _DESCRIPTION), None)


def _without(paths: Iterable[Path], copies: set[Path]) -> tuple[Path, ...]:
    """Return files that are not copies of contexts."""
    return tuple(path for path in paths if not copies or path.resolve() not in copies)


def _check_copies(settings: Settings, root: Path) -> None:
    """Raise `InvalidInput` if the copy of a context is not a file of the project."""
    for iri, path in settings.contexts.items():
        position = settings.position(f"contexts.{iri}")
        if not path.resolve().is_relative_to(root.resolve()):
            raise InvalidInput(f"the copy of the context {iri} is outside of the project folder; copy it into the folder", position)
        if not path.is_file():
            raise InvalidInput(f"the copy of the context {iri} does not exist: {path}; save it there", position)
