"""Describe a build as a Croissant dataset: a schema.org Dataset with the columns of its tables.

Follows Croissant 1.1 (MLCommons 2026). Dataset search engines read it in a web page, machine learning loaders as a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kzit_graph.artefacts import Digest, media_type
from kzit_graph.plain_text import json_document, without_empty
from kzit_graph.project.dataset import Agent, DatasetDescription
from kzit_graph.publish.tables.cell_types import CELL_TYPES
from kzit_graph.publish.tables.columns import SEPARATOR
from kzit_graph.publish.tables.described_columns import DescribedColumn, DescribedTable

CROISSANT: Final = "croissant.json"

_CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.1"
_TERMS: Final = (
    *("annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract", "field"),
    *("fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5"),
    *("parentField", "path", "readLines", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "sdVersion"),
    *("separator", "source", "subField", "transform", "unArchive", "value"),
)
_CONTEXT: Final[Mapping[str, object]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
"""The context of the specification (appendix 1), with the terms of version 1.0: readers warn about any other context."""


def croissant(base: str, dataset: DatasetDescription, tables: Sequence[DescribedTable], files: Mapping[str, Digest]) -> bytes:
    """Return the Croissant description of a build as JSON-LD.

    base: IRI under which the files are published. files: digests of all files, including those of the tables, by name.
    """
    return json_document(
        without_empty(
            {
                "@context": _CONTEXT,
                "@type": "sc:Dataset",
                "@id": dataset.iri.value,
                "conformsTo": _CONFORMS_TO,
                "name": dataset.title,
                "description": dataset.description,
                "url": dataset.landing_page,
                "license": list(dataset.licences),
                "version": dataset.version,
                "datePublished": dataset.issued,
                "dateModified": dataset.modified,
                "creator": [_agent(agent) for agent in dataset.creators],
                "publisher": [_agent(agent) for agent in dataset.publishers],
                "citeAs": dataset.citation,
                "inLanguage": list(dataset.languages),
                "keywords": list(dataset.keywords.get("en", ())),
                "distribution": [_file(name, base, digest) for name, digest in files.items()],
                "recordSet": [_record_set(table) for table in tables],
            }
        )
    )


def _record_set(described: DescribedTable) -> dict[str, object]:
    name = described.table.name
    return without_empty(
        {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": described.table.description,
            "key": {"@id": f"{name}/{described.key.column.name}"},
            "field": [_field(column, described) for column in described.columns],
        }
    )


def _agent(agent: Agent) -> dict[str, object]:
    kind = "sc:Person" if agent.is_person else "sc:Organization"
    return without_empty({"@type": kind, "@id": agent.url, "name": agent.name, "url": agent.url})


def _file(name: str, base: str, digest: Digest) -> dict[str, str]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": base + name,
        "contentSize": f"{digest.size} B",
        "encodingFormat": media_type(name),
        "sha256": digest.sha256,
    }


def _field(described: DescribedColumn, table: DescribedTable) -> dict[str, object]:
    column = described.column
    source: dict[str, object] = {"fileObject": {"@id": table.file}, "extract": {"column": column.name}}
    # Loaders take the word "false" in a list for true.
    holds = "text" if described.holds == "boolean" and column.several else described.holds
    return without_empty(
        {
            "@type": "cr:Field",
            "@id": f"{table.table.name}/{column.name}",
            "name": column.name,
            "description": described.description,
            "dataType": CELL_TYPES[holds].croissant,
            "equivalentProperty": column.property.value if column.property else None,
            "isArray": column.several or None,
            "arrayShape": "-1" if column.several else None,
            "source": source | ({"transform": {"separator": SEPARATOR}} if column.several else {}),
        }
    )
