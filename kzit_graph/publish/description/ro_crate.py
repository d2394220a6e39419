"""Describe a build as a research object (RO-Crate 1.1), for repositories and workflow tools."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

from pyoxigraph import RdfFormat

from kzit_graph.artefacts import CSV_TABLE, Digest
from kzit_graph.plain_text import json_document, without_empty
from kzit_graph.project.dataset import Agent, DatasetDescription

RO_CRATE: Final = "ro-crate-metadata.json"
"""File name required by the specification."""

_VERSION: Final = "https://w3id.org/ro/crate/1.1"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMATS: Final = {
    CSV_TABLE: ("text/csv", "https://www.rfc-editor.org/rfc/rfc4180", "Comma-Separated Values (RFC 4180)"),
    "json": ("application/json", "https://www.rfc-editor.org/rfc/rfc8259", "JSON (RFC 8259)"),
    "toml": ("application/toml", "https://toml.io/en/v1.0.0", "TOML 1.0"),
    "cff": ("application/yaml", "https://doi.org/10.5281/zenodo.5171937", "Citation File Format 1.2"),
}
"""File extensions to a media type, and the address and the title of the specification."""

_TITLES: Final = {
    **dict.fromkeys(("ontology.ttl", "ontology.jsonld"), "The ontology"),
    "context.jsonld": "The JSON-LD context",
    "shapes.ttl": "The shapes that the data conform to (SHACL)",
    **dict.fromkeys(("dataset.ttl", "dataset.jsonld"), "Description of the dataset in DCAT and VoID"),
    **dict.fromkeys(("report.ttl", "report.json"), "The validation report"),
    "datapackage.json": "Description of the tables as a data package",
    "croissant.json": "Description of the tables in Croissant",
    "settings.toml": "The settings of the build",
    "CITATION.cff": "How to cite the dataset",
    "zenodo.json": "Metadata for a deposit at Zenodo",
}
"""Files that have the same name in each build, and their titles."""


def ro_crate(name: str, dataset: DatasetDescription, files: Mapping[str, Digest]) -> bytes | None:
    """Return the metadata of a build as JSON-LD. None without a title, a licence and the day of publication, which a crate must have.

    name: of the project. files: digests of the files of the build by name. Files in folders are left out.
    """
    published = next((day for day in (dataset.issued, dataset.modified) if _DAY.match(day)), "")
    if not (dataset.title and dataset.licences and published):
        return None
    described = {file: digest for file, digest in sorted(files.items()) if "/" not in file and _format_of(file)}
    agents = {agent: _agent_id(agent) for agent in (*dataset.creators, *dataset.publishers)}
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "identifier": dataset.iri.value,
        "name": dataset.title,
        "alternateName": list(dataset.other_titles),
        "description": dataset.description or dataset.title,
        "datePublished": published,
        "dateModified": dataset.modified,
        "version": dataset.version,
        "license": [{"@id": _licence_id(licence)} for licence in dataset.licences],
        "author": [{"@id": agents[agent]} for agent in dataset.creators],
        "publisher": [{"@id": agents[agent]} for agent in dataset.publishers],
        "keywords": list(dataset.all_keywords),
        "inLanguage": list(dataset.languages),
        "url": dataset.landing_page,
        "hasPart": [{"@id": _file_id(file)} for file in described],
    }
    descriptor = {"@id": RO_CRATE, "@type": "CreativeWork", "conformsTo": {"@id": _VERSION}, "about": {"@id": "./"}}
    return json_document(
        {
            "@context": [f"{_VERSION}/context", {"sha256": "http://schema.org/sha256"}],
            "@graph": [
                descriptor,
                _compact(root),
                *(_file(name, file, digest) for file, digest in described.items()),
                *(_agent(agent, identifier) for agent, identifier in agents.items()),
                *map(_licence, dataset.licences),
                *_formats(described),
            ],
        }
    )


def _compact(entries: Mapping[str, object]) -> dict[str, object]:
    """Return an entity without empty values, and with single ones instead of lists of one, as the specification recommends."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in without_empty(entries).items()}


def _file(name: str, file: str, digest: Digest) -> dict[str, object]:
    media_type, address, _ = _format_of(file) or ("", "", "")
    return {
        "@id": _file_id(file),
        "@type": "File",
        "name": _title(name, file),
        "contentSize": str(digest.size),
        "encodingFormat": [media_type, {"@id": address}],
        "sha256": digest.sha256,
    }


def _title(name: str, file: str) -> str:
    is_data = file.startswith(f"{name}.") and not file.endswith(".json")
    return _TITLES.get(file, f"The data: {file}" if is_data else file)


def _format_of(file: str) -> tuple[str, str, str] | None:
    """Return the media type of a file, and the address and the title of its format. None if it is unknown."""
    extension = file.rsplit(".", 1)[-1]
    if extension in _FORMATS:
        return _FORMATS[extension]
    syntax = RdfFormat.from_extension(extension)
    return None if syntax is None else (syntax.media_type, syntax.iri, syntax.name)


def _formats(files: Iterable[str]) -> Iterator[dict[str, object]]:
    found = {address: title for file in files for _, address, title in (_format_of(file) or ("", "", ""),)}
    for address, title in sorted(found.items()):
        yield {"@id": address, "@type": "WebSite", "name": title}


def _file_id(file: str) -> str:
    return quote(file)


def _agent_id(agent: Agent) -> str:
    return agent.url or f"#{quote(agent.name)}"


def _agent(agent: Agent, identifier: str) -> dict[str, object]:
    entries: dict[str, object] = {
        "@id": identifier,
        "@type": "Person" if agent.is_person else "Organization",
        "name": agent.name,
        "givenName": agent.given if agent.is_person else "",
        "familyName": agent.family if agent.is_person else "",
        "url": agent.url,
    }
    return without_empty(entries)


def _licence_id(licence: str) -> str:
    return licence if ":" in licence else f"#{quote(licence)}"


def _licence(licence: str) -> dict[str, object]:
    return {"@id": _licence_id(licence), "@type": "CreativeWork", "name": licence}
