"""The facts as a table: one row a fact, for people with a spreadsheet and for programs (RFC 4180, UTF-8, LF line ends).

Cells hold what the graph holds, unchanged. A text that a spreadsheet would run as a formula is for the shapes to refuse, since
whatever is put before it here would be part of the text for every program that is no spreadsheet.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kzit_graph.facts_columns import SEPARATOR, TEXT_LANGUAGE, Column, column_names, columns
from kzit_graph.names import Names, labels_in
from kzit_graph.ordering import natural_key
from kzit_graph.python_values import as_text
from kzit_graph.rdf_text import canonically_labelled
from kzit_graph.store import read_query

_INSTEAD_OF_SEPARATOR: Final = "¦"
"""Stands for the separator within a name, so that several names can be told apart."""

_QUOTED: Final = re.compile('[",\r\n]')

Row = Sequence[Sequence[str]]
"""The values of one fact: for each column those of its cell, in their order; none where the cell is empty."""


def write_facts_table(store: Store, path: Path) -> None:
    """Writes the facts of a store as CSV with a header; things are full IRIs, so that a cell can be looked up.

    Several values of one cell are joined by `kzit_graph.facts_columns.SEPARATOR`.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line(column_names()))
        for row in fact_rows(store):
            file.write(_line(_cell(column, values) if values else "" for column, values in zip(columns(), row, strict=True)))


def fact_rows(store: Store) -> Iterator[Row]:
    """The rows of the table, in the natural order of the facts. The values of all facts are in memory, the rows are not."""
    values = _values(store)
    namer = _namer(store)
    for fact in sorted(sorted(values), key=natural_key):
        yield _row(fact, values.pop(fact), namer)


def _row(fact: str, values: Iterable[str], name_of: Callable[[str], str]) -> Row:
    row: list[Sequence[str]] = [()] * len(columns())
    row[0] = (fact,)
    by_column: dict[int, list[str]] = defaultdict(list)
    for value in dict.fromkeys(values):
        by_column[ord(value[0])].append(value[1:])
    named = _named()
    for number, found in by_column.items():
        row[number] = found if len(found) == 1 else sorted(sorted(found), key=natural_key)
        if number in named:
            row[named[number]] = [name_of(thing) for thing in row[number]]
    return row


@cache
def _named() -> dict[int, int]:
    """The columns of things, each with that of their names, by their numbers."""
    number = {column.name: position for position, column in enumerate(columns())}
    return {number[column.names]: position for position, column in enumerate(columns()) if column.names}


def _namer(store: Store) -> Callable[[str], str]:
    names = Names(labels=labels_in(store))

    @cache
    def name_of(thing: str) -> str:
        try:
            return names.label(NamedNode(thing), TEXT_LANGUAGE)
        except ValueError:  # a blank node, or a text where a thing belongs
            return thing

    return name_of


def _values(store: Store, labelled: bool = False) -> dict[str, list[str]]:
    """What is in the row of each fact: the number of the column as a character, and the value.

    One text for both, and equal ones held once, since there may be tens of millions. labelled: whether blank nodes have the
    labels of RDF Dataset Canonicalization, which they get where there are any.
    """
    values: dict[str, list[str]] = defaultdict(list)
    numbers = {Literal(name): chr(number) for number, name in enumerate(column_names())}
    solutions = store.query(read_query("facts.rq"), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    for fact, column, value in solutions:
        if not labelled and (isinstance(fact, BlankNode) or isinstance(value, BlankNode)):
            return _values(_with_stable_blank_nodes(store), labelled=True)
        if not isinstance(value, Literal) or value.language in (None, TEXT_LANGUAGE):
            values[as_text(fact)].append(sys.intern(numbers[column] + as_text(value)))
    return values


def _with_stable_blank_nodes(store: Store) -> Store:
    stable = Store()
    stable.extend(canonically_labelled(store))
    return stable


def _cell(column: Column, values: Sequence[str]) -> str:
    cell = SEPARATOR.join(values)
    if column.several and cell.count(SEPARATOR) >= len(values):
        return SEPARATOR.join(value.replace(SEPARATOR, _INSTEAD_OF_SEPARATOR) for value in values)
    return cell


def _line(cells: Iterable[str]) -> str:
    """One line of CSV. Python's writer leaves a lone carriage return unquoted in some versions, and not in others."""
    return ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if cell and _QUOTED.search(cell) else cell for cell in cells) + "\n"
