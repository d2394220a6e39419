"""Common programs load the table of facts with default options and without changing a cell."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import duckdb
import pandas as pd
import polars as pl
import pytest
from rdflib import SH, Graph, URIRef

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.columns import SEPARATOR
from kzit_graph.publish.tables.csv_table import write_csv_table
from kzit_graph.publish.tables.rows import TableData
from tests.components import need
from tests.publish.tables.facts import column_names, columns, facts
from tests.publish.tables.hard_facts import LABELS, hard_project

Table = list[list[str]]


def by_python(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def by_pandas(path: Path) -> Table:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [list(frame.columns), *frame.to_numpy().tolist()]


def by_polars(path: Path) -> Table:
    frame = pl.read_csv(path, infer_schema=False).fill_null("")
    return [frame.columns, *map(list, frame.rows())]


def by_duckdb(path: Path) -> Table:
    found = duckdb.read_csv(str(path), all_varchar=True)
    return [found.columns, *([cell or "" for cell in row] for row in found.fetchall())]


READERS: Final[Mapping[str, Callable[[Path], Table]]] = {
    "python": by_python,
    "pandas": by_pandas,
    "polars": by_polars,
    "duckdb": by_duckdb,
}


def as_dictionaries(table: Table) -> list[dict[str, str]]:
    """Return each row as a dictionary by column name, without empty cells."""
    return [{name: cell for name, cell in zip(table[0], row, strict=True) if cell} for row in table[1:]]


def parts(row: Mapping[str, str], name: str) -> list[str]:
    return row[name].split(SEPARATOR) if name in row else []


@pytest.fixture(scope="module")
def hard_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hard")
    loaded = LoadedProject(hard_project(folder / "project"))
    write_csv_table(TableData.of(loaded), facts(), folder / "facts.csv")
    return folder / "facts.csv"


@pytest.fixture(scope="module")
def hard_rows(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The expected table, read from the graph."""
    loaded = LoadedProject(hard_project(tmp_path_factory.mktemp("rows")))
    rows = TableData.of(loaded).rows(facts())
    return [list(column_names()), *([SEPARATOR.join(values).replace("One|Two", "One¦Two") for values in row] for row in rows)]


@pytest.mark.parametrize("reader", READERS)
def test_every_cell_is_read_unchanged(reader: str, hard_table: Path, hard_rows: Table) -> None:
    assert READERS[reader](hard_table) == hard_rows
    assert [row[1] for row in hard_rows[1:]] == list(LABELS)


@pytest.mark.parametrize("reader", READERS)
def test_all_readers_read_the_table_of_a_build_alike(reader: str, dist: Path) -> None:
    assert READERS[reader](dist / "kzit.csv") == by_python(dist / "kzit.csv")
    assert len(READERS[reader](dist / "kzit.csv")) == 53


def test_names_in_a_cell_are_in_the_order_of_their_things(hard_table: Path) -> None:
    rows = as_dictionaries(by_python(hard_table))
    for column in columns():
        if column.names:
            assert all(len(parts(row, column.name)) == len(parts(row, column.names)) for row in rows)
    things, names = parts(rows[0], "participant"), parts(rows[0], "participant_label")
    assert dict(zip((thing.rsplit("/", 1)[1] for thing in things), names, strict=True)) == {
        "astana": "Астана",
        "both": "One¦Two",
        "rome": "Rome",
        "unnamed": "https://example.org/tiny/id/unnamed",
    }


def test_numbers_and_dates_are_detected_without_options(dist: Path) -> None:
    path = dist / "kzit.csv"
    assert pd.read_csv(path, parse_dates=["earliest", "latest"]).dtypes[["value", "earliest", "latest"]].map(str).tolist() == [
        "float64",
        *["datetime64[us]"] * 2,
    ]
    assert pl.read_csv(path, try_parse_dates=True).select("value", "earliest", "latest").dtypes == [pl.Int64, pl.Date, pl.Date]
    found = duckdb.read_csv(str(path))
    types = dict(zip(found.columns, map(str, found.types), strict=True))
    assert (types["value"], types["earliest"], types["latest"], types["within"]) == ("BIGINT", "DATE", "DATE", "VARCHAR")


def test_the_file_is_utf_8_without_a_byte_order_mark_and_with_lf(dist: Path) -> None:
    content = (dist / "kzit.csv").read_bytes()
    assert content.startswith(b"fact,")
    assert content.decode("utf-8").endswith("\n")
    assert b"\r" not in content


def test_hard_texts_shift_no_cell_with_default_options(hard_table: Path, hard_rows: Table) -> None:
    frames = (
        pd.read_csv(hard_table),
        pl.read_csv(hard_table, infer_schema_length=None).to_pandas(),
        duckdb.read_csv(str(hard_table)).df(),
    )
    for frame in frames:
        assert list(frame.columns) == list(column_names())
        assert frame["fact"].tolist() == [row[0] for row in hard_rows[1:]]
        assert frame["earliest"].map(str).str[:10].tolist() == ["2009-05-06"] * len(LABELS)
        assert frame["value"].tolist() == [6e9, 1.5, 1e-9, 0] * (len(LABELS) // 4) + [6e9, 1.5][: len(LABELS) % 4]


SHEET: Final = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@dataclass(frozen=True)
class Cell:
    """A cell of a spreadsheet. formula: the formula it runs, if any."""

    value: str
    is_number: bool
    formula: str | None

    def shows(self, text: str) -> bool:
        """Return whether the cell holds the text, or its number or date. Spreadsheets convert all line breaks to LF."""
        if not self.is_number:
            return self.value == text.replace("\r\n", "\n").replace("\r", "\n")
        try:
            return float(text) == float(self.value)
        except ValueError:
            return dt.date.fromisoformat(text) == dt.date(1899, 12, 30) + dt.timedelta(days=int(self.value))


def by_libreoffice(path: Path, folder: Path, command: str) -> list[dict[str, Cell]]:
    """Convert a table with LibreOffice and return the rows of the sheet, without empty cells."""
    need(shutil.which("soffice") is not None, "LibreOffice Calc", "apt-get install --no-install-recommends libreoffice-calc-nogui")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    program, *options = shlex.split(command.replace("dist/kzit.csv", str(path)))
    done = subprocess.run([program, profile, *options], cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    with ZipFile(folder / f"{path.stem}.xlsx") as book:
        texts = ["".join(text.itertext()) for text in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = [{_letters(cell): _cell(cell, texts) for cell in row.iterfind("s:c", SHEET)} for row in sheet.iterfind(".//s:row", SHEET)]
    header = {letters: cell.value for letters, cell in rows[0].items()}
    return [{header[letters]: cell for letters, cell in row.items()} for row in rows[1:]]


def _letters(cell: ET.Element) -> str:
    return cell.get("r", "").rstrip("0123456789")


def _cell(cell: ET.Element, texts: list[str]) -> Cell:
    value, kind = cell.findtext("s:v", "", SHEET), cell.get("t", "n")
    text = texts[int(value)] if kind == "s" else ("false", "true")[int(value)] if kind == "b" else value
    return Cell(text, kind == "n", cell.findtext("s:f", None, SHEET))


@pytest.fixture
def soffice(root: Path) -> str:
    """The command that docs/tables.md gives for LibreOffice."""
    (command,) = re.findall(r"^soffice .*$", (root / "docs" / "tables.md").read_text("utf-8"), re.MULTILINE)
    assert isinstance(command, str)
    return command


@pytest.mark.slow
def test_a_spreadsheet_shows_every_cell_of_a_build_and_runs_no_formula(dist: Path, tmp_path: Path, soffice: str) -> None:
    found = by_libreoffice(dist / "kzit.csv", tmp_path, soffice)
    expected = as_dictionaries(by_python(dist / "kzit.csv"))
    assert [row.keys() for row in found] == [row.keys() for row in expected]
    assert all(cell.shows(expected[number][name]) for number, row in enumerate(found) for name, cell in row.items())
    assert all(cell.formula is None for row in found for cell in row.values())


@pytest.mark.slow
def test_a_spreadsheet_runs_only_formulas_that_the_shapes_refuse(
    root: Path, hard_table: Path, hard_rows: Table, tmp_path: Path, soffice: str
) -> None:
    found = by_libreoffice(hard_table, tmp_path, soffice)
    cells = [(cell, text) for row, expected in zip(found, as_dictionaries(hard_rows), strict=True) for cell, text in _paired(row, expected)]
    assert [text for cell, text in cells if not cell.formula and not cell.shows(text)] == []
    run = {text for cell, text in cells if cell.formula}
    assert run == {text for text in LABELS if text.startswith("=")}
    shapes = Graph().parse(root / "shapes" / "labels.ttl").parse(root / "shapes" / "facts.ttl")
    for shape in ("name", "note"):
        pattern = str(shapes.value(URIRef(f"https://w3id.org/kzit/shapes#{shape}"), SH.pattern))
        assert [text for text in run if re.search(pattern, text)] == []
        assert all(re.search(pattern, text) for text in ("plain", "+39 06", "-5 °C", "@Home", "Қазақстан", "x", "-"))
        assert not any(re.search(pattern, text) for text in ("+SUM(1;2)", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1"))


def _paired(row: dict[str, Cell], expected: dict[str, str]) -> list[tuple[Cell, str]]:
    assert row.keys() == expected.keys()
    return [(cell, expected[name]) for name, cell in row.items()]
