"""Take a table away as one zip: the table as CSV with its metadata, the query, and a README with citation, digests and a command.

The bytes depend on the content only: entries are stored without compression, in order, and have a fixed date.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.artefacts import digest_of
from kzit_graph.hidden_characters import visible
from kzit_graph.plain_text import without_empty
from kzit_graph.publish.site.rows.citation import citation_line

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.rdf.names import Term

    Cell = None | str | int | Decimal | Term | Sequence[Term]

BUILD: Final = "kzit-graph build --out site"
"""The command that makes a site with its files."""

QUERY: Final = "kzit-graph query query.rq -f csv"
"""The command that asks the query of a zip."""

_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can state. A real one would change the bytes."""

_SEPARATOR: Final = "|"
"""Stands between the values of a cell, as in the tables of a build."""

_MAX_ASKED: Final = 5_000
"""Things that a query names."""

_IRI: Final = "_iri"
_CSVW: Final = "http://www.w3.org/ns/csvw"


@dataclass(frozen=True)
class Column:
    """A column. name: its name in the file, of letters, digits and "_". label: its heading in the language of the page."""

    name: str
    label: str


@dataclass(frozen=True)
class Table:
    """A table to take away. name: of its files. rows: a cell for each column. description: what it is, in the language of the page.

    A cell is None, a text, a number, a term or several terms. key: the name of a column with things, for whose statements a query is made.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    description: str = ""
    key: str = ""


def table_files(edition: Edition, table: Table, page: str, more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the CSV of a table and the zip with it, by path below the folder of the edition: beside its page.

    page: the path of its page. more: other files for the zip.
    """
    start = page.rpartition("/")[0]
    path, content = f"{start}/{table.name}" if start else table.name, table_csv(edition, table)
    packed = take_away(edition, table, page, command=BUILD, more=more, content=content)
    return {f"{path}.csv": content, f"{path}.zip": packed}


def take_away(
    edition: Edition,
    table: Table,
    page: str,
    *,
    query: str = "",
    command: str = "",
    more: Mapping[str, bytes] | None = None,
    content: bytes | None = None,
) -> bytes:
    """Return a zip with a table, its metadata (CSVW), its query, and a README.

    page: the path of its page below the folder of the edition. query: that gives the table. command: the line that gives it again. more:
    other files, such as a picture. content: the table as CSV, if it is written already.
    """
    name = f"{table.name}.csv"
    files = {name: table_csv(edition, table) if content is None else content, f"{name}-metadata.json": table_metadata(edition, table, page)}
    if query := query or statements_query(edition, table):
        files["query.rq"] = query.strip("\n").encode() + b"\n"
    files |= dict(sorted((more or {}).items()))
    return zipped({"README.md": _readme(edition, table, page, files, command), **files})


def statements_query(edition: Edition, table: Table) -> str:
    """Return a query for the statements of the things in the key column of a table; empty if it has none, or too many for a query."""
    place = next((number for number, column in enumerate(table.columns) if column.name == table.key), None)
    if place is None:
        return ""
    cells = [row[place] for row in table.rows]
    terms = [term for cell in cells for term in (cell if isinstance(cell, list | tuple) else (cell,)) if isinstance(term, NamedNode)]
    things = list(map(str, dict.fromkeys(terms)))
    if not 0 < len(things) <= _MAX_ASKED:
        return ""
    values = "\n".join(f"        {thing}" for thing in things)
    return f"""# {edition.words.take_query}
SELECT ?thing ?property ?value
WHERE {{
    VALUES ?thing {{
{values}
    }}
    ?thing ?property ?value
}}"""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip, whose bytes depend on them only."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _DATE)
            entry.create_system = 3  # as Unix writes it, on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def table_csv(edition: Edition, table: Table) -> bytes:
    """Return a table as CSV (RFC 4180): the names of things, and a column with their IRIs beside each that has some."""
    with_iris = _with_iris(table)
    texts = _CellTexts(edition)
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([name for index, column in enumerate(table.columns) for name in _names(column, index in with_iris)])
    flags = [index in with_iris for index in range(len(table.columns))]
    writer.writerows([text for cell, has_iris in zip(row, flags, strict=True) for text in texts.of(cell, has_iris)] for row in table.rows)
    return buffer.getvalue().encode()


class _CellTexts:
    """Writes cells of a file. The name of a thing is looked up once, because it is in many rows."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._known: dict[Term, str] = {}

    def of(self, cell: Cell, has_iris: bool) -> tuple[str, ...]:
        """Return the text of a cell, and that of the column of IRIs beside it."""
        if isinstance(cell, NamedNode):
            return (self._text(cell), cell.value) if has_iris else (self._text(cell),)
        terms = (cell,) if isinstance(cell, BlankNode | Literal | Triple) else cell if isinstance(cell, list | tuple) else None
        if terms is None:
            return (_plain(cell), "") if has_iris else (_plain(cell),)
        text = _SEPARATOR.join(map(self._text, terms))
        if not has_iris:
            return (text,)
        iris = [term.value if isinstance(term, NamedNode) else "" for term in terms]
        return text, _SEPARATOR.join(iris) if any(iris) else ""

    def _text(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._edition.text(term)
        return found


def _names(column: Column, has_iris: bool) -> tuple[str, ...]:
    return (column.name, column.name + _IRI) if has_iris else (column.name,)


def _with_iris(table: Table) -> frozenset[int]:
    """Return the places of the columns that have IRIs."""
    return frozenset(index for index in range(len(table.columns)) if any(_has_iri(row[index]) for row in table.rows))


def _has_iri(cell: Cell) -> bool:
    return isinstance(cell, NamedNode) or (isinstance(cell, list | tuple) and any(isinstance(term, NamedNode) for term in cell))


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def table_metadata(edition: Edition, table: Table, page: str) -> bytes:
    """Return the metadata of a table (Metadata Vocabulary for Tabular Data)."""
    dataset, language, with_iris = edition.publication.dataset, edition.words.language, _with_iris(table)
    columns = [
        {"name": name, "titles": {language: name}, "dc:title": {"@value": column.label, "@language": language}}
        for index, column in enumerate(table.columns)
        for name in _names(column, index in with_iris)
    ]
    for index in with_iris:
        next(one for one in columns if one["name"] == table.columns[index].name + _IRI)["datatype"] = "anyURI"
    content = {
        "@context": [_CSVW, {"@language": language}],
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.description,
        "dc:source": {"@id": dataset.iri.value},
        "dc:bibliographicCitation": citation_line(edition),
        "dc:license": {"@id": edition.publication.licence} if edition.publication.licence else "",
        "schema:version": dataset.version,
        "schema:dateModified": dataset.modified or dataset.issued,
        "schema:mainEntityOfPage": {"@id": _address(edition, page)} if edition.publication.public_url else "",
        "dc:language": language,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
    }
    return json.dumps(without_empty(content), ensure_ascii=False, indent=2).encode() + b"\n"


def _address(edition: Edition, page: str) -> str:
    return f"{edition.publication.public_url}{edition.folder}{page}"


def _readme(edition: Edition, table: Table, page: str, files: Mapping[str, bytes], command: str) -> bytes:
    words, dataset = edition.words, edition.publication.dataset
    parts = [f"# {table.title}", table.description]
    origin = dataset.iri.value if not edition.publication.public_url else _address(edition, page)
    parts.append(f"{words.take_rows.format(rows=words.number(len(table.rows)), page=origin)}")
    parts.append(f"## {words.take_cite}\n\n{citation_line(edition)}")
    if dataset.licences:
        parts.append(f"{words.licence}{words.colon} {', '.join(map(visible, dataset.licences))}")
    if command:
        parts.append(f"## {words.take_again}\n\n    {command}")
    if table.key and "query.rq" in files:
        parts.append(f"{words.take_query}\n\n    {QUERY}")
    lines = (f"| {name} | {len(content)} | {digest_of(content).sha256} |" for name, content in files.items())
    parts.append(
        "\n".join((f"## {words.take_files}\n", f"| {words.down_file} | {words.down_byte} | SHA-256 |", "| --- | --- | --- |", *lines))
    )
    if _with_iris(table):
        parts.append(words.take_iris)
    return "\n\n".join(filter(None, parts)).encode() + b"\n"
