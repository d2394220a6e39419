"""Export a project's data in one format. The same data gives the same bytes on any machine."""

from __future__ import annotations

from pathlib import Path

from kzit_graph.artefacts import DUMP_FORMATS, FACTS_TABLE, PARQUET_FACTS, PARQUET_QUADS, file_extension
from kzit_graph.atomic_file import write_file
from kzit_graph.errors import InvalidInput, UnsupportedContext, UnwritableTarget
from kzit_graph.extensions import check_extension, unknown_format
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.dumps.left_out import position_of
from kzit_graph.publish.dumps.worker import JsonLdProblem
from kzit_graph.publish.dumps.write import write_dumps
from kzit_graph.publish.tables.csv_table import write_facts_table
from kzit_graph.publish.tables.parquet import write_facts_parquet, write_quads_parquet
from kzit_graph.work_folder import temporary_folder


def export(loaded: LoadedProject, name: str) -> bytes:
    """Return a project's data in one format, as the bytes of a file. Text formats are in UTF-8.

    name: one of `kzit_graph.artefacts.DUMP_FORMATS`.

    Raises `UnknownName` for any other name, `InvalidInput` if RDF/XML cannot hold the data, `UnsupportedContext` if JSON-LD cannot,
    and the errors of `kzit_graph.publish.dumps.write` (RDF), `kzit_graph.publish.tables.csv_table` ("csv") or
    `kzit_graph.publish.tables.parquet` (other formats).
    """
    _check_name(name)
    with temporary_folder() as folder:
        path = folder / f"dump.{file_extension(name)}"
        if name == FACTS_TABLE:
            write_facts_table(loaded.store, loaded.statements, path)
        elif name == PARQUET_FACTS:
            write_facts_parquet(loaded.store, loaded.statements, path)
        elif name == PARQUET_QUADS:
            write_quads_parquet(loaded, path)
        else:
            for problem in write_dumps(loaded, {name: path}).left_out.values():
                if isinstance(problem, JsonLdProblem):
                    raise UnsupportedContext(problem.cause, problem.position)
                what = f"RDF/XML cannot hold {problem.statement}: {problem.cause}, or choose another format"
                raise InvalidInput(what, position_of(loaded, problem))
        return path.read_bytes()


def export_to(loaded: LoadedProject, name: str, path: Path) -> bytes:
    """Write a project's data in one format to a file, and return its bytes. An existing file is replaced in one step.

    Raises the errors of `export`, `InvalidInput` if the extension of the file stands for another format, and `UnwritableTarget`.
    """
    _check_name(name)
    check_extension(path, name, DUMP_FORMATS)
    content = export(loaded, name)
    try:
        write_file(path, content)
    except OSError as error:
        raise UnwritableTarget(f"{path}: cannot be written: {error.strerror or error}") from error
    return content


def _check_name(name: str) -> None:
    if name not in DUMP_FORMATS:
        raise unknown_format("format", name, DUMP_FORMATS)
