"""The metadata of a dataset (DCAT 3): title, creators, licence, dates.

It is the source of CITATION.cff, zenodo.json, croissant.json, datapackage.json and the metadata of the table. An agent is a
person if it has a person class, a family name, a given name or an ORCID iD; otherwise it is an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kzit_graph.project.configuration.languages import language_tags
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.names import Names, Term, labels_in
from kzit_graph.rdf.namespaces import TITLE
from kzit_graph.rdf.naming import Naming
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.lexer import Value
from kzit_graph.sparql.queries import select

_ORCID: Final = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")


@dataclass(frozen=True)
class Agent:
    """A creator or publisher of a dataset. Unknown values are empty.

    name: the full name. family, given: parts of a person's name. orcid: the iD without https://orcid.org/.
    """

    name: str
    iri: str = ""
    is_person: bool = False
    family: str = ""
    given: str = ""
    orcid: str = ""

    @property
    def cited_name(self) -> str:
        """The name in a citation: "Family, Given" for a person with a known family name."""
        return f"{self.family}, {self.given}".removesuffix(", ") if self.family else self.name

    @property
    def family_name(self) -> str:
        """The family name of a person, with the full name as fallback. Empty for an organisation."""
        return (self.family or self.name) if self.is_person else ""

    @property
    def url(self) -> str:
        """The IRI of the agent, with the URL of its ORCID iD as fallback. Empty if it has neither."""
        return self.iri or (f"https://orcid.org/{self.orcid}" if self.orcid else "")


@dataclass(frozen=True)
class DatasetDescription:
    """The metadata of a dataset. Unknown values are empty.

    titles, short_titles, descriptions, keywords: by language, the preferred ones first, "" for no language. licences: IRIs, or texts if
    there is no IRI.
    languages: tags such as "fr". issued, modified: dates in ISO 8601.
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
    short_titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in the preferred language, with any language as fallback."""
        return _first(self.titles)

    @property
    def description(self) -> str:
        """The description in the preferred language, with any language as fallback."""
        return _first(self.descriptions)

    @property
    def other_titles(self) -> tuple[str, ...]:
        """The distinct titles other than `title`, and the short ones."""
        of_language = (*self.titles.values(), *self.short_titles.values())
        return tuple(dict.fromkeys(title for titles in of_language for title in titles if title != self.title))

    @property
    def all_keywords(self) -> tuple[str, ...]:
        """The distinct keywords of all languages."""
        return tuple(dict.fromkeys(keyword for keywords in self.keywords.values() for keyword in keywords))

    def reference(self, version: str, year: str, iri: str) -> str:
        """Return a one-line citation in DataCite's order: creators, year, title, version, IRI."""
        return f"{'; '.join(agent.cited_name for agent in self.creators)} ({year}). {self.title}. Version {version}. {iri}"


def read_dataset(loaded: LoadedProject) -> DatasetDescription:
    """Return the metadata of a project's dataset. If the data states no title, it is that of the settings, or the name of the project."""
    found = read_description(loaded.project.dataset, loaded.store, loaded.project.naming)
    if found.titles:
        return found
    titles = [triple.object for triple in loaded.description if triple.predicate == TITLE and triple.subject == found.iri]
    return replace(found, titles=_by_language(titles, loaded.project.naming))


def read_description(dataset: NamedNode, store: Store, naming: Naming, agents: Store | None = None) -> DatasetDescription:
    """Return the metadata of a dataset or an ontology in a store.

    naming: the properties of names. agents: the store that describes its agents, if different.
    """
    stated = _values(store, "dataset.rq", dataset=dataset)
    return DatasetDescription(
        iri=dataset,
        titles=_by_language(stated["title"], naming),
        descriptions=_by_language(stated["description"], naming),
        keywords=_by_language(stated["keyword"], naming),
        citation=_first(_by_language(stated["citation"], naming)),
        licences=_iris(stated["licence"]) or tuple(sorted(term.value for term in stated["licence"] if isinstance(term, Literal))),
        creators=_agents(stated["creator"], agents or store, naming),
        publishers=_agents(stated["publisher"], agents or store, naming),
        languages=language_tags(sorted(stated["language"], key=str)),
        issued=_first(_by_language(stated["issued"], naming)),
        modified=_first(_by_language(stated["modified"], naming)),
        version=_first(_by_language(stated["version"], naming)),
        landing_page=next(iter(_iris(stated["page"])), ""),
        short_titles=_by_language(stated["short"], naming),
    )


def _values(store: Store, query: str, node: NamedNode | BlankNode | None = None, **values: Value) -> dict[str, list[Term]]:
    """Return the distinct values of each variable of a query."""
    rows = select(store, query, node=node, **values)
    found: dict[str, list[Term]] = {variable.value: [] for variable in rows.variables if variable.value != "node"}
    for row in rows:
        for name, terms in found.items():
            if (term := row[name]) is not None and term not in terms:
                terms.append(term)
    return found


def _agents(terms: Iterable[Term], store: Store, naming: Naming) -> tuple[Agent, ...]:
    found = {agent for term in terms if (agent := _agent(term, store, naming)) is not None}
    return tuple(sorted(found, key=lambda agent: (natural_key(agent.cited_name), agent.cited_name, agent.iri, agent.orcid)))


def _agent(term: Term, store: Store, naming: Naming) -> Agent | None:
    """Return the agent of a term. A literal is the name of an organisation; a blank node without a name is skipped."""
    if isinstance(term, Literal):
        return Agent(term.value)
    if not isinstance(term, NamedNode | BlankNode):
        return None
    stated = _values(store, "dataset-agent.rq", node=term, labels=naming.labels)
    family, given = (min(_texts(stated[part]), default="") for part in ("family", "given"))
    iri = term.value if isinstance(term, NamedNode) else ""
    orcids = sorted(found[1] for text in (iri, *_texts(stated["identifier"])) if (found := _ORCID.fullmatch(text)))
    name = _first(_by_language(stated["name"], naming)) or " ".join(filter(None, (given, family))) or iri
    if not name:
        return None
    is_person = bool(stated["person"] or family or given or orcids)
    return Agent(_preferred_label(term, store, naming) or name, iri, is_person, family, given, orcids[0] if orcids else "")


def _preferred_label(term: Term, store: Store, naming: Naming) -> str:
    """Return the label of an agent as in the rest of the program, or an empty text."""
    labels = labels_in(store, properties=naming.labels)
    return Names(labels=labels, naming=naming).label(term) if isinstance(term, NamedNode) and labels(term) else ""


def _texts(terms: Iterable[Term]) -> list[str]:
    return [term.value for term in terms if isinstance(term, NamedNode | Literal)]


def _iris(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted(term.value for term in terms if isinstance(term, NamedNode)))


def _by_language(terms: Iterable[Term], naming: Naming) -> dict[str, tuple[str, ...]]:
    """Group texts by language, the preferred ones first, sorted by language and text."""
    preferred = {language: rank for rank, language in enumerate(naming.languages)}

    def key(term: Literal) -> tuple[object, ...]:
        language = term.language or ""
        return preferred.get(language, len(preferred)), language, natural_key(term.value), term.value

    found: dict[str, tuple[str, ...]] = {}
    for term in sorted((term for term in terms if isinstance(term, Literal)), key=key):
        language = term.language or ""
        found[language] = (*found.get(language, ()), term.value)
    return found


def _first(texts: Mapping[str, tuple[str, ...]]) -> str:
    """Return the first text in the first language; empty if there are none."""
    return next(iter(texts.values()), ("",))[0]
