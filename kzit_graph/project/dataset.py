"""What data/dataset.ttl states of the dataset as plain values, for descriptions that are not RDF.

Below `csvw`, `data_package` and `croissant`, which write it down. Statements are those of DCAT 3 (W3C Recommendation 2024).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.project.project import Project
from kzit_graph.rdf.names import Names, Term, labels_in
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, RDF_TYPE

_PERSONS: Final = frozenset(map(NamedNode, ("https://schema.org/Person", "http://schema.org/Person", "http://xmlns.com/foaf/0.1/Person")))
_LANGUAGE: Final = re.compile(r"http://id\.loc\.gov/vocabulary/iso639-1/([a-z]{2})")


@dataclass(frozen=True)
class Agent:
    """Who made or publishes the dataset. is_person: whether it is said to be a person; else it counts as an organisation."""

    iri: str
    name: str
    is_person: bool


@dataclass(frozen=True)
class DatasetCard:
    """A dataset in short. Texts are by language, "" for none; what is not stated is empty.

    licences, landing_page: IRIs. languages: codes of ISO 639-1. issued, modified: days as ISO 8601 writes them.
    """

    iri: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    citation: str
    licences: tuple[str, ...]
    creators: tuple[Agent, ...]
    publishers: tuple[Agent, ...]
    languages: tuple[str, ...]
    issued: str
    modified: str
    version: str
    landing_page: str

    @property
    def title(self) -> str:
        """The title in English, else in any language."""
        return in_english(self.titles)

    @property
    def description(self) -> str:
        """The description in English, else in any language."""
        return in_english(self.descriptions)


def dataset_card(project: Project, store: Store) -> DatasetCard:
    """What a project states of its dataset. store: what `kzit_graph.project.store.load_project` made of the project."""
    stated = _Statements(store, project.dataset)
    return DatasetCard(
        iri=project.dataset.value,
        titles=stated.text(f"{DCTERMS}title"),
        descriptions=stated.text(f"{DCTERMS}description"),
        keywords=stated.texts(f"{DCAT}keyword"),
        citation=in_english(stated.text(f"{DCTERMS}bibliographicCitation")),
        licences=stated.iris(f"{DCTERMS}license"),
        creators=stated.agents(f"{DCTERMS}creator"),
        publishers=stated.agents(f"{DCTERMS}publisher"),
        languages=tuple(code[1] for iri in stated.iris(f"{DCTERMS}language") if (code := _LANGUAGE.fullmatch(iri))),
        issued=in_english(stated.text(f"{DCTERMS}issued")),
        modified=in_english(stated.text(f"{DCTERMS}modified")),
        version=in_english(stated.text(f"{DCAT}version")),
        landing_page=next(iter(stated.iris(f"{DCAT}landingPage")), ""),
    )


def in_english(texts: Mapping[str, str]) -> str:
    """The English text, else one without a language, else any; "" where there is none."""
    return texts.get("en") or texts.get("") or next(iter(texts.values()), "")


@dataclass(frozen=True)
class _Statements:
    """What a store says of one thing, in a stable order."""

    store: Store
    thing: NamedNode

    def values(self, property_iri: str) -> list[Term]:
        return sorted({quad.object for quad in self.store.quads_for_pattern(self.thing, NamedNode(property_iri), None)}, key=str)

    def texts(self, property_iri: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for value in self.values(property_iri):
            if isinstance(value, Literal):
                language = value.language or ""
                found[language] = (*found.get(language, ()), value.value)
        return dict(sorted(found.items()))

    def text(self, property_iri: str) -> dict[str, str]:
        return {language: texts[0] for language, texts in self.texts(property_iri).items()}

    def iris(self, property_iri: str) -> tuple[str, ...]:
        return tuple(value.value for value in self.values(property_iri) if isinstance(value, NamedNode))

    def agents(self, property_iri: str) -> tuple[Agent, ...]:
        names = Names(labels=labels_in(self.store))
        return tuple(Agent(iri, names.label(NamedNode(iri), "en"), self._is_person(iri)) for iri in self.iris(property_iri))

    def _is_person(self, iri: str) -> bool:
        return any(quad.object in _PERSONS for quad in self.store.quads_for_pattern(NamedNode(iri), RDF_TYPE, None))
