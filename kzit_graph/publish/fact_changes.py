"""How the facts of two builds differ, by their tables of facts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_QUOTED_CELL: Final = re.compile('"((?:[^"]|"")*)"')


@dataclass(frozen=True)
class Changes:
    """How the facts differ from those of the build before, by fact."""

    added: int
    changed: int
    removed: int


def facts_of(table: Path) -> dict[str, bytes]:
    """The facts of a table, by their first column, each with a digest of its row. A cell may be of any length.

    Raises `OSError` or `ValueError` where the file is no such table.
    """
    with table.open(encoding="utf-8", newline="\n") as file:
        rows = _rows(file)
        next(rows, None)
        return {_first_cell(row): hashlib.blake2b(row.encode(), digest_size=16).digest() for row in rows}


def _rows(lines: Iterable[str]) -> Iterator[str]:
    """The rows of a CSV file (RFC 4180), each as it is written: while quotation marks are odd in number, a line break is part of a cell."""
    row: list[str] = []
    marks = 0
    for line in lines:
        row.append(line)
        marks += line.count('"')
        if marks % 2 == 0:
            yield "".join(row)
            row, marks = [], 0
    if row:
        raise ValueError("a quotation mark is never closed")


def _first_cell(row: str) -> str:
    quoted = _QUOTED_CELL.match(row)
    return quoted[1].replace('""', '"') if quoted else row.rstrip("\n").split(",", 1)[0]


def changes_since(before: Path, facts: dict[str, bytes]) -> Changes | None:
    """How facts differ from those of a table; None where there is no such table that could be read."""
    try:
        old = facts_of(before)
    except (OSError, ValueError):
        return None
    return Changes(
        added=len(facts.keys() - old.keys()),
        changed=sum(1 for fact in facts.keys() & old.keys() if facts[fact] != old[fact]),
        removed=len(old.keys() - facts.keys()),
    )
