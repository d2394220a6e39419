"""Add the file and line to results: that of the statement at fault, else that of the description of the focus node."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store

from kzit_graph.errors import Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.statements import GraphName
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.reading import read_file, read_quads
from kzit_graph.rdf.statement_lines import Found, Sought, find_statements
from kzit_graph.validation.results import Result, Severity

_FIRST_OF_PATH: Final = re.compile(r"<([^<>]*)>")


def with_lines(results: Sequence[Result], loaded: LoadedProject, preferred: Collection[GraphName] = ()) -> list[Result]:
    """Return results with the file and line of their statements, in the data or else in the ontology.

    An unknown IRI has one result on a line. If a rule gives it to other things, it has none there. Results of a thing that rules
    made have the line of the subject in a file that it comes from. preferred: graphs to look in first.
    """
    files = loaded.graph_files
    first = [path for graph in preferred for path in files.get(graph, ())]
    places: dict[Result, list[Sought]] = {}
    owned: dict[Result, Sequence[Path]] = {}  # the files of results about blank nodes
    wanted: dict[Path, list[Sought]] = {path: [] for path in first}
    for result in results:
        sought = _sought(result, result.focus[1:-1])
        is_named = result.focus.startswith("<")
        paths: Sequence[Path] = (loaded.dumps or _files_of(result.focus, loaded.graphs, files)) if is_named else ()
        places[result] = [sought] if is_named else []
        if not is_named and (owner := _owner(result.focus, loaded)):
            places[result] = [_sought(result, owner.subject), owner]
            owned[result] = loaded.files_with(result.focus)
            for path in owned[result]:
                wanted.setdefault(path, []).extend(places[result])
            continue
        if not paths and (origin := loaded.expansion.origin(result.focus, preferred) if loaded.expansion else None):
            sought = _sought(result, origin[1])
            places[result].append(sought)
            paths = files.get(origin[0], ())
        for path in paths:
            wanted.setdefault(path, []).append(sought)
        if is_named and (loaded.dumps or len(places[result]) > 1 or not paths):
            for path in loaded.project.ontology:
                wanted.setdefault(path, []).append(places[result][0])
    found: dict[Sought, Found] = {}
    in_file: dict[tuple[Path, Sought], Found] = {}
    for path, statements in wanted.items():
        file = loaded.in_memory.get(path) or (read_file(path, contexts=loaded.project.contexts) if _has_context(path) else None)
        content, base = (file.complete, file.base) if file else (None, None)
        for sought, place in find_statements(path, statements, content, base).items():
            in_file[path, sought] = place
            if sought not in found or place.precision > found[sought].precision:
                found[sought] = place
    placed: list[tuple[Result, bool]] = []
    for result in results:
        own = ((path, sought) for path in owned.get(result, ()) for sought in places[result])
        of_owner = max((in_file[pair] for pair in own if pair in in_file), key=lambda place: place.precision, default=None)
        at = of_owner or next((found[sought] for sought in places.get(result, ()) if sought in found), None)
        placed.append((replace(result, position=at.position) if at else result, at is not None and at.has_value))
    return _one_a_line(placed)


def with_files(results: Iterable[Result], loaded: LoadedProject) -> list[Result]:
    """Return results, with the file alone where no line is known: that of a blank node, or the only file of the data."""
    only = loaded.dumps if len(loaded.dumps) == 1 else ()
    placed = []
    for result in results:
        paths = () if result.position else (loaded.files_with(result.focus) if result.focus.startswith("_:") else only)
        placed.append(replace(result, position=Position(paths[0])) if paths else result)
    return placed


def results_of(graphs: Collection[GraphName], results: Iterable[Result], loaded: LoadedProject) -> list[Result]:
    """Return the results of what the files of some graphs describe, and of what rules make of it."""
    files = dict.fromkeys(path for graph in graphs for path in loaded.graph_files.get(graph, ()))
    contexts = loaded.project.contexts
    subjects = {quad.subject for path in files for quad in read_quads(path, contexts=contexts)}
    described = {str(subject) for subject in subjects if isinstance(subject, NamedNode)}
    blank = any(isinstance(subject, BlankNode) for subject in subjects)

    def belongs(focus: str) -> bool:
        origin = loaded.expansion.origin(focus, graphs) if loaded.expansion else None
        if origin is None and not focus.startswith("<"):
            return blank
        return focus in described or (origin is not None and origin[0] in graphs)

    is_own = cache(belongs)
    return [result for result in results if is_own(result.focus)]


def _has_context(path: Path) -> bool:
    return format_of_file(path) == RdfFormat.JSON_LD


def _one_a_line(results: Sequence[tuple[Result, bool]]) -> list[Result]:
    """Return results with one for each unknown IRI on a line, because what rules and the ontology entail repeats it.

    Equal results are kept: SHACL has one for each way in which shapes lead to a value. results: each with whether its value was
    found in the file.
    """
    typed = {result.unknown for result, was_found in results if was_found}
    kept: dict[object, list[Result]] = {}
    for number, (result, was_found) in enumerate(results):
        if result.unknown and result.unknown == result.value and result.unknown in typed and not was_found:
            continue
        key = (result.unknown, result.position) if result.unknown and result.position else number
        if key not in kept or _importance(result) < _importance(kept[key][0]):
            kept[key] = [result]
        elif result == kept[key][0]:
            kept[key].append(result)
    return [result for results_of_line in kept.values() for result in results_of_line]


def _importance(result: Result) -> tuple[object, ...]:
    return list(Severity).index(result.severity), result.shape is None, result.key()


def _sought(result: Result, subject: str) -> Sought:
    predicate = _FIRST_OF_PATH.match(result.path or "")
    value = result.value if result.value and result.value != result.focus and not result.value.startswith("_:") else None
    return Sought(subject, predicate[1] if predicate else None, value)


def _owner(focus: str, loaded: LoadedProject) -> Sought | None:
    """Return how the nearest thing with an IRI refers to a blank node of dumps, directly or through others; None if nothing does."""
    if not loaded.dumps:
        return None
    store = loaded.graphs
    seen: set[str] = set()
    waiting = [focus]
    for node in waiting:  # the list grows
        if node in seen or not node.startswith("_:"):
            continue
        seen.add(node)
        for quad in store.quads_for_pattern(None, None, BlankNode(node[2:])):
            if isinstance(quad.subject, NamedNode):
                return Sought(quad.subject.value, quad.predicate.value)
            waiting.append(str(quad.subject))
    return None


def _files_of(focus: str, store: Store, files: Mapping[GraphName, Sequence[Path]]) -> Sequence[Path]:
    names = {quad.graph_name for quad in store.quads_for_pattern(NamedNode(focus[1:-1]), None, None)}
    return sorted({path for name in names if isinstance(name, NamedNode | BlankNode) for path in files.get(name, ())})
