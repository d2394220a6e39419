"""What a page says to search engines: schema.org in JSON-LD, as text for a script element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kzit_graph.project.dataset import Agent
from kzit_graph.publish.site.addresses import url_path
from kzit_graph.publish.site.links import data_files
from kzit_graph.publish.site.settings import SiteSettings

_SCHEMA: Final = ("https://schema.org/", "http://schema.org/")
_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that could end the script element, or that JavaScript takes for line ends."""


def script_text(value: Mapping[str, Any]) -> str:
    """Return JSON-LD as the text of a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def schema_types(classes: Iterable[str]) -> list[str]:
    """Return the names of the classes of schema.org among some classes, or "Thing"."""
    found = (iri.removeprefix(space) for iri in classes for space in _SCHEMA if iri.startswith(space))
    return sorted(dict.fromkeys(found)) or ["Thing"]


def thing_data(iri: str, classes: Iterable[str], name: str, page: str, same_as: Iterable[str]) -> dict[str, Any]:
    """Return the description of a thing. page: the address of its page."""
    types = schema_types(classes)
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": types[0] if len(types) == 1 else types,
        "@id": iri,
        "name": name,
        "mainEntityOfPage": page,
    }
    others = list(same_as)
    return {**found, "sameAs": others} if others else found


def dataset_data(settings: SiteSettings) -> dict[str, Any]:
    """Return the description of a dataset. What is not known is left out; addresses need a public URL."""
    dataset, url = settings.dataset, settings.public_url
    distributions = [
        {
            "@type": "DataDownload",
            "name": name,
            "contentUrl": url + url_path(name),
            "encodingFormat": media_type,
            "contentSize": f"{settings.files[name]} B",
        }
        for name, media_type in data_files(settings.files, settings.name)
    ]
    found = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dataset.iri.value,
        "identifier": dataset.iri.value,
        "name": dataset.title or settings.name,
        "description": dataset.description,
        "url": f"{url}dataset.html" if url else dataset.iri.value,
        "license": settings.licence or ", ".join(dataset.licences),
        "creator": [_agent(agent) for agent in dataset.creators],
        "publisher": [_agent(agent) for agent in dataset.publishers],
        "datePublished": dataset.issued,
        "dateModified": dataset.modified,
        "version": dataset.version,
        "inLanguage": list(dataset.languages),
        "keywords": list(dataset.all_keywords),
        "isAccessibleForFree": True,
        "distribution": distributions if url else [],
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _agent(agent: Agent) -> dict[str, str]:
    found = {"@type": "Person" if agent.is_person else "Organization", "name": agent.name, "url": agent.url}
    return {name: value for name, value in found.items() if value}
