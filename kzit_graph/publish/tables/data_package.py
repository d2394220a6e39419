"""Describe a build as a data package for Frictionless Data tools (Data Package 2.0, datapackage.org/standard)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kzit_graph.artefacts import Digest, media_type
from kzit_graph.plain_text import json_document, without_empty
from kzit_graph.project.dataset import Agent, DatasetDescription
from kzit_graph.publish.tables.cell_types import CELL_TYPES
from kzit_graph.publish.tables.columns import SEPARATOR
from kzit_graph.publish.tables.described_columns import DescribedColumn, DescribedTable

DATA_PACKAGE: Final = "datapackage.json"
"""File name required by the standard."""

_PROFILES: Final = "https://datapackage.org/profiles/2.0/"


def data_package(name: str, dataset: DatasetDescription, tables: Sequence[DescribedTable], files: Mapping[str, Digest]) -> bytes:
    """Return the descriptor of a data package as JSON.

    name: of the package. files: digests of all files, including those of the tables, by name; the files are in the same folder as
    the descriptor.
    """
    described = {table.file for table in tables}
    others = [_resource(file, digest) for file, digest in files.items() if file not in described]
    return json_document(
        without_empty(
            {
                "$schema": f"{_PROFILES}datapackage.json",
                "name": name.lower(),
                "id": dataset.iri.value,
                "title": dataset.title,
                "description": dataset.description,
                "homepage": dataset.landing_page,
                "version": dataset.version,
                "licenses": [{"path": licence} for licence in dataset.licences],
                "keywords": list(dataset.keywords.get("en", ())),
                "contributors": _contributors(dataset),
                "resources": [*(_table(table, files[table.file]) for table in tables), *others],
            }
        )
    )


def _contributors(dataset: DatasetDescription) -> list[dict[str, object]]:
    """Return each agent once, with its DataCite roles."""
    roles: dict[Agent, list[str]] = {}
    for agent in dataset.creators:
        roles.setdefault(agent, []).append("creator")
    for agent in dataset.publishers:
        roles.setdefault(agent, []).append("distributor")
    return [
        without_empty(
            {
                "title": agent.name,
                "givenName": agent.given if agent.family else "",
                "familyName": agent.family_name,
                "path": agent.url,
                "roles": roles_of,
            }
        )
        for agent, roles_of in roles.items()
    ]


def _table(described: DescribedTable, digest: Digest) -> dict[str, object]:
    return {
        **_resource(described.file, digest, name=described.table.name.lower()),
        "type": "table",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "$schema": f"{_PROFILES}tableschema.json",
            "fields": [_field(column, is_key=column is described.key) for column in described.columns],
            "missingValues": [""],
            "primaryKey": [described.key.column.name],
        },
    }


def _resource(file: str, digest: Digest, name: str = "") -> dict[str, object]:
    return {
        "$schema": f"{_PROFILES}dataresource.json",
        "name": name or file.lower(),
        "path": file,
        "mediatype": media_type(file),
        "bytes": digest.size,
        "hash": f"sha256:{digest.sha256}",
    }


def _field(described: DescribedColumn, is_key: bool) -> dict[str, object]:
    item = CELL_TYPES[described.holds].data_package
    return without_empty(
        {
            "name": described.column.name,
            "title": described.titles["en"],
            "description": described.description,
            "type": "list" if described.column.several else item,
            "itemType": item if described.column.several else None,
            "delimiter": SEPARATOR if described.column.several else None,
            "constraints": without_empty({"required": described.required or None, "unique": is_key or None}),
        }
    )
