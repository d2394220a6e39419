"""Write a table as CSV, one row per thing, for spreadsheets and programs (RFC 4180, UTF-8, LF line ends).

Cells hold the values of the graph unchanged. Text that a spreadsheet would run as a formula is not escaped here, because other
programs would read the escape as part of the text; shapes can reject such text instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kzit_graph.publish.tables.cell_types import fits, is_typed
from kzit_graph.publish.tables.columns import SEPARATOR, Column, Table
from kzit_graph.publish.tables.rows import Row, TableData

_SEPARATOR_REPLACEMENT: Final = "¦"
"""Replaces the separator inside a value in a cell with several values."""

_QUOTED: Final = re.compile('[",\r\n]')
_BLANK: Final = "_:"


@dataclass
class Written:
    """What was written of a table, by which its metadata are chosen. All refer to the numbers of columns.

    rows: the number of rows. with_empty: columns with an empty cell. with_blank: columns with a blank node. misfits: columns with a
    value that does not fit their type, and the first of these.
    """

    rows: int = 0
    with_empty: set[int] = field(default_factory=set)
    with_blank: set[int] = field(default_factory=set)
    misfits: dict[int, str] = field(default_factory=dict)


def write_csv_table(data: TableData, table: Table, path: Path) -> Written:
    """Write a table as CSV with a header.

    Things are full IRIs, so a cell can be looked up. The values of a cell are joined by
    `kzit_graph.publish.tables.columns.SEPARATOR`.
    """
    written = Written()
    always_filled = list(range(len(table.columns)))
    typed = [(number, column) for number, column in enumerate(table.columns) if is_typed(column.holds)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line(table.header))
        for row in data.rows(table):
            cells = cells_of(table, row)
            file.write(_line(cells))
            written.rows += 1
            always_filled = [number for number in always_filled if cells[number]]
            _observe(written, typed, row, cells)
    written.with_empty.update(set(range(len(table.columns))).difference(always_filled))
    return written


def _observe(written: Written, typed: Sequence[tuple[int, Column]], row: Row, cells: Sequence[str]) -> None:
    for number, column in typed:
        if not row[number]:
            continue
        for value in row[number] if column.several else (cells[number],):
            if value.startswith(_BLANK):
                written.with_blank.add(number)
            elif not fits(column.holds, value):
                written.misfits.setdefault(number, value)


def cells_of(table: Table, row: Row) -> list[str]:
    """Return the texts of the cells of a row."""
    return [_cell(column, values) if values else "" for column, values in zip(table.columns, row, strict=True)]


def _cell(column: Column, values: Sequence[str]) -> str:
    cell = SEPARATOR.join(values)
    if column.several and cell.count(SEPARATOR) >= len(values):
        return SEPARATOR.join(value.replace(SEPARATOR, _SEPARATOR_REPLACEMENT) for value in values)
    return cell


def _line(cells: Sequence[str]) -> str:
    """Return one line of CSV. `csv.writer` is not used: some versions of Python leave a lone carriage return unquoted."""
    if _QUOTED.search("".join(cells)):
        cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(cell) else cell for cell in cells]
    return ",".join(cells) + "\n"
