"""What a dataset states of itself (DCAT 3), read once for every file that repeats it.

CITATION.cff, zenodo.json, croissant.json, datapackage.json and the metadata of the table are written from this one value. An agent
is a person where the data say so, or where it has a family name, a given name or an ORCID iD; any other is an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.names import Names, Term, labels_in
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.queries import select

_LANGUAGE: Final = re.compile(r"http://id\.loc\.gov/vocabulary/iso639-1/([a-z]{2})")
_ORCID: Final = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")


@dataclass(frozen=True)
class Agent:
    """Who made or publishes a dataset.

    name: as people write it. iri: empty where the agent has none. family, given: of a person, as far as they are stated.
    orcid: the bare iD, empty where none is stated.
    """

    name: str
    iri: str = ""
    is_person: bool = False
    family: str = ""
    given: str = ""
    orcid: str = ""

    @property
    def cited_name(self) -> str:
        """The name as a citation has it: "Family, Given" for a person whose family name is stated."""
        return f"{self.family}, {self.given}".removesuffix(", ") if self.family else self.name

    @property
    def family_name(self) -> str:
        """The family name of a person, else the whole name: for formats that ask for one. Empty for an organisation."""
        return (self.family or self.name) if self.is_person else ""

    @property
    def url(self) -> str:
        """The agent's IRI, else the address of its ORCID iD; empty where there is neither."""
        return self.iri or (f"https://orcid.org/{self.orcid}" if self.orcid else "")


@dataclass(frozen=True)
class DatasetDescription:
    """A dataset in short. What is not stated is empty.

    titles, descriptions, keywords: by language, "" for none; English first. licences: IRIs, or texts where no IRI is stated.
    languages: ISO 639-1 codes. issued, modified: days in ISO 8601.
    """

    iri: NamedNode
    titles: Mapping[str, tuple[str, ...]]
    descriptions: Mapping[str, tuple[str, ...]]
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
        return _in_english(self.titles)

    @property
    def description(self) -> str:
        """The description in English, else in any language."""
        return _in_english(self.descriptions)

    @property
    def other_titles(self) -> tuple[str, ...]:
        """The titles besides `title`, each once."""
        return tuple(dict.fromkeys(title for titles in self.titles.values() for title in titles if title != self.title))

    @property
    def all_keywords(self) -> tuple[str, ...]:
        """The keywords of all languages, each once."""
        return tuple(dict.fromkeys(keyword for keywords in self.keywords.values() for keyword in keywords))

    def reference(self, version: str, year: str, iri: str) -> str:
        """Cite a version of the dataset in one line, in DataCite's order: who, when, what, which, where."""
        return f"{'; '.join(agent.cited_name for agent in self.creators)} ({year}). {self.title}. Version {version}. {iri}"


def read_dataset(loaded: LoadedProject) -> DatasetDescription:
    """Return what a project states of its dataset."""
    return read_description(loaded.project.dataset, loaded.store)


def read_description(dataset: NamedNode, store: Store, agents: Store | None = None) -> DatasetDescription:
    """Return what a store states of a dataset, or of an ontology. agents: the store that describes who made it, if it is another."""
    stated = _values(store, "dataset.rq", dataset=dataset)
    return DatasetDescription(
        iri=dataset,
        titles=_by_language(stated["title"]),
        descriptions=_by_language(stated["description"]),
        keywords=_by_language(stated["keyword"]),
        citation=_in_english(_by_language(stated["citation"])),
        licences=_iris(stated["licence"]) or tuple(sorted(term.value for term in stated["licence"] if isinstance(term, Literal))),
        creators=_agents(stated["creator"], agents or store),
        publishers=_agents(stated["publisher"], agents or store),
        languages=tuple(code[1] for iri in _iris(stated["language"]) if (code := _LANGUAGE.fullmatch(iri))),
        issued=_in_english(_by_language(stated["issued"])),
        modified=_in_english(_by_language(stated["modified"])),
        version=_in_english(_by_language(stated["version"])),
        landing_page=next(iter(_iris(stated["page"])), ""),
    )


def _values(store: Store, query: str, node: NamedNode | BlankNode | None = None, **values: NamedNode) -> dict[str, list[Term]]:
    """The values of each variable of a query, each once."""
    rows = select(store, query, node=node, **values)
    found: dict[str, list[Term]] = {variable.value: [] for variable in rows.variables if variable.value != "node"}
    for row in rows:
        for name, terms in found.items():
            if (term := row[name]) is not None and term not in terms:
                terms.append(term)
    return found


def _agents(terms: Iterable[Term], store: Store) -> tuple[Agent, ...]:
    found = {agent for term in terms if (agent := _agent(term, store)) is not None}
    return tuple(sorted(found, key=lambda agent: (natural_key(agent.cited_name), agent.cited_name, agent.iri, agent.orcid)))


def _agent(term: Term, store: Store) -> Agent | None:
    """The agent that a term is: a literal is the name of an organisation; a blank node without a name is nobody."""
    if isinstance(term, Literal):
        return Agent(term.value)
    if not isinstance(term, NamedNode | BlankNode):
        return None
    stated = _values(store, "dataset-agent.rq", node=term)
    family, given = (min(_texts(stated[part]), default="") for part in ("family", "given"))
    iri = term.value if isinstance(term, NamedNode) else ""
    orcids = sorted(found[1] for text in (iri, *_texts(stated["identifier"])) if (found := _ORCID.fullmatch(text)))
    name = _in_english(_by_language(stated["name"])) or " ".join(filter(None, (given, family))) or iri
    if not name:
        return None
    is_person = bool(stated["person"] or family or given or orcids)
    return Agent(_preferred(term, store) or name, iri, is_person, family, given, orcids[0] if orcids else "")


def _preferred(term: Term, store: Store) -> str:
    """The name that the program shows the agent by everywhere else; empty where it has none."""
    labels = labels_in(store)
    return Names(labels=labels).label(term, "en") if isinstance(term, NamedNode) and labels(term) else ""


def _texts(terms: Iterable[Term]) -> list[str]:
    return [term.value for term in terms if isinstance(term, NamedNode | Literal)]


def _iris(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted(term.value for term in terms if isinstance(term, NamedNode)))


def _by_language(terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """Texts by their language, English first, then in the order of language and text."""
    literals = [term for term in terms if isinstance(term, Literal)]
    ordered = sorted(literals, key=lambda term: (term.language != "en", term.language or "", natural_key(term.value), term.value))
    found: dict[str, tuple[str, ...]] = {}
    for term in ordered:
        language = term.language or ""
        found[language] = (*found.get(language, ()), term.value)
    return found


def _in_english(texts: Mapping[str, tuple[str, ...]]) -> str:
    """The first English text, else the first without a language, else the first; empty where there is none."""
    return (texts.get("en") or texts.get("") or next(iter(texts.values()), ("",)))[0]
