"""Validate data against shapes, with one of two SHACL engines.

"shacl" is the default. The Rust engine of this name reads the files and validates the constraints of SHACL Core; at the same
time, the store is loaded and the SPARQL constraints are evaluated. "pyshacl" is the fallback, and the reference in tests.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kzit_graph.errors import UnknownName
from kzit_graph.project.imports import imports_not_followed
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.settings_warnings import warnings_on_settings
from kzit_graph.project.statements.store import merge_overlapping_graphs
from kzit_graph.rdf.broken_files import all_faults_reported
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.rdf.writing import serialized
from kzit_graph.validation.blank_node_labels import BlankNodeLabels
from kzit_graph.validation.causes import Causes
from kzit_graph.validation.default_messages import DefaultMessages
from kzit_graph.validation.engines.engine_shapes import EngineShapes
from kzit_graph.validation.engines.input import (
    entailment_rules,
    statements,
    values_for_pyshacl,
    values_for_shacl,
    write_as_one_turtle_file,
)
from kzit_graph.validation.engines.literals import Found
from kzit_graph.validation.engines.run import run_pyshacl, run_shacl_on_file
from kzit_graph.validation.kept_shapes import prepared_shapes
from kzit_graph.validation.lines import results_of, with_files, with_lines
from kzit_graph.validation.report.report import Report, make_report
from kzit_graph.validation.results import Result, in_order
from kzit_graph.validation.rules import mistakes_found_by_rules, what_follows
from kzit_graph.validation.shacl_sparql.constraint import SparqlConstraint, can_vary, run_constraint
from kzit_graph.validation.shacl_sparql.number_warnings import FilesWatchedForNumbers, number_warnings
from kzit_graph.validation.shapes.shapes_graph import ShapesGraph
from kzit_graph.validation.stubs import Stubs
from kzit_graph.work_folder import temporary_folder

if TYPE_CHECKING:
    from kzit_graph.project.loaded_files import LoadedFiles

DEFAULT_ENGINE: Final = "shacl"
_Found = tuple[ShapesGraph, list[Result], list[str]]
"""The shapes that were used, the results and the warnings of an engine."""

_NO_SHAPES: Final = "nothing was validated, because the project has no shapes; add SHACL shapes to shapes/"


def validate(loaded: LoadedProject, engine: str = DEFAULT_ENGINE, only: Collection[NamedNode] = ()) -> Report:
    """Check the union of the data's graphs, with the ontology, against the shapes (SHACL 1.0, Core and SPARQL).

    This also loads the store if needed. engine: a name in `ENGINES`. only: the graphs to report on, if not on all; results are then
    those of what their files describe, and of what rules make of it.

    Raises `UnknownName` if the engine is unknown, and `InvalidInput` if a file is malformed or has changed since it was loaded, or
    if the shapes are empty or recursive, or have a query or a regular expression that cannot be used. The error of a malformed file
    has those of all others.
    """
    if engine not in ENGINES:
        raise UnknownName("engine", engine, ENGINES)
    with all_faults_reported(loaded.readers):
        return _validated(loaded, engine, only)


def _validated(loaded: LoadedProject, engine: str, only: Collection[NamedNode]) -> Report:
    shapes, results, warnings = ENGINES[engine](loaded)
    warnings += (*imports_not_followed(loaded), *warnings_on_settings(loaded))
    messages = DefaultMessages(shapes, lambda: loaded.prefixes)
    causes = Causes(shapes, loaded.graphs, loaded.vocabulary, loaded.project.base, lambda: loaded.prefixes, loaded.mentioned_by_rules)
    found = causes.one_result_each([*mistakes_found_by_rules(loaded), *map(messages.with_message, results)], what_follows(loaded))
    found += causes.of_statements(found)
    placed = with_lines(results_of(only, found, loaded) if only else found, loaded, only)
    stubs = Stubs(shapes, loaded, causes.nearest).text(placed, found)
    root = loaded.project.root
    shown = [warning.removeprefix(f"{root}{os.sep}") for warning in warnings]
    return make_report(
        placed, engine, root, loaded.project.base, shown, prefixes=loaded.prefixes, stubs=stubs, has_shapes=bool(loaded.shape_files)
    )


def validate_files(
    data: Sequence[RdfFile], shapes: Sequence[RdfFile], engine: str = DEFAULT_ENGINE, ontology: Sequence[RdfFile] = ()
) -> Report:
    """Check the union of any RDF files against the shapes in other files, without a project. ontology: files of a vocabulary.

    The report warns about references to nothing; see `dangling_references`. Raises as `validate` does.
    """
    from kzit_graph.project.loaded_files import LoadedFiles  # what projects do not need is imported for files alone

    return validate_loaded(LoadedFiles(data, shapes, ontology), engine)


def validate_loaded(loaded: LoadedFiles, engine: str = DEFAULT_ENGINE) -> Report:
    """Check files as `validate_files` does."""
    from kzit_graph.validation.dangling import dangling_references

    report = validate(loaded, engine)
    nothing = () if len(loaded.graphs) else ("the data has no triples, so no shape was checked for anything in it",)
    results = in_order(with_files(report.results, loaded))
    return replace(report, results=results, warnings=(*report.warnings, *nothing, *dangling_references(loaded)))


def _with_shacl(loaded: LoadedProject) -> _Found:
    if not loaded.shape_files:
        return ShapesGraph(()), [], [_NO_SHAPES]
    read = loaded.reader()
    with ExitStack() as until_the_end, ThreadPoolExecutor(max_workers=2) as executor:
        early = executor.submit(_expanded_store, loaded, until_the_end)  # beside the checks of the shapes, which are in Python
        shapes = prepared_shapes(loaded)
        rules = entailment_rules(loaded.vocabulary.store)  # here, so that the threads do not read the ontology at the same time
        folder = until_the_end.enter_context(temporary_folder())
        files = FilesWatchedForNumbers(chain(loaded.read_data(read), loaded.ontology))
        written = executor.submit(_written_data, files, folder / "data.ttl")
        core = executor.submit(lambda: _core_results(loaded, written.result(), shapes.core, rules))
        # The store first, because its errors name the malformed file.
        expanded = early.result()
        store = until_the_end.enter_context(loaded.store_with_ontology(read)) if expanded is None else expanded
        constraints = sorted(shapes.constraints, key=_size, reverse=True)
        running = executor.map(lambda constraint: run_constraint(constraint, store), constraints)
        written.result()  # then it is known whether there are large numbers
        warnings = list(number_warnings(shapes.written, shapes.prefixes, shapes.constraints, store, in_data=files.found))
        found = list(running)
        results = [*core.result(), *_counted_once(constraints, found, store)]
    return shapes.written, results, [*shapes.warnings, *warnings]


def _expanded_store(loaded: LoadedProject, until_the_end: ExitStack) -> Store | None:
    """Return the store of data that rules expanded, which are in memory anyway; None without rules."""
    return until_the_end.enter_context(loaded.store_with_ontology(loaded.reader())) if loaded.expansion else None


def _counted_once(constraints: Sequence[SparqlConstraint], found: Sequence[list[Result]], store: Store) -> list[Result]:
    """Return the results of constraints for the merge of a store's graphs. found: those for their union, by constraint.

    In the union, a triple of two graphs can only repeat results. So most reports take no merge, which is slow to find out.
    """
    repeated = [can_vary(constraint) or len(set(results)) < len(results) for constraint, results in zip(constraints, found, strict=True)]
    if any(repeated):
        merge_overlapping_graphs(store)
    return [
        result
        for constraint, results, again in zip(constraints, found, repeated, strict=True)
        for result in (run_constraint(constraint, store) if again else results)
    ]


def _size(constraint: SparqlConstraint) -> int:
    """Return the length of a constraint's queries. Long ones start first, so that none runs alone at the end."""
    return sum(map(len, constraint.queries))


@dataclass(frozen=True)
class _Data:
    """The data for the engine: a Turtle file, the labels of its blank nodes, and the literals that the engine may read in its own way."""

    path: Path
    labels: BlankNodeLabels
    not_plain: Found


def _written_data(files: Iterable[RdfFile], path: Path) -> _Data:
    labels = BlankNodeLabels()
    with path.open("wb") as output:
        output.write(labels.first)
        not_plain = write_as_one_turtle_file(labels.watching(files), output)
        output.write(labels.last)
    return _Data(path, labels, not_plain)


def _core_results(loaded: LoadedProject, data: _Data, shapes: EngineShapes, rules: str) -> list[Result]:
    corrected = shapes.with_values(values_for_shacl(loaded, data.not_plain, list(shapes.graph.target_nodes())))
    text = corrected.graph.to_ntriples() + rules + data.labels.shape
    results = list(corrected.read_back(data.labels.read_back(run_shacl_on_file(data.path, text))))
    loaded.prefixes  # noqa: B018 - read here for the report, while the other thread still loads the store
    return results


def _with_pyshacl(loaded: LoadedProject) -> _Found:
    from kzit_graph.validation.checked_shapes import checked_shapes
    from kzit_graph.validation.engines.shapes import prepare
    from kzit_graph.validation.shacl_sparql.check import declare_prefixes, prefixes_of_queries

    if not loaded.shape_files:
        return ShapesGraph(()), [], [_NO_SHAPES]
    prefixes = prefixes_of_queries(loaded.shapes)
    shapes, warnings = checked_shapes(loaded.shape_files, prefixes, with_shapes_graph=False)
    _ = loaded.graphs  # first, because its errors name the malformed file
    triples = list(statements(loaded))
    languages = {triple.object.language or "" for triple in triples if isinstance(triple.object, Literal)} - {""}
    with_prefixes = shapes.copy()
    declare_prefixes(with_prefixes, prefixes)
    prepared = prepare(with_prefixes, "pyshacl", languages).with_values(values_for_pyshacl([*triples, *shapes.target_nodes()]))
    data = serialized(triples, RdfFormat.N_TRIPLES, {}).decode()
    return shapes, list(prepared.read_back(run_pyshacl(data, prepared.graph.to_ntriples()))), [*warnings]


ENGINES: Final[dict[str, Callable[[LoadedProject], _Found]]] = {"shacl": _with_shacl, "pyshacl": _with_pyshacl}
