"""Workers import nothing after they are forked, because that needs a descriptor."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

_ROOMS: Final = ("kzit_graph.sparql", "kzit_graph.rdf", "kzit_graph.plain_text", "kzit_graph.serve.pool", "kzit_graph.publish.description")
_OF_OTHERS: Final = (
    "rich",
    "rdflib",
    "html",
    "gzip",
    "xml.parsers",
    "kzit_graph.sparql.dataframes",
    "kzit_graph.rdf.rdflib_literals",
    "psutil",
    "babel",
)
"""Libraries for tables, data frames, packed files and mistaken settings, which answers do not need."""

_OF_PARSERS: Final = (
    *("kzit_graph.rdf.jsonld_error_lines", "kzit_graph.rdf.turtle_hints", "kzit_graph.rdf.xml_bounds", "kzit_graph.rdf.jsonld.losses"),
    *("kzit_graph.rdf.jsonld.inlining", "kzit_graph.rdf.jsonld.type_maps", "kzit_graph.rdf.plain_xml"),
    *("kzit_graph.rdf.jsonld.orphan_lists", "kzit_graph.rdf.document_subjects"),
)
"""Modules that read files."""

_WARM: Final = """
import sys
from pathlib import Path
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.prepared import Sizes
from kzit_graph.serve.pool.source import WorkerSettings
from kzit_graph.serve.pool.warming import warm_up
warm_up(WorkerSettings(Opener.of_project(Path(sys.argv[1])), Sizes(), {}).open().sample())
for name, module in list(sys.modules.items()):
    print(name, getattr(module, "__file__", None) or "")
"""


@pytest.mark.slow
def test_nothing_that_an_answer_needs_is_left_to_import(theatres: Path) -> None:
    listed = subprocess.run([sys.executable, "-c", _WARM, str(theatres)], capture_output=True, text=True, check=True, timeout=60).stdout
    loaded = dict(line.split(" ", 1) for line in listed.splitlines())
    left = {
        (name, module)
        for name, file in loaded.items()
        if name.startswith(_ROOMS) and file
        for module in imported_later(Path(file))
        if module not in loaded and not module.startswith((*_OF_OTHERS, *_OF_PARSERS))
    }

    assert len([name for name in loaded if name.startswith(_ROOMS)]) > 30
    assert left == set()


def imported_later(file: Path) -> Iterator[str]:
    """Yield the modules that the functions of a file import."""
    for function in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import):
                    yield from (name.name for name in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module
