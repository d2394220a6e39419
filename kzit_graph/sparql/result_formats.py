"""The standard formats of SELECT and ASK results: SPARQL 1.1 Query Results JSON, XML, CSV and TSV (W3C Recommendations)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, QueryResultsFormat, parse_query_results

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.values import as_text

SOLUTION_FORMATS: Final = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
"""Formats of SELECT and ASK results by their names in options and functions."""

DEFAULT_FORMAT: Final = "json"
"""The format that keeps all terms and that most programs read."""

LABELLED_FORMATS: Final = ("csv", "tsv")
"""Formats that support additional columns of names."""


def refuse_labels(name: str) -> None:
    """Raise `InvalidInput` if a format does not support columns of names."""
    if name not in LABELLED_FORMATS:
        raise InvalidInput(f"{name} does not support labels; choose {' or '.join(LABELLED_FORMATS)}, or leave the labels out")


def as_csv(variables: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> bytes:
    """Return rows as CSV, with only the text of each term."""
    import csv

    # pyoxigraph writes an empty field of a single column as an empty line, and readers skip it. Python quotes the field.
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(variables)
    writer.writerows(["" if term is None else as_text(term) for term in row] for row in rows)
    return output.getvalue().encode()


def with_columns(sparql_json: bytes, variables: Sequence[str], columns: Mapping[str, Sequence[Literal | None]]) -> bytes:
    """Return JSON results with additional columns. variables: all columns, in order. columns: the cells of the new ones."""
    import json

    document = json.loads(sparql_json)
    document["head"]["vars"] = list(variables)
    for name, cells in columns.items():
        for binding, cell in zip(document["results"]["bindings"], cells, strict=True):
            if cell is not None:
                language = {"xml:lang": cell.language} if cell.language else {}
                binding[name] = {"type": "literal", "value": cell.value, **language}
    return json.dumps(document).encode()


def converted(sparql_json: bytes, syntax: QueryResultsFormat) -> bytes:
    """Return results in another syntax. Raises `InvalidInput` if XML does not allow a character of a literal."""
    if syntax == QueryResultsFormat.JSON:
        return sparql_json
    content = parse_query_results(sparql_json, format=QueryResultsFormat.JSON).serialize(format=syntax)
    assert content is not None
    if syntax != QueryResultsFormat.XML:
        return content
    from kzit_graph.rdf.writing import safe_xml

    return safe_xml(content, "XML", "choose json, csv or tsv")
