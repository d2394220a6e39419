"""Write the CITATION.cff of a release (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from kzit_graph.errors import InvalidInput
from kzit_graph.project.dataset import Agent, DatasetDescription
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.releases import Edition, position_of

CITATION_FILE: Final = "CITATION.cff"

_MESSAGE: Final = "If you use this dataset, please cite the version that you used."
_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/(?:publicdomain/(zero)|licenses/(by(?:-nc)?(?:-nd|-sa)?))/([1-4]\.[05])/?"
)
_OPEN_DATA_COMMONS: Final = {"odbl": "ODbL-1.0", "by": "ODC-By-1.0", "pddl": "PDDL-1.0"}
_OPEN_DATA_COMMONS_IRI: Final = re.compile(r"https?://opendatacommons\.org/licenses/([a-z]+)/1[-.]0/?")

Block = Mapping[str, "str | Sequence[str | Mapping[str, str]]"]
"""The content of a CITATION.cff: texts, lists of texts, and lists of mappings."""


def refuse_uncitable(loaded: LoadedProject, dataset: DatasetDescription) -> None:
    """Raise `InvalidInput` if a dataset has no title or no creator."""
    missing = [name for name, found in (("dcterms:title", dataset.title), ("dcterms:creator", dataset.creators)) if not found]
    if missing:
        project = loaded.project
        raise InvalidInput(f"the dataset cannot be cited without a {missing[0]}; add one", position_of(project, project.dataset))


def citation_cff(dataset: DatasetDescription, edition: Edition) -> bytes:
    """Return a version of a dataset as a CITATION.cff (Citation File Format 1.2.0)."""
    licence = min(dataset.licences, default="")
    spdx = spdx_identifier(licence)
    content: Block = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": dataset.title,
        "authors": [_author(agent) for agent in dataset.creators],
        "abstract": dataset.description,
        "version": str(edition.version),
        "date-released": edition.day,
        "license": spdx,
        "license-url": "" if spdx else url(licence),
        "url": url(dataset.landing_page) or url(dataset.iri.value),
        "identifiers": [
            {"type": "url", "value": address, "description": description}
            for iri, description in {edition.iri.value: "This version", dataset.iri.value: "The dataset in all its versions"}.items()
            if (address := url(iri))
        ],
        "keywords": dataset.all_keywords,
    }
    return "".join(f"{line}\n" for line in _yaml(content)).encode()


def spdx_identifier(license_iri: str) -> str:
    """Return the SPDX identifier of a Creative Commons or Open Data Commons licence, or "" for any other licence."""
    if found := _CREATIVE_COMMONS.fullmatch(license_iri):
        return f"CC0-{found[3]}" if found[1] else f"CC-{found[2].upper()}-{found[3]}"
    if found := _OPEN_DATA_COMMONS_IRI.fullmatch(license_iri):
        return _OPEN_DATA_COMMONS.get(found[1], "")
    return ""


def url(iri: str) -> str:
    """Return an http or https IRI as a URL in ASCII, or "" for any other IRI."""
    return quote(iri, safe="%/:=&?~#+!$,;'@()*[]") if iri.startswith(("https://", "http://")) else ""


def _author(agent: Agent) -> dict[str, str]:
    if not agent.is_person:
        return {"name": agent.name}
    orcid = f"https://orcid.org/{agent.orcid}" if agent.orcid else ""
    return {"family-names": agent.family_name, "given-names": agent.given if agent.family else "", "orcid": orcid}


def _yaml(block: Block) -> Iterator[str]:
    """Yield the lines of a mapping in YAML 1.2, without empty values."""
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
    """Return a text as a double-quoted YAML string on one line, with unprintable characters escaped."""
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in json.dumps(text, ensure_ascii=False))
