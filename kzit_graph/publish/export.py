"""Store → one dump: the same bytes for the same data, whatever the machine or the order of files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pyoxigraph import Store

from kzit_graph.artefacts import FACTS_TABLE, PARQUET_FACTS, PARQUET_QUADS, file_extension
from kzit_graph.project.project import Project
from kzit_graph.publish.dumps.write import write_dumps
from kzit_graph.publish.tables.csv_table import write_facts_table
from kzit_graph.publish.tables.parquet import write_facts_parquet, write_quads_parquet


def export(project: Project, store: Store, name: str) -> bytes:
    """The data of a project in one syntax, as the bytes of a file, in UTF-8 unless it is Parquet.

    name: one of `kzit_graph.artefacts.DUMP_FORMATS`; `KeyError` for any other. See `kzit_graph.publish.dumps.write.write_dumps` for RDF,
    `kzit_graph.publish.tables.csv_table` for "csv" and `kzit_graph.publish.tables.parquet` for the others, and for what is raised.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dump.{file_extension(name)}"
        if name == FACTS_TABLE:
            write_facts_table(store, path)
        elif name == PARQUET_FACTS:
            write_facts_parquet(store, path)
        elif name == PARQUET_QUADS:
            write_quads_parquet(project, store, path)
        else:
            write_dumps(project, store, {name: path})
        return path.read_bytes()
