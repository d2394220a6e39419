"""Describe a dataset as a schema.org Dataset in JSON-LD, which search engines and FAIR assessments read in its page.

It has the fields of Google's guide for datasets and those that F-UJI asks for. What neither the project nor its build states is left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, Store

from kzit_graph.artefacts import CSV_TABLE
from kzit_graph.plain_text import counted, without_empty
from kzit_graph.project.dataset import Agent, DatasetDescription, read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.names import Names
from kzit_graph.rdf.namespaces import PROV
from kzit_graph.sparql.queries import select

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_LENGTHS: Final = (50, 5_000)
"""Characters that a description may have for Google."""

_MAX_SOURCES: Final = 100
_FREE: Final = ("/access-right/PUBLIC", "/access_right/c_abf2", "/c_abf2")
"""Ends of IRIs for data that anyone may read, in the lists of the EU and of COAR."""

_RESTRICTED: Final = ("/access-right/RESTRICTED", "/access-right/NON_PUBLIC", "/c_16ec", "/c_14cb", "/c_f1cf")


def schema_dataset(loaded: LoadedProject, described: Iterable[Quad]) -> dict[str, object]:
    """Return the description of the dataset of a project for its page. described: the statements of dataset.ttl."""
    store = Store()
    store.extend(described)
    project, dataset = loaded.project, read_dataset(loaded)
    values = _values(store, project.dataset)
    access = next(iter(values["access"]), "")
    sources = _sources(loaded, values["source"])
    creators = [_agent(agent) for agent in dataset.creators]
    entries: dict[str, object] = {
        "@context": ["https://schema.org", {"prov": PROV}],
        "@type": "Dataset",
        "@id": dataset.iri.value,
        "identifier": dataset.iri.value,
        "name": dataset.title or project.name,
        "alternateName": list(dataset.other_titles),
        "description": _description(dataset.description or dataset.title or project.name, values["triples"]),
        "url": dataset.landing_page or dataset.iri.value,
        "version": dataset.version,
        "datePublished": dataset.issued,
        "dateModified": dataset.modified,
        "inLanguage": list(dataset.languages),
        "keywords": list(dataset.all_keywords),
        "license": _one_or_all(dataset.licences),
        "conditionsOfAccess": access,
        "isAccessibleForFree": _is_free(access),
        "creator": creators,
        "publisher": [_agent(agent) for agent in dataset.publishers],
        "citation": dataset.citation,
        "temporalCoverage": _interval(values["start"], values["end"]),
        "spatialCoverage": [_place(place, loaded.names) for place in values["place"]],
        "distribution": list(_files(store, project.dataset, dataset)),
        "isBasedOn": sources,
        "subjectOf": _about(project.files_base),
        "prov:wasAttributedTo": [{"@id": agent["@id"]} for agent in creators if "@id" in agent],
        "prov:wasDerivedFrom": [{"@id": source["@id"]} for source in sources],
    }
    return without_empty(entries)


def _values(store: Store, dataset: NamedNode) -> dict[str, list[str]]:
    """Return the sorted values of each variable of the query for the coverage of a dataset."""
    rows = select(store, "dataset-coverage.rq", dataset=dataset)
    found: dict[str, set[str]] = {variable.value: set() for variable in rows.variables}
    for row in rows:
        for name, texts in found.items():
            if text := _text(row, name):
                texts.add(text)
    return {name: sorted(texts) for name, texts in found.items()}


def _text(row: QuerySolution, variable: str) -> str:
    term = row[variable]
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _description(text: str, triples: Sequence[str]) -> str:
    """Return a description with a length that Google accepts. One that is too short gets what the build counts."""
    shortest, longest = _LENGTHS
    if len(text) < shortest and triples:
        stop = "" if text[-1:] in (".", "!", "?", "…") else "."
        text = f"{text}{stop} Linked data (RDF) with {counted(int(triples[0]), 'statement')}, published as files."
    return text if len(text) <= longest else f"{text[: longest - 1].rsplit(maxsplit=1)[0]}…"


def _is_free(access: str) -> bool | None:
    if access.endswith(_FREE):
        return True
    return False if access.endswith(_RESTRICTED) else None


def _one_or_all(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _interval(starts: Sequence[str], ends: Sequence[str]) -> str:
    """Return a period in ISO 8601, open at an unknown end; empty if nothing is known."""
    return f"{starts[0] if starts else '..'}/{ends[-1] if ends else '..'}" if starts or ends else ""


def _place(iri: str, names: Names) -> dict[str, object]:
    return {"@type": "Place", "@id": iri, "name": _name(iri, names)} if ":" in iri else {"@type": "Place", "name": iri}


def _agent(agent: Agent) -> dict[str, object]:
    kind = "Person" if agent.is_person else "Organization"
    entries = {"@type": kind, "@id": agent.url, "name": agent.name, "givenName": agent.given, "familyName": agent.family}
    return without_empty({**entries, "url": agent.url})


def _files(store: Store, dataset: NamedNode, description: DatasetDescription) -> Iterator[dict[str, object]]:
    """Yield the files of a dataset, tables first, because programs that read RDF look further than programs that do not."""
    found: dict[str, dict[str, object]] = {}
    for row in select(store, "dataset-files.rq", dataset=dataset):
        url, size = _text(row, "url"), _text(row, "size")
        found[url] = without_empty(
            {
                "@type": "DataDownload",
                "@id": _text(row, "file"),
                "name": _text(row, "title"),
                "contentUrl": url,
                "encodingFormat": _text(row, "type").removeprefix(_MEDIA_TYPES),
                "contentSize": f"{size} B" if size else "",
                "sha256": _text(row, "digest"),
                "license": _one_or_all(description.licences),
            }
        )
    yield from sorted(found.values(), key=lambda file: not str(file["contentUrl"]).endswith(f".{CSV_TABLE}"))


def _sources(loaded: LoadedProject, stated: Iterable[str]) -> list[Mapping[str, object]]:
    """Return what a dataset is based on: what its description states, and else the documents that its passages come from."""
    found: dict[str, str] = dict.fromkeys((source for source in stated if ":" in source), "")
    if not found:
        for row in select(loaded.store, "dataset-sources.rq", loaded.project.settings.roles):
            found.setdefault(_text(row, "document"), _text(row, "url"))
    return [
        without_empty({"@type": "CreativeWork", "@id": iri, "name": _name(iri, loaded.names), "url": url})
        for iri, url in islice(found.items(), _MAX_SOURCES)
    ]


def _name(iri: str, names: Names) -> str:
    label = names.name(NamedNode(iri))
    return label.value if label is not None else iri


def _about(files_base: str) -> list[dict[str, object]]:
    """Return the other descriptions of a dataset in its build."""
    return [
        {"@type": "DigitalDocument", "@id": files_base + file, "name": title, "url": files_base + file, "encodingFormat": media_type}
        for file, title, media_type in (
            ("dataset.ttl", "Description of the dataset in DCAT and VoID", "text/turtle"),
            ("croissant.json", "Description of the tables in Croissant", "application/ld+json"),
        )
    ]
