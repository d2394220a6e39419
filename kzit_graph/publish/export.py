"""Export a project's data in one format. The same data gives the same bytes on any machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kzit_graph.artefacts import DUMP_FORMATS, PARQUET_QUADS, PARQUET_TABLE, TABLE_FORMATS, XLSX_TABLES, file_extension
from kzit_graph.atomic_file import write_file
from kzit_graph.errors import InvalidInput, Position, UnsupportedContext, UnwritableTarget
from kzit_graph.extensions import check_extension, unknown_format
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.dumps.left_out import position_of
from kzit_graph.publish.dumps.worker import JsonLdProblem
from kzit_graph.publish.dumps.write import write_dumps
from kzit_graph.publish.tables.csv_table import write_csv_table
from kzit_graph.publish.tables.parquet import write_parquet_table, write_quads_parquet
from kzit_graph.publish.tables.project_tables import ProjectTables, project_tables
from kzit_graph.publish.tables.xlsx import write_workbook
from kzit_graph.work_folder import temporary_folder

Warn = Callable[[str], None]
"""Called with a line about what a table leaves out."""


def export(loaded: LoadedProject, name: str, table: str | None = None, warn: Warn = lambda _line: None) -> bytes:
    """Return a project's data in one format, as the bytes of a file. Text formats are in UTF-8.

    name: one of `kzit_graph.artefacts.DUMP_FORMATS`. table: the table to export as "csv", "parquet" or "xlsx"; default: the main or
    only one, and for "xlsx" all. warn: called with a line for each class or property that has no table or column.

    Raises `UnknownName` for any other name, `InvalidInput` if there is no such table, or RDF/XML cannot hold the data,
    `UnsupportedContext` if JSON-LD cannot, and the errors of `kzit_graph.publish.dumps.write` (RDF) or of the modules in
    `kzit_graph.publish.tables` (other formats).
    """
    check_request(name, table)
    with temporary_folder() as folder:
        path = folder / f"dump.{file_extension(name)}"
        if name in TABLE_FORMATS:
            tables = project_tables(loaded)
            _write_tables(tables, name, table, path)
            for note in tables.notes:
                warn(note)
        elif name == PARQUET_QUADS:
            write_quads_parquet(loaded, path)
        else:
            for problem in write_dumps(loaded, {name: path}).left_out.values():
                if isinstance(problem, JsonLdProblem):
                    raise UnsupportedContext(problem.cause, problem.position)
                what = f"RDF/XML cannot hold {problem.statement}: {problem.cause}, or choose another format"
                raise InvalidInput(what, position_of(loaded, problem))
        return path.read_bytes()


def _write_tables(tables: ProjectTables, name: str, table: str | None, path: Path) -> None:
    tables.check_any()
    if name == XLSX_TABLES:
        write_workbook(tables.data, tables.tables if table is None else [tables.chosen(table)], path)
    elif name == PARQUET_TABLE:
        write_parquet_table(tables.data, tables.chosen(table), path)
    else:
        write_csv_table(tables.data, tables.chosen(table), path)


def export_to(loaded: LoadedProject, name: str, path: Path, table: str | None = None) -> bytes:
    """Write a project's data in one format to a file, and return its bytes. An existing file is replaced in one step.

    Raises the errors of `export`, `InvalidInput` if the extension of the file stands for another format, and `UnwritableTarget`.
    """
    check_request(name, table)
    check_extension(path, name, DUMP_FORMATS)
    content = export(loaded, name, table)
    try:
        write_file(path, content)
    except OSError as error:
        raise UnwritableTarget(f"{Position(path)}: cannot be written: {error.strerror or error}") from error
    return content


def check_request(name: str, table: str | None) -> None:
    """Raise `UnknownName` for an unknown format, and `InvalidInput` if a table is named for a format without tables."""
    if name not in DUMP_FORMATS:
        raise unknown_format("format", name, DUMP_FORMATS)
    if table is not None and name not in TABLE_FORMATS:
        raise InvalidInput(f"{name} has no tables; name a table only for {', '.join(TABLE_FORMATS)}")
