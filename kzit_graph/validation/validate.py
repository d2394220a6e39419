"""Data + shapes → report: two SHACL engines behind one function.

"shacl" is the default: the Rust engine of that name for the constraints of SHACL Core, which reads the files as they stand,
while beside it the store is loaded and asked the SPARQL constraints. "pyshacl" is the reference that tests hold it to, and the
fallback.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Store

from kzit_graph.errors import Position
from kzit_graph.project.project import Project
from kzit_graph.project.shapes import load_shapes, shapes_as_ntriples
from kzit_graph.project.store import load_project, with_ontology
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.validation.engine_input import entailment_rules, write_as_one_turtle_file
from kzit_graph.validation.engines import run_pyshacl, run_shacl_on_file
from kzit_graph.validation.report import Report, Result, make_report
from kzit_graph.validation.sparql_constraints import SparqlConstraint, run_constraint, take_constraints


@dataclass(frozen=True)
class _Task:
    """What is to be checked. files: the data as it stands; load: the same as a store, with what the ontology entails."""

    files: tuple[Path, ...]
    load: Callable[[], Store]
    ontology: tuple[Path, ...]
    shapes: Store


def _with_shacl(task: _Task) -> tuple[Store, list[Result]]:
    constraints = take_constraints(task.shapes)
    with ThreadPoolExecutor(max_workers=2) as beside:
        core = beside.submit(_core_results, task)
        store = task.load()  # finds the malformed file, so it comes before the engine's answer
        with with_ontology(store, task.ontology):
            found = beside.map(lambda constraint: run_constraint(constraint, store), sorted(constraints, key=_size, reverse=True))
            results = [result for of_one in found for result in of_one]
        return store, [*core.result(), *results]


def _size(constraint: SparqlConstraint) -> int:
    """How much a constraint asks. The largest begin first: one that begins last may run alone at the end."""
    return sum(map(len, constraint.queries))


def _core_results(task: _Task) -> list[Result]:
    shapes = shapes_as_ntriples(task.shapes) + entailment_rules(task.ontology)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.ttl"
        with data.open("wb") as output:
            write_as_one_turtle_file((*task.files, *task.ontology), output)
        return run_shacl_on_file(data, shapes)


def _with_pyshacl(task: _Task) -> tuple[Store, list[Result]]:
    store = task.load()
    with with_ontology(store, task.ontology):
        data = store.dump(format=RdfFormat.N_QUADS)
    assert data is not None
    return store, run_pyshacl(data.decode(), shapes_as_ntriples(task.shapes))


ENGINES: Final[dict[str, Callable[[_Task], tuple[Store, list[Result]]]]] = {"shacl": _with_shacl, "pyshacl": _with_pyshacl}
DEFAULT_ENGINE: Final = "shacl"


def load_and_validate(project: Project, engine: str = DEFAULT_ENGINE) -> tuple[Store, Report]:
    """Loads a project (see `kzit_graph.project.store.load_project`) and checks it (see `validate_project`), both at the same time."""
    return _validate(project, lambda: load_project(project), engine)


def validate_project(project: Project, store: Store, engine: str = DEFAULT_ENGINE) -> Report:
    """Checks the union of a project's named graphs, with its ontology, against its shapes (SHACL 1.0, Core and SPARQL).

    store: what `kzit_graph.project.store.load_project` made of the project; while it is checked it holds the ontology, too.
    engine: a name in `ENGINES`; `KeyError` for any other.

    Raises `InvalidInput` where the shapes are malformed, empty, cyclic or incomplete.
    """
    return _validate(project, lambda: store, engine)[1]


def validate_files(project: Project, store: Store, paths: Iterable[Path], engine: str = DEFAULT_ENGINE) -> Report:
    """Checks files, loaded by `kzit_graph.project.store.load_files`, against a project's ontology and shapes."""
    files = tuple(paths)
    _, results = ENGINES[engine](_Task(files, lambda: store, project.ontology, load_shapes(project.shapes)))
    return make_report(_with_positions(results, lambda _focus: (*files, *project.ontology)), engine)


def _validate(project: Project, load: Callable[[], Store], engine: str) -> tuple[Store, Report]:
    files = {file.graph: file.path for file in project.graphs}
    store, results = ENGINES[engine](_Task(tuple(files.values()), load, project.ontology, load_shapes(project.shapes)))
    return store, make_report(_with_positions(results, lambda focus: (*_files_of(focus, store, files), *project.ontology)), engine)


def _with_positions(results: list[Result], files_of: Callable[[str], Iterable[Path]]) -> list[Result]:
    sought: dict[Path, set[str]] = {}
    for focus in {result.focus for result in results if result.focus.startswith("<")}:
        for path in files_of(focus):
            sought.setdefault(path, set()).add(focus[1:-1])
    positions: dict[str, Position] = {}
    for path, iris in sought.items():
        for iri, position in find_subjects(path, iris).items():
            positions.setdefault(iri, position)
    return [replace(result, position=positions.get(result.focus[1:-1])) for result in results]


def _files_of(focus: str, store: Store, files: dict[NamedNode, Path]) -> list[Path]:
    names = {quad.graph_name for quad in store.quads_for_pattern(NamedNode(focus[1:-1]), None, None)}
    return sorted(files[name] for name in names if isinstance(name, NamedNode) and name in files)
