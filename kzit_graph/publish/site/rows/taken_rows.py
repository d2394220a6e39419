"""What the script of the table of facts needs to make a zip of the rows that are shown; assets/facets.js makes it in the browser."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from io import StringIO
from typing import TYPE_CHECKING, Final

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.wording.script_words import json_block, script_words

if TYPE_CHECKING:
    from markupsafe import Markup

MAX_SIZE: Final = 8_000_000
"""Bytes of a table that a browser is given to choose rows from."""


def facets_block(edition: Edition, *, data: str, table: str, citation: str) -> Markup:
    """Return the data and the words of assets/facets.js, as blocks of JSON.

    data, table: the addresses of the scripts with the rows and with the lines of the CSV, from the page. Without the second one, the page
    offers no zip of the rows that are shown. citation: of the dataset.
    """
    about = {
        "data": data,
        "table": table,
        "citation": citation,
        "licence": edition.publication.licence,
        "comment": f"# {edition.words.take_query}",
    }
    of_zips = {name: getattr(edition.words, f"take_{name}") for name in ("again", "cite", "files")}
    return json_block("about-facts", about) + script_words(edition.words, "facets", of_zips)


def rows_script(name: str, title: str, table: bytes, metadata: bytes, key: str) -> bytes:
    """Return a script with the rows of a table in CSV, by the IRI that each has in a column; empty for a very large table.

    name: of the files in the zip. metadata: of the table (CSVW). key: the name of the column.
    """
    if len(table) > MAX_SIZE:
        return b""
    records = list(csv.reader(StringIO(table.decode("utf-8"), newline="")))
    place = records[0].index(key)
    content: Mapping[str, object] = {
        "name": name,
        "title": title,
        "header": _line(records[0]),
        "metadata": metadata.decode("utf-8"),
        "lines": {record[place]: _line(record) for record in records[1:]},
    }
    return f'"use strict";(globalThis.site??={{}}).takenTable={json.dumps(content, ensure_ascii=False)};\n'.encode()


def _line(record: list[str]) -> str:
    buffer = StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(record)
    return buffer.getvalue().removesuffix("\r\n")
