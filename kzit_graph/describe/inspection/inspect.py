"""Find what the program understands of a project: its graphs, classes, labels, shapes, questions and roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kzit_graph.computed_once import computed_once
from kzit_graph.describe.graph_size import count_things
from kzit_graph.describe.inspection.data import GraphFound, InspectionData, LabelUse, QuestionFound, RoleFound, Stated, TargetFound, TermUse
from kzit_graph.describe.inspection.suggestions import role_suggestions
from kzit_graph.describe.inspection.text import inspection_text
from kzit_graph.plain_text import counted, html_lines, json_document, visible
from kzit_graph.project.configuration.settings import SETTINGS_FILE, Settings
from kzit_graph.project.dataset import DatasetDescription, read_dataset
from kzit_graph.project.guessing import guessed_base
from kzit_graph.project.identity import URI_SPACE
from kzit_graph.project.imports import document, missing_imports
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.prefixes import common
from kzit_graph.project.project import bundled_folder
from kzit_graph.project.questions.catalogue import fitting_catalogue, is_general, missing_terms
from kzit_graph.rdf.names import split_iri
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.reading import read_prefixes
from kzit_graph.sparql.queries import select

_TARGETS: Final = {
    "targetClass": "focus-target-class.rq",
    "targetSubjectsOf": "focus-target-subjects-of.rq",
    "targetObjectsOf": "focus-target-objects-of.rq",
}
_CLASSES: Final = frozenset({"claim", "passage", "document"})
"""Roles of classes; the others are those of properties."""

_CODES: Final = frozenset({"disagreement", "wrong_sum"})
"""Roles of concepts."""


class Inspection(InspectionData):
    """What the program understands of a project, with methods that write it."""

    def text(self, limit: int | None = 10, width: int | None = None) -> str:
        """Return a page of text. limit: the most lines of a list; None for all. width: the terminal's columns; None for plain text."""
        return inspection_text(self, limit, width)

    def to_json(self) -> str:
        """Return everything as one JSON object."""
        return json_document(self.to_python()).decode()

    def __repr__(self) -> str:
        claims = counted(self.claims, "claim") if self.claims else counted(self.things, "thing")
        return f"<Inspection of {visible(self.place)}: {counted(len(self.graphs), 'graph')}, {claims}>"

    def _repr_html_(self) -> str:
        return html_lines(self.text())


def inspect(loaded: LoadedProject, language: str = "") -> Inspection:
    """Return what the program understands of a project, or of the dumps that replace its data.

    language: of labels; by default the preferred one of the project. Dumps without a project of their own have no ontology,
    shapes or rules. They have the questions and roles of the bundled project only if they have its claims.

    Raises `InvalidInput` if a file is malformed. Faults of questions are ignored.
    """
    found = _Found(loaded, language or loaded.project.naming.language)
    project, settings, uses = loaded.project, loaded.project.settings, found.uses
    roles = tuple(found.roles())
    has_claims = any(role.uses for role in roles if role.role == "claim")
    root = project.root
    is_own = not loaded.dumps or root != bundled_folder()
    return Inspection(
        folder=root if is_own else None,
        files=tuple(str(path) for path in loaded.dumps),
        settings=settings.path,
        given=tuple(sorted(settings.given)),
        stated=tuple(found.stated()),
        graphs=tuple(found.graphs()),
        triples=sum(found.properties.values()),
        ontology_files=_relative(project.ontology, root) if is_own else (),
        ontologies=tuple(_iris(loaded.vocabulary.store, "inspect-ontologies.rq")) if is_own else (),
        imports=tuple(found.imports(own_files=is_own)),
        classes=found.terms(found.classes),
        properties=found.terms(found.properties),
        labels=tuple(found.labels()),
        things=uses["things"],
        unlabelled=uses["unlabelled"],
        blank_nodes=uses["blank_nodes"],
        shape_files=_relative(project.shapes, root) if is_own else (),
        targets=tuple(found.targets()) if is_own else (),
        questions=tuple(found.questions(general_only=not is_own and not has_claims)),
        rules=_relative(project.rules, root) if is_own else (),
        roles=roles if is_own or has_claims else (),
        suggestions=(*found.label_suggestions(), *(() if has_claims else role_suggestions(loaded.store, found.classes, found.properties))),
        contexts=tuple((iri, str(path)) for iri, path in settings.contexts.items()),
        skipped=project.skipped,
        prefixes=found.prefixes(),
    )


class _Found:
    """The answers of queries about a project."""

    def __init__(self, loaded: LoadedProject, language: str) -> None:
        self._loaded = loaded
        self._store: Store = loaded.store
        self._settings: Settings = loaded.project.settings
        self._language = language
        self._roles = self._settings.roles
        self.classes = _uses(self._store, "inspect-classes.rq")
        self.properties = _uses(self._store, "inspect-properties.rq")

    @computed_once
    def uses(self) -> Mapping[str, int]:
        """The numbers of things, of those without a label, and of blank nodes."""
        row = next(select(self._store, "inspect-things.rq", self._roles))
        return {"things": count_things(self._store)} | {name: int(row[name].value) for name in ("unlabelled", "blank_nodes")}

    def stated(self) -> Iterator[Stated]:
        """Yield the base IRI and what describes the dataset."""
        project, settings = self._loaded.project, self._settings
        if self._loaded.dumps:
            base = guessed_base(self._loaded.dumps, project.contexts) or ""
            yield Stated("base", base, setting=f'[dataset]\nbase = "{base}"' if base else "")
            return
        description = self._file(project.description) if project.description else ""
        states_base = any(self._store.quads_for_pattern(project.dataset, URI_SPACE, None))
        yield _stated("base", project.base, description if states_base else "", "dataset.base", settings)
        is_described = any(self._store.quads_for_pattern(project.dataset, RDF_TYPE, None))
        yield _stated("dataset", project.dataset.value, description if is_described else "", "dataset.iri", settings)
        dataset: DatasetDescription = read_dataset(self._loaded)
        title = next(iter(dataset.titles.get(self._language, ())), dataset.title)
        yield _stated("title", title or settings.dataset.title, description if title else "", "dataset.title", settings)
        yield Stated("licence", ", ".join(dataset.licences), description if dataset.licences else "")
        if settings.languages:
            yield Stated("languages", ", ".join(settings.languages), SETTINGS_FILE)
        elif dataset.languages:
            yield Stated("languages", ", ".join(dataset.languages), description)
        else:
            codes = sorted({item.language for item in self.labels() if item.language})
            listed = ", ".join(f'"{code}"' for code in codes)
            yield Stated("languages", ", ".join(codes), setting=f"languages = [{listed}]" if codes else "")

    def graphs(self) -> Iterator[GraphFound]:
        """Yield the named graphs with their numbers of triples."""
        files = {} if self._loaded.dumps else {file.graph: self._file(file.path) for file in self._loaded.project.graphs}
        counts = Counter(quad.graph_name for quad in self._store if isinstance(quad.graph_name, NamedNode | BlankNode))
        for graph in sorted(counts, key=str):
            name = graph.value if isinstance(graph, NamedNode) else str(graph)
            yield GraphFound(name, files.get(graph, "") if isinstance(graph, NamedNode) else "", counts[graph])

    def prefixes(self) -> dict[str, str]:
        """Return the prefixes of the dumps, of the project's files and of the settings. The first declaration of a prefix wins."""
        loaded = self._loaded
        of_dumps = (read_prefixes(path, loaded.project.contexts) for path in loaded.dumps)
        return common((*of_dumps, loaded.known_prefixes, *(file.prefixes for file in loaded.shape_files)))

    def imports(self, *, own_files: bool) -> Iterator[str]:
        """Yield the imports that no file of the project declares. own_files: whether the data have an ontology and shapes of their own."""
        if not self._loaded.dumps:
            yield from sorted({iri for _, iri in missing_imports(self._loaded)})
            return
        stores = (self._store, *((self._loaded.vocabulary.store, self._loaded.shapes) if own_files else ()))
        declared = {document(iri) for store in stores for iri in _iris(store, "inspect-ontologies.rq")}
        imported = {iri for store in stores for iri in _iris(store, "inspect-imports.rq")}
        yield from sorted(iri for iri in imported if document(iri) not in declared)

    def terms(self, uses: Mapping[NamedNode, int]) -> tuple[TermUse, ...]:
        """Return classes or properties with their labels."""
        return tuple(TermUse(term.value, self._label(term), count) for term, count in uses.items())

    def labels(self) -> Iterator[LabelUse]:
        """Yield how often each property of labels is used, in the order of the settings."""
        rows = [
            (row["property"], row["language"].value, int(row["things"].value))
            for row in select(self._store, "inspect-labels.rq", self._roles)
        ]
        for term in self._settings.labels:
            yield from (LabelUse(term.value, language, things) for found, language, things in sorted(rows, key=str) if found == term)

    def label_suggestions(self) -> Iterator[str]:
        """Yield lines that would add properties of labels, if no thing has a label of the known ones."""
        if not self.uses["things"] or self.uses["unlabelled"] < self.uses["things"]:
            return
        words = ("label", "name", "title", "preflabel", "heading")
        new = (term for term in self.properties if term not in self._settings.labels)
        near = [term for term in new if split_iri(term.value)[1].lower() in words and self._has_texts(term)]
        if near:
            listed = ", ".join(f'"{term.value}"' for term in near)
            yield f"[labels]\nproperties = [{listed}]"

    def targets(self) -> Iterator[TargetFound]:
        """Yield the targets of the shapes with the numbers of their nodes."""
        for row in select(self._loaded.shapes, "inspect-targets.rq"):
            shape, kind, target = row["shape"], row["kind"].value, row["target"]
            if kind in _TARGETS and isinstance(target, NamedNode):
                nodes = sum(
                    1 for store in (self._store, self._loaded.vocabulary.store) for _ in select(store, _TARGETS[kind], target=target)
                )
            else:
                nodes = int(not isinstance(target, Literal | Triple) and any(self._store.quads_for_pattern(target, None, None)))
            yield TargetFound(_text(shape), kind, _text(target), nodes)

    def questions(self, *, general_only: bool) -> Iterator[QuestionFound]:
        """Yield the questions, each with the terms that it needs and that the data do not use. general_only: those for any graph."""
        fitting = fitting_catalogue(self._loaded)
        missing = {question.name: missing_terms(question, self._loaded) for question in fitting.unused}
        every = (*fitting.values(), *fitting.unused)
        wanted = (question for question in every if not general_only or is_general(question) or question.name in fitting.replaced)
        for name in sorted({question.name for question in wanted}):
            yield QuestionFound(name, missing.get(name, ()))

    def roles(self) -> Iterator[RoleFound]:
        """Yield the roles of the settings with the numbers of their uses."""
        for role, terms in self._roles.terms.items():
            if role == "label":
                continue
            uses = self.classes if role in _CLASSES else {} if role in _CODES else self.properties
            count = sum(uses.get(term, 0) for term in terms)
            if role in _CODES:
                count = sum(1 for term in terms for _ in self._store.quads_for_pattern(None, None, term))
            yield RoleFound(role, tuple(term.value for term in terms), count)

    def _has_texts(self, term: NamedNode) -> bool:
        return any(isinstance(quad.object, Literal) for quad in self._store.quads_for_pattern(None, term, None))

    def _label(self, term: NamedNode) -> str:
        labels = {**self._loaded.vocabulary.labels(term)}
        return labels.get(self._language) or labels.get("en") or next(iter(labels.values()), "")

    def _file(self, path: Path) -> str:
        return _relative((path,), self._loaded.project.root)[0]


def _stated(name: str, value: str, origin: str, key: str, settings: Settings) -> Stated:
    """Return a value that a file of the project states, or else the settings. Otherwise it is guessed."""
    if origin or not value:
        return Stated(name, value, origin)
    if key in settings.given:
        return Stated(name, value, SETTINGS_FILE)
    table, _, short = key.rpartition(".")
    return Stated(name, value, setting=f'[{table}]\n{short} = "{value}"')


def _uses(store: Store, query: str) -> dict[NamedNode, int]:
    return {row["term"]: int(row["uses"].value) for row in select(store, query)}


def _iris(store: Store, query: str) -> list[str]:
    return [iri.value for (iri,) in select(store, query) if isinstance(iri, NamedNode)]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _relative(paths: Iterable[Path], root: Path) -> tuple[str, ...]:
    return tuple(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path) for path in paths)
