"""Describe a table for validators and converters of CSV on the Web.

Follows the Metadata Vocabulary for Tabular Data (W3C Recommendation 2015). `csv2rdf` in minimal mode turns the table into triples
of the graph. A column has a property if a single property relates the thing to the value. Its output is suppressed if CSVW cannot
express the triples of the graph, mainly for cells with several IRIs (section 5.1.3). URI templates percent-encode characters
outside ASCII (RFC 6570, section 3.2.1), so IRIs with such characters become the URIs that RFC 3987 maps them to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kzit_graph.plain_text import json_document, without_empty
from kzit_graph.project.dataset import DatasetDescription
from kzit_graph.publish.tables.cell_types import CELL_TYPES
from kzit_graph.publish.tables.columns import SEPARATOR, TEXT_LANGUAGE
from kzit_graph.publish.tables.described_columns import DescribedColumn, DescribedTable

_NO_LANGUAGE: Final = "und"
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def csvw_metadata(dataset: DatasetDescription, described: DescribedTable) -> bytes:
    """Return the metadata of a table as JSON. They belong into the folder of its file."""
    key = described.key.column.name
    return json_document(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": TEXT_LANGUAGE}],
            "url": described.file,
            **_about(dataset),
            "dialect": {
                "encoding": "utf-8",
                "lineTerminators": ["\n"],
                "delimiter": ",",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
                "trim": False,
            },
            "tableSchema": {
                # A blank node has no IRI, so csv2rdf makes a new one for each row.
                **({} if described.key.has_blank else {"aboutUrl": f"{{+{key}}}"}),
                "primaryKey": key,
                "columns": [_column(column, is_key=column is described.key) for column in described.columns],
            },
        }
    )


def _about(dataset: DatasetDescription) -> dict[str, object]:
    """Return common properties (section 5.8). The description of the dataset applies to its table."""
    return without_empty(
        {
            "dc:title": _texts(dataset.titles),
            "dc:description": _texts(dataset.descriptions),
            "dc:license": _references(dataset.licences),
            "dc:creator": _references([agent.iri for agent in dataset.creators if agent.iri]),
            "dc:publisher": _references([agent.iri for agent in dataset.publishers if agent.iri]),
            "dc:issued": _time(dataset.issued),
            "dc:modified": _time(dataset.modified),
        }
    )


def _column(described: DescribedColumn, is_key: bool) -> dict[str, object]:
    column = described.column
    name, is_thing = column.name, described.holds == "thing"
    is_text = described.holds == "text" and described.language is not None
    value_iri = f"{described.namespace}{{{'+' if is_thing else ''}{name}}}" if described.namespace is not None else None
    has_value = is_text or (value_iri is not None and not described.has_blank)
    is_expressible = column.property is not None and not column.several and has_value
    return without_empty(
        {
            "name": name,
            # Validators compare the header with the titles; a title without a language matches a header in any language.
            "titles": {_NO_LANGUAGE: name} | dict(described.titles),
            "dc:description": described.description,
            "datatype": CELL_TYPES[described.holds].csvw,
            "lang": described.language if is_text and is_expressible else None,
            "separator": SEPARATOR if column.several else None,
            "required": described.required or None,
            "propertyUrl": column.property.value if column.property else None,
            "valueUrl": value_iri if is_expressible else None,
            "suppressOutput": is_key or not is_expressible or None,
        }
    )


def _texts(texts: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return one text per language, sorted by language."""
    return [_text(texts[language][0], language) for language in sorted(texts)]


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language or _NO_LANGUAGE}


def _time(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:date" if _DAY.fullmatch(text) else "xsd:string"} if text else {}


def _references(iris: Sequence[str]) -> list[dict[str, str]]:
    return [{"@id": iri} for iri in iris]
