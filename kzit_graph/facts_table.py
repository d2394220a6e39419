"""The facts as a table: one row a fact, for people with a spreadsheet (RFC 4180, UTF-8, LF line ends)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Final, TextIO

from pyoxigraph import Literal, QuerySolutions, Store

from kzit_graph.ordering import natural_key
from kzit_graph.store import read_query

COLUMNS: Final = (
    *("fact", "label", "kind", "stance", "claimed_by", "time_stated", "earliest", "latest", "temporal_mode"),
    *("participant", "actor", "counterpart", "host", "featured", "implied", "framework", "place", "concerns", "factor"),
    *("relation_type", "field", "indicator", "amount", "currency", "hedge", "epithet", "trend"),
    *("source", "passage", "derived_from", "note"),
)
"""The columns of the table, in order. Several values of one cell are joined with a space (IRIs) or "; " (text)."""

LABEL_LANGUAGE: Final = "en"


def facts_table(store: Store) -> str:
    """The facts of a store as CSV with a header; things are full IRIs, so that a cell can be looked up."""
    text = io.StringIO()
    _write(store, text)
    return text.getvalue()


def write_facts_table(store: Store, path: Path) -> None:
    """Writes the facts of a store to a CSV file; see `facts_table`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        _write(store, file)


def _write(store: Store, file: TextIO) -> None:
    cells = _cells(store)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for fact in sorted(cells, key=natural_key):
        row: list[list[_Value]] = [[] for _ in COLUMNS]
        for place, value in cells[fact]:
            row[place].append(value)
        writer.writerow([fact, *map(_cell, row[1:])])


_Value = str | tuple[str]
"""What a cell holds of a thing is its IRI; of a literal, its text, in a tuple to tell them apart."""


def _cells(store: Store) -> dict[str, list[tuple[int, _Value]]]:
    """What is in the row of each fact, each with the place of its column. Held as plain text, since there may be millions."""
    cells: dict[str, list[tuple[int, _Value]]] = defaultdict(list)
    places = {Literal(column): place for place, column in enumerate(COLUMNS)}
    solutions = store.query(read_query("facts.rq"), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    for fact, column, value in solutions:
        if not isinstance(value, Literal):
            cells[fact.value].append((places[column], value.value))
        elif value.language in (None, LABEL_LANGUAGE):
            cells[fact.value].append((places[column], (value.value,)))
    return cells


def _cell(values: list[_Value]) -> str:
    joint = " " if all(isinstance(value, str) for value in values) else "; "
    return joint.join(sorted((value if isinstance(value, str) else value[0] for value in values), key=natural_key))
