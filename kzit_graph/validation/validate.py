"""Validate data against shapes, with one of two SHACL engines.

"shacl" is the default. The Rust engine of this name reads the files and validates the constraints of SHACL Core; at the same
time, the store is loaded and the SPARQL constraints are evaluated. "pyshacl" is the fallback, and the reference in tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.errors import Position, UnknownName
from kzit_graph.project.files import LoadedFiles
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.shapes import shapes_as_ntriples
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import RdfFile, as_ntriples
from kzit_graph.validation.engine_input import entailment_rules, write_as_one_turtle_file
from kzit_graph.validation.engines import run_pyshacl, run_shacl_on_file
from kzit_graph.validation.report import Report, make_report
from kzit_graph.validation.results import Result
from kzit_graph.validation.sparql_constraints import SparqlConstraint, run_constraint, split_constraints
from kzit_graph.work_folder import temporary_folder

DEFAULT_ENGINE: Final = "shacl"


def validate(loaded: LoadedProject, engine: str = DEFAULT_ENGINE) -> Report:
    """Check the union of the data's graphs, with the ontology, against the shapes (SHACL 1.0, Core and SPARQL).

    This also loads the store if needed. engine: a name in `ENGINES`.

    Raises `UnknownName` if the engine is unknown, and `InvalidInput` if a file is malformed or has changed since it was loaded, or
    if the shapes are empty, recursive or incomplete.
    """
    if engine not in ENGINES:
        raise UnknownName("engine", engine, ENGINES)
    results = _with_positions(ENGINES[engine](loaded), loaded)
    return make_report(results, engine, loaded.project.root, loaded.project.base, prefixes=loaded.prefixes)


def validate_files(data: Sequence[RdfFile], shapes: Sequence[RdfFile], engine: str = DEFAULT_ENGINE) -> Report:
    """Check the union of any RDF files against the shapes in other files, without a project and its ontology.

    Raises as `validate` does.
    """
    return validate(LoadedFiles(data, shapes), engine)


def _with_shacl(loaded: LoadedProject) -> list[Result]:
    constraints, core_shapes = split_constraints(loaded.shapes)
    shapes = shapes_as_ntriples(core_shapes) + entailment_rules(loaded.vocabulary.store)
    with ThreadPoolExecutor(max_workers=2) as executor:
        core = executor.submit(_core_results, chain(loaded.read_data(), loaded.ontology), shapes)
        with loaded.store_with_ontology() as store:  # first, because its errors name the malformed file
            found = executor.map(lambda constraint: run_constraint(constraint, store), sorted(constraints, key=_size, reverse=True))
            results = [result for of_one in found for result in of_one]
        return [*core.result(), *results]


def _size(constraint: SparqlConstraint) -> int:
    """Return the length of a constraint's queries. Long ones start first, so that none runs alone at the end."""
    return sum(map(len, constraint.queries))


def _core_results(files: Iterable[RdfFile], shapes: str) -> list[Result]:
    with temporary_folder() as folder:
        data = folder / "data.ttl"
        with data.open("wb") as output:
            write_as_one_turtle_file(files, output)
        return run_shacl_on_file(data, shapes)


def _with_pyshacl(loaded: LoadedProject) -> list[Result]:
    data = b"".join((*(graph.lines for graph in loaded.statements), *map(as_ntriples, loaded.ontology)))
    return run_pyshacl(data.decode(), shapes_as_ntriples(loaded.shapes))


ENGINES: Final[dict[str, Callable[[LoadedProject], list[Result]]]] = {"shacl": _with_shacl, "pyshacl": _with_pyshacl}


def _with_positions(results: list[Result], loaded: LoadedProject) -> list[Result]:
    """Return results with the file and line of their focus nodes, in the data or else in the ontology."""
    files = {file.graph: file.path for file in loaded.project.graphs}
    wanted: dict[Path, set[str]] = {}
    for focus in {result.focus for result in results if result.focus.startswith("<")}:
        for path in (*(loaded.dumps or _files_of(focus, loaded.store, files)), *loaded.project.ontology):
            wanted.setdefault(path, set()).add(focus[1:-1])
    contents = {file.path: file.content for file in loaded.ontology}
    positions: dict[str, Position] = {}
    for path, iris in wanted.items():
        for iri, position in find_subjects(path, iris, contents.get(path)).items():
            positions.setdefault(iri, position)
    return [replace(result, position=positions.get(result.focus[1:-1])) for result in results]


def _files_of(focus: str, store: Store, files: Mapping[NamedNode, Path]) -> Sequence[Path]:
    names = {quad.graph_name for quad in store.quads_for_pattern(NamedNode(focus[1:-1]), None, None)}
    return sorted(files[name] for name in names if isinstance(name, NamedNode) and name in files)
