"""Check some files of a project with its other files as context, whether they are in its data folder already or not yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.plain_text import counted
from kzit_graph.project.identity import URI_SPACE
from kzit_graph.project.notes import notes_on_jsonld
from kzit_graph.project.project import Project
from kzit_graph.rdf.broken_files import all_faults_reported
from kzit_graph.rdf.formats import format_of_file, holds_graphs
from kzit_graph.rdf.reading import read_file, read_quads


@dataclass(frozen=True)
class CheckedFiles:
    """A project with files to check. graphs: the graphs of these. notes: what is taken as context, for people."""

    project: Project
    graphs: frozenset[NamedNode]
    notes: tuple[str, ...]


def with_context(project: Project, paths: Sequence[Path]) -> CheckedFiles | None:
    """Return a project in which files are checked, with those that are not in its data folder added for the run.

    A new file gets the graph that it would have in data/sources/. It stands in for a file of the project with the same graph. None if
    a file is a whole dataset, which needs no context: a folder, data with graph names, or a description of the project's dataset.

    Raises `InvalidInput` if a file is malformed, or if two files would have the same graph.
    """
    known = [*(file.path for file in project.graphs), *project.ontology, *project.shapes]
    with all_faults_reported({path: partial(read_file, path, contexts=project.contexts) for path in dict.fromkeys((*paths, *known))}):
        return _with_context(project, paths)


def _with_context(project: Project, paths: Sequence[Path]) -> CheckedFiles | None:
    own = {file.path.resolve(): file for file in project.graphs}
    chosen = [own.get(path.resolve()) or project.graph_names.new_source(path) for path in paths]
    if any(file.path.resolve() not in own and _is_whole(file.path, project) for file in chosen):
        return None
    graphs = {file.graph: file for file in project.graphs}
    notes = list(notes_on_jsonld((file.path for file in chosen if file.path.resolve() not in own), project.contexts))
    for file in dict.fromkeys(chosen):
        if file not in graphs.values() and (other := graphs.get(file.graph)):
            if other in chosen:
                raise InvalidInput(f"has the same name as {other.path}; rename or leave out one", Position(file.path))
            notes.append(f"{file.path} stands in for {other.path}")
        graphs[file.graph] = file
    context = len(graphs) - len({file.graph for file in chosen})
    parts = [counted(context, "other data file"), "the ontology", *(["the rules"] if project.rules else [])]
    notes.append(f"context: {', '.join(parts[:-1])} and {parts[-1]} of the project; --data FILE checks a file alone")
    ordered = tuple(sorted(graphs.values(), key=lambda file: file.graph.value))
    return CheckedFiles(replace(project, graphs=ordered), frozenset(file.graph for file in chosen), tuple(notes))


def can_have_context(paths: Iterable[Path]) -> bool:
    """Return whether all paths are RDF files with content and without graph names."""
    return all(path.is_file() and path.stat().st_size > 0 and format_of_file(path) is not None and not holds_graphs(path) for path in paths)


def _is_whole(path: Path, project: Project) -> bool:
    return any(quad.predicate == URI_SPACE and quad.subject == project.dataset for quad in read_quads(path, contexts=project.contexts))
