"""Find the settings of a project that name nothing in its data: folders, things, classes and properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from pyoxigraph import NamedNode

from kzit_graph.plain_text import folded, nearest
from kzit_graph.project.configuration.settings import Settings, default_settings
from kzit_graph.project.known_terms import KnownTerms
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.language_subtags import language_fault, shorter_tag
from kzit_graph.rdf.names import split_iri


def warnings_on_settings(loaded: LoadedProject) -> tuple[str, ...]:
    """Return a line for each setting in the file of a project that names nothing, with the nearest name. Dumps have none."""
    if loaded.dumps:
        return ()
    known = KnownTerms(loaded)
    return (*_base(loaded), *_languages(loaded), *_folders(loaded), *_voices(loaded, known), *_terms(loaded, known))


def _base(loaded: LoadedProject) -> Iterator[str]:
    """Yield a line if no IRI of the data begins with the base of the settings, apart from that of the dataset."""
    base, dataset = loaded.project.settings.dataset.base, loaded.project.dataset
    subjects = (quad.subject for quad in loaded.graphs) if base else ()
    if base and not any(isinstance(iri, NamedNode) and iri != dataset and iri.value.startswith(base) for iri in subjects):
        position = loaded.project.settings.position("dataset.base")
        yield f"{position}: dataset.base: nothing in the data has an IRI that begins with {base}; correct it, or leave it out"


def _languages(loaded: LoadedProject) -> Iterator[str]:
    """Yield a line for each invalid language tag of the dataset, and for each long one of the settings, which refuse invalid ones."""
    project, settings = loaded.project, loaded.project.settings
    faults = map(language_fault, () if settings.languages or project.description is None else project.languages)
    yield from (f"{project.description}: dcterms:language: {fault}" for fault in faults if fault)
    for key, tags in (("languages", settings.languages), ("site.languages", settings.site.languages)):
        for tag in tags:
            if short := shorter_tag(tag):
                problem = f'{key}: the shortest tag of "{tag}" is "{short}", which BCP 47 asks for'
                yield f"{settings.position(key)}: {problem}; write it here and in the data"


def _folders(loaded: LoadedProject) -> Iterator[str]:
    """Yield a line for each folder without a data file."""
    project, settings = loaded.project, loaded.project.settings
    parents = {parent.as_posix() for file in project.graphs for parent in _relative(file.path, project.root).parents}
    paths = {path.removeprefix("data/") for path in parents if path.startswith("data/")}
    if settings.graphs.sources not in {*paths, default_settings().graphs.sources}:
        problem = f"graphs.sources: data/{settings.graphs.sources}/ has no data file"
        yield _line(loaded, "graphs.sources", problem, _near(settings.graphs.sources, paths))
    names = {part for path in paths for part in PurePath(path).parts}
    for folder in settings.graphs.folders:
        if folder not in {*names, *default_settings().graphs.folders}:
            yield _line(loaded, "graphs.folders", f'graphs.folders: no folder "{folder}" in data/ has a data file', _near(folder, names))


def _relative(path: Path, root: Path) -> PurePath:
    return path.relative_to(root) if path.is_relative_to(root) else path


def _voices(loaded: LoadedProject, known: KnownTerms) -> Iterator[str]:
    settings = loaded.project.settings
    for voice in settings.site.voices:
        if voice not in default_settings().site.voices and not known.has(voice):
            yield _line(loaded, "site.voices", f"site.voices: nothing in the data is {known.name(voice)}", known.near(voice, things=True))


def _terms(loaded: LoadedProject, known: KnownTerms) -> Iterator[str]:
    """Yield a line for each class, property or code that nothing has: of a list of which one is used, only what looks misspelt."""
    settings = loaded.project.settings
    usual = _listed(default_settings())
    for key, terms in _listed(settings).items():
        if key in settings.given:
            unknown = [term for term in terms if term not in usual[key] and not known.has(term)]
            for term in unknown:
                near = known.near(term)
                if len(unknown) == len(terms) or any(_local(other) != _local(term.value) for other in near):
                    yield _line(loaded, key, f"{key}: nothing in the data, the ontology or the shapes is {known.name(term)}", near)


def _listed(settings: Settings) -> dict[str, Sequence[NamedNode]]:
    """Return the terms that settings name, by the dotted names of their keys."""
    roles = {f"roles.{role}": terms for role, terms in settings.roles.terms.items() if role != "label"}
    return {"labels.properties": settings.labels, "labels.other": settings.other_names, **roles}


def _local(name: str) -> str:
    return split_iri(name)[1].rpartition(":")[2]


def _near(name: str, names: Iterable[str]) -> list[str]:
    by_name = {folded(each): each for each in sorted(names)}
    return [by_name[each] for each in nearest(name, by_name)]


def _line(loaded: LoadedProject, key: str, problem: str, near: Sequence[str]) -> str:
    position = loaded.project.settings.position(key)
    hint = f"; nearest: {', '.join(near)}" if near else "; correct it, or leave it out"
    return f"{position}: {problem}{hint}"
