"""How a dataset is cited: read from its own description, written as a line of text and as a CITATION.cff.

Follows the Citation File Format 1.2.0, and DataCite's recommended order for the line of text. Nobody is named who is not
named in the data: a creator who is typed as a person, or has a family name, is a person, any other an organisation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.project.project import Project
from kzit_graph.project.releases import Edition, position_of, stated_releases
from kzit_graph.project.semantic_versions import Version
from kzit_graph.rdf.names import Names, Term, labels_in
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.queries import select

CITATION_FILE: Final = "CITATION.cff"

_MESSAGE: Final = "If you use this dataset, please cite the version that you used."
_ORCID: Final = re.compile(r"https://orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")
_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/(?:publicdomain/(zero)|licenses/(by(?:-nc)?(?:-nd|-sa)?))/([1-4]\.[05])/?"
)
_OPEN_DATA_COMMONS: Final = {"odbl": "ODbL-1.0", "by": "ODC-By-1.0", "pddl": "PDDL-1.0"}
_OPEN_DATA_COMMONS_IRI: Final = re.compile(r"https?://opendatacommons\.org/licenses/([a-z]+)/1[-.]0/?")

Block = Mapping[str, "str | Sequence[str | Mapping[str, str]]"]
"""What a CITATION.cff consists of: texts, lists of texts, and lists of mappings."""


@dataclass(frozen=True)
class Maker:
    """Who made or publishes a work. family, given, orcid: of a person, empty where not known; orcid is the bare iD."""

    name: str
    family: str = ""
    given: str = ""
    orcid: str = ""


@dataclass(frozen=True)
class Work:
    """What is cited, in English where the data has it. titles: the same title in other languages; license: an IRI."""

    iri: NamedNode
    title: str
    titles: tuple[str, ...]
    description: str
    creators: tuple[Maker, ...]
    publishers: tuple[Maker, ...]
    keywords: tuple[str, ...]
    license: str
    page: str

    def reference(self, version: str, year: str, iri: str) -> str:
        """A version of the work in one line: who, when, what, which, where."""
        return f"{'; '.join(maker.name for maker in self.creators)} ({year}). {self.title}. Version {version}. {iri}"


def read_dataset(project: Project, store: Store) -> Work:
    """The dataset of a project as a work to be cited. Raises `InvalidInput` where it has no title or no creator."""
    work = read_work(project.dataset, store)
    missing = [name for name, found in (("dcterms:title", work.title), ("dcterms:creator", work.creators)) if not found]
    if missing:
        raise InvalidInput(f"the dataset cannot be cited without a {missing[0]}; add one", position_of(project, project.dataset))
    return work


def read_work(iri: NamedNode, store: Store, agents: Store | None = None) -> Work:
    """What a store states of a work. agents: the store that describes who made it, where that is another one."""
    stated = _stated("citation.rq", "work", iri, store)
    titles = _by_language(stated["title"])
    descriptions, pages = _by_language(stated["description"]), sorted(map(_text, stated["page"]))
    return Work(
        iri=iri,
        title=titles[0] if titles else "",
        titles=tuple(titles[1:]),
        description=descriptions[0] if descriptions else "",
        creators=_makers(stated["creator"], agents or store),
        publishers=_makers(stated["publisher"], agents or store),
        keywords=tuple(_by_language(stated["keyword"])),
        license=min(map(_text, stated["license"]), default=""),
        page=pages[0] if pages else "",
    )


def current_edition(project: Project, store: Store) -> Edition:
    """The highest release that a store states, else the dataset as it is, by the version and the day that it states itself.

    Raises `InvalidInput` where there is neither.
    """
    if releases := stated_releases(project, store):
        return releases[-1]
    stated = _stated("citation.rq", "work", project.dataset, store)
    try:
        version = Version.parse(min(map(_text, stated["version"]), default=""))
    except ValueError as error:
        raise InvalidInput(f"dcat:version is {error}", position_of(project, project.dataset)) from error
    return Edition(project.dataset, version, min(map(_text, stated["issued"]), default=""))


def as_cff(work: Work, edition: Edition) -> bytes:
    """A version of a work as a CITATION.cff (Citation File Format 1.2.0)."""
    spdx = spdx_identifier(work.license)
    content: Block = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": work.title,
        "authors": [_author(maker) for maker in work.creators],
        "abstract": work.description,
        "version": str(edition.version),
        "date-released": edition.day,
        "license": spdx,
        "license-url": "" if spdx else url(work.license),
        "url": url(work.page) or url(work.iri.value),
        "identifiers": [
            {"type": "url", "value": address, "description": description}
            for iri, description in {edition.iri.value: "This version", work.iri.value: "The dataset, whatever the version"}.items()
            if (address := url(iri))
        ],
        "keywords": work.keywords,
    }
    return "".join(f"{line}\n" for line in _yaml(content)).encode()


def spdx_identifier(license_iri: str) -> str:
    """The SPDX identifier of a licence of Creative Commons or Open Data Commons, by its IRI; empty for any other."""
    if found := _CREATIVE_COMMONS.fullmatch(license_iri):
        return f"CC0-{found[3]}" if found[1] else f"CC-{found[2].upper()}-{found[3]}"
    if found := _OPEN_DATA_COMMONS_IRI.fullmatch(license_iri):
        return _OPEN_DATA_COMMONS.get(found[1], "")
    return ""


def url(iri: str) -> str:
    """An IRI as a web address in ASCII; empty where it is none."""
    return quote(iri, safe="%/:=&?~#+!$,;'@()*[]") if iri.startswith(("https://", "http://")) else ""


def _author(maker: Maker) -> dict[str, str]:
    if not maker.family:
        return {"name": maker.name}
    return {"family-names": maker.family, "given-names": maker.given, "orcid": f"https://orcid.org/{maker.orcid}" if maker.orcid else ""}


def _makers(terms: Iterable[Term], store: Store) -> tuple[Maker, ...]:
    named = (term for term in terms if isinstance(term, NamedNode | Literal))  # the label of a blank node is no name
    makers = (_person_or_organisation(term, store) if isinstance(term, NamedNode) else Maker(term.value) for term in named)
    return tuple(sorted(set(makers), key=lambda maker: (natural_key(maker.family or maker.name), maker.name, maker.orcid)))


def _person_or_organisation(agent: NamedNode, store: Store) -> Maker:
    stated = _stated("citation-person.rq", "agent", agent, store)
    family, given = (min(map(_text, stated[part]), default="") for part in ("family", "given"))
    name = f"{family}, {given}".removesuffix(", ") if family else Names(labels=labels_in(store)).label(agent, "en")
    if not family and not stated["person"]:
        return Maker(name)
    orcids = sorted(found[1] for term in stated["orcid"] if (found := _ORCID.fullmatch(_text(term))))
    return Maker(name, family or name, given if family else "", orcids[0] if orcids else "")


def _stated(query: str, parameter: str, thing: NamedNode, store: Store) -> dict[str, list[Term]]:
    """The values of each variable of a query about a thing."""
    rows = select(store, query, **{parameter: thing})
    found: dict[str, list[Term]] = {variable.value: [] for variable in rows.variables}
    for row in rows:
        for name, values in found.items():
            if (term := row[name]) is not None and term not in values:
                values.append(term)
    return found


def _by_language(terms: Iterable[Term]) -> list[str]:
    """Texts, each once, those in English first, then by language and text."""
    literals = [term for term in terms if isinstance(term, Literal)]
    ordered = sorted(literals, key=lambda term: (term.language != "en", term.language or "", natural_key(term.value), term.value))
    return list(dict.fromkeys(term.value for term in ordered))


def _text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _yaml(block: Block) -> Iterator[str]:
    """The lines of a mapping in YAML 1.2, without what is empty."""
    for key, value in block.items():
        if isinstance(value, str):
            if value:
                yield f"{key}: {_quoted(value)}"
        elif value:
            yield f"{key}:"
            for item in value:
                first, *rest = [_quoted(item)] if isinstance(item, str) else _yaml(item)
                yield f"  - {first}"
                yield from (f"    {line}" for line in rest)


def _quoted(text: str) -> str:
    """A text in double quotation marks, as JSON writes it, with what cannot be seen escaped as YAML does."""
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in json.dumps(text, ensure_ascii=False))
