"""Write the Zenodo deposit of a release: the body of a request to create a record, in the metadata model of InvenioRDM.

Zenodo and other InvenioRDM repositories accept it at /api/records. Unlike Zenodo's older API (/api/deposit) and .zenodo.json, this
model supports organisations as creators.
"""

from __future__ import annotations

import html
import json
from typing import Any, Final

from kzit_graph.project.dataset import Agent, DatasetDescription
from kzit_graph.project.releases import Edition
from kzit_graph.publish.release.citation_file import spdx_identifier, url

DEPOSIT_FILE: Final = "zenodo.json"

_Json = dict[str, Any]


def zenodo_deposit(dataset: DatasetDescription, edition: Edition, previous: Edition | None) -> bytes:
    """Return the deposit of a release as JSON in UTF-8. previous: the preceding release, if any."""
    metadata: _Json = {
        "resource_type": {"id": "dataset"},
        "title": dataset.title,
        "additional_titles": [{"title": title, "type": {"id": "translated-title"}} for title in dataset.other_titles],
        "creators": [{"person_or_org": _person_or_org(agent)} for agent in dataset.creators],
        "publisher": "; ".join(agent.cited_name for agent in dataset.publishers),
        "publication_date": edition.day,
        "version": str(edition.version),
        "description": f"<p>{html.escape(dataset.description, quote=False)}</p>" if dataset.description else "",
        "rights": _rights(min(dataset.licences, default="")),
        "subjects": [{"subject": keyword} for keyword in dataset.all_keywords],
        "identifiers": [{"scheme": "url", "identifier": address}] if (address := url(edition.iri.value)) else [],
        "related_identifiers": [
            *_related("isversionof", dataset.iri.value),
            *(_related("isnewversionof", previous.iri.value) if previous else ()),
        ],
    }
    record = {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": {key: value for key, value in metadata.items() if value},
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _person_or_org(agent: Agent) -> _Json:
    if not agent.is_person:
        return {"type": "organizational", "name": agent.name}
    person: _Json = {"type": "personal", "family_name": agent.family_name}
    if agent.family and agent.given:
        person["given_name"] = agent.given
    if agent.orcid:
        person["identifiers"] = [{"scheme": "orcid", "identifier": agent.orcid}]
    return person


def _rights(license_iri: str) -> list[_Json]:
    """Return the licence by its InvenioRDM identifier (SPDX in lower case), or by its URL if it has none."""
    if spdx := spdx_identifier(license_iri):
        return [{"id": spdx.lower()}]
    return [{"title": {"en": license_iri}} | ({"link": address} if (address := url(license_iri)) else {})] if license_iri else []


def _related(relation: str, iri: str) -> list[_Json]:
    if not (address := url(iri)):
        return []
    return [{"scheme": "url", "identifier": address, "relation_type": {"id": relation}, "resource_type": {"id": "dataset"}}]
