"""Write the tables of a build and their descriptions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kzit_graph.artefacts import METADATA_SUFFIX, Digest
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.dataset import DatasetDescription
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.croissant import CROISSANT, croissant
from kzit_graph.publish.tables.csv_table import write_csv_table
from kzit_graph.publish.tables.csvw import csvw_metadata
from kzit_graph.publish.tables.data_package import DATA_PACKAGE, data_package
from kzit_graph.publish.tables.described_columns import DescribedTable, described_table, misfit_warnings
from kzit_graph.publish.tables.project_tables import project_tables

_MAX_BYTES: Final = 255
"""Bytes of a file name on common file systems."""


@dataclass(frozen=True)
class BuiltTables:
    """The tables of a build. rows: of each table by its name. warnings: what has no table or column, and values of other types."""

    described: tuple[DescribedTable, ...]
    rows: Mapping[str, int]
    warnings: tuple[str, ...]

    @property
    def main(self) -> str:
        """The name of the main table; empty without one."""
        return next((described.table.name for described in self.described if described.table.is_main), "")


def write_tables(loaded: LoadedProject, folder: Path) -> BuiltTables:
    """Write all tables of a project as CSV to a folder.

    Raises `InvalidInput` as `project_tables` does, and if the name of a table makes the names of its files too long.
    """
    found = project_tables(loaded)
    warnings = list(found.notes)
    described, rows = list[DescribedTable](), dict[str, int]()
    for table in found.tables:
        file = table.file_name(loaded.project.name)
        if len(os.fsencode(f"{file}{METADATA_SUFFIX}")) > _MAX_BYTES:
            place = Position(table.path) if table.path else loaded.project.stated_at
            raise InvalidInput(f"the file name {file}{METADATA_SUFFIX} is longer than {_MAX_BYTES} bytes; shorten the name", place)
        written = write_csv_table(found.data, table, folder / file)
        described.append(described_table(loaded, table, written))
        rows[table.name] = written.rows
        warnings += misfit_warnings(table, written)
    return BuiltTables(tuple(described), rows, tuple(warnings))


def table_metadata(
    loaded: LoadedProject, dataset: DatasetDescription, tables: BuiltTables, digests: Mapping[str, Digest]
) -> dict[str, bytes]:
    """Return the descriptions of tables and dumps by file name: CSVW, Data Package and Croissant. digests: of tables and dumps."""
    project = loaded.project
    return {
        **{f"{table.file}{METADATA_SUFFIX}": csvw_metadata(dataset, table) for table in tables.described},
        DATA_PACKAGE: data_package(project.name, dataset, tables.described, digests),
        CROISSANT: croissant(project.files_base, dataset, tables.described, digests),
    }
