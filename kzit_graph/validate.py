"""Store + shapes → report: two SHACL engines behind one function.

"shacl" is the Rust engine and the default; "pyshacl" is the reference that tests hold it to, and the fallback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kzit_graph.engines import run_pyshacl, run_shacl
from kzit_graph.errors import Position
from kzit_graph.locate import find_subjects
from kzit_graph.project import Project
from kzit_graph.report import Report, Result, make_report
from kzit_graph.shapes import load_shapes, shapes_as_ntriples
from kzit_graph.syntax import read_quads

Engine = Callable[[str, str], list[Result]]
"""Data (N-Quads, taken as the union of its graphs) and shapes (N-Triples) → results without positions."""

ENGINES: Final[dict[str, Engine]] = {"shacl": run_shacl, "pyshacl": run_pyshacl}
DEFAULT_ENGINE: Final = "shacl"


def validate_project(project: Project, store: Store, engine: str = DEFAULT_ENGINE) -> Report:
    """Checks the union of a project's named graphs, with its ontology, against its shapes (SHACL 1.0, Core and SPARQL).

    store: what `kzit_graph.store.load_project` made of the project.
    engine: a name in `ENGINES`; `KeyError` for any other.

    Raises `InvalidInput` where the shapes are malformed, empty, cyclic or incomplete.
    """
    graphs = {file.graph: file.path for file in project.graphs}
    return _validate(project, store, engine, lambda focus: [*_files_of(focus, store, graphs), *project.ontology])


def validate_files(project: Project, store: Store, paths: Iterable[Path], engine: str = DEFAULT_ENGINE) -> Report:
    """Checks files, loaded by `kzit_graph.store.load_files`, against a project's ontology and shapes."""
    files = tuple(paths)
    return _validate(project, store, engine, lambda _focus: [*files, *project.ontology])


def _validate(project: Project, store: Store, engine: str, files_of: Callable[[str], list[Path]]) -> Report:
    run = ENGINES[engine]
    shapes = shapes_as_ntriples(load_shapes(project.shapes))
    data = store.dump(format=RdfFormat.N_QUADS)
    assert data is not None
    results = run(data.decode() + _ntriples(project.ontology), shapes)
    return make_report(_with_positions(results, files_of), engine)


def _ntriples(paths: Iterable[Path]) -> str:
    triples = Store()
    for path in paths:
        triples.extend(read_quads(path))
    dump = triples.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert dump is not None
    return dump.decode()


def _with_positions(results: list[Result], files_of: Callable[[str], list[Path]]) -> list[Result]:
    sought: dict[Path, set[str]] = {}
    for focus in {result.focus for result in results if result.focus.startswith("<")}:
        for path in files_of(focus):
            sought.setdefault(path, set()).add(focus[1:-1])
    positions: dict[str, Position] = {}
    for path, iris in sought.items():
        positions = find_subjects(path, iris) | positions
    return [replace(result, position=positions.get(result.focus[1:-1])) for result in results]


def _files_of(focus: str, store: Store, graphs: dict[NamedNode, Path]) -> list[Path]:
    names = {quad.graph_name for quad in store.quads_for_pattern(NamedNode(focus[1:-1]), None, None)}
    return [path for graph, path in graphs.items() if graph in names]
