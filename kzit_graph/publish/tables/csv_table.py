"""The facts as a table: one row a fact, for people with a spreadsheet and for programs (RFC 4180, UTF-8, LF line ends).

Cells hold what the graph holds, unchanged. A text that a spreadsheet would run as a formula is for the shapes to refuse, since
whatever is put before it here would be part of the text for every program that is no spreadsheet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kzit_graph.publish.tables.columns import SEPARATOR, Column, column_names, columns
from kzit_graph.publish.tables.rows import FactRow, fact_rows

_INSTEAD_OF_SEPARATOR: Final = "¦"
"""Stands for the separator within a name, so that several names can be told apart."""

_QUOTED: Final = re.compile('[",\r\n]')


def write_facts_table(store: Store, path: Path) -> int:
    """Write the facts of a store as CSV with a header, and return how many there are.

    Things are full IRIs, so that a cell can be looked up. Several values of one cell are joined by
    `kzit_graph.publish.tables.columns.SEPARATOR`.
    """
    facts = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line(column_names()))
        for row in fact_rows(store):
            file.write(_line(_cells(row)))
            facts += 1
    return facts


def _cells(row: FactRow) -> list[str]:
    return [_cell(column, values) if values else "" for column, values in zip(columns(), row, strict=True)]


def _cell(column: Column, values: Sequence[str]) -> str:
    cell = SEPARATOR.join(values)
    if column.several and cell.count(SEPARATOR) >= len(values):
        return SEPARATOR.join(value.replace(SEPARATOR, _INSTEAD_OF_SEPARATOR) for value in values)
    return cell


def _line(cells: Sequence[str]) -> str:
    """One line of CSV. Python's writer leaves a lone carriage return unquoted in some versions, and not in others."""
    if any(map(_QUOTED.search, cells)):
        cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(cell) else cell for cell in cells]
    return ",".join(cells) + "\n"
