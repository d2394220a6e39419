"""A build that is being served: its files, its description, the store that answers queries, and the answers that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kzit_graph.artefacts import read_checksums
from kzit_graph.computed_once import computed_once
from kzit_graph.project.built import open_build
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.prefixes import with_usual
from kzit_graph.project.project import Project
from kzit_graph.publish.description.served import description_graph
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.namespaces import RDF_TYPE, RDFS, SHACL, VOID
from kzit_graph.serve.answer_cache import AnswerCache
from kzit_graph.serve.backend import Backend
from kzit_graph.serve.described import Example, ServedDataset
from kzit_graph.serve.http.files import BuildFiles
from kzit_graph.serve.kept_responses import KeptResponses
from kzit_graph.serve.limits import Limits

_DESCRIPTION: Final = "dataset.ttl"
_PAGE: Final = ".html"
_HOME: Final = "index.html"
_NOT_OF_THINGS: Final = frozenset({"dataset", "ontology", "shapes"})
"""Pages that are written also for a build without pages of things."""

_WITH_GRAPHS: Final = (".nq", ".trig")
_QUERIES: Final = ("select", "ask", "construct", "describe")


@dataclass
class ServedBuild:
    """A build with its store.

    names: the paths of its files. base: the IRI of its things without their names. title: of its dataset, in its preferred language.
    examples: queries by name.
    """

    folder: Path
    project: Project
    title: str
    names: frozenset[str]
    dataset: ServedDataset
    examples: Mapping[str, Example]
    files: BuildFiles
    backend: Backend
    answers: AnswerCache = field(default_factory=AnswerCache)
    responses: KeptResponses = field(default_factory=KeptResponses)
    converted: AnswerCache = field(default_factory=lambda: AnswerCache(16 << 20, 8 << 20))
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """The prefixes for RDF that the server writes."""
    licence: str = ""
    """The IRI of the licence of the dataset; empty without one."""

    async def close(self) -> None:
        """Wait until the queries that run have ended, and free what the build holds."""
        self.files.close()
        await self.backend.close()

    @property
    def name(self) -> str:
        """The name of the project, with which its dumps begin."""
        return self.project.name

    @computed_once
    def stems(self) -> frozenset[str]:
        """The paths of the documents about things, without their extensions."""
        pages = (name.removesuffix(_PAGE) for name in self.names if name.endswith(_PAGE))
        return frozenset(stem for stem in pages if f"{stem}.ttl" in self.names or f"{stem}.nt" in self.names)

    @computed_once
    def languages(self) -> tuple[str, ...]:
        """The languages of the pages, the default one first."""
        settings = self.project.settings.site.languages or self.project.languages
        return tuple(language for language in settings if language)

    def folder_of(self, wanted: Iterable[str]) -> str:
        """Return the folder of the pages in the language that a client wants most, with a slash at the end; empty for the default one."""
        default = self.languages[:1]
        known = [*default, *(one for one in self.languages[1:] if f"{one.lower()}/{_HOME}" in self.names)]
        found = best_language(known, *wanted)
        return f"{found.lower()}/" if found and (found,) != default else ""

    @property
    def makes_documents(self) -> bool:
        """Whether the documents of things are made on demand, because the build has too many things for a file of each."""
        return self.stems <= _NOT_OF_THINGS


def read_served_build(
    folder: Path, backend: Callable[[Path, Mapping[str, str]], Backend], limits: Limits, cache: Path | None = None, *, is_local: bool = True
) -> ServedBuild:
    """Read what the front needs of a build. Its data are read by the store.

    backend: makes the store of a folder, with prefixes for queries. cache: a folder for compressed copies of files. is_local: whether the
    store has the data of this build, which do not change. Otherwise no answers are kept, and the graphs are unknown.

    Raises `InvalidInput` if the folder is not that of a build.
    """
    loaded = open_build(folder)
    description = Store()
    description.bulk_load(path=folder / _DESCRIPTION, format=RdfFormat.TURTLE)
    metadata, names = read_dataset(loaded), frozenset(read_checksums(folder))
    return ServedBuild(
        folder=folder,
        project=loaded.project,
        title=next((texts[0] for texts in metadata.titles.values() if texts), loaded.project.name),
        names=names,
        dataset=_dataset(description, loaded.project.dataset, names) if is_local else ServedDataset(is_merged=False),
        examples=_examples(description),
        files=BuildFiles(folder, cache=cache, stall=limits.stall),
        backend=backend(folder, with_usual(loaded.prefixes)),
        answers=AnswerCache() if is_local else AnswerCache(0),
        prefixes=loaded.prefixes,
        licence=next((licence for licence in metadata.licences if "://" in licence), ""),
    )


def _dataset(description: Store, iri: NamedNode, names: frozenset[str]) -> ServedDataset:
    """Return the named graphs of a dataset with their sizes, from its description. names: of its files."""
    graphs: dict[str, int | None] = {}
    has_quads = any(name.endswith(_WITH_GRAPHS) for name in names)  # other dumps have no graphs
    for quad in description.quads_for_pattern(iri, _void("subset"), None):
        is_graph = not _has(description, quad.object, _void("Linkset"))
        if has_quads and is_graph and isinstance(quad.object, NamedNode) and (size := _number(description, quad.object)) is not None:
            graphs[quad.object.value] = size
    available = (description_graph(iri).value,)
    return ServedDataset(iri.value, _number(description, iri), graphs, available, is_merged=bool(graphs))


def _examples(description: Store) -> dict[str, Example]:
    """Return the queries of the catalogue that the description has as `sh:SPARQLExecutable`."""
    found = {}
    for form in _QUERIES:
        for quad in description.quads_for_pattern(None, NamedNode(f"{SHACL}{form}"), None):
            if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)):
                continue
            title = _title(description, quad.subject)
            name = quad.subject.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1].removeprefix("question-")
            found[name] = Example(name, title.value if title else name, quad.object.value, title.language or "" if title else "")
    return dict(sorted(found.items()))


def _title(description: Store, node: NamedNode) -> Literal | None:
    """Return a label or a comment, the English one first, without markup."""
    for name in ("label", "comment"):
        texts = [quad.object for quad in description.quads_for_pattern(node, NamedNode(f"{RDFS}{name}"), None)]
        literals = sorted(
            (text for text in texts if isinstance(text, Literal)), key=lambda text: (text.language != "en", text.language or "")
        )
        if literals:
            return literals[0]
    return None


def _number(description: Store, node: NamedNode) -> int | None:
    found = next(description.quads_for_pattern(node, _void("triples"), None), None)
    return int(found.object.value) if found and isinstance(found.object, Literal) else None


def _has(description: Store, node: object, kind: NamedNode) -> bool:
    return isinstance(node, NamedNode) and next(description.quads_for_pattern(node, RDF_TYPE, kind), None) is not None


def _void(name: str) -> NamedNode:
    return NamedNode(VOID + name)
