"""Store → one dump: the same bytes for the same data, whatever the machine or the order of files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pyoxigraph import Store

from kzit_graph.dumps import write_dumps
from kzit_graph.facts_table import write_facts_table
from kzit_graph.formats import FACTS_TABLE, file_extension
from kzit_graph.project import Project


def export(project: Project, store: Store, name: str) -> bytes:
    """The data of a project in one syntax, as the bytes of a file in UTF-8.

    name: one of `kzit_graph.formats.DUMP_FORMATS`; `KeyError` for any other. See `kzit_graph.dumps.write_dumps`; "csv" is the
    table of facts.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dump.{file_extension(name)}"
        if name == FACTS_TABLE:
            write_facts_table(store, path)
        else:
            write_dumps(project, store, {name: path})
        return path.read_bytes()
