"""Write tables as a workbook for spreadsheets (ISO/IEC 29500), with a sheet for each. Requires XlsxWriter, an optional extra.

| value                                        | cell                                             |
|----------------------------------------------|--------------------------------------------------|
| date from 1900-03-01                         | date                                             |
| number of at most 15 digits                  | number; a spreadsheet would round longer ones    |
| boolean                                      | boolean                                          |
| any other, and several values joined by "|"  | text, never a formula                            |

Rows are written one by one, in bounded memory. The file has no time of its own, so the same data give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from kzit_graph.errors import InvalidInput, MissingExtra
from kzit_graph.publish.tables.cell_types import as_boolean, as_date, as_float
from kzit_graph.publish.tables.column_names import UniqueNames
from kzit_graph.publish.tables.columns import Column, Table
from kzit_graph.publish.tables.csv_table import cells_of
from kzit_graph.publish.tables.rows import TableData

_MAX_ROWS: Final = 1_048_576
_MAX_COLUMNS: Final = 16_384
_MAX_CHARACTERS: Final = 32_767
_MAX_SHEET_NAME: Final = 31
"""Limits of Excel. It counts characters as UTF-16 does."""

_MAX_DIGITS: Final = 15
_MAX_EXPONENT: Final = 300
_FIRST_DATE: Final = dt.date(1900, 3, 1)
"""Excel takes 1900 for a leap year, so that earlier days are one day off in it."""

_CREATED: Final = dt.datetime(1980, 1, 1)
"""The time of creation, which a workbook must have."""

_NO_XML: Final = re.compile("[\ufffe\uffff]")
_FORMULA_START: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for a formula when a cell is edited, unless the cell is marked as text."""

_COLUMN_WIDTH: Final = 24


def write_workbook(data: TableData, tables: Sequence[Table], path: Path) -> None:
    """Write a workbook with a sheet for each table.

    Raises `MissingExtra` if XlsxWriter is not installed, and `InvalidInput` if a table or a cell is larger than Excel allows.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("xlsx", library="XlsxWriter") from error
    # Without constant memory, all cells would be kept. The context closes the temporary files also after an error.
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"created": _CREATED})
        names = UniqueNames({}, ["history"])  # Excel reserves this one
        for table in tables:
            others = (f"{table.name[: _MAX_SHEET_NAME - 5]}_{number}" for number in range(2, len(tables) + 2))
            _Sheet(workbook, table, names.unique(table.name[:_MAX_SHEET_NAME], *others)).write(data)


class _Sheet:
    """A sheet of a workbook."""

    def __init__(self, workbook: Any, table: Table, name: str) -> None:
        self._table = table
        self._sheet = workbook.add_worksheet(name)
        self._bold = workbook.add_format({"bold": True})
        self._date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._marked_text = workbook.add_format({"quote_prefix": True})

    def write(self, data: TableData) -> None:
        columns = self._table.columns
        if len(columns) > _MAX_COLUMNS:
            raise InvalidInput(f"the table {self._table.name} has more than {_MAX_COLUMNS:,} columns, the most of a sheet; export csv")
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_column(0, len(columns) - 1, _COLUMN_WIDTH)
        for number, name in enumerate(self._table.header):
            self._sheet.write_string(0, number, name, self._bold)
        for line, row in enumerate(data.rows(self._table), 1):
            if line == _MAX_ROWS:
                raise InvalidInput(f"the table {self._table.name} has more than {_MAX_ROWS:,} rows, the most of a sheet; export csv")
            for number, cell in enumerate(cells_of(self._table, row)):
                if cell:
                    self._write(line, number, cell, row[0][0])

    def _write(self, line: int, number: int, cell: str, thing: str) -> None:
        column = self._table.columns[number]
        value = cell if column.several else _value(column, cell)
        if isinstance(value, bool):
            self._sheet.write_boolean(line, number, value)
        elif isinstance(value, dt.date):
            self._sheet.write_datetime(line, number, value, self._date)
        elif isinstance(value, float):
            self._sheet.write_number(line, number, value)
        else:
            if (size := len(cell.encode("utf-16-le")) // 2) > _MAX_CHARACTERS:
                limit = f"a cell of a sheet holds {_MAX_CHARACTERS:,}"
                raise InvalidInput(f"{thing}: the cell of {column.name} has {size:,} characters, but {limit}; export csv")
            style = [self._marked_text] if cell.startswith(_FORMULA_START) else []
            self._sheet.write_string(line, number, _NO_XML.sub("\ufffd", cell), *style)


def _value(column: Column, text: str) -> object:
    """Return a boolean, a date, a number as a float, or the text if a spreadsheet would change the value."""
    if column.holds == "boolean":
        return as_boolean(text)
    if column.holds == "date":
        day = as_date(text)
        return day if day is not None and day >= _FIRST_DATE else text
    if column.holds in ("number", "integer", "float") and as_float(text) is not None and text[-1] not in "FN":
        number = Decimal(text).normalize().as_tuple()
        if len(number.digits) <= _MAX_DIGITS and isinstance(number.exponent, int) and abs(number.exponent) <= _MAX_EXPONENT:
            return float(text)
    return text
