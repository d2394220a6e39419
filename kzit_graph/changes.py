"""How the facts of two builds differ, by their tables of facts."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Changes:
    """How the facts differ from those of the build before, by fact."""

    added: int
    changed: int
    removed: int


def facts_of(table: Path) -> dict[str, bytes]:
    """The facts of a table, each with a digest of its row.

    Raises `OSError`, `UnicodeDecodeError` or `csv.Error` where the file is no such table.
    """
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        return {row[0]: hashlib.blake2b("\0".join(row).encode(), digest_size=16).digest() for row in rows if row}


def changes_since(before: Path, facts: dict[str, bytes]) -> Changes | None:
    """How facts differ from those of a table; None where there is no such table that could be read."""
    try:
        old = facts_of(before)
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return Changes(
        added=len(facts.keys() - old.keys()),
        changed=sum(1 for fact in facts.keys() & old.keys() if facts[fact] != old[fact]),
        removed=len(old.keys() - facts.keys()),
    )
