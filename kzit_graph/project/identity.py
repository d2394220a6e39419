"""The dataset of a project and its base IRI: what its description states, else the settings, else a guess.

The description is the file dataset of the data folder, in any syntax. It may describe other datasets as well, such as those that it
links to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.configuration.settings import SETTINGS_FILE, Settings
from kzit_graph.project.files.graph_files import with_separator
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, RDF_TYPE, TITLE, VOID, schema_terms
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import read_quads

URI_SPACE: Final = NamedNode(f"{VOID}uriSpace")
_TYPES: Final = frozenset((*map(NamedNode, (f"{VOID}Dataset", f"{DCAT}Dataset", f"{DCAT}Catalog")), *schema_terms("Dataset")))
_HAS_PART: Final = frozenset(
    NamedNode(f"{VOID}{name}") for name in ("subset", "target", "subjectsTarget", "objectsTarget", "classPartition", "propertyPartition")
) | frozenset(map(NamedNode, (f"{DCAT}dataset", f"{DCAT}catalog", f"{DCAT}hasVersion", f"{DCTERMS}hasPart", f"{DCTERMS}hasVersion")))
_IS_PART: Final = frozenset(
    map(NamedNode, (f"{DCAT}inSeries", f"{DCAT}isVersionOf", f"{DCAT}inCatalog", f"{DCTERMS}isPartOf", f"{DCTERMS}isVersionOf"))
)


@dataclass(frozen=True)
class Identity:
    """The IRI of a dataset and its base IRI. notes: what was guessed, and how to state it."""

    dataset: NamedNode
    base: str
    notes: tuple[str, ...] = ()


@dataclass
class _Stated:
    """What a description says of datasets. spaces: the base IRIs of each. typed: those with a type. parts: those of others."""

    spaces: dict[NamedNode | BlankNode, list[str]] = field(default_factory=dict)
    typed: dict[NamedNode, None] = field(default_factory=dict)
    parts: set[object] = field(default_factory=set)
    titles: dict[object, set[str]] = field(default_factory=dict)

    def add(self, quad: Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, NamedNode | BlankNode):
            return
        if predicate == URI_SPACE and isinstance(value, Literal | NamedNode):
            spaces = self.spaces.setdefault(subject, [])
            spaces += [value.value] if value.value not in spaces else []
        elif predicate == RDF_TYPE and value in _TYPES and isinstance(subject, NamedNode):
            self.typed[subject] = None
        elif predicate == TITLE and isinstance(value, Literal):
            self.titles.setdefault(subject, set()).add(value.value)
        elif predicate in _HAS_PART and value != subject:
            self.parts.add(value)
        elif predicate in _IS_PART and value != subject:
            self.parts.add(subject)

    def candidates(self, base: str) -> Sequence[NamedNode]:
        """Return the datasets that may be meant, by the best evidence that there is: with a base that their IRI starts with; with a base.

        base: the base that is set, if any. A dataset with another one is not meant.
        """
        spaces = {name: found for name, found in self.spaces.items() if isinstance(name, NamedNode) and (not base or base in found)}
        own = [name for name, found in spaces.items() if name.value.startswith(tuple(found))]
        found = own or [name for name in spaces if name not in self.parts] or list(self.typed) or list(spaces)
        return [name for name in found if name not in self.parts] or found


def identify(description: Path | None, data: Sequence[Path], settings: Settings, contexts: LocalContexts, root: Path) -> Identity:
    """Return the dataset and the base of a project. description: the file that describes the dataset. data: all data files.

    Raises `InvalidInput` if the description is malformed or describes several datasets that may be meant, if the settings contradict
    it, or if nothing states or shows the base.
    """
    stated = _Stated()
    for quad in read_quads(description, contexts=contexts) if description else ():
        stated.add(quad)
    dataset = _dataset(stated, description, settings)
    notes: list[str] = []
    base = _base(stated, dataset, description, settings)
    if base is None:
        from kzit_graph.project.guessing import guessed_base

        base = guessed_base([path for path in data if path != description] or data, contexts)
        if base is None:
            raise InvalidInput(
                f"the base IRI is unknown, because no subject of the data is an IRI; set base under [dataset] in {SETTINGS_FILE}",
                Position(root),
            )
        notes.append(
            f"the base IRI {base} is a guess from the subjects of the data; state it as void:uriSpace in data/dataset.ttl,"
            f' or in {SETTINGS_FILE}, under [dataset]: base = "{base}"'
        )
    elif base[-1:].isalnum():
        from kzit_graph.project.guessing import separated

        base = separated(base, data, contexts)
    if dataset is None:
        dataset = NamedNode(f"{with_separator(base)}dataset")
    if settings.dataset.title and (titles := stated.titles.get(dataset)) and settings.dataset.title not in titles:
        raise _contradiction("title", settings.dataset.title, min(titles), description, dataset, settings)
    return Identity(dataset, base, tuple(notes))


def _dataset(stated: _Stated, description: Path | None, settings: Settings) -> NamedNode | None:
    """Return the dataset that is stated or set, if any."""
    whole = stated.candidates(settings.dataset.base)
    if iri := settings.dataset.iri:
        if whole and NamedNode(iri) not in {*whole, *stated.typed, *stated.spaces}:
            raise _contradiction("iri", iri, whole[0].value, description, whole[0], settings)
        return NamedNode(iri)
    if len(whole) > 1:
        listed = ", ".join(sorted(str(name) for name in whole))
        raise InvalidInput(
            f"several datasets may be that of the project: {listed}; choose one in {SETTINGS_FILE}, under [dataset]: iri",
            None if description is None else _position(description, whole[0]),
        )
    return whole[0] if whole else None


def _base(stated: _Stated, dataset: NamedNode | None, description: Path | None, settings: Settings) -> str | None:
    """Return the base that is stated or set, if any."""
    spaces = _spaces(stated, dataset)
    where = None if description is None else Position(description) if dataset is None else _position(description, dataset)
    chosen = settings.dataset.base
    if chosen and spaces and chosen not in spaces:
        raise _contradiction("base", chosen, spaces[0], description, dataset, settings)
    if not chosen and len(spaces) > 1:
        own = [space for space in spaces if dataset is not None and dataset.value.startswith(space)]
        if len(own) != 1:
            listed = ", ".join(f'"{space}"' for space in sorted(spaces))
            raise InvalidInput(
                f"the dataset has several void:uriSpace: {listed}; choose one in {SETTINGS_FILE}, under [dataset]: base", where
            )
        spaces = own
    if not chosen and not spaces:
        return None
    base, position = (chosen, settings.position("dataset.base")) if chosen else (spaces[0], where)
    check_base(base, position)
    return base


def _spaces(stated: _Stated, dataset: NamedNode | None) -> Sequence[str]:
    """Return the bases that are stated: those of the dataset, or of one without an IRI."""
    if dataset is not None and dataset in stated.spaces:
        return stated.spaces[dataset]
    blank = [spaces for name, spaces in stated.spaces.items() if isinstance(name, BlankNode) and name not in stated.parts]
    return blank[0] if len(blank) == 1 else ()


def check_base(base: str, position: Position | None = None) -> None:
    """Raise `InvalidInput` if a base is not an IRI, or has no host."""
    try:
        NamedNode(base)
    except ValueError as error:
        raise InvalidInput(f'void:uriSpace "{base}" is not an IRI; write one such as https://example.org/', position) from error
    if base.lower().startswith(("http:", "https:")) and not urlsplit(base).hostname:
        raise InvalidInput(f'void:uriSpace "{base}" has no host; give one, as in https://example.org/', position)


def _contradiction(
    key: str, given: str, found: str, description: Path | None, dataset: NamedNode | None, settings: Settings
) -> InvalidInput:
    where = "" if description is None else str(Position(description) if dataset is None else _position(description, dataset))
    return InvalidInput(
        f'dataset.{key} is "{given}", but {where} states "{found}"; remove the setting, or correct one of them',
        settings.position(f"dataset.{key}"),
    )


def _position(path: Path, thing: NamedNode) -> Position:
    return find_subjects(path, {thing.value}).get(thing.value, Position(path))


def missing_statements(dataset: NamedNode, base: str, titles: Iterable[Literal], stated: Iterable[Triple]) -> list[Triple]:
    """Return what a description lacks of the minimum: a type, the base IRI, and a title if some are given. stated: what it has."""
    known = {triple.predicate for triple in stated if triple.subject == dataset}
    wanted = [Triple(dataset, RDF_TYPE, NamedNode(f"{space}Dataset")) for space in (DCAT, VOID)]
    wanted += [Triple(dataset, TITLE, title) for title in titles]
    wanted.append(Triple(dataset, URI_SPACE, Literal(base)))
    return [triple for triple in wanted if triple.predicate not in known]
