"""Write the facts as CSV, one row per fact, for spreadsheets and programs (RFC 4180, UTF-8, LF line ends).

Cells hold the values of the graph unchanged. Text that a spreadsheet would run as a formula is not escaped here, because other
programs would read the escape as part of the text; the shapes reject such text instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kzit_graph.project.statements import Statements
from kzit_graph.publish.tables.columns import SEPARATOR, Column, column_names, columns
from kzit_graph.publish.tables.rows import FactRow, fact_rows

_SEPARATOR_REPLACEMENT: Final = "¦"
"""Replaces the separator inside a name in a cell with several names."""

_QUOTED: Final = re.compile('[",\r\n]')


def write_facts_table(store: Store, statements: Statements, path: Path) -> int:
    """Write the facts of a store as CSV with a header, and return the number of facts. statements: see `fact_rows`.

    Things are full IRIs, so a cell can be looked up. The values of a cell are joined by
    `kzit_graph.publish.tables.columns.SEPARATOR`.
    """
    facts = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line(column_names()))
        for row in fact_rows(store, statements):
            file.write(_line(_cells(row)))
            facts += 1
    return facts


def _cells(row: FactRow) -> list[str]:
    return [_cell(column, values) if values else "" for column, values in zip(columns(), row, strict=True)]


def _cell(column: Column, values: Sequence[str]) -> str:
    cell = SEPARATOR.join(values)
    if column.several and cell.count(SEPARATOR) >= len(values):
        return SEPARATOR.join(value.replace(SEPARATOR, _SEPARATOR_REPLACEMENT) for value in values)
    return cell


def _line(cells: Sequence[str]) -> str:
    """Return one line of CSV. `csv.writer` is not used: some versions of Python leave a lone carriage return unquoted."""
    if any(map(_QUOTED.search, cells)):
        cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(cell) else cell for cell in cells]
    return ",".join(cells) + "\n"
