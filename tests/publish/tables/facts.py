"""The table of facts, as the repository describes it, for tests that read or write it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.columns import Column, Table
from kzit_graph.publish.tables.csv_table import Written, write_csv_table
from kzit_graph.publish.tables.described_columns import DescribedTable, described_table
from kzit_graph.publish.tables.resolution import resolved
from kzit_graph.publish.tables.rows import Row, TableData
from kzit_graph.publish.tables.table_file import read_table_file
from tests.loading import statements_in

FACTS_FILE: Final = Path(__file__).parents[3] / "data" / "tables" / "facts.toml"

FACTS_TOML: Final = {"data/tables/facts.toml": FACTS_FILE.read_text("utf-8")}
"""The table file, to add to a small project."""


@cache
def facts() -> Table:
    """Return the table of facts."""
    plan = read_table_file(FACTS_FILE, default_settings().prefixes, ())
    return resolved(plan, TableData(Store(), statements_in([])))[0]


def columns() -> tuple[Column, ...]:
    """Return its columns."""
    return facts().columns


def column_names() -> tuple[str, ...]:
    """Return its header."""
    return facts().header


def data_in(store: Store) -> TableData:
    """Return the data of a store, with its literals as they are in it."""
    return TableData(store, statements_in(store))


def fact_rows(store: Store) -> Iterator[Row]:
    """Yield the rows of the facts in a store."""
    return data_in(store).rows(facts())


def write_facts_table(store: Store, path: Path) -> Written:
    """Write the facts in a store as CSV."""
    return write_csv_table(data_in(store), facts(), path)


def described_facts(loaded: LoadedProject) -> DescribedTable:
    """Return the description of the table of facts for a project."""
    return described_table(loaded, facts())
