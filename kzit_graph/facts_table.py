"""The facts as a table: one row a fact, for people with a spreadsheet (RFC 4180, UTF-8, LF line ends)."""

from __future__ import annotations

import csv
import sys
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

_THING: Final = "i"
_TEXT: Final = "t"


def write_facts_table(store: Store, path: Path) -> None:
    """Writes the facts of a store as CSV with a header; things are full IRIs, so that a cell can be looked up."""
    with path.open("w", encoding="utf-8", newline="") as file:
        _write(store, file)


def _write(store: Store, file: TextIO) -> None:
    values = _values(store)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for fact in sorted(values, key=natural_key):
        cells: list[list[str]] = [[] for _ in COLUMNS]
        for value in dict.fromkeys(values.pop(fact)):
            cells[ord(value[0])].append(value[1:])
        writer.writerow([fact, *map(_cell, cells[1:])])


def _values(store: Store) -> dict[str, list[str]]:
    """What is in the row of each fact: the number of the column as a character, a mark of what it is, and the value.

    One text for all that, and equal ones held once, since there may be tens of millions.
    """
    values: dict[str, list[str]] = defaultdict(list)
    numbers = {Literal(column): chr(number) for number, column in enumerate(COLUMNS)}
    solutions = store.query(read_query("facts.rq"), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    for fact, column, value in solutions:
        if not isinstance(value, Literal):
            values[fact.value].append(sys.intern(numbers[column] + _THING + value.value))
        elif value.language in (None, LABEL_LANGUAGE):
            values[fact.value].append(sys.intern(numbers[column] + _TEXT + value.value))
    return values


def _cell(values: list[str]) -> str:
    joint = "; " if any(value[0] == _TEXT for value in values) else " "
    return joint.join(sorted((value[1:] for value in values), key=natural_key))
