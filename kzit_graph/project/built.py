"""Open the folder of a build as a project: the same data, names, shapes and questions, without the project that was built."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from kzit_graph.artefacts import BUILD_SETTINGS, CHECKSUMS, QUESTIONS, digests_of_files, dumps_of, read_checksums
from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.build_settings import BuildSettings, read_build_settings
from kzit_graph.project.configuration.languages import preferred_languages
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.files.read_once import Reader
from kzit_graph.project.identity import identify
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.prefixes import DeclaredPrefixes, common
from kzit_graph.project.project import Project
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.reading import rdf_format, read_prefixes, read_quads

_ONTOLOGY: Final = "ontology.ttl"
_SHAPES: Final = "shapes.ttl"
_CONTEXT: Final = "context.jsonld"
_DESCRIPTION: Final = "dataset.ttl"

_WITH_GRAPHS: Final = (".nq", ".trig", ".jsonld")
_READ_FIRST: Final = (*_WITH_GRAPHS, ".nt", ".ttl", ".rdf")
"""Extensions of the dumps of which one is read, the preferred one first."""

_MAX_TRIALS: Final = 3
"""How often a build is opened if it is replaced by another one meanwhile."""

_BUILD_AGAIN: Final = "build the project again"


@dataclass(frozen=True)
class BuiltProject(Project):
    """The layout of a build. declared: the prefixes of the files of its project. rule_terms: the IRIs that its rules write."""

    declared: DeclaredPrefixes = field(default_factory=lambda: DeclaredPrefixes({}, {}))
    rule_terms: frozenset[str] = frozenset()

    @property
    def context(self) -> Path:
        """The file of the JSON-LD context."""
        return self.root / _CONTEXT

    @property
    def questions(self) -> Path:
        """The folder of the questions of the project that was built, which may be absent."""
        return self.root / QUESTIONS


class LoadedBuild(LoadedProject):
    """The contents of a build. dumps: the one that is read."""

    def __init__(self, project: BuiltProject, dumps: Iterable[Path]) -> None:
        super().__init__(project, dumps)
        self._built = project

    @property
    def is_foreign(self) -> bool:
        """Return False: the ontology of a build is that of its data."""
        return False

    @property
    def origin(self) -> str:
        """The folder of the build."""
        return str(self.project.root)

    @computed_once
    def declared(self) -> DeclaredPrefixes:
        """The prefixes of the files of the project that was built."""
        return self._built.declared

    @computed_once
    def description(self) -> tuple[Triple, ...]:
        """The description of the dataset in the build."""
        return tuple(quad.triple for quad in read_quads(self.project.root / _DESCRIPTION))

    def written_by_rules(self, iris: Collection[str]) -> set[str]:
        """Return those of some terms that the rules of the project may add to the data."""
        return set(iris) & self._built.rule_terms

    def watch_files(self) -> None:
        """From now on, raise `InvalidInput` instead of reading a dump that has changed."""
        self._files.refuse_changes()

    def _load_written(self, read: Reader) -> Store:
        (dump,) = self.dumps
        if rdf_format(dump) != RdfFormat.N_QUADS:
            return super()._load_written(read)
        files, store = self._files, Store()
        store.bulk_load(path=dump, format=RdfFormat.N_QUADS, lenient=True)  # it has what the ontology entails
        files.refuse_changes()
        return store


def open_build(folder: Path, *, check_all: bool = False) -> LoadedBuild:
    """Open the folder of a build.

    The files that are read must have their digests in SHA256SUMS. check_all: whether all others must have theirs as well.

    A build of an earlier version, without settings, is opened with the usual ones. A note of the project says so.

    Raises `InvalidInput` if the folder is not that of a build, a file is missing or was edited, or the build has no dump.
    """
    if not folder.is_dir():
        raise InvalidInput("is a file; name the folder of a build" if folder.exists() else "no such folder", Position(folder))
    for _ in range(_MAX_TRIALS - 1):
        listed = read_checksums(folder)
        try:
            return _open(folder, listed, check_all=check_all)
        except (InvalidInput, OSError):
            if read_checksums(folder) == listed:
                raise
    return _open(folder, read_checksums(folder), check_all=check_all)


def _open(folder: Path, listed: Mapping[str, str], *, check_all: bool) -> LoadedBuild:
    """Open a build. listed: the digests of its files."""
    if not listed:
        raise InvalidInput(f"not the folder of a build (no {CHECKSUMS}); write one with kzit-graph build", Position(folder))
    has_settings = BUILD_SETTINGS in listed
    parts = [name for name in (BUILD_SETTINGS, _ONTOLOGY, _SHAPES, _CONTEXT) if name in listed]
    questions = [name for name in listed if name.rpartition("/")[0] == QUESTIONS]
    _check(folder, listed, [_DESCRIPTION, *parts, *questions])
    opened = _Opened(folder, listed, read_build_settings(folder / BUILD_SETTINGS) if has_settings else None)
    loaded = LoadedBuild(opened.project(), [opened.dump])
    loaded.watch_files()
    _check(folder, listed, listed if check_all else [opened.dump.name])
    return loaded


@dataclass(frozen=True)
class _Opened:
    """A build whose settings have been read. listed: the digests of its files. stated: its settings, or None for an earlier version."""

    folder: Path
    listed: Mapping[str, str]
    stated: BuildSettings | None

    @computed_once
    def dump(self) -> Path:
        """The dump to read. Raises `InvalidInput` if there is none, or several could be meant."""
        if self.stated is None:
            found = dumps_of(self.folder, self.listed)
        else:
            stated = [name for name in self.stated.dumps if Path(name).suffix in _READ_FIRST]
            found = [self.folder / name for name in sorted(stated, key=lambda name: _READ_FIRST.index(Path(name).suffix))[:1]]
        if len(found) != 1:
            problem = f"a build must have one dump in N-Quads or another RDF syntax, but this one has {len(found)}; {_BUILD_AGAIN}"
            raise InvalidInput(problem, Position(self.folder))
        return found[0]

    def project(self) -> BuiltProject:
        """Return the layout."""
        notes = self._notes()
        ontology, shapes = (self._with_statements(name) for name in (_ONTOLOGY, _SHAPES))
        if self.stated is None:
            return self._guessed(ontology, shapes, notes)
        settings = self.stated.settings
        return BuiltProject(
            root=self.folder,
            base=settings.dataset.base,
            dataset=NamedNode(settings.dataset.iri),
            graphs=(),
            ontology=ontology,
            shapes=shapes,
            settings=settings,
            has_context=self.stated.has_context,
            notes=notes,
            languages=settings.languages,
            declared=self.stated.declared,
            rule_terms=self.stated.rule_terms,
        )

    def _with_statements(self, name: str) -> tuple[Path, ...]:
        """Return a file of the build, or nothing if it has no statement: the project has no such files then."""
        path = self.folder / name
        return (path,) if name in self.listed and next(iter(read_quads(path)), None) else ()

    def _notes(self) -> tuple[str, ...]:
        notes = []
        if self.stated is None:
            notes.append(
                f"{self.folder} was built by an earlier version, without {BUILD_SETTINGS}, so labels and roles are the usual ones;"
                f" {_BUILD_AGAIN} if it has other settings"
            )
        if self.dump.suffix not in _WITH_GRAPHS:
            notes.append(
                f"{self.folder} has no dump with named graphs, so all its data are in one; add nquads to formats, and {_BUILD_AGAIN}"
            )
        return tuple(notes)

    def _guessed(self, ontology: tuple[Path, ...], shapes: tuple[Path, ...], notes: tuple[str, ...]) -> BuiltProject:
        """Return the layout of a build without settings, after its description of the dataset."""
        description, settings, contexts = self.folder / _DESCRIPTION, default_settings(), LocalContexts({})
        try:
            identity = identify(description, (), settings, contexts, self.folder)
            languages = preferred_languages(settings, description, identity.dataset, contexts)
        except InvalidInput as error:
            problem = f"has no {BUILD_SETTINGS}, and {_DESCRIPTION} does not tell which dataset it is; {_BUILD_AGAIN} with this version"
            raise InvalidInput(problem, Position(self.folder)) from error
        prefixed = [path for path in (*ontology, self.dump.with_suffix(".trig"), description) if path.name in self.listed]
        return BuiltProject(
            root=self.folder,
            base=identity.base,
            dataset=identity.dataset,
            graphs=(),
            ontology=ontology,
            shapes=shapes,
            notes=notes,
            languages=languages,
            declared=DeclaredPrefixes(common(map(read_prefixes, prefixed)), {}),
        )


def _check(folder: Path, listed: Mapping[str, str], names: Iterable[str]) -> None:
    """Raise `InvalidInput` if one of some files of a build is missing or was edited."""
    names = sorted(names)
    for name in names:
        path = PurePosixPath(name)
        if name not in listed or path.is_absolute() or ".." in path.parts:
            raise InvalidInput(f"{CHECKSUMS} does not list {name}, or is not that of a build; {_BUILD_AGAIN}", Position(folder))
        if not (folder / name).is_file():
            problem = f"is listed in {CHECKSUMS}, but missing; copy the whole build again, or {_BUILD_AGAIN}"
            raise InvalidInput(problem, Position(folder / name))
    for name, digest in digests_of_files(folder, names).items():
        if digest.sha256 != listed[name]:
            problem = f"its digest is not the one in {CHECKSUMS}, so it was changed after the build; copy it again, or {_BUILD_AGAIN}"
            raise InvalidInput(problem, Position(folder / name))
