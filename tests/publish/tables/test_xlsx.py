"""A workbook has a sheet for each table, whose cells no spreadsheet runs as formulas or rounds."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput, MissingExtra
from kzit_graph.publish.export import export
from kzit_graph.publish.tables import xlsx
from kzit_graph.publish.tables.columns import Column, Content, Hop, Table
from kzit_graph.publish.tables.xlsx import write_workbook
from tests.components import need
from tests.loading import loaded_folder
from tests.publish.tables.facts import data_in
from tests.publish.tables.hard_facts import LABELS, hard_project
from tests.small_project import small_project

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
CLASS: Final = NamedNode("http://e/C")
Cells = dict[str, tuple[str, str]]
"""Cells by their reference, as type and text: "n" for numbers and dates, "b" for booleans, "inlineStr" for texts."""


def cells(path: Path, sheet: int = 1) -> Cells:
    with ZipFile(path) as book:
        root = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert not list(root.iter(f"{MAIN}f"))  # no formula
    return {cell.attrib["r"]: (cell.get("t", "n"), "".join(cell.itertext())) for cell in root.iter(f"{MAIN}c")}


def table_of(content: Content, *, several: bool = False, name: str = "t") -> Table:
    key = Column("id", "thing", several=False, paths=(), term=None, titles={}, description="")
    value = Column("value", content, several, ((Hop(NamedNode("http://e/p")),),), None, {}, "")
    return Table(name, CLASS, ("en",), (key, value))


def store_of(values: list[str]) -> Store:
    store = Store()
    for number, value in enumerate(values):
        thing = NamedNode(f"http://e/{number}")
        store.extend([Quad(thing, TYPE, CLASS), Quad(thing, NamedNode("http://e/p"), Literal(value))])
    return store


def written(folder: Path, content: Content, *values: str, several: bool = False) -> list[tuple[str, str]]:
    """Return the cells of a column with values."""
    write_workbook(data_in(store_of(list(values))), [table_of(content, several=several)], folder / "t.xlsx")
    found = cells(folder / "t.xlsx")
    return [found[f"B{line}"] for line in range(2, len(values) + 2)]


def test_a_workbook_has_a_sheet_for_each_table(tmp_path: Path) -> None:
    files = {f"data/tables/{name}.toml": 'class = "https://example.org/tiny/ontology#Theatre"\n[columns.a]\n' for name in ("one", "two")}
    (tmp_path / "t.xlsx").write_bytes(export(loaded_folder(small_project(tmp_path / "project", files)), "xlsx"))
    with ZipFile(tmp_path / "t.xlsx") as book:
        sheets = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        assert [sheet.attrib["name"] for sheet in sheets] == ["one", "two"]
    assert cells(tmp_path / "t.xlsx", 2)["A2"] == ("inlineStr", "https://example.org/tiny/id/one/scala")


def test_one_table_can_be_chosen(tmp_path: Path) -> None:
    files = {f"data/tables/{name}.toml": 'class = "https://example.org/tiny/ontology#Theatre"\n[columns.a]\n' for name in ("one", "two")}
    (tmp_path / "t.xlsx").write_bytes(export(loaded_folder(small_project(tmp_path / "project", files)), "xlsx", "two"))
    with ZipFile(tmp_path / "t.xlsx") as book:
        assert [name for name in book.namelist() if "sheets/" in name] == ["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://127.0.0.1/")', "+39 06", "-5 °C", "@Home", "http://example.org/", "1", "TRUE"]
)
def test_a_text_stays_a_text(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, "text", text) == [("inlineStr", text)]


def test_a_text_that_looks_like_a_formula_is_marked_as_text(tmp_path: Path) -> None:
    written(tmp_path, "text", "=1+1")
    with ZipFile(tmp_path / "t.xlsx") as book:
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")


@pytest.mark.parametrize(
    ("content", "text", "cell"),
    [
        ("integer", "123456789012345", ("n", "123456789012345")),
        ("integer", "1234567890123456", ("inlineStr", "1234567890123456")),
        ("integer", "1200000000000000000", ("n", "1.2E+18")),
        ("integer", "-7", ("n", "-7")),
        ("number", "0.1", ("n", "0.1")),
        ("number", "1.50", ("n", "1.5")),
        ("number", "0.1234567890123456", ("inlineStr", "0.1234567890123456")),
        ("float", "1.5e3", ("n", "1500")),
        ("float", "1e999", ("inlineStr", "1e999")),
        ("float", "INF", ("inlineStr", "INF")),
        ("float", "NaN", ("inlineStr", "NaN")),
        ("number", "many", ("inlineStr", "many")),
        ("boolean", "true", ("b", "1")),
        ("boolean", "false", ("b", "0")),
        ("boolean", "maybe", ("inlineStr", "maybe")),
        ("date", "1900-03-01", ("n", "61")),
        ("date", "1900-02-28", ("inlineStr", "1900-02-28")),
        ("date", "2026-11-28", ("n", "46354")),
        ("date", "2026", ("inlineStr", "2026")),
    ],
)
def test_a_value_is_typed_only_if_it_is_kept_exactly(tmp_path: Path, content: Content, text: str, cell: tuple[str, str]) -> None:
    assert written(tmp_path, content, text) == [cell]


def test_several_values_are_one_text(tmp_path: Path) -> None:
    assert written(tmp_path, "integer", "7", several=True) == [("inlineStr", "7")]


def test_control_characters_are_escaped_as_excel_does(tmp_path: Path) -> None:
    assert written(tmp_path, "text", "a\x07b\rc\td\ne _x0041_ \uffff") == [("inlineStr", "a_x0007_b_x000D_c\td\ne _x005F_x0041_ \ufffd")]


def test_the_longest_text_fits_and_a_longer_one_is_refused(tmp_path: Path) -> None:
    assert written(tmp_path, "text", "x" * 32_767) == [("inlineStr", "x" * 32_767)]
    with pytest.raises(InvalidInput, match=r"^http://e/0: the cell of value has 32,768 characters, but a cell of a sheet holds 32,767; "):
        written(tmp_path, "text", "𝔘" * 16_384)


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MAX_ROWS", 3)
    assert len(written(tmp_path, "text", "a", "b")) == 2
    with pytest.raises(InvalidInput, match=r"^the table t has more than 3 rows, the most of a sheet; export csv$"):
        written(tmp_path, "text", "a", "b", "c")


def test_more_columns_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MAX_COLUMNS", 1)
    with pytest.raises(InvalidInput, match=r"^the table t has more than 1 columns, the most of a sheet; export csv$"):
        written(tmp_path, "text", "a")


def test_sheets_have_names_that_excel_accepts(tmp_path: Path) -> None:
    names = ("history", "a" * 40, "a" * 41, "A" * 31)
    write_workbook(data_in(store_of(["x"])), [table_of("text", name=name) for name in names], tmp_path / "t.xlsx")
    with ZipFile(tmp_path / "t.xlsx") as book:
        found = [sheet.attrib["name"] for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
    assert found[0] == "history_2"
    assert len({name.casefold() for name in found}) == 4
    assert max(map(len, found)) <= 31


@pytest.mark.slow
def test_the_same_data_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = loaded_folder(hard_project(tmp_path / "project").root)
    first = export(loaded, "xlsx")
    monkeypatch.setenv("TZ", "Asia/Almaty")
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert export(loaded, "xlsx") == first


def test_without_xlsxwriter_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)  # as Python marks a module that cannot be imported
    loaded = loaded_folder(hard_project(tmp_path / "project").root)
    with pytest.raises(MissingExtra, match=r'^XlsxWriter is not installed; install it with: pip install "kzit-graph\[xlsx\]"$'):
        export(loaded, "xlsx")


def by_libreoffice(path: Path) -> Iterator[list[str]]:
    """Convert a workbook to CSV with LibreOffice and yield its rows as it shows them."""
    need(shutil.which("soffice") is not None, "LibreOffice Calc", "apt-get install --no-install-recommends libreoffice-calc-nogui")
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
        path.name,
    ]
    subprocess.run(command, cwd=path.parent, check=True, capture_output=True)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


@pytest.mark.slow
def test_a_spreadsheet_shows_the_hard_texts_unchanged(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(export(loaded_folder(hard_project(tmp_path / "project").root), "xlsx"))
    header, *rows = by_libreoffice(tmp_path / "t.xlsx")
    shown = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["label"] for row in shown] == [label.replace("\r\n", "\n") for label in LABELS]
    assert {row["earliest"] for row in shown} == {"2009-05-06"}
    assert {float(row["value"]) for row in shown} == {6e9, 1.5, 1e-9, 0}
